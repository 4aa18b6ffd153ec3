//go:build services

package e2e_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"syscall"
	"testing"

	"github.com/upkeep-app/upkeep/emulator"
	"github.com/upkeep-app/upkeep/store"
	"github.com/upkeep-app/upkeep/upgrade"
)

// TestStop ends a process that has a run and a half-sent delivery in its hands.
func TestStop(t *testing.T) {
	t.Parallel()
	w := newWorld(t, options{children: 2})
	server := w.serve(nil)
	w.activate()
	w.eventually(w.onBoard)
	w.quiet()

	w.gateway.hold(func(*http.Request) bool { return true })
	w.must(w.github.CloseIssue("ari", child(1), upgrade.ReasonCompleted))
	w.eventually(func() error {
		if w.gateway.holding() == 0 {
			return errors.New("nothing is under way")
		}
		return nil
	})
	finish := server.beginDelivery("half-sent")
	server.leave()
	server.signal(syscall.SIGTERM)
	w.eventually(func() error {
		connection, err := net.Dial("tcp", server.url.Host)
		if err == nil {
			return errors.Join(errors.New("still accepting"), connection.Close())
		}
		return nil
	})
	if status := finish(); status != http.StatusAccepted {
		t.Errorf("a delivery that was on its way was answered with %d", status)
	}
	server.wantEnd() // the run's read is still held
	w.gateway.letGo()
	w.must(w.store(func(ctx context.Context, db *store.Store) error {
		keys, err := db.Keys(ctx, "")
		for _, k := range keys {
			if !k.LeaseUntil.IsZero() {
				t.Errorf("key %s was not handed back", k.Key)
			}
		}
		held, heldErr := db.Held(ctx, []string{"half-sent"})
		if !held["half-sent"] {
			t.Error("a delivery was answered and is not there")
		}
		return errors.Join(err, heldErr)
	}))
	w.serve(nil)
	w.eventually(w.right)
}

// beginDelivery sends the first half of a delivery's body, and returns once the
// server reads it. The function it returns sends the rest, and returns the
// answer's status.
func (s *server) beginDelivery(guid string) (finish func() int) {
	s.Helper()
	payload := []byte(`{"zen": "Half measures are as bad as nothing at all."}`)
	body, rest := io.Pipe()
	r, err := http.NewRequest(http.MethodPost, s.url.JoinPath(hookPath).String(), body)
	s.world.must(err)
	r.ContentLength = int64(len(payload))
	// The server asks for the body once it reads it: from then on the delivery
	// is in its hands, and not in a queue of connections that a stop cuts off.
	r.Header.Set("Expect", "100-continue")
	client := &http.Client{Transport: &http.Transport{ExpectContinueTimeout: patience}}
	sign(r, s.world.secret, guid, "ping", payload)
	status := make(chan int, 1)
	go func() {
		answer, err := client.Do(r)
		if err != nil {
			s.Errorf("send a delivery in halves: %v", err)
			status <- 0
			return
		}
		status <- answer.StatusCode
		_ = answer.Body.Close()
	}()
	_, err = rest.Write(payload[:10])
	s.world.must(err)
	return func() int {
		_, err := rest.Write(payload[10:])
		s.world.must(errors.Join(err, rest.Close()))
		return <-status
	}
}

// sign sets the headers of a delivery.
func sign(r *http.Request, secret, guid, event string, payload []byte) {
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("X-GitHub-Delivery", guid)
	r.Header.Set("X-GitHub-Event", event)
	r.Header.Set("X-GitHub-Hook-ID", fmt.Sprint(hookID))
	r.Header.Set("X-Hub-Signature-256", emulator.Sign(secret, payload))
}

// hookID is the id of a webhook as GitHub would send it.
const hookID = 1
