package ghclient

import (
	"errors"
	"testing"

	"github.com/upkeep-app/upkeep/upgrade"
)

// What GitHub leaves out without a word is an error, and so is another account
// that has the login by now.
func TestAssign(t *testing.T) {
	t.Parallel()
	const post, remove = "POST /repos/acme/shop/issues/1/assignees", "DELETE /repos/acme/shop/issues/1/assignees"
	ref, mo := upgrade.Ref{Owner: "acme", Repo: "shop", Number: 1}, upgrade.Actor{Login: "mo", ID: 5}
	there := reply{status: 201, body: `{"assignees":[{"login":"zoe","id":4},{"login":"mo","id":5}]}`}
	off := reply{status: 200, body: `{"assignees":[{"login":"zoe","id":4}]}`}
	tests := map[string]struct {
		line     string
		reply    reply
		unassign bool
		is       error
	}{
		"assigned":              {post, there, false, nil},
		"left out":              {post, reply{status: 201, body: `{"assignees":[]}`}, false, ErrInvalid},
		"another account":       {post, reply{status: 201, body: `{"assignees":[{"login":"mo","id":6}]}`}, false, ErrInvalid},
		"no permission":         {post, reply{status: 403, body: `{"message":"Resource not accessible by integration"}`}, false, ErrNotPermitted},
		"taken off":             {remove, off, true, nil},
		"left in":               {remove, there, true, ErrInvalid},
		"taken off, no issue":   {remove, reply{status: 404, body: `{}`}, true, ErrNotFound},
		"assigned, deleted one": {post, reply{status: 410, body: `{}`}, false, ErrGone},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, _, _ := newTestClient(t, map[string][]reply{test.line: {test.reply}})
			do := c.Assign
			if test.unassign {
				do = c.Unassign
			}
			if _, err := do(t.Context(), testInstallation, ref, mo); !errors.Is(err, test.is) {
				t.Errorf("error %v, want %v", err, test.is)
			}
		})
	}
}

func TestAssignable(t *testing.T) {
	t.Parallel()
	const line = "GET /repos/acme/shop/assignees/mo"
	for status, want := range map[int]bool{204: true, 404: false} {
		c, _, _ := newTestClient(t, map[string][]reply{line: {{status: status}}})
		got, err := c.Assignable(t.Context(), testInstallation, upgrade.Repository{Owner: "acme", Name: "shop"}, upgrade.Actor{Login: "mo", ID: 5})
		if got != want || err != nil {
			t.Errorf("after %d: %t, %v", status, got, err)
		}
	}
}
