//go:build services

package app

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/rs/zerolog"

	"github.com/upkeep-app/upkeep/contract"
	"github.com/upkeep-app/upkeep/handlers"
	"github.com/upkeep-app/upkeep/store"
)

// TestExamples posts every payload that GitHub publishes, and wants it
// accepted, and ended by a handler rather than by its panic.
func TestExamples(t *testing.T) {
	t.Parallel()
	db, err := store.Open(t.Context(), "memory:", time.Now)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close() //nolint:errcheck // in memory
	secret := []byte("a secret")
	hook, err := NewHook(secret, db, func() {}, time.Now, zerolog.Nop())
	if err != nil {
		t.Fatal(err)
	}
	examples := contract.Examples(t)
	names := map[string]string{}
	for n, example := range examples {
		guid := fmt.Sprintf("example-%d", n)
		names[guid] = example.Name
		r := httptest.NewRequest(http.MethodPost, "/api/github/hook", strings.NewReader(string(example.Payload)))
		mac := hmac.New(sha256.New, secret)
		mac.Write(example.Payload)
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set("X-GitHub-Delivery", guid)
		r.Header.Set("X-GitHub-Event", example.Event)
		r.Header.Set("X-Hub-Signature-256", "sha256="+hex.EncodeToString(mac.Sum(nil)))
		answer := httptest.NewRecorder()
		hook.ServeHTTP(answer, r)
		if answer.Code != http.StatusAccepted {
			t.Errorf("%s: answered %d %s", example.Name, answer.Code, answer.Body)
		}
	}
	payloads, err := handlers.New(func() int64 { return 0 })
	if err != nil {
		t.Fatal(err)
	}
	reader := &watched{Store: db, t: t, names: names}
	p := &pump{store: reader, handlers: payloads, log: zerolog.Nop()}
	for {
		n, err := p.once(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if n == 0 {
			break
		}
	}
	if reader.ended != len(examples) {
		t.Errorf("%d of %d deliveries ended", reader.ended, len(examples))
	}
}

// watched is the inbox, looking at how deliveries end.
type watched struct {
	*store.Store
	t     *testing.T
	names map[string]string // by GUID
	ended int
}

func (w *watched) End(ctx context.Context, endings []store.Ending) error {
	for _, e := range endings {
		w.ended++
		if e.State == store.DeliveryParked {
			w.t.Errorf("%s: parked: %s", w.names[e.GUID], e.Reason)
		}
	}
	return w.Store.End(ctx, endings)
}
