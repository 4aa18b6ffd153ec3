//go:build services

package e2e_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/upkeep-app/upkeep/emulator"
)

// What a board lacks is listed first; people are told what to do, until the
// policy lets the app do it.
func TestBoardInit(t *testing.T) {
	t.Parallel()
	w := newWorld(t, options{children: 2})
	s := w.serve(nil)
	w.quiet()
	const missing = `add the view "Django 5.2" to board acme/51, filtered to "project:\"Django 5.2\""`
	place := fmt.Sprintf("%s/%d", org, maintenance)
	if said := w.asks(0, "board", "init", "--dry-run", place); !strings.Contains(said, "would "+strings.Replace(missing, "acme/51", place, 1)) {
		t.Errorf("dry run:\n%s", said)
	}
	if said := w.asks(1, "board", "init"); !strings.Contains(said, "leaves board "+place+" to people") {
		t.Errorf("where people do it:\n%s", said)
	}
	w.asks(2, "board", "init", "51")
	w.asks(1, "board", "init", org+"/99")
	if n := w.writes(""); n > 0 {
		t.Errorf("%d writes", n)
	}
	policy, _ := w.github.File(policyRepo, policyFile)
	policy = strings.NewReplacer("mode: plan", "mode: active", "{number: 51}", "{number: 51, setup: write}").Replace(policy)
	w.must(w.github.PushFile("ari", policyRepo, policyFile, policy))
	w.eventually(w.onBoard)
	w.quiet()
	s.stop()
	board := emulator.BoardRef{Org: org, Number: maintenance}
	w.must(w.github.SetOptions("ari", board, "Project", "Something else"))
	if said := w.asks(0, "board", "init"); !strings.Contains(said, "has all that the upgrades under way need") {
		t.Errorf("where the app does it:\n%s", said)
	}
	if got := w.github.Board(org, maintenance); !slices.Equal(got.Options["Project"], []string{"Something else", "Django 5.2"}) ||
		got.Views[len(got.Views)-1].Name != "Django 5.2" {
		t.Errorf("options %v, views %+v", got.Options["Project"], got.Views)
	}
	w.upkeep("halt")
	w.asks(1, "board", "init")
}
