package reconcile

import (
	"errors"
	"testing"
	"time"

	"github.com/upkeep-app/upkeep/gate"
	"github.com/upkeep-app/upkeep/store"
)

// Only some rehearse at a time; the others wait, and nobody keeps a place.
func TestFewRehearseAtOnce(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	r := New(Options{Now: func() time.Time { return at }})
	for range 2 {
		var leave []func()
		for range rehearsalsAtOnce {
			left, err := r.enter()
			if err != nil {
				t.Fatal(err)
			}
			leave = append(leave, left)
		}
		_, err := r.enter()
		if later, ok := errors.AsType[gate.Later](err); !ok || later.Waiting != store.WaitPace || !later.Until.After(at) {
			t.Errorf("one too many: %v", err)
		}
		for _, left := range leave {
			left()
		}
	}
}
