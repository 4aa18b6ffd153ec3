package gate_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/upkeep-app/upkeep/emulator"
	"github.com/upkeep-app/upkeep/upgrade"
)

// commentOf is the comment that a reaction is on.
func (w *world) commentOf(a upgrade.React) emulator.Comment {
	w.t.Helper()
	for _, c := range w.github.Comments(a.Ref) {
		if c.DatabaseID == a.Comment {
			return c
		}
	}
	w.t.Fatalf("no comment %d", a.Comment)
	return emulator.Comment{}
}

// Taking a reaction away twice is taking it away once, and the
// audit says what was done and why.
func TestUnreact(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	react := w.reaction()
	w.must(w.apply(react))
	off := upgrade.Unreact{Ref: react.Ref, Comment: w.commentOf(react).ID, Content: "+1", Why: "it went wrong"}
	w.must(w.applyFor(upgrade.CausePerson, off, off))
	w.must(w.applyFor(upgrade.CausePerson, off))
	if got := w.commentOf(react).Reactions; len(got) > 0 {
		t.Errorf("reactions %v", got)
	}
	audits, err := w.store.Audits(t.Context(), 1)
	w.must(err)
	if a := audits[0]; a.Kind != "Unreact" || a.Before != "+1" || a.Why != "it went wrong" {
		t.Errorf("audit %+v", a)
	}
}

// A comment that is gone has no reaction any more.
func TestUnreactOnADeletedComment(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	react := w.reaction()
	off := upgrade.Unreact{Ref: react.Ref, Comment: w.commentOf(react).ID, Content: "+1"}
	w.must(w.github.DeleteComment("ada", react.Comment))
	w.must(w.apply(off))
}

// After a failure a reaction stays as it was: it would tell of what was not done.
func TestNoUnreactAfterAFailure(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	react := w.reaction()
	w.must(w.apply(react))
	w.wire.once("POST /repos", func(func() (*http.Response, error)) (*http.Response, error) {
		return answer(http.StatusBadGateway, `{}`), nil
	})
	off := upgrade.Unreact{Ref: react.Ref, Comment: w.commentOf(react).ID, Content: "+1"}
	if err := w.apply(w.reply("Hello."), off); err == nil {
		t.Fatal("no error")
	}
	if got := strings.Join(w.commentOf(react).Reactions, ", "); got != bot+" +1" {
		t.Errorf("reactions %s", got)
	}
}

// A comment that is only edited is never made: not where there was none, nor
// where a person has deleted it; and it is found without the database.
func TestEditIfThere(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	mended := w.reply("Mended.")
	mended.IfThere = true
	w.must(w.applyFor(upgrade.CausePerson, mended))
	w.must(w.applyFor(upgrade.CausePerson, w.reply("Wrong.")))
	w.openStore()
	w.must(w.applyFor(upgrade.CausePerson, mended))
	own := w.own("acme/roadmap#1")
	if len(own) != 1 || !strings.HasPrefix(own[0].Body, "Mended.") {
		t.Fatalf("the app says %+v, want its one reply, edited", own)
	}
	w.must(w.github.DeleteComment("ada", own[0].DatabaseID))
	w.must(w.applyFor(upgrade.CausePerson, mended))
	if got := strings.Join(w.writes(), ", "); got != "create comment, edit comment" {
		t.Errorf("writes %s", got)
	}
}
