//go:build services

package emulator_test

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/upkeep-app/upkeep/browsertest"
	"github.com/upkeep-app/upkeep/emulator"
	"github.com/upkeep-app/upkeep/upgrade"
)

// TestEveryPageLooksRight opens every page at the widths of a desk and of a
// phone, in the light and in the dark. Where UPKEEP_PICTURES names a folder,
// the pictures are saved there.
func TestEveryPageLooksRight(t *testing.T) {
	t.Parallel()
	e := crowdedGitHub(t)
	site := e.Serve(t)
	client, _ := e.AppClient()
	b := browsertest.Start(t)
	for name, path := range lookedAt(b, site, client) {
		b.Open(site + path)
		for _, width := range []int64{1280, 390} {
			for _, dark := range []bool{false, true} {
				look := fmt.Sprintf("%s-%d-%s", name, width, map[bool]string{false: "light", true: "dark"}[dark])
				b.Look(width, dark)
				b.Picture(look)
				for _, barrier := range b.Barriers() {
					t.Errorf("%s: %s", look, barrier)
				}
			}
		}
	}
}

// lookedAt is every page by a name for its pictures.
func lookedAt(b *browsertest.Browser, site, client string) map[string]string {
	href := func(path, within string) string {
		b.Open(site + path)
		return b.Script(`document.querySelector('a[href^="` + within + `"]').getAttribute("href")`)
	}
	return map[string]string{
		"home":              "/",
		"organization":      "/openlearn",
		"organization-bare": "/bare",
		"person":            "/ari",
		"repository":        "/crowd/everything",
		"repository-bare":   "/bare/empty",
		"file":              "/crowd/everything/blob/main/docs/how-it-is-done.md",
		"issues":            "/crowd/everything/issues",
		"issues-bare":       "/bare/empty/issues",
		"pulls":             "/crowd/everything/pulls",
		"issue-new":         "/crowd/everything/issues/new",
		"compare":           "/crowd/everything/compare",
		"issue":             "/crowd/everything/issues/1",
		"issue-bare":        "/bare/empty/issues/1",
		"roadmap":           "/openlearn/platform-roadmap/issues/1",
		"pull":              "/crowd/everything/pull/3",
		"board":             "/orgs/crowd/projects/1",
		"board-columns":     "/orgs/crowd/projects/1?layout=board",
		"board-archived":    "/orgs/crowd/projects/1?archived=yes",
		"board-bare":        "/orgs/bare/projects/1",
		"deliveries":        "/emulator/deliveries",
		"delivery":          href("/emulator/deliveries", "/emulator/deliveries/"),
		"chaos":             "/emulator/chaos",
		"not-emulated":      "/emulator/not-emulated",
		"problem":           "/crowd/nothing",
		"app":               "/apps/upkeep",
		"install":           "/apps/upkeep/installations/new",
		"install-in":        "/apps/upkeep/installations/new?organization=bare",
		"installation":      href("/apps/upkeep/installations/new", "/organizations/crowd/settings/installations/"),
		"authorize":         "/login/oauth/authorize?client_id=" + client,
	}
}

const longTitle = "Upgrade to the version after the next one, and everything that it needs: settings, middleware, URLconfs, async_safe_views_and_their_very_long_names_without_any_break_in_them"

// crowdedGitHub has the demo's organisation, one with much of everything, and
// one with nothing.
func crowdedGitHub(t testing.TB) *emulator.Emulator {
	t.Helper()
	demo, err := os.ReadFile("../demo/organisation.yml")
	if err != nil {
		t.Fatal(err)
	}
	clock := newClock()
	e := emulator.New(t, strings.Replace(string(demo), "app: {", "app: {callbacks: [\"https://app.test/signed-in\"], ", 1), func(o *emulator.Options) { o.Now = clock.Now })
	for _, more := range []string{crowd(), bare} {
		if err := e.Load([]byte(more)); err != nil {
			t.Fatal(err)
		}
	}
	issue := upgrade.Ref{Owner: "crowd", Repo: "everything", Number: 1}
	pull := upgrade.Ref{Owner: "crowd", Repo: "everything", Number: 3}
	for _, act := range []error{
		e.Review("ari", pull, "changes_requested", "Please **do** mind the `gap`."),
		e.RequestReview("olga", pull, "lin", true),
		e.Assign("olga", issue, "ada"),
		e.Lock("olga", upgrade.Ref{Owner: "crowd", Repo: "everything", Number: 2}, "spam"),
		e.CloseIssue("olga", upgrade.Ref{Owner: "crowd", Repo: "everything", Number: 2}, upgrade.ReasonNotPlanned),
		e.EditTitle("olga", issue, longTitle),
		e.RequestPermissions("olga", map[string]string{"actions": "read"}, "workflow_run"),
	} {
		if act != nil {
			t.Fatal(act)
		}
		clock.Pass(time.Minute)
	}
	return e
}

const bare = `
organizations:
  - login: bare
    owners: [olga]
    repositories: [{name: empty, issues: [{title: Alone, author: olga}]}]
    boards: [{number: 1, title: Nothing yet, fields: {Status: [Todo, Done]}}]
`

// crowd is an organisation with long words and long lists.
func crowd() string {
	var y strings.Builder
	fmt.Fprintf(&y, `
organizations:
  - login: crowd
    name: %[1]q
    installed: true
    owners: [olga]
    members: [ada, ari, lin]
    teams: [{slug: core, name: %[1]q, members: [ada, ari], teams: [{slug: inner, name: Inner, members: [lin]}]}]
    repositories:
      - {name: secret, private: true, issues: [{title: Hidden, author: olga}]}
      - name: everything
        description: %[1]q
        labels: [bug, "good first issue", "a-label-with-a-name-that-is-far-too-long-for-any-label"]
        files:
          README.md: "# Everything\n\nSee [the docs](docs/how-it-is-done.md).\n\n## Use\n\n    a_line_of_code_that_is_much_wider_than_a_phone_and_has_no_break = 'in it'; print(it)\n"
          docs/how-it-is-done.md: "# How it is done\n\nOne line that is much longer than any window is wide, so that it has to be scrolled or to be broken, whichever the page does; one of them it must do.\n"
        issues:
          - title: To be renamed
            author: ari
            labels: [bug, "good first issue", "a-label-with-a-name-that-is-far-too-long-for-any-label"]
            sub_issues: ["#2", "#4", "#5"]
            body: %[2]q
            comments:
              - {author: ada, body: "/upgrade owner-does arbi-bom"}
              - {author: olga, body: "> quoted\n\nThanks @ari, see #2 and https://github.com/crowd/everything/pull/3.\n\n| a | table | of | many | columns | that | is | wide | indeed |\n|-|-|-|-|-|-|-|-|-|\n| 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | nine_is_a_long_word |"}
          - {title: Locked and closed, author: ada}
          - {title: %[1]q, author: ada, body: "Closes #1", pull: {closes: ["#1"]}}
`, longTitle, "## Abstract\n\n"+longTitle+"\n\n### Children\n\n- [x] crowd/everything#2\n- [ ] #4\n  - [ ] nested https://github.com/crowd/everything/issues/5\n\n```\n- [ ] code_that_is_wider_than_a_phone_is_and_has_no_break_at_all_in_its_line\n```\n\n1. one\n2. two\n")
	const many = 200
	for n := 4; n <= many; n++ {
		fmt.Fprintf(&y, "          - {title: \"Issue %d of many\", author: ada, labels: [bug]}\n", n)
	}
	y.WriteString(`    boards:
      - number: 1
        title: Maintenance
        public: true
        fields:
          Status: [Todo, In Progress, Owner Review, Done]
          Project: [Django 5.2, Node 24]
          Owner Does: [TBD, Owner does everything, Owner deploys and monitors]
          Notes: text
          Effort: number
          Due: date
        items:
          - {issue: "secret#1", Status: Todo}
          - {issue: "everything#3", Status: Owner Review}
          - {issue: "everything#2", archived: true}
`)
	for n := 4; n <= many-20; n++ {
		status := []string{"Todo", "In Progress", "Owner Review", "Done"}[n%4]
		fmt.Fprintf(&y, "          - {issue: \"everything#%d\", Status: %s, Project: Django 5.2, Owner Does: TBD, Notes: \"a note\", Effort: \"3\", Due: 2026-04-01}\n", n, status)
	}
	return y.String()
}
