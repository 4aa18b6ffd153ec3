package ghclient_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/upkeep-app/upkeep/ghclient"
	"github.com/upkeep-app/upkeep/upgrade"
)

// The members of a team are those of the teams below it, too.
func TestTeamMembers(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	anna, err := w.User(t.Context(), w.inst, "anna")
	must(t, err)
	ben, err := w.User(t.Context(), w.inst, "ben")
	must(t, err)
	got, err := w.TeamMembers(t.Context(), w.inst, "acme", "Engineering")
	must(t, err)
	if want := (upgrade.TeamMembers{anna.ID: true, ben.ID: true}); !cmp.Equal(want, got) {
		t.Errorf("members %v, want %v", got, want)
	}
	for _, at := range [][2]string{{"acme", "nobody"}, {"nowhere", "engineering"}} {
		if got, err := w.TeamMembers(t.Context(), w.inst, at[0], at[1]); !errors.Is(err, ghclient.ErrNotFound) || got != nil {
			t.Errorf("members of %v: %v, %v", at, got, err)
		}
	}
}
