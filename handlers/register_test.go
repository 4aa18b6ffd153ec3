package handlers

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/upkeep-app/upkeep/registration"
)

// An app is registered for what is looked at; of its own installation GitHub
// tells every app unasked, and of its own checks every app that may write them.
func TestAppIsRegisteredForTheEventsThatAreHandled(t *testing.T) {
	t.Parallel()
	h, err := New(func() int64 { return 0 })
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"check_run", "installation", "installation_repositories"}
	for _, e := range registration.Events() {
		want = append(want, e.Name)
	}
	slices.Sort(want)
	if diff := cmp.Diff(want, slices.Sorted(maps.Keys(h.byEvent))); diff != "" {
		t.Errorf("asked for and handled (-want +got):\n%s", diff)
	}
}

func TestRegisterRefusesTwoForOneEvent(t *testing.T) {
	t.Parallel()
	if _, err := register(issues(), push(), issues()); err == nil || !strings.Contains(err.Error(), `"issues"`) {
		t.Errorf("error %v, want one that names the event", err)
	}
}

// A handler is good only inside Read; alone it must say so, not panic.
func TestHandleWithoutRead(t *testing.T) {
	t.Parallel()
	if err := issues().Handle(t.Context(), "issues", "guid-1", []byte(`{}`)); err == nil {
		t.Error("no error")
	}
}
