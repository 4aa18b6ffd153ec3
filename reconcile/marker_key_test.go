package reconcile_test

import (
	"testing"

	"github.com/upkeep-app/upkeep/reconcile"
	"github.com/upkeep-app/upkeep/store"
)

// A key that has signed is forgotten once the settings do not have it any more.
func TestForgottenMarkerKeys(t *testing.T) {
	t.Parallel()
	w := newWorld(t, organisations)
	old, other := []byte("the key of last year"), []byte("the key of this year")
	keys := func(keys ...[]byte) reconcile.Marker { return reconcile.Marker{Keys: keys} }
	wants := func(m reconcile.Marker, want int) {
		t.Helper()
		if n, err := m.Forgotten(t.Context(), w.store); err != nil || n != want {
			t.Errorf("%d keys are forgotten, %v, want %d", n, err, want)
		}
	}
	wants(keys(old), 1) // the world has started with one of its own
	w.must(w.store.SetFlag(t.Context(), store.FlagMarkerKeys, ""))
	wants(keys(old), 0)
	w.must(keys(old).Remember(t.Context(), w.store))
	w.must(keys(old).Remember(t.Context(), w.store))
	wants(keys(old), 0)
	wants(keys(other), 1)
	wants(keys(other, old), 0)
	w.must(keys(other, old).Remember(t.Context(), w.store))
	wants(keys(other), 1)
	wants(keys([]byte("a third one")), 2)
}
