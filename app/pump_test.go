package app

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/rs/zerolog"

	"github.com/upkeep-app/upkeep/handlers"
	"github.com/upkeep-app/upkeep/store"
)

// TestPumpEndsEveryDelivery wants each delivery of a batch to end visibly,
// also when the handler of one panics, and what is parked to come back when
// GitHub sends it again.
func TestPumpEndsEveryDelivery(t *testing.T) {
	t.Parallel()
	db, err := store.Open(t.Context(), "memory:", time.Now)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	bug := true
	payloads, err := handlers.New(func() int64 {
		if bug {
			panic("a bug")
		}
		return 0
	})
	if err != nil {
		t.Fatal(err)
	}
	closed := []byte(`{"action":"closed","installation":{"id":1},"sender":{"id":2,"type":"User"},` +
		`"issue":{"node_id":"I_1","updated_at":"2026-01-02T03:04:05Z"},"repository":{"node_id":"R_1"}}`)
	deliveries := []store.Delivery{
		{GUID: "panics", HookID: 1, Event: "issues", Payload: closed},
		{GUID: "not looked at", HookID: 1, Event: "watch", Payload: []byte("{}")},
	}
	accept := func() {
		for _, d := range deliveries {
			if _, err := db.Accept(t.Context(), d); err != nil {
				t.Fatal(err)
			}
		}
	}
	p := &pump{store: db, handlers: payloads, log: zerolog.Nop()}
	for _, want := range []map[string]int64{
		{"conflict": 0, "parked": 1, "ignored": 1},
		{"conflict": 0, "done": 1, "ignored": 1},
	} {
		accept()
		if _, err := p.once(t.Context()); err != nil {
			t.Fatal(err)
		}
		counts, err := db.DeliveryCounts(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, counts); diff != "" {
			t.Errorf("the inbox:\n%s", diff)
		}
		bug = false
	}
	keys, err := db.Keys(t.Context(), "")
	if err != nil || len(keys) != 2 || keys[0].Key != "blocker:I_1" || keys[1].Key != "issue:I_1" {
		t.Errorf("triggered %v %v", keys, err)
	}
}

// TestPumpKeepsTouches wants to be known who touched a card.
func TestPumpKeepsTouches(t *testing.T) {
	t.Parallel()
	payloads, err := handlers.New(func() int64 { return 0 })
	if err != nil {
		t.Fatal(err)
	}
	p := &pump{handlers: payloads, log: zerolog.Nop()}
	ending := p.read(t.Context(), store.Delivery{GUID: "g", Event: "projects_v2_item", Payload: []byte(`{"action":"archived",` +
		`"installation":{"id":1},"sender":{"id":2,"login":"mona","type":"User"},"projects_v2_item":{"project_node_id":"PVT_1",` +
		`"content_node_id":"I_1","content_type":"Issue","updated_at":"2026-01-02T03:04:05Z"}}`)})
	if len(ending.Touches) != 1 || ending.Touches[0].By.Login != "mona" {
		t.Errorf("the delivery ended as %+v", ending)
	}
}

func TestPumpSaysWhatIsWrong(t *testing.T) {
	t.Parallel()
	payloads, err := handlers.New(func() int64 { return 0 })
	if err != nil {
		t.Fatal(err)
	}
	p := &pump{handlers: payloads, log: zerolog.Nop()}
	for _, payload := range []string{"", "{", "[]", `{"installation":{"id":1}}`, `{"action":"closed","installation":{"id":1}}`} {
		ending := p.read(t.Context(), store.Delivery{GUID: "g", HookID: 3, Event: "issues", Payload: []byte(payload)})
		if ending.State != store.DeliveryParked || ending.Reason == "" || ending.GUID != "g" || ending.HookID != 3 {
			t.Errorf("%q ended as %+v", payload, ending)
		}
		if strings.Contains(ending.Reason, "panicked") {
			t.Errorf("%q: %s", payload, ending.Reason)
		}
	}
}
