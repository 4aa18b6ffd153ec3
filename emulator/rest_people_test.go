package emulator_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/upkeep-app/upkeep/emulator"
)

// names are the logins, slugs or names of a list, in its order.
func names(t testing.TB, s spoken) string {
	t.Helper()
	var all []map[string]any
	if err := json.Unmarshal([]byte(s.body), &all); err != nil {
		t.Fatalf("read %q: %v", s.body, err)
	}
	var found []string
	for _, each := range all {
		for _, member := range []string{"login", "slug", "name"} {
			if name, is := each[member].(string); is {
				found = append(found, name)
				break
			}
		}
	}
	return strings.Join(found, " ")
}

// people has a child's child team, someone from outside and rights of every sort.
const people = `
people: [guest]
organizations:
  - login: acme
    installed: true
    owners: [olga]
    members: [anna, ben, cleo]
    teams:
      - slug: all
        members: [olga]
        teams:
          - slug: engineering
            members: [cleo]
            maintainers: [ben]
            teams:
              - {slug: platform, members: [anna]}
      - slug: empty
    repositories:
      - {name: open, teams: {engineering: maintain}}
      - {name: closed, private: true, teams: {all: triage, platform: admin}, people: {guest: write, ben: read}}
      - {name: apart, private: true}
  - {login: other, owners: [emil]}
`

func TestWhoBelongsToWhat(t *testing.T) {
	t.Parallel()
	e := emulator.New(t, people)
	cases := []struct{ login, path, want string }{
		{"anna", "/orgs/acme/members", "olga anna ben cleo"},
		{"anna", "/orgs/acme/members?role=admin", "olga"},
		{"anna", "/orgs/acme/members?role=member", "anna ben cleo"},
		{"anna", "/orgs/acme/members?filter=2fa_disabled", ""},
		{"guest", "/orgs/acme/members", ""},
		{"", "/orgs/acme/members", ""},
		{"anna", "/orgs/acme/public_members", ""},
		{"anna", "/orgs/acme/teams", "all engineering platform empty"},
		{"anna", "/orgs/acme/teams?per_page=2&page=2", "platform empty"},
		{"anna", "/orgs/acme/teams/all/teams", "engineering"},
		{"anna", "/orgs/acme/teams/all/members", "olga anna ben cleo"},
		{"anna", "/orgs/acme/teams/engineering/members", "anna ben cleo"},
		{"anna", "/orgs/acme/teams/engineering/members?role=maintainer", "ben"},
		{"anna", "/orgs/acme/teams/all/members?role=maintainer", "olga"},
		{"anna", "/orgs/acme/teams/platform/members?role=member", "anna"},
		{"anna", "/orgs/acme/teams/platform/repos", "open closed"},
		{"cleo", "/orgs/acme/teams/engineering/repos", "open closed"},
		{"olga", "/repos/acme/open/teams", "engineering"},
		{"olga", "/repos/acme/closed/teams", "all engineering platform"},
		{"olga", "/repos/acme/closed/collaborators", "guest olga anna ben cleo"},
		{"olga", "/repos/acme/closed/collaborators?affiliation=direct", "guest ben"},
		{"olga", "/repos/acme/closed/collaborators?affiliation=outside", "guest"},
		{"olga", "/repos/acme/closed/collaborators?permission=push", "guest olga anna"},
		{"olga", "/repos/acme/closed/collaborators?permission=admin", "olga anna"},
		{"anna", "/user/orgs", "acme"},
		{"cleo", "/user/teams", "engineering"},
	}
	for _, each := range cases {
		t.Run(each.login+" "+each.path, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(each.want, names(t, say(t, e, each.login, "GET "+each.path, ""))); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestQuestionsAboutPeople(t *testing.T) {
	t.Parallel()
	e := emulator.New(t, people)
	const repositoryType = "Accept: application/vnd.github.v3.repository+json"
	cases := []struct {
		login, path string
		status      int
		want        string // member=value, by commas
		header      string
	}{
		{"", "/orgs/acme", 200, "login=acme,public_repos=1,type=Organization", ""},
		{"anna", "/orgs/acme/members/ben", 204, "", ""},
		{"anna", "/orgs/acme/members/guest", 404, "", ""},
		{"guest", "/orgs/acme/members/ben", 302, "", ""},
		{"guest", "/orgs/acme/public_members/ben", 404, "", ""},
		{"anna", "/orgs/acme/memberships/olga", 200, "role=admin,state=active", ""},
		{"anna", "/orgs/acme/memberships/Ben", 200, "role=member,state=active", ""},
		{"anna", "/orgs/acme/memberships/guest", 404, "", ""},
		{"guest", "/orgs/acme/memberships/ben", 403, "message=You must be a member of acme to see membership information for ben.", ""},
		{"", "/orgs/acme/teams", 401, "message=Requires authentication", ""},
		{"guest", "/orgs/acme/teams", 404, "", ""},
		{"anna", "/orgs/acme/teams/PLATFORM", 200, "slug=platform,members_count=1,repos_count=2", ""},
		{"anna", "/orgs/acme/teams/none", 404, "", ""},
		{"anna", "/orgs/acme/teams/engineering/memberships/anna", 200, "role=member,state=active", ""},
		{"anna", "/orgs/acme/teams/engineering/memberships/ben", 200, "role=maintainer", ""},
		{"anna", "/orgs/acme/teams/platform/memberships/ben", 404, "", ""},
		{"anna", "/orgs/acme/teams/platform/repos/acme/open", 204, "", ""},
		{"anna", "/orgs/acme/teams/platform/repos/acme/open", 200, "name=open,role_name=maintain", repositoryType},
		{"olga", "/orgs/acme/teams/platform/repos/acme/apart", 404, "", ""},
		{"guest", "/repos/acme/closed/collaborators/guest", 204, "", ""},
		{"guest", "/repos/acme/closed/collaborators/emil", 404, "", ""},
		{"guest", "/repos/acme/open/collaborators", 403, "message=Must have push access to view repository collaborators.", ""},
		{"cleo", "/repos/acme/closed/collaborators/cleo/permission", 403, "message=Must have push access to view collaborator permission.", ""},
		{"olga", "/repos/acme/open/collaborators/cleo/permission", 200, "permission=write,role_name=maintain", ""},
		{"olga", "/repos/acme/closed/collaborators/cleo/permission", 200, "permission=read,role_name=triage", ""},
		{"olga", "/repos/acme/closed/collaborators/emil/permission", 200, "permission=none,role_name=none", ""},
		{"anna", "/user", 200, "login=anna", ""},
		{"", "/user", 401, "", ""},
	}
	for _, each := range cases {
		t.Run(each.login+" "+each.path, func(t *testing.T) {
			t.Parallel()
			got := say(t, e, each.login, "GET "+each.path, "", each.header)
			if got.status != each.status || (got.status == 204) != (got.body == "") && got.status != 302 {
				t.Fatalf("%d %q, want %d", got.status, got.body, each.status)
			}
			if got.status == 302 && got.header.Get("Location") != "https://github.test/api/v3/orgs/acme/public_members/ben" {
				t.Errorf("Location: %s", got.header.Get("Location"))
			}
			for part := range strings.SplitSeq(each.want, ",") {
				member, want, found := strings.Cut(part, "=")
				if !found {
					continue
				}
				text, err := json.Marshal(got.object(t)[member])
				if err != nil || strings.Trim(string(text), `"`) != want {
					t.Errorf("%s is %s, %v, want %s", member, text, err, want)
				}
			}
		})
	}
}

// TestMembersAreForInstallationsThatWereGivenThem asks as the app, with and
// without the permission, in its organisation and in another one.
func TestMembersAreForInstallationsThatWereGivenThem(t *testing.T) {
	t.Parallel()
	ask := func(t *testing.T, text, path string) int {
		t.Helper()
		gh := asInstallation(t, emulator.New(t, text).RoundTripper())
		r, err := gh.NewRequest("GET", path, nil)
		if err != nil {
			t.Fatal(err)
		}
		answer, err := gh.BareDo(t.Context(), r)
		if answer == nil {
			t.Fatal(err)
		}
		return answer.StatusCode
	}
	without := "app: {id: 4711, permissions: {metadata: read, issues: write}}" + people
	with := "app: {id: 4711, permissions: {metadata: read, members: read}}" + people
	cases := []struct {
		path          string
		with, without int
	}{
		{"orgs/acme/teams/engineering/memberships/anna", 200, 403},
		{"orgs/acme/teams", 200, 403},
		{"orgs/acme/members", 200, 403},
		{"orgs/acme/members/anna", 204, 403},
		{"orgs/acme/memberships/anna", 200, 403},
		{"orgs/other/teams", 403, 403},
		{"orgs/other/members", 200, 200}, // the public ones: none
		{"orgs/acme", 200, 200},
		{"repos/acme/closed/collaborators", 200, 200},
		{"repos/acme/closed/teams", 403, 403},
		{"user", 403, 403},
	}
	for _, each := range cases {
		t.Run(each.path, func(t *testing.T) {
			t.Parallel()
			if got := [2]int{ask(t, with, each.path), ask(t, without, each.path)}; got != [2]int{each.with, each.without} {
				t.Errorf("with and without the permission: %v, want %d and %d", got, each.with, each.without)
			}
		})
	}
}

func TestIDsLeadWhereNamesDo(t *testing.T) {
	t.Parallel()
	e := emulator.New(t, people)
	id := func(what string) string {
		text, err := json.Marshal(int64(say(t, e, "anna", what, "").object(t)["id"].(float64)))
		if err != nil {
			t.Fatal(err)
		}
		return string(text)
	}
	org := id("GET /orgs/acme")
	cases := map[string]string{
		"GET /orgs/acme":                           "GET /organizations/" + org,
		"GET /orgs/acme/teams/platform":            "GET /organizations/" + org + "/team/" + id("GET /orgs/acme/teams/platform"),
		"GET /orgs/acme/teams/engineering/members": "GET /organizations/" + org + "/team/" + id("GET /orgs/acme/teams/engineering") + "/members",
		"GET /repos/acme/open":                     "GET /repositories/" + id("GET /repos/acme/open"),
		"GET /users/anna":                          "GET /user/" + id("GET /users/anna"),
		"GET /users/acme":                          "GET /user/" + org,
	}
	for named, numbered := range cases {
		want, got := say(t, e, "anna", named, ""), say(t, e, "anna", numbered, "")
		if got.status != 200 || got.body != want.body {
			t.Errorf("%s and %s differ: %d %s", named, numbered, got.status, got.body)
		}
	}
}
