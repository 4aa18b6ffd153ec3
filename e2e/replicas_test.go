//go:build services

package e2e_test

import (
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"syscall"
	"testing"

	"github.com/upkeep-app/upkeep/store/pgtest"
	"github.com/upkeep-app/upkeep/upgrade"
)

// replica is a process with a way of its own to GitHub.
type replica struct {
	*server
	gateway *gateway
}

func (w *world) replica() replica {
	w.Helper()
	listener := w.listen("127.0.0.2:0")
	way := &gateway{github: w.github}
	serveHTTP(w, listener, way)
	address := "http://" + listener.Addr().String()
	return replica{gateway: way, server: w.serve(map[string]string{
		"GITHUB_V3_API_URL": address + "/api/v3", "GITHUB_V4_API_URL": address + "/api/graphql",
	})}
}

// TestReplicas has two processes on one database, and one of them asleep for
// longer than its leases with work in its hands.
func TestReplicas(t *testing.T) {
	t.Parallel()
	w := newWorld(t, options{database: pgtest.Start, children: 12})
	first, second := w.replica(), w.replica()
	w.activate()
	w.eventually(w.onBoard)
	w.bothWork(first, second)
	w.quiet()
	second.stop()

	first.gateway.hold(readsBeforeWrites)
	comment, err := w.github.Comment("ada", child(1), "/upgrade owner-does arbi-bom")
	w.must(err)
	w.must(w.github.CloseIssue("ari", child(2), upgrade.ReasonCompleted))
	w.eventually(func() error {
		if n := first.gateway.holding(); n != 2 {
			return fmt.Errorf("%d reads are held", n)
		}
		return nil
	})
	w.must(first.pause())
	third := w.replica()
	right := func() error {
		return errors.Join(w.closed(2), w.field(1, "Owner Does", "Owner deploys and monitors"), w.reacted(child(1), comment, "+1"))
	}
	w.eventually(right) // not before the leases are over
	w.quiet()
	before, sent := w.writes(""), first.gateway.writes.Load()

	first.gateway.letGo()
	w.must(first.resume())
	w.eventually(func() error { return first.get("/readyz") })
	third.stop()
	w.must(w.github.CloseIssue("ari", child(3), upgrade.ReasonCompleted)) // for the first one alone
	w.eventually(func() error { return w.closed(3) })
	w.quiet()
	w.must(right())
	if n := len(w.said(child(1))); n != 1 {
		t.Errorf("%d comments on %s", n, child(1))
	}
	after := w.github.Writes()[before:]
	comments := 0 // the living comment follows
	for _, one := range after {
		if one.Method == "edit comment" {
			comments++
		}
	}
	if len(after)-comments != 2 {
		t.Errorf("%d writes after the sleep, want a box and a field: %+v", len(after)-comments, after)
	}
	if n := first.gateway.writes.Load() - sent; int(n) != len(after) {
		t.Errorf("the one that slept sent %d writes of %d", n, len(after))
	}
}

var beforeWrites = regexp.MustCompile(`/issues/\d+(/comments)?$`)

// readsBeforeWrites are the reads that the gate makes last before it edits a
// description or makes a comment.
func readsBeforeWrites(r *http.Request) bool {
	return r.Method == http.MethodGet && beforeWrites.MatchString(r.URL.Path)
}

// bothWork gives the replicas work until each has done some.
func (w *world) bothWork(all ...replica) {
	w.Helper()
	act, state := w.github.Assign, "In Progress"
	w.eventually(func() error {
		for n := range w.children {
			w.must(act("ada", child(n+1), "ada"))
		}
		w.eventually(func() error {
			var errs []error
			for n := range w.children {
				errs = append(errs, w.field(n+1, "Status", state))
			}
			return errors.Join(errs...)
		})
		if state == "Todo" {
			act, state = w.github.Assign, "In Progress"
		} else {
			act, state = w.github.Unassign, "Todo"
		}
		for n, r := range all {
			if r.gateway.writes.Load() == 0 {
				return fmt.Errorf("replica %d has written nothing", n+1)
			}
		}
		return nil
	})
}

// pause stops the process where it stands; to the others it looks as if it hung.
func (r replica) pause() error {
	r.leave()
	return r.command.Process.Signal(syscall.SIGSTOP)
}

// resume lets it go on.
func (r replica) resume() error {
	r.world.front.add(r.url)
	return r.command.Process.Signal(syscall.SIGCONT)
}
