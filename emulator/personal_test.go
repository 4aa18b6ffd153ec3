package emulator_test

import (
	"strings"
	"testing"

	"github.com/upkeep-app/upkeep/emulator"
)

const lookedAtByToken = `
organizations:
  - login: acme
    owners: [olga]
    members: [anna]
    teams: [{slug: engineering, members: [anna]}]
    repositories:
      - {name: shop, teams: {engineering: write}, issues: [{title: Open, author: anna}]}
      - {name: cart, private: true, teams: {engineering: write}, issues: [{title: Hidden, author: anna}]}
    boards: [{number: 1, title: Maintenance, public: true}]
`

// What each sort of a person's token reads, and how GitHub refuses the rest.
func TestPersonalTokens(t *testing.T) {
	t.Parallel()
	const boards, issue, team = `{ organization(login: "acme") { projectsV2(first: 5) { nodes { title } } } }`,
		`{ repository(owner: "acme", name: "cart") { issue(number: 1) { title } } }`, "/orgs/acme/teams"
	for _, test := range []struct {
		name                    string
		token                   emulator.PersonalToken
		boards, issue, writeOwn string
		teams                   int
	}{
		{"a classic one with all", emulator.PersonalToken{Scopes: []string{"repo", "read:org", "read:project"}}, "Maintenance", "Hidden", "", 200},
		{"a classic one without projects", emulator.PersonalToken{Scopes: []string{"repo"}}, "requires one of the following scopes: ['read:project']", "Hidden", "", 404},
		{"a classic one without scopes", emulator.PersonalToken{}, "['read:project']", "NOT_FOUND", "403", 404},
		{"a fine-grained one to read", emulator.PersonalToken{Organization: "acme", Permissions: map[string]string{
			"issues": "read", "contents": "read", "members": "read", "organization_projects": "read",
		}}, "Maintenance", "Hidden", "403", 200},
		{"a fine-grained one for nothing", emulator.PersonalToken{Organization: "acme"}, "not accessible by personal access token", "not accessible by personal access token", "403", 403},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			e := emulator.New(t, lookedAtByToken)
			token, err := e.MakePersonalToken("anna", test.token)
			if err != nil {
				t.Fatal(err)
			}
			for document, want := range map[string]string{boards: test.boards, issue: test.issue} {
				if _, got := graphErrors(t, e, token, document); !strings.Contains(got, want) {
					t.Errorf("%s\nanswers %s\nwant %s", document, got, want)
				}
			}
			if got := ask(t, e, token, "GET", team, "").status; got != test.teams {
				t.Errorf("teams: %d, want %d", got, test.teams)
			}
			wrote := ask(t, e, token, "POST", "/repos/acme/shop/issues/1/comments", `{"body": "x"}`).status
			if want := test.writeOwn; want == "" && wrote != 201 || want != "" && wrote < 400 {
				t.Errorf("a comment: %d", wrote)
			}
		})
	}
}
