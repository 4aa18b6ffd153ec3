//go:build services

package main

import (
	"path/filepath"
	"strings"
	"testing"
)

// Requests are shared in a burst, few for one event, and nothing is written
// where nothing changed.
func TestRequestsOfABurst(t *testing.T) {
	t.Parallel()
	w, err := newBurstWorld(t.Context(), filepath.Join(t.TempDir(), "burst.db"), burstUpgrades, false)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := w.stop(); err != nil {
			t.Error(err)
		}
	}()
	t.Logf("getting to know: %+v", w.wire.seen())
	// One event first: after many, living comments of the others follow it. Two
	// requests are for the card, two reads for the living comment that tells of it.
	alone, err := w.burst(t.Context(), 1, true)
	if err != nil {
		t.Fatal(err)
	}
	if n := alone.graphQL(); n > 4 {
		t.Errorf("%d GraphQL requests for one event, want at most 4: %v", n, alone.named)
	}
	if _, err := w.burst(t.Context(), 1, false); err != nil {
		t.Fatal(err)
	}
	seen, err := w.burst(t.Context(), burstEvents, true)
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("a burst: %+v", seen)
	if per := float64(seen.graphQL()) / burstEvents; per > 0.15 {
		t.Errorf("%.3f GraphQL requests per changed item, want at most 0.15: %v", per, seen.named)
	}
	for n, ref := range w.children(burstEvents) {
		if err := w.github.SetLabels("ben", ref, []string{"a", "b"}[n%2]); err != nil {
			t.Fatal(err)
		}
	}
	same, err := w.watch(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for name := range same.named {
		if strings.HasPrefix(name, "mutation") {
			t.Errorf("%d writes for items that are right: %v", same.named[name], same.named)
		}
	}
	t.Logf("events that change nothing: %+v", same)
}

// graphQL is how many of the requests were GraphQL's.
func (s burstSeen) graphQL() int {
	n := 0
	for name, times := range s.named {
		if strings.HasPrefix(name, "query ") || strings.HasPrefix(name, "mutation ") {
			n += times
		}
	}
	return n
}
