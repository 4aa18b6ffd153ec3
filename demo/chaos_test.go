//go:build services

package demo

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"maps"
	mathrand "math/rand/v2"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/upkeep-app/upkeep/emulator/chaos"
	"github.com/upkeep-app/upkeep/upgrade"
)

// TestStoryEndsTheSameAmidChaos plays the story on a GitHub on which all goes
// right, and on ones where everything goes wrong all the time. They end in the
// same state, to the byte of every description and comment.
func TestStoryEndsTheSameAmidChaos(t *testing.T) {
	t.Parallel()
	storm, err := chaos.Parse("storm")
	if err != nil {
		t.Fatal(err)
	}
	calm := playToTheEnd(t, 1, chaos.Settings{})
	seeds := 5
	if os.Getenv("UPKEEP_SOAK") != "" {
		seeds = 50
	}
	// They mostly wait, so more of them go side by side than there are processors.
	var all sync.WaitGroup
	turns := make(chan struct{}, 5)
	for seed := range int64(seeds) {
		all.Go(func() {
			turns <- struct{}{}
			defer func() { <-turns }()
			if diff := cmp.Diff(calm, playToTheEnd(t, seed+1, storm)); diff != "" {
				t.Errorf("ends otherwise than without chaos (-calm +chaos):\n%s\nplay it again with: upkeep demo --seed %d --chaos %s", diff, seed+1, storm)
			}
		})
	}
	all.Wait()
}

// playToTheEnd plays the story and tells the state that it ends in.
func playToTheEnd(t *testing.T, seed int64, settings chaos.Settings) string {
	t.Helper()
	w, err := build(t.Context(), Options{
		Out: io.Discard, Clock: Clock{Now: time.Now, After: time.After}, Random: mathrand.Float64, Secrets: rand.Reader, Seed: seed, Chaos: settings,
	}, t.TempDir())
	if err != nil {
		t.Errorf("seed %d: %v", seed, err)
		return ""
	}
	ctx, stop := context.WithCancel(t.Context())
	running := w.start(ctx)
	played := w.play(ctx)
	state := w.state()
	stop()
	if err := errors.Join(played, running()); err != nil {
		t.Errorf("seed %d: %v", seed, err)
	}
	return state
}

// state is all that people see on GitHub, without what the time or the seed decides.
func (w *world) state() string {
	var text strings.Builder
	for _, ref := range append([]upgrade.Ref{roadmap(), ordinary()}, allChildren()...) {
		issue := w.github.Issue(ref)
		fmt.Fprintf(&text, "%s closed %t %s, assigned %v, labels %v\n%s\n", ref, issue.Closed, issue.Reason, issue.Assignees, issue.Labels, issue.Body)
		values := w.github.Board(org, maintenance).Item(ref).Values
		for _, name := range slices.Sorted(maps.Keys(values)) {
			fmt.Fprintf(&text, "  %s = %s\n", name, values[name])
		}
		for _, c := range w.github.Comments(ref) {
			body, _, _ := strings.Cut(c.Body, "<!--")
			answers := slices.DeleteFunc(c.Reactions, func(r string) bool { return r == bot+" eyes" }) // not after the answer
			fmt.Fprintf(&text, "  %s, %v: %s\n", c.Author, answers, body)
		}
	}
	_, host, _ := strings.Cut(w.githubURL, "://")
	return strings.ReplaceAll(text.String(), host, "github.test")
}

func allChildren() []upgrade.Ref {
	var all []upgrade.Ref
	for _, repo := range children() {
		all = append(all, child(repo))
	}
	return all
}
