package reconcile_test

import (
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/upkeep-app/upkeep/store"
	"github.com/upkeep-app/upkeep/upgrade"
)

// before answers reads of the roadmap issue as before the app's edit of its description.
type before struct {
	id             upgrade.NodeID
	issue, text    string // the answers of before
	issues, texts  int    // how many of each are still to come after the edit
	edited         bool
	loseTheWriting bool // the edit never arrives
}

func (b *before) fault(a asked) (*http.Response, error) {
	const rest = " /repos/acme/roadmap/issues/1"
	switch {
	case strings.Contains(a.body, "query Issue(") && strings.Contains(a.body, string(b.id)):
		return b.read(a, &b.issue, &b.issues)
	case a.line == "GET"+rest:
		return b.read(a, &b.text, &b.texts)
	case a.line == "PATCH"+rest:
		b.edited = true
		if b.loseTheWriting {
			b.loseTheWriting = false
			return answer(http.StatusBadGateway, `{}`), nil
		}
	}
	return a.pass()
}

func (b *before) read(a asked, old *string, times *int) (*http.Response, error) {
	if b.edited && *times > 0 {
		*times--
		return answer(http.StatusOK, *old), nil
	}
	got, err := a.pass()
	if err != nil || b.edited {
		return got, err
	}
	text, err := io.ReadAll(got.Body)
	*old, got.Body = string(text), io.NopCloser(strings.NewReader(string(text)))
	return got, err
}

// A read of before the app's own edit that passes for one of after it must not
// make a box that the app has checked look like a person's.
func TestOldReadOfTheDescription(t *testing.T) {
	t.Parallel()
	for name, lags := range map[string]before{
		"as new as the edit":                    {issues: 3},
		"when the edit itself is not read back": {issues: 3, texts: 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := started(t, organisations)
			lags.id = w.issue(django).ID
			w.wire.set(lags.fault)
			if lags.texts == 0 {
				w.must(w.github.Assign("olga", w.ref(django), "olga")) // in the second of the edit
			}
			w.must(w.github.CloseIssue("ada", w.ref(shop), upgrade.ReasonCompleted))
			w.settle()
			w.box(shop, true)
			w.must(w.github.ReopenIssue("ada", w.ref(shop)))
			w.quiet()
			w.field(shop, "Status", "Todo")
			w.box(shop, false)
			if lags.issues+lags.texts > 0 {
				t.Errorf("%d old answers were not asked for", lags.issues+lags.texts)
			}
		})
	}
}

// An edit that never arrived leaves the text as before, too.
func TestEditThatNeverArrived(t *testing.T) {
	t.Parallel()
	w := started(t, organisations)
	b := &before{id: w.issue(django).ID, loseTheWriting: true}
	w.wire.set(b.fault)
	w.must(w.github.CloseIssue("ada", w.ref(shop), upgrade.ReasonCompleted))
	w.quiet()
	w.box(shop, true)
	if b.loseTheWriting {
		t.Error("nothing was lost")
	}
}

// A person who takes the app's edit back, byte for byte, is believed once reads
// can no longer be of before it.
func TestEditTakenBack(t *testing.T) {
	t.Parallel()
	w := started(t, organisations)
	text := w.issue(django).Body
	w.must(w.github.CloseIssue("ada", w.ref(shop), upgrade.ReasonCompleted))
	w.settle()
	w.box(shop, true)
	w.must(w.github.EditBody("olga", w.ref(django), text))
	w.settle()
	if k := w.key(upgrade.IssueKey(w.issue(django).ID)); k.Waiting != store.WaitLag {
		t.Errorf("the key is %+v, want it to wait", k)
	}
	w.run(30 * time.Second)
	if k := w.key(upgrade.IssueKey(w.issue(django).ID)); k.Waiting != "" {
		t.Errorf("the key is %+v, want it not to wait", k)
	}
	w.quiet()
	w.box(shop, false)
	w.must(w.github.ReopenIssue("ada", w.ref(shop)))
	w.quiet()
	w.must(w.github.CloseIssue("ada", w.ref(shop), upgrade.ReasonCompleted))
	w.quiet()
	w.box(shop, true)
}

// A struck item is no open work: its box is nobody's to move but a person's. A
// struck link does not hold up the box of the one that took its place.
func TestStruckItemsAreLeftAlone(t *testing.T) {
	t.Parallel()
	w := started(t, organisations)
	text := w.issue(django).Body
	for before, after := range map[string]string{
		"- [ ] acme/shop#1\r\n":                      "- [ ] ~~acme/shop#1~~ N/A\r\n",
		"- [ ] https://github.com/acme/lib/issues/1": "- [ ] ~~partner/tool#1~~ https://github.com/acme/lib/issues/1",
	} {
		text = strings.Replace(text, before, after, 1)
	}
	w.must(w.github.EditBody("olga", w.ref(django), text))
	w.quiet()
	w.must(w.github.CloseIssue("ada", w.ref(shop), upgrade.ReasonCompleted))
	w.must(w.github.CloseIssue("olga", w.ref("acme/lib#1"), upgrade.ReasonCompleted))
	w.quiet()
	w.box("~~acme/shop#1~~ N/A", false)
	w.box("acme/lib/issues/1", true)
}
