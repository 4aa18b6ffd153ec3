package ghclient

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/upkeep-app/upkeep/upgrade"
)

// A server without dependencies, or one that refuses one, says so in errors
// that another try would not change.
func TestDependencies(t *testing.T) {
	t.Parallel()
	const list = "GET /repos/acme/shop/issues/1/dependencies/blocked_by"
	const add, end = "POST /repos/acme/shop/issues/1/dependencies/blocked_by", "DELETE /repos/acme/shop/issues/1/dependencies/blocked_by/7"
	ref := upgrade.Ref{Owner: "acme", Repo: "shop", Number: 1}
	c, _, _ := newTestClient(t, map[string][]reply{
		list: {{status: 200, body: `[{"id":7,"node_id":"I_7"},{"id":8,"node_id":"I_8"}]`}, {status: 404, body: `{}`}},
		add:  {{status: 201, body: `{}`}, {status: 422, body: `{"message":"Validation failed"}`}},
		end:  {{status: 200, body: `{}`}, {status: 404, body: `{}`}},
	})
	got, err := c.BlockedBy(t.Context(), testInstallation, ref)
	if diff := cmp.Diff(map[upgrade.NodeID]int64{"I_7": 7, "I_8": 8}, got); diff != "" || err != nil {
		t.Errorf("error %v, blocked by (-want +got):\n%s", err, diff)
	}
	if _, err := c.BlockedBy(t.Context(), testInstallation, ref); !errors.Is(err, ErrNotFound) {
		t.Errorf("error %v where there are no dependencies", err)
	}
	for _, want := range []error{nil, ErrInvalid} {
		if _, err := c.Block(t.Context(), testInstallation, ref, 7); !errors.Is(err, want) {
			t.Errorf("error %v, want %v", err, want)
		}
	}
	for _, want := range []error{nil, ErrNotFound} {
		if _, err := c.Unblock(t.Context(), testInstallation, ref, 7); !errors.Is(err, want) {
			t.Errorf("error %v, want %v", err, want)
		}
	}
}
