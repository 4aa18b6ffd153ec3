package ghclient

import (
	"errors"
	"testing"

	"github.com/upkeep-app/upkeep/upgrade"
)

// A server without sub-issues, or one that refuses one, says so in errors that
// another try would not change.
func TestSubIssues(t *testing.T) {
	t.Parallel()
	const add, end = "POST /repos/acme/shop/issues/1/sub_issues", "DELETE /repos/acme/shop/issues/1/sub_issue"
	ref := upgrade.Ref{Owner: "acme", Repo: "shop", Number: 1}
	c, _, _ := newTestClient(t, map[string][]reply{
		add: {{status: 201, body: `{}`}, {status: 422, body: `{"message":"Sub issue may only have one parent"}`}},
		end: {{status: 200, body: `{}`}, {status: 404, body: `{}`}},
	})
	for _, want := range []error{nil, ErrInvalid} {
		if _, err := c.AddSubIssue(t.Context(), testInstallation, ref, 7); !errors.Is(err, want) {
			t.Errorf("error %v, want %v", err, want)
		}
	}
	for _, want := range []error{nil, ErrNotFound} {
		if _, err := c.RemoveSubIssue(t.Context(), testInstallation, ref, 7); !errors.Is(err, want) {
			t.Errorf("error %v, want %v", err, want)
		}
	}
}
