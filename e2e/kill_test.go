//go:build services

package e2e_test

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"sync"
	"testing"
	"time"

	"github.com/upkeep-app/upkeep/store"
	"github.com/upkeep-app/upkeep/store/pgtest"
	"github.com/upkeep-app/upkeep/upgrade"
)

// TestKill kills the server again and again under load: whatever was answered
// with 202 must be there, nothing may have been made twice, and the end state
// must be right.
func TestKill(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name  string
		make  func(testing.TB) string
		kills int
	}{{"sqlite", sqlite, 5}, {"postgres", pgtest.Start, 3}} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if os.Getenv("UPKEEP_SOAK") != "" {
				test.kills = 100
			}
			seed := uint64(time.Now().UnixNano())
			t.Logf("seed %d", seed)
			k := &killed{
				world:  newWorld(t, options{database: test.make, children: 6}),
				random: rand.New(rand.NewPCG(seed, 0)), taken: map[string]bool{},
			}
			k.play(test.kills)
		})
	}
}

// killed is a world whose server is killed.
type killed struct {
	*world
	random *rand.Rand
	mu     sync.Mutex
	url    string
	taken  map[string]bool // GUIDs answered with 202
	asked  []asked
}

type asked struct {
	n       int
	comment int64
}

func (k *killed) play(kills int) {
	k.Helper()
	first := k.serve(nil)
	k.activate()
	k.eventually(k.onBoard)
	first.kill()

	ctx, stop := context.WithCancel(context.Background())
	var load sync.WaitGroup
	for n := range 4 {
		load.Go(func() { k.load(ctx, n) })
	}
	for n := range kills {
		server := k.start(n)
		k.act()
		time.Sleep(time.Duration(k.random.IntN(900)) * time.Millisecond)
		k.act()
		time.Sleep(time.Duration(k.random.IntN(100)) * time.Millisecond)
		server.kill()
	}
	last := k.start(0)
	stop()
	load.Wait()
	k.quiet()
	k.must(k.right())
	k.must(k.held(k.taken))
	k.nothingTwice()
	// A text that had to wait for its pace is written later, and its echo comes after that.
	k.eventually(func() error {
		return k.store(func(ctx context.Context, db *store.Store) error {
			counts, err := db.DeliveryCounts(ctx)
			if err == nil && counts[store.DeliveryPending] > 0 {
				return fmt.Errorf("%d deliveries are not read yet", counts[store.DeliveryPending])
			}
			if counts[store.DeliveryParked] > 0 || counts["conflict"] > 0 {
				k.Errorf("deliveries ended as %v", counts)
			}
			k.Logf("%d deliveries answered with 202, inbox %v", len(k.taken), counts)
			return err
		})
	})
	last.stop()
}

// start starts a server; every third time without waiting until it is ready.
func (k *killed) start(n int) *server {
	k.Helper()
	var s *server
	if n%3 == 2 {
		s = k.spawn(nil)
	} else {
		s = k.serve(nil)
		k.mu.Lock()
		k.url = s.url.JoinPath(hookPath).String()
		k.mu.Unlock()
	}
	return s
}

// act has people do something that leads to every kind of write.
func (k *killed) act() {
	k.Helper()
	n := 1 + k.random.IntN(k.children)
	if k.github.Issue(child(n)).Closed {
		k.must(k.github.ReopenIssue("ari", child(n)))
	} else {
		k.must(k.github.CloseIssue("ari", child(n), upgrade.ReasonCompleted))
	}
	n = 1 + k.random.IntN(k.children)
	comment, err := k.github.Comment("ada", child(n), "/upgrade owner-does owner-does-everything")
	k.must(err)
	k.asked = append(k.asked, asked{n, comment})
}

// nothingTwice wants each command answered once, and one card for each child.
func (k *killed) nothingTwice() {
	k.Helper()
	for _, a := range k.asked {
		if err := k.reacted(child(a.n), a.comment, "+1"); err != nil {
			k.Error(err)
		}
		if n := len(k.said(child(a.n))); n != 1 {
			k.Errorf("%d comments of the app on %s", n, child(a.n))
		}
	}
	if n := len(k.github.Board(org, maintenance).Items); n != k.children {
		k.Errorf("%d cards for %d children", n, k.children)
	}
}

// load sends copies of a real event, each under a GUID of its own, to whatever
// server is there.
func (k *killed) load(ctx context.Context, sender int) {
	template := k.github.Sent()[0]
	for n := 0; ctx.Err() == nil; n++ {
		k.mu.Lock()
		url := k.url
		k.mu.Unlock()
		guid := fmt.Sprintf("load-%d-%d", sender, n)
		if url == "" || !k.send(ctx, url, guid, template.Event, template.Payload) {
			time.Sleep(5 * time.Millisecond)
			continue
		}
		k.mu.Lock()
		k.taken[guid] = true
		k.mu.Unlock()
	}
}

// send posts one delivery and reports whether it was answered with 202.
func (w *world) send(ctx context.Context, url, guid, event string, payload []byte) bool {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, url, bytes.NewReader(payload))
	if err != nil {
		return false
	}
	sign(r, w.secret, guid, event, payload)
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return false
	}
	defer answer.Body.Close()
	return answer.StatusCode == http.StatusAccepted
}
