package reconcile_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// verdict wants the app's answers on a comment, and its only comment to begin with a text.
func (w *world) verdict(text string, id int64, reaction, says string) {
	w.t.Helper()
	if diff := cmp.Diff([]string{reaction}, w.reactions(text, id)); diff != "" {
		w.t.Errorf("reactions (-want +got):\n%s", diff)
	}
	if own := w.own(text); len(own) != 1 || !strings.Contains(own[0], says) {
		w.t.Errorf("the app says %q, want one comment with %q", own, says)
	}
}

// A wrong command that its author mends is answered well; the reply stays the one reply.
func TestMendedByItsAuthor(t *testing.T) {
	t.Parallel()
	w := started(t, organisations)
	id := w.says("ada", shop, "/upgrade owner-does owner-revues")
	w.quiet()
	w.must(w.github.EditComment("ada", id, "/upgrade owner-does owner-rehiews"))
	w.quiet()
	w.verdict(shop, id, "confused", "rehiews")
	w.must(w.github.EditComment("ada", id, level))
	w.quiet()
	w.field(shop, ownerDoes, "Owner deploys and monitors")
	if diff := cmp.Diff([]string{"+1"}, w.reactions(shop, id)); diff != "" {
		t.Errorf("reactions (-want +got):\n%s", diff)
	}
	own := w.own(shop)
	if len(own) != 2 || !strings.HasPrefix(own[0], "Mended") {
		t.Errorf("the app says %q, want that it is mended, and the living comment", own)
	}
	w.must(w.github.EditComment("ada", id, level+"\n\n/upgrade nothing"))
	w.quiet()
	if diff := cmp.Diff([]string{"confused"}, w.reactions(shop, id)); diff != "" {
		t.Errorf("reactions after a wrong command was added (-want +got):\n%s", diff)
	}
	if own := w.own(shop); len(own) != 2 || !strings.Contains(own[0], "no such command") {
		t.Errorf("the app says %q, want the reply to say what is wrong", own)
	}
	w.must(w.github.EditComment("ada", id, level))
	w.quiet()
	if diff := cmp.Diff([]string{"+1"}, w.reactions(shop, id)); diff != "" {
		t.Errorf("reactions after it was taken away (-want +got):\n%s", diff)
	}
}

// A reply that a person has deleted does not come back to say that all is well.
func TestMendedWithoutItsReply(t *testing.T) {
	t.Parallel()
	w := started(t, organisations)
	id := w.says("ada", shop, "/upgrade owner-does owner-revues")
	w.quiet()
	for _, c := range w.github.Comments(w.ref(shop)) {
		if c.Author == bot {
			w.must(w.github.DeleteComment("ada", c.DatabaseID))
		}
	}
	w.must(w.github.EditComment("ada", id, level))
	w.quiet()
	w.verdict(shop, id, "+1", "upgrade service level")
}

// After an outage the answers of an issue come as one reply, each comment with
// its own reaction.
func TestLateAnswers(t *testing.T) {
	t.Parallel()
	w := started(t, organisations)
	wrong := w.says("ada", shop, "/upgrade owner-does owner-revues")
	right := w.says("ada", shop, level)
	other := w.says("stranger", shop, level+"\n\n/upgrade nothing")
	for len(w.github.Pending()) > 0 {
		w.must(w.github.Drop(0))
	}
	w.clock.Pass(2 * time.Hour)
	w.quiet()
	fresh := w.says("ada", shop, "/upgrade frobnicate")
	w.quiet()
	w.field(shop, ownerDoes, "Owner deploys and monitors")
	for id, want := range map[int64]string{wrong: "confused", right: "+1", other: "confused", fresh: "confused"} {
		if diff := cmp.Diff([]string{want}, w.reactions(shop, id)); diff != "" {
			t.Errorf("reactions on comment %d (-want +got):\n%s", id, diff)
		}
	}
	late := 0
	for _, text := range w.own(shop) {
		if strings.Contains(text, "owner-revues`: ") && strings.Contains(text, "`stranger`") && strings.Contains(text, "`/upgrade nothing`: ") {
			late++
		}
	}
	if own := w.own(shop); len(own) != 3 || late != 1 {
		t.Errorf("the app says %q, want the living comment, one late reply, and one in time", own)
	}
	if w.seen(shop, wrong) || w.seen(shop, other) {
		t.Error("what is answered late was shown to be seen")
	}
}

// A run that only puts right the reactions that an earlier one has lost goes on
// to the commands that it had no room for.
func TestLostReactionsDoNotHoldUpCommands(t *testing.T) {
	t.Parallel()
	w := started(t, organisations)
	var ids []int64
	for range 12 { // more than one run answers
		ids = append(ids, w.says("ada", shop, "/upgrade nothing"))
		w.clock.Pass(time.Second) // events of one second are looked at twice
	}
	w.clock.Pass(2 * time.Hour) // late comments are on record before their reactions
	lost := 0
	w.wire.set(func(a asked) (*http.Response, error) {
		if strings.HasSuffix(a.line, "/reactions") && strings.Contains(a.body, "confused") {
			lost++
			return nil, errors.New("the connection was lost")
		}
		return a.pass()
	})
	w.settle()
	w.wire.set(nil)
	w.quiet()
	if lost == 0 {
		t.Fatal("it did not come to the reactions")
	}
	for _, id := range ids {
		w.wantsReaction(shop, id, "confused")
	}
}

// Each comment that is mended takes three writes, so that one run mends fewer.
func TestManyMendedAtOnce(t *testing.T) {
	t.Parallel()
	w := started(t, organisations)
	var ids []int64
	for range 8 {
		ids = append(ids, w.says("ada", shop, "/upgrade nothing"))
	}
	w.quiet()
	for _, id := range ids {
		w.must(w.github.EditComment("ada", id, level))
	}
	w.quiet()
	for _, id := range ids {
		w.wantsReaction(shop, id, "+1")
	}
}
