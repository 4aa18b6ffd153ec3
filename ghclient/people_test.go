package ghclient

import (
	"errors"
	"testing"

	"github.com/upkeep-app/upkeep/upgrade"
)

// Only an active membership of this very account counts; that the app was not
// given the permission is told apart from every other refusal.
func TestInTeam(t *testing.T) {
	t.Parallel()
	const membership, user = "GET /orgs/acme/teams/data/memberships/mo", "GET /users/mo"
	active, mo := reply{status: 200, body: `{"state":"active"}`}, reply{status: 200, body: `{"login":"mo","id":5,"type":"User"}`}
	tests := map[string]struct {
		replies map[string][]reply
		want    bool
		is      error
	}{
		"active":              {map[string][]reply{membership: {active}, user: {mo}}, true, nil},
		"invited":             {map[string][]reply{membership: {{status: 200, body: `{"state":"pending"}`}}, user: {mo}}, false, nil},
		"another account now": {map[string][]reply{membership: {active}, user: {{status: 200, body: `{"login":"mo","id":6,"type":"User"}`}}}, false, nil},
		"no member":           {map[string][]reply{}, false, nil},
		"no permission":       {map[string][]reply{membership: {{status: 403, body: `{"message":"Resource not accessible by integration"}`}}}, false, ErrNotPermitted},
		"another refusal":     {map[string][]reply{membership: {{status: 403, body: `{"message":"The organization has an IP allow list enabled"}`}}}, false, ErrForbidden},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, _, _ := newTestClient(t, test.replies)
			got, err := c.InTeam(t.Context(), testInstallation, "acme", "data", upgrade.Actor{Login: "mo", ID: 5})
			if got != test.want || !errors.Is(err, test.is) {
				t.Errorf("got %t, %v", got, err)
			}
			if errors.Is(err, ErrNotPermitted) != errors.Is(test.is, ErrNotPermitted) {
				t.Errorf("error %v", err)
			}
		})
	}
}

// Every account that is no person's counts as a bot, in both APIs.
func TestOnlyUsersArePeople(t *testing.T) {
	t.Parallel()
	for sort, login := range map[string]string{"User": "mo", "Bot": "mo[bot]", "Organization": "mo", "Mannequin": "mo", "": "mo"} {
		want := upgrade.Actor{Login: login, ID: 5, Bot: sort != "User"}
		if got := (&actorNode{TypeName: sort, Login: "mo", DatabaseID: 5}).actor(); got != want {
			t.Errorf("%q in GraphQL is %+v, want %+v", sort, got, want)
		}
		if got := (accountRow{Type: sort, Login: login, ID: 5}).actor(); got != want {
			t.Errorf("%q in REST is %+v, want %+v", sort, got, want)
		}
	}
}
