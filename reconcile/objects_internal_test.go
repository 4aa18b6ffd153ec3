package reconcile

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/rs/zerolog"

	"github.com/upkeep-app/upkeep/command"
	"github.com/upkeep-app/upkeep/emulator"
	"github.com/upkeep-app/upkeep/ghclient"
	"github.com/upkeep-app/upkeep/store"
	"github.com/upkeep-app/upkeep/upgrade"
)

// objectsWorld has what commands can name: acme and partner have the app, away
// does not. Members of acme can read its private repositories.
const objectsWorld = `
app: {id: 4711, slug: upkeep}
people: [stranger, "helper[bot]"]
organizations:
  - login: acme
    installed: true
    owners: [olga]
    members: [ada, ben]
    teams: [{slug: platform, members: [ada]}, {slug: data}]
    repositories:
      - {name: shop, people: {ada: write}, issues: [{title: Upgrade, author: ben, body: x}, {title: Other, author: ben, body: x}]}
      - {name: lib, issues: [{title: Public, author: ben, body: x}]}
      - {name: vault, private: true, people: {ada: read}, issues: [{title: Hidden, author: ben, body: x}]}
      - {name: crypt, private: true, people: {stranger: write}, issues: [{title: Deep, author: ben, body: x}]}
  - login: partner
    installed: true
    owners: [paula]
    repositories:
      - {name: tool, people: {ada: write}, issues: [{title: Tool, author: paula, body: x}]}
      - {name: safe, private: true, issues: [{title: Safe, author: paula, body: x}]}
  - login: away
    owners: [will]
    repositories:
      - {name: stone, people: {ada: write}, issues: [{title: Stone, author: will, body: x}]}
      - {name: cave, private: true, people: {ada: write}, issues: [{title: Cave, author: will, body: x}]}
`

// sending notes what is sent, and passes it on.
type sending struct {
	next  http.RoundTripper
	mu    sync.Mutex
	lines []string
}

func (s *sending) RoundTrip(r *http.Request) (*http.Response, error) {
	s.mu.Lock()
	s.lines = append(s.lines, r.Method+" "+r.URL.Path)
	s.mu.Unlock()
	return s.next.RoundTrip(r)
}

// count is how many requests had a text in their line.
func (s *sending) count(part string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(slices.DeleteFunc(slices.Clone(s.lines), func(line string) bool { return !strings.Contains(line, part) }))
}

// newLookup is for commands on acme/shop#1, in an upgrade of the team platform.
func newLookup(t *testing.T) (*lookup, *sending) {
	t.Helper()
	github := emulator.New(t, objectsWorld)
	key, err := github.AppKey()
	must(t, err)
	wire := &sending{next: github.RoundTripper()}
	client, err := ghclient.New(ghclient.Config{
		V3URL: "https://api.github.com", V4URL: "https://api.github.com/graphql",
		AppID: 4711, PrivateKey: key, Transport: wire, Now: time.Now, UserAgent: "upkeep-test",
	})
	must(t, err)
	memory, err := store.Open(t.Context(), "memory:", time.Now)
	must(t, err)
	t.Cleanup(func() { _ = memory.Close() })
	installations, err := client.Installations(t.Context())
	must(t, err)
	acme := int64(0)
	for _, i := range installations {
		must(t, memory.SaveInstallation(t.Context(), store.Installation{ID: i.ID, Account: i.Account, AccountID: i.AccountID}))
		if i.Account == "acme" {
			acme = i.ID
		}
	}
	shop := upgrade.Ref{Owner: "acme", Repo: "shop", Number: 1}
	states, err := client.Resolve(t.Context(), acme, []upgrade.Ref{shop})
	must(t, err)
	r := New(Options{GitHub: client, Store: memory, Host: "github.com", Now: time.Now, Log: zerolog.Nop()})
	in := rightsIn{upgrade: upgrade.Upgrade{Name: "Django 5.2", OrchestrationTeam: "platform"}, organisation: "acme", installation: acme}
	return r.lookUp(store.Claim{Installation: acme}, upgrade.Issue{IssueState: states[shop]}, in), wire
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// look is what a person's command finds.
func (l *lookup) look(t *testing.T, login string, rights upgrade.Rights, spec command.Spec, line string) upgrade.Objects {
	t.Helper()
	user, err := l.GitHub.User(t.Context(), l.claim.Installation, login)
	must(t, err)
	asked := upgrade.Asked{Comment: upgrade.Comment{Author: user}, Rights: rights}
	must(t, l.objects(t.Context(), &asked)) // no command yet: only the empty maps
	left := upgrade.ObjectsLookedUp
	for _, c := range command.Parse(line).Commands {
		must(t, l.objectsOf(t.Context(), &asked, spec, c, &left))
	}
	return asked.Objects
}

var linking = command.Spec{Name: "link", Who: []command.Role{command.RoleWrite, command.RoleOrchestration}, Takes: []command.Object{command.Issues}}

// What an author may not see is absent, as what does not exist is; the rights
// are those in the repository of each issue.
func TestNamedIssues(t *testing.T) {
	t.Parallel()
	const line = "/upgrade link #2 acme/lib#1 acme/vault#1 acme/crypt#1 Partner/Tool#1 partner/safe#1 away/stone#1 away/cave#1 acme/shop#99 no/where#1"
	const yes, no = upgrade.Yes, upgrade.No
	tests := map[string]struct {
		login  string
		rights upgrade.Rights
		want   map[string]upgrade.Certainty
	}{
		"who may write here": {"ada", upgrade.Rights{Write: yes, Orchestration: no}, map[string]upgrade.Certainty{
			"acme/shop#2": yes, "acme/lib#1": no, "acme/vault#1": no, "acme/crypt#1": no, "partner/tool#1": yes, "away/stone#1": no,
		}},
		"who orchestrates": {"ada", upgrade.Rights{Write: no, Orchestration: yes}, map[string]upgrade.Certainty{
			"acme/shop#2": yes, "acme/lib#1": yes, "acme/vault#1": yes, "acme/crypt#1": yes, "partner/tool#1": yes, "away/stone#1": yes,
		}},
		// Whether Ada orchestrates was not asked for on the issue, where writing was enough.
		"who orchestrates too": {"ada", upgrade.Rights{Write: yes}, map[string]upgrade.Certainty{
			"acme/shop#2": yes, "acme/lib#1": yes, "acme/vault#1": yes, "acme/crypt#1": yes, "partner/tool#1": yes, "away/stone#1": yes,
		}},
		"who sees another part": {"stranger", upgrade.Rights{Write: yes, Orchestration: no}, map[string]upgrade.Certainty{
			"acme/shop#2": no, "acme/lib#1": no, "acme/crypt#1": yes, "partner/tool#1": no, "away/stone#1": no,
		}},
		"who may not run it": {"stranger", upgrade.Rights{Write: no, Orchestration: no}, map[string]upgrade.Certainty{}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l, wire := newLookup(t)
			before := wire.count("/graphql")
			got := map[string]upgrade.Certainty{}
			for ref, issue := range l.look(t, test.login, test.rights, linking, line).Issues {
				if issue.State.Ref.Fold() != ref {
					t.Errorf("%s leads to %s", ref, issue.State.Ref)
				}
				got[ref.String()] = issue.Rights.Has(linking.Who)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("issues and rights (-want +got):\n%s", diff)
			}
			if asked := wire.count("/graphql") - before; len(test.want) == 0 && asked > 0 {
				t.Errorf("%d requests for somebody who may not", asked)
			}
		})
	}
}

// One comment has at most 20 objects looked up, and a run asks once for each.
func TestObjectsAreBounded(t *testing.T) {
	t.Parallel()
	l, wire := newLookup(t)
	line := "/upgrade link"
	for i := range 30 {
		line += fmt.Sprintf(" acme/lib#%d", i+1)
	}
	before := wire.count("/graphql")
	for range 2 {
		found := l.look(t, "ada", upgrade.Rights{Write: upgrade.Yes, Orchestration: upgrade.No}, linking, line)
		if found.More != 10 || len(found.Issues) != 1 {
			t.Errorf("found %+v", found)
		}
	}
	if graphql, permissions, plain := wire.count("/graphql")-before, wire.count("/permission"), wire.count("/lib/issues/"); graphql != 1 || permissions != 1 || plain != 19 {
		t.Errorf("%d batches, %d permissions and %d single looks", graphql, permissions, plain)
	}
}

func TestNamedTeamsAndUsers(t *testing.T) {
	t.Parallel()
	spec := command.Spec{Name: "owner", Who: []command.Role{command.RoleAnyone}, Takes: []command.Object{command.Team, command.User}}
	const yes, no = upgrade.Yes, upgrade.No
	names := []string{"data", "platform"}
	tests := map[string]struct {
		words string
		teams map[string]upgrade.Certainty
		names []string
		users []string
	}{
		"a team":                       {"@acme/Platform", map[string]upgrade.Certainty{"acme/platform": yes}, nil, nil},
		"a team that is not there":     {"@acme/platfor", map[string]upgrade.Certainty{"acme/platfor": no}, names, nil},
		"a team of somewhere else":     {"@away/rocks", map[string]upgrade.Certainty{"away/rocks": no}, names, nil},
		"a team without its @":         {"platform", map[string]upgrade.Certainty{"acme/platform": yes}, nil, nil},
		"a person":                     {"@ADA", map[string]upgrade.Certainty{"acme/ada": no}, names, []string{"ada"}},
		"a person without the @":       {"ada", map[string]upgrade.Certainty{"acme/ada": no}, names, []string{"ada"}},
		"a bot":                        {"helper[bot]", map[string]upgrade.Certainty{"acme/helper[bot]": no}, names, nil},
		"an organisation":              {"@partner", map[string]upgrade.Certainty{"acme/partner": no}, names, nil},
		"nobody":                       {"@nobody", map[string]upgrade.Certainty{"acme/nobody": no}, names, nil},
		"nothing":                      {"", map[string]upgrade.Certainty{}, nil, nil},
		"words that lead out of here":  {"../..", map[string]upgrade.Certainty{"acme/../..": no}, names, nil},
		"one word of several is taken": {"ada lovelace", map[string]upgrade.Certainty{"acme/ada": no}, names, []string{"ada"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l, _ := newLookup(t)
			got := l.look(t, "stranger", upgrade.Rights{}, spec, "/upgrade owner "+test.words)
			if diff := cmp.Diff(test.teams, got.Teams); diff != "" {
				t.Errorf("teams (-want +got):\n%s", diff)
			}
			slices.Sort(got.TeamNames)
			if diff := cmp.Diff(test.names, got.TeamNames); diff != "" {
				t.Errorf("names of teams (-want +got):\n%s", diff)
			}
			var users []string
			for login, user := range got.Users {
				users = append(users, login)
				if user.ID == 0 || user.Bot {
					t.Errorf("user %+v", user)
				}
			}
			if diff := cmp.Diff(test.users, users); diff != "" {
				t.Errorf("users (-want +got):\n%s", diff)
			}
		})
	}
}
