//go:build services

package reconcile_test

import (
	"bytes"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rs/zerolog"

	"github.com/upkeep-app/upkeep/emulator"
)

// journal is what the app logs.
type journal struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (j *journal) Write(p []byte) (int, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.text.Write(p)
}

// count is how many lines have a text.
func (j *journal) count(text string) int {
	j.mu.Lock()
	defer j.mu.Unlock()
	return strings.Count(j.text.String(), text)
}

// An upgrade on a GitHub Enterprise Server that lacks all that it can lack:
// everything that can work does, and the rest is said once.
func TestOldServer(t *testing.T) {
	t.Parallel()
	w := newWorld(t, boardFields(), func(o *emulator.Options) {
		o.Without = []emulator.Feature{
			emulator.FeatureOptionIDs, emulator.FeatureViews, emulator.FeatureDependencies, emulator.FeatureArchivedStates, emulator.FeatureProjectREST,
		}
	})
	log := &journal{}
	w.log = zerolog.New(log)
	w.restart()
	w.quiet()
	for _, child := range []string{shop, "acme/lib#1", "partner/tool#1"} {
		w.field(child, "Status", "Todo")
		w.field(child, "Project", "Django 5.2")
	}
	w.must(w.github.Assign("ada", w.ref(shop), "ada"))
	w.says("ben", shop, "/upgrade owner-does Owner reviews and merges")
	w.says("ben", "acme/lib#1", "/upgrade blocked-by acme/shop#1")
	w.says("ben", django, "/upgrade target 2026-03-20 because of the release")
	w.quiet()
	w.field(shop, "Status", "In Progress")
	w.field(shop, "Until", "2026-03-20")
	w.field("acme/lib#1", "Ready", "No")
	w.must(w.github.CloseIssue("ada", w.ref(shop), ""))
	w.quiet()
	w.field(shop, "Status", "Done")
	w.field("acme/lib#1", "Ready", "Yes")
	w.box(shop, true)
	w.unheard(func() error { return w.github.CloseIssue("ben", w.ref("acme/lib#1"), "") })
	if got := len(w.drift()); got == 0 {
		t.Error("the drift of a child that closed unheard is not found")
	}
	w.lookAtBoard()
	w.field("acme/lib#1", "Status", "Done")
	want := []string{
		"acme: warning listing of archived cards: this GitHub has none: a card that is missing on a board is found only when something happens to its issue, or by the daily look at everything",
		"acme: warning ids of options: this GitHub has none: the app adds no option to a field whose values are in use: people do",
		"acme: warning views by the API: this GitHub has none: people make the view of an upgrade",
		"acme: warning dependencies between issues: this GitHub has none: what waits for what is kept by the app alone",
		"acme: warning children in away: 1 issue, only read every 15 minutes and never written to: the app is not installed there",
		"partner: warning policy: there is no partner/.github/upkeep.yml, or the app may not read it: the organisation has no upgrades of its own",
	}
	if diff := cmp.Diff(want, w.unwell()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	w.unheard(
		func() error { return w.github.ArchiveCard("olga", board(), w.ref(shop), true) },
		func() error { return w.github.ArchiveCard("olga", board(), w.ref("acme/lib#1"), true) },
	)
	before := log.count("does not list archived cards")
	w.lookAtBoard()
	if n := log.count("does not list archived cards") - before; n != 1 {
		t.Errorf("it is said %d times that archived cards are not listed, want once for both", n)
	}
}
