package emulator_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/upkeep-app/upkeep/emulator"
	"github.com/upkeep-app/upkeep/testclock"
)

// reloaded dumps an emulator, loads that into a new one and dumps it again,
// which must give the same text.
func reloaded(t testing.TB, e *emulator.Emulator, c *testclock.Clock) *emulator.Emulator {
	t.Helper()
	text, err := e.Dump()
	if err != nil {
		t.Fatal(err)
	}
	again := emulator.New(t, string(text), func(o *emulator.Options) { o.Seed, o.Now, o.WebhookSecret = 99, c.Now, "It's a secret" })
	twice, err := again.Dump()
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(text), "\n"), strings.Split(string(twice), "\n")); diff != "" {
		t.Errorf("the dump of what was loaded differs:\n%s", diff)
	}
	return again
}

// TestDumpHasEveryField walks states before and after. A field of the state
// must be set in one of them, or named in leftOut, so that none is forgotten.
func TestDumpHasEveryField(t *testing.T) {
	t.Parallel()
	c := newClock()
	acted := small(t, c)
	everyAct(t, acted, c)
	unset := map[string]int{}
	worlds := []*emulator.Emulator{acted, described(t, c), emulator.New(t, "people: [anna]\napp: {owner: anna}\n")}
	for _, e := range worlds {
		differ, unknown := emulator.Walk(e, reloaded(t, e, c))
		for _, each := range differ {
			t.Error(each)
		}
		for _, each := range unknown {
			unset[each]++
		}
	}
	for name, times := range unset {
		if times == len(worlds) {
			t.Errorf("%s is never set: describe one in everything.yaml, so that this shows that a dump has it", name)
		}
	}
}

// described is an emulator with testdata/orgs/everything.yaml.
func described(t testing.TB, c *testclock.Clock) *emulator.Emulator {
	t.Helper()
	text, err := os.ReadFile("../testdata/orgs/everything.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return emulator.New(t, string(text), func(o *emulator.Options) { o.Now = c.Now })
}

// everything is what a person can read of the whole GitHub, by request.
func everything(t testing.TB, e *emulator.Emulator, login string) map[string]any {
	t.Helper()
	seen := map[string]any{}
	objects := func(what string) []map[string]any {
		var said any
		if err := json.Unmarshal([]byte(say(t, e, login, "GET "+what, "").body), &said); err != nil {
			t.Fatalf("GET %s: %v", what, err)
		}
		seen[what] = said
		var all []map[string]any
		if list, ok := said.([]any); ok {
			for _, each := range list {
				if o, ok := each.(map[string]any); ok {
					all = append(all, o)
				}
			}
		}
		return all
	}
	for _, org := range []string{"acme", "elsewhere"} {
		objects("/orgs/" + org)
		for _, team := range objects("/orgs/" + org + "/teams") {
			for _, of := range []string{"", "/members", "/repos", "/teams"} {
				objects(fmt.Sprintf("/orgs/%s/teams/%s%s", org, team["slug"], of))
			}
		}
		for _, b := range objects("/orgs/" + org + "/projectsV2") {
			board := fmt.Sprintf("/orgs/%s/projectsV2/%v", org, b["number"])
			for _, of := range []string{"", "/fields", "/items?per_page=100", "/views/1/items"} {
				objects(board + of)
			}
		}
		seen["graphql "+org] = readBoards(t, e, login, org)
		for _, r := range objects("/orgs/" + org + "/repos?per_page=100") {
			readRepository(objects, fmt.Sprintf("/repos/%s", r["full_name"]))
		}
	}
	return seen
}

// boardsQuery asks for all that boards have and that REST does not tell.
const boardsQuery = `{ organization(login: "%s") { id projectsV2(first: 20) { nodes {
  id number title shortDescription readme public closed closedAt createdAt updatedAt creator { login }
  workflows(first: 10) { nodes { id number name enabled createdAt updatedAt } }
  views(first: 10) { nodes { id number name layout filter } }
  items(first: 100) { nodes { id isArchived createdAt updatedAt creator { login } type
    content { ... on Issue { id closedByPullRequestsReferences(first: 10) { nodes { id } } timelineItems(first: 100) { nodes { __typename } } userContentEdits(first: 10) { nodes { id diff editedAt editor { login } } } }
      ... on PullRequest { id closingIssuesReferences(first: 10) { nodes { id } } } ... on DraftIssue { id title body creator { login } } }
    fieldValues(first: 20) { nodes { __typename ... on ProjectV2ItemFieldSingleSelectValue { id name optionId creator { login } updatedAt }
      ... on ProjectV2ItemFieldTextValue { id text } ... on ProjectV2ItemFieldNumberValue { id number } ... on ProjectV2ItemFieldDateValue { id date } } } } } } } } }`

func readBoards(t testing.TB, e *emulator.Emulator, login, org string) any {
	t.Helper()
	body, err := json.Marshal(map[string]string{"query": fmt.Sprintf(boardsQuery, org)})
	if err != nil {
		t.Fatal(err)
	}
	var said struct {
		Data   any
		Errors any
	}
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "https://github.test/api/graphql", bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer user:"+login)
	answer, err := e.RoundTripper().RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	if err := json.NewDecoder(answer.Body).Decode(&said); err != nil || said.Errors != nil {
		t.Fatalf("%v, %v", said.Errors, err)
	}
	return said.Data
}

func readRepository(objects func(string) []map[string]any, repo string) {
	for _, of := range []string{
		"", "/assignees", "/collaborators", "/commits?per_page=100", "/contents", "/issues/comments?per_page=100", "/issues/events?per_page=100", "/labels",
		"/milestones?state=all", "/teams", "/git/matching-refs/heads",
	} {
		objects(repo + of)
	}
	for _, b := range objects(repo + "/branches") {
		objects(fmt.Sprintf("%s/commits/%s", repo, b["name"]))
	}
	for _, i := range objects(repo + "/issues?state=all&per_page=100") {
		issue := fmt.Sprintf("%s/issues/%v", repo, i["number"])
		for _, of := range []string{"", "/comments", "/events?per_page=100", "/labels", "/parent", "/sub_issues", "/timeline?per_page=100", "/dependencies/blocked_by", "/dependencies/blocking", "/reactions"} {
			objects(issue + of)
		}
	}
	for _, p := range objects(repo + "/pulls?state=all&per_page=100") {
		pull := fmt.Sprintf("%s/pulls/%v", repo, p["number"])
		for _, of := range []string{"", "/commits", "/files", "/requested_reviewers", "/reviews"} {
			objects(pull + of)
		}
	}
}

func TestLoadedAnswersTheSame(t *testing.T) {
	t.Parallel()
	c := newClock()
	e := small(t, c)
	everyAct(t, e, c)
	again := reloaded(t, e, c)
	for _, login := range []string{"olga", "passer-by"} {
		before, after := everything(t, e, login), everything(t, again, login)
		if diff := cmp.Diff(before, after); diff != "" {
			t.Errorf("%s reads something else (-before +after):\n%s", login, diff)
		}
		if len(before) < 100 {
			t.Errorf("only %d reads", len(before))
		}
	}
}
