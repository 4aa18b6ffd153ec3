//go:build services

package reconcile_test

import (
	"errors"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Wherever the process ends, whoever starts an upgrade is told once.
func TestCrashWhileOffering(t *testing.T) {
	t.Parallel()
	for request := range 20 {
		w := started(t, organisations)
		crashed := w.crashAt(request)
		w.says("ben", python, "/upgrade start Node 24")
		w.quiet()
		w.wire.set(nil)
		w.restart()
		w.quiet()
		w.wantsOffer()
		if !crashed() {
			break
		}
	}
}

// failing makes one of the requests that set a board up fail, counted from 0:
// before GitHub gets it, or, when its answer is lost, after. When GitHub is told
// the new list, a person adds an option first, and then all cards lose theirs.
// It tells whether the request came.
func (w *world) failing(number int, lost bool) (came func() bool) {
	var mu sync.Mutex
	n, over := 0, false
	people := func() {
		w.must(w.github.SetOptions("olga", maintenance, "Project", "Django 5.2", "Rust", "Python 3.12"))
	}
	w.wire.set(func(a asked) (*http.Response, error) {
		if !slices.ContainsFunc([]string{"query Options(", "query OptionCards(", "mutation ReplaceOptions("}, func(name string) bool { return strings.Contains(a.body, name) }) &&
			!strings.HasSuffix(a.line, "/views") {
			return a.pass()
		}
		mu.Lock()
		defer mu.Unlock()
		if strings.Contains(a.body, "ReplaceOptions(") && people != nil {
			people()
			people = nil
		}
		n++
		if n-1 != number {
			return a.pass()
		}
		over = true
		if lost {
			_, _ = a.pass()
			if strings.Contains(a.body, "ReplaceOptions(") {
				w.wipe()
			}
		}
		return nil, errors.New("the connection broke")
	})
	return func() bool {
		mu.Lock()
		defer mu.Unlock()
		return over
	}
}

// Whichever request fails, or loses its answer, no card loses its option for
// good, no option is there twice, and what was to be added is.
func TestNoOptionIsLost(t *testing.T) {
	t.Parallel()
	for _, lost := range []bool{false, true} {
		for request := range 30 {
			w := started(t, setUp())
			before := w.values("Project")
			came := w.failing(request, lost)
			w.begin()
			w.quiet()
			w.wire.set(nil)
			w.restart()
			w.quiet()
			got := w.board().Options["Project"]
			slices.Sort(got)
			if !lost && !slices.Contains(got, "Rust") {
				t.Errorf("request %d: a person's option is gone: %v", request, got)
			}
			if want := []string{"Django 5.2", "Node 24", "Python 3.12"}; !cmp.Equal(want, slices.DeleteFunc(got, func(name string) bool { return name == "Rust" })) {
				t.Errorf("request %d, lost %t: options %v", request, lost, got)
			}
			for issue, value := range before {
				if now := w.values("Project")[issue]; value != "" && now != value {
					t.Errorf("request %d, lost %t: %s has %q, had %q", request, lost, issue, now, value)
				}
			}
			if n := len(w.board().Views); n != 3 {
				t.Errorf("request %d, lost %t: views %+v", request, lost, w.board().Views)
			}
			w.whole()
			if !came() {
				break
			}
		}
	}
}
