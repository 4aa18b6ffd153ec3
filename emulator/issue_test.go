package emulator_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/upkeep-app/upkeep/emulator"
	"github.com/upkeep-app/upkeep/testclock"
)

// told runs one request and wants its status.
func told(t testing.TB, e *emulator.Emulator, login, what, body string, status int) spoken {
	t.Helper()
	said := say(t, e, login, what, body)
	if said.status != status {
		t.Fatalf("%s by %s: status %d, want %d: %s", what, login, said.status, status, said.body)
	}
	return said
}

// list is the answer's body, which is one.
func (s spoken) list(t testing.TB) []map[string]any {
	t.Helper()
	var made []map[string]any
	if err := json.Unmarshal([]byte(s.body), &made); err != nil {
		t.Fatalf("read %q: %v", s.body, err)
	}
	return made
}

// each is one member of every object in the answer.
func (s spoken) each(t testing.TB, member string) []string {
	t.Helper()
	var found []string
	for _, o := range s.list(t) {
		found = append(found, fmt.Sprint(o[member]))
	}
	return found
}

// idOf is an issue's database id.
func idOf(t testing.TB, e *emulator.Emulator, issue string) string {
	t.Helper()
	return strconv.FormatInt(e.Issue(ref(t, issue)).DatabaseID, 10)
}

// events are the actions of what waits to be sent, of one event.
func events(e *emulator.Emulator, event string) []string {
	var found []string
	for _, d := range e.Pending() {
		if d.Event == event {
			found = append(found, d.Action)
		}
	}
	return found
}

func want(t testing.TB, what string, got, wanted []string) {
	t.Helper()
	if diff := cmp.Diff(wanted, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

const shop = "/repos/acme/shop"

func TestMilestonesAreCountedAndCleared(t *testing.T) {
	t.Parallel()
	e := small(t, newClock())
	made := told(t, e, "anna", "POST "+shop+"/milestones", `{"title":"5.2","due_on":"2026-04-01T07:00:00Z","description":"All"}`, 201)
	if made.object(t)["number"] != 1.0 {
		t.Errorf("the first milestone is %v", made.object(t)["number"])
	}
	told(t, e, "anna", "POST "+shop+"/milestones", `{"title":"5.2"}`, 422)
	told(t, e, "tess", "POST "+shop+"/milestones", `{"title":"6"}`, 403)
	told(t, e, "anna", "POST "+shop+"/milestones", `{"title":"Later"}`, 201)
	told(t, e, "tess", "PATCH "+shop+"/issues/1", `{"milestone":1}`, 200)
	told(t, e, "tess", "PATCH "+shop+"/issues/2", `{"milestone":"1"}`, 200)
	told(t, e, "tess", "PATCH "+shop+"/issues/2", `{"state":"closed"}`, 200)
	told(t, e, "anna", "PATCH "+shop+"/issues/2", `{"milestone":99}`, 422)
	counted := told(t, e, "", "GET "+shop+"/milestones/1", "", 200).object(t)
	if counted["open_issues"] != 1.0 || counted["closed_issues"] != 1.0 {
		t.Errorf("counts are %v open and %v closed, want 1 and 1", counted["open_issues"], counted["closed_issues"])
	}
	want(t, "in it", told(t, e, "", "GET "+shop+"/issues?state=all&milestone=1", "", 200).each(t, "number"), []string{"2", "1"})
	want(t, "in none", told(t, e, "", "GET "+shop+"/issues?milestone=none&creator=anna", "", 200).each(t, "number"), []string{"3"})
	told(t, e, "", "GET "+shop+"/issues?milestone=soon", "", 422)
	told(t, e, "tess", "PATCH "+shop+"/issues/2", `{"milestone":null}`, 200)
	want(t, "in any", told(t, e, "", "GET "+shop+"/issues?state=all&milestone=*", "", 200).each(t, "number"), []string{"1"})
	told(t, e, "anna", "PATCH "+shop+"/milestones/2", `{"state":"closed"}`, 200)
	told(t, e, "anna", "PATCH "+shop+"/milestones/1", `{"title":"5.2 LTS","due_on":null}`, 200)
	want(t, "open ones", told(t, e, "", "GET "+shop+"/milestones", "", 200).each(t, "title"), []string{"5.2 LTS"})
	want(t, "all by date", told(t, e, "", "GET "+shop+"/milestones?state=all&direction=desc", "", 200).each(t, "title"), []string{"Later", "5.2 LTS"})
	told(t, e, "anna", "DELETE "+shop+"/milestones/1", "", 204)
	told(t, e, "anna", "GET "+shop+"/milestones/1", "", 404)
	if got := told(t, e, "", "GET "+shop+"/issues/1", "", 200).object(t)["milestone"]; got != nil {
		t.Errorf("the milestone of issue 1 is %v after it was deleted", got)
	}
	want(t, "webhooks", events(e, "milestone"), []string{"created", "created", "closed", "edited", "deleted"})
}

func TestLabelsOfARepository(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("ü", 51)
	tests := []struct {
		name, login, what, body string
		status                  int
		says                    string
	}{
		{"made", "anna", "POST " + shop + "/labels", `{"name":"new","color":"f29513","description":"Fresh"}`, 201, `"color":"f29513"`},
		{"without right", "tess", "POST " + shop + "/labels", `{"name":"new"}`, 403, "rights"},
		{"taken in other letters", "anna", "POST " + shop + "/labels", `{"name":"BUG"}`, 422, `"code":"already_exists"`},
		{"no name", "anna", "POST " + shop + "/labels", `{}`, 422, `"code":"missing_field"`},
		{"name too long", "anna", "POST " + shop + "/labels", `{"name":"` + long + `"}`, 422, `"field":"name"`},
		{"description too long", "anna", "POST " + shop + "/labels", `{"name":"x","description":"` + long + long + `"}`, 422, `"field":"description"`},
		{"color with a sign", "anna", "POST " + shop + "/labels", `{"name":"x","color":"#f29513"}`, 422, `"field":"color"`},
		{"read in other letters", "", "GET " + shop + "/labels/Bug", "", 200, `"name":"bug"`},
		{"renamed", "anna", "PATCH " + shop + "/labels/bug", `{"new_name":"Bug","description":null}`, 200, `"name":"Bug"`},
		{"listed", "", "GET " + shop + "/labels", "", 200, `"name":"upgrade"`},
		{"deleted", "anna", "DELETE " + shop + "/labels/upgrade", "", 204, ""},
		{"archived", "olga", "POST /repos/acme/attic/labels", `{"name":"x"}`, 403, "read-only"},
		{"not there", "anna", "DELETE " + shop + "/labels/none", "", 404, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			said := told(t, small(t, newClock()), tt.login, tt.what, tt.body, tt.status)
			if !strings.Contains(said.body, tt.says) {
				t.Errorf("says %s, want %q", said.body, tt.says)
			}
		})
	}
}

// TestRenamedLabelWantsAFreeName is not watched: the description has no 422 for
// this operation, which GitHub answers all the same.
func TestRenamedLabelWantsAFreeName(t *testing.T) {
	t.Parallel()
	e := small(t, newClock(), func(o *emulator.Options) { o.Watch = nil })
	said := told(t, e, "anna", "PATCH "+shop+"/labels/bug", `{"new_name":"Upgrade"}`, 422)
	if !strings.Contains(said.body, `"already_exists"`) {
		t.Errorf("says %s", said.body)
	}
}

func TestLabelsOfAnIssue(t *testing.T) {
	t.Parallel()
	e := small(t, newClock())
	labels := shop + "/issues/1/labels"
	want(t, "added", told(t, e, "anna", "POST "+labels, `{"labels":["bug","fresh"]}`, 200).each(t, "name"), []string{"upgrade", "bug", "fresh"})
	want(t, "a plain list", told(t, e, "anna", "POST "+labels, `["BUG",{"name":"more"}]`, 200).each(t, "name"), []string{"upgrade", "bug", "fresh", "more"})
	want(t, "unknown by triage", told(t, e, "tess", "POST "+labels, `["unheard"]`, 200).each(t, "name"), []string{"upgrade", "bug", "fresh", "more"})
	want(t, "one less", told(t, e, "tess", "DELETE "+labels+"/FRESH", "", 200).each(t, "name"), []string{"upgrade", "bug", "more"})
	told(t, e, "tess", "DELETE "+labels+"/fresh", "", 404)
	told(t, e, "passer-by", "PUT "+labels, `["bug"]`, 403)
	want(t, "replaced", told(t, e, "tess", "PUT "+labels, `["bug"]`, 200).each(t, "name"), []string{"bug"})
	told(t, e, "anna", "PATCH "+shop+"/issues/1", `{"title":"Same labels"}`, 200)
	want(t, "kept when absent", told(t, e, "", "GET "+labels, "", 200).each(t, "name"), []string{"bug"})
	told(t, e, "anna", "DELETE "+shop+"/labels/bug", "", 204)
	want(t, "gone with the label", told(t, e, "", "GET "+labels, "", 200).each(t, "name"), nil)
	told(t, e, "anna", "POST "+labels, `["upgrade"]`, 200)
	told(t, e, "anna", "DELETE "+labels, "", 204)
	want(t, "cleared", told(t, e, "", "GET "+labels, "", 200).each(t, "name"), nil)
	want(t, "webhooks", events(e, "label"), []string{"created", "created", "deleted"})
}

// TestTriageIsDroppedInSilence wants what a passer-by may not set to be left
// out, though the request is answered as if nothing were wrong.
func TestTriageIsDroppedInSilence(t *testing.T) {
	t.Parallel()
	e := small(t, newClock())
	told(t, e, "anna", "POST "+shop+"/milestones", `{"title":"5.2"}`, 201)
	const everything = `{"title":"T","labels":["bug"],"assignees":["anna"],"milestone":1}`
	made := told(t, e, "passer-by", "POST "+shop+"/issues", everything, 201).object(t)
	changed := told(t, e, "passer-by", fmt.Sprintf("PATCH %s/issues/%v", shop, made["number"]), everything, 200).object(t)
	for _, o := range []map[string]any{made, changed} {
		if o["milestone"] != nil || len(o["labels"].([]any))+len(o["assignees"].([]any)) > 0 {
			t.Errorf("a passer-by set %v, %v, %v", o["milestone"], o["labels"], o["assignees"])
		}
	}
	told(t, e, "passer-by", fmt.Sprintf("POST %s/issues/%v/assignees", shop, made["number"]), `{"assignees":["anna"]}`, 201)
	sorted := told(t, e, "tess", fmt.Sprintf("PATCH %s/issues/%v", shop, made["number"]), everything, 403)
	if !strings.Contains(sorted.body, "rights") {
		t.Errorf("tess, who may not write, changed the title: %s", sorted.body)
	}
	got := told(t, e, "anna", "POST "+shop+"/issues", `{"title":"T","labels":["bug"],"assignee":"anna","milestone":1}`, 201).object(t)
	if got["milestone"] == nil || len(got["labels"].([]any)) != 1 || len(got["assignees"].([]any)) != 1 {
		t.Errorf("anna, who may, made %v, %v, %v", got["milestone"], got["labels"], got["assignees"])
	}
}

// TestChangeReplacesWholeSets wants labels and assignees that a change leaves
// out to be gone, each told by an event of its own.
func TestChangeReplacesWholeSets(t *testing.T) {
	t.Parallel()
	e := small(t, newClock())
	told(t, e, "anna", "PATCH "+shop+"/issues/2", `{"labels":["bug","upgrade"],"assignees":["ben","cleo"]}`, 200)
	told(t, e, "anna", "PATCH "+shop+"/issues/2", `{"labels":["upgrade"],"assignees":["cleo","olga"]}`, 200)
	want(t, "labels", e.Issue(ref(t, "acme/shop#2")).Labels, []string{"upgrade"})
	want(t, "assignees", e.Issue(ref(t, "acme/shop#2")).Assignees, []string{"cleo", "olga"})
	told(t, e, "anna", "PATCH "+shop+"/issues/2", `{"labels":[],"assignees":[]}`, 200)
	want(t, "labels of the empty set", e.Issue(ref(t, "acme/shop#2")).Labels, nil)
	want(t, "events", events(e, "issues"), []string{
		"labeled", "labeled", "unassigned", "assigned", "assigned", "unlabeled", "unassigned", "assigned", "unlabeled", "unassigned", "unassigned",
	})
}

func TestAssigneesOverREST(t *testing.T) {
	t.Parallel()
	e := small(t, newClock())
	want(t, "assignable", told(t, e, "", "GET "+shop+"/assignees", "", 200).each(t, "login"), []string{"anna", "ben", "cleo", "olga", "tess"})
	told(t, e, "", "GET "+shop+"/assignees/ANNA", "", 204)
	told(t, e, "", "GET "+shop+"/assignees/passer-by", "", 404)
	told(t, e, "tess", "POST "+shop+"/issues/2/assignees", `{"assignees":["cleo","passer-by"]}`, 201)
	want(t, "added", e.Issue(ref(t, "acme/shop#2")).Assignees, []string{"anna", "cleo"})
	want(t, "by assignee", told(t, e, "", "GET "+shop+"/issues?assignee=cleo", "", 200).each(t, "number"), []string{"2"})
	want(t, "with any", told(t, e, "", "GET "+shop+"/issues?assignee=*", "", 200).each(t, "number"), []string{"2"})
	want(t, "with none", told(t, e, "", "GET "+shop+"/issues?assignee=none&direction=asc", "", 200).each(t, "number"), []string{"1", "3", "7"})
	told(t, e, "tess", "DELETE "+shop+"/issues/2/assignees", `{"assignees":["Anna"]}`, 200)
	want(t, "removed", e.Issue(ref(t, "acme/shop#2")).Assignees, []string{"cleo"})
	told(t, e, "tess", "PATCH "+shop+"/issues/2", `{"assignee":""}`, 200)
	want(t, "cleared", e.Issue(ref(t, "acme/shop#2")).Assignees, nil)
}

func TestListsOfIssuesAreFiltered(t *testing.T) {
	t.Parallel()
	c := newClock()
	e := small(t, c)
	c.Pass(60e9)
	if _, err := e.Comment("cleo", ref(t, "acme/shop#1"), "What do you say, @ben?"); err != nil {
		t.Fatal(err)
	}
	for query, wanted := range map[string][]string{
		"mentioned=ben":                       {"1"},
		"mentioned=be":                        nil,
		"state=closed":                        {"6"},
		"creator=ben&state=all&direction=asc": {"2", "6", "7"},
		"labels=upgrade":                      {"1"},
		"labels=upgrade,bug":                  nil,
		"since=2026-03-02T09:01:00Z":          {"1"},
		"sort=updated&per_page=1":             {"1"},
		"sort=comments&per_page=2":            {"2", "1"},
	} {
		want(t, query, told(t, e, "", "GET "+shop+"/issues?"+query, "", 200).each(t, "number"), wanted)
	}
}

func TestLockedConversation(t *testing.T) {
	t.Parallel()
	e := small(t, newClock())
	path := shop + "/issues/1"
	told(t, e, "passer-by", "PUT "+path+"/lock", "", 403)
	told(t, e, "anna", "PUT "+path+"/lock", `{"lock_reason":"boring"}`, 422)
	told(t, e, "anna", "PUT "+path+"/lock", `{"lock_reason":"too heated"}`, 204)
	locked := told(t, e, "", "GET "+path, "", 200).object(t)
	if locked["locked"] != true || locked["active_lock_reason"] != "too heated" {
		t.Errorf("locked is %v for %v", locked["locked"], locked["active_lock_reason"])
	}
	told(t, e, "passer-by", "POST "+path+"/comments", `{"body":"But"}`, 403)
	told(t, e, "passer-by", "POST "+path+"/reactions", `{"content":"-1"}`, 403)
	told(t, e, "anna", "POST "+path+"/comments", `{"body":"Calm down"}`, 201)
	told(t, e, "anna", "DELETE "+path+"/lock", "", 204)
	told(t, e, "passer-by", "POST "+path+"/comments", `{"body":"But"}`, 201)
	want(t, "events", told(t, e, "", "GET "+path+"/events", "", 200).each(t, "event"), []string{"locked", "unlocked"})
}

func TestReactionsOverREST(t *testing.T) {
	t.Parallel()
	e := small(t, newClock())
	path := shop + "/issues/1/reactions"
	left := told(t, e, "passer-by", "POST "+path, `{"content":"heart"}`, 201).object(t)
	told(t, e, "passer-by", "POST "+path, `{"content":"heart"}`, 200)
	told(t, e, "anna", "POST "+path, `{"content":"+1"}`, 201)
	told(t, e, "anna", "POST "+path, `{"content":"meh"}`, 422)
	want(t, "hearts", told(t, e, "", "GET "+path+"?content=heart", "", 200).each(t, "content"), []string{"heart"})
	one := fmt.Sprintf("DELETE %s/%.0f", path, left["id"])
	told(t, e, "anna", one, "", 403)
	told(t, e, "passer-by", one, "", 204)
	told(t, e, "passer-by", one, "", 404)
	want(t, "left", told(t, e, "", "GET "+path, "", 200).each(t, "content"), []string{"+1"})
}

func TestCommentsOfARepository(t *testing.T) {
	t.Parallel()
	c := newClock()
	e := small(t, c)
	c.Pass(60e9)
	first := told(t, e, "anna", "POST "+shop+"/issues/1/comments", `{"body":"One"}`, 201).object(t)
	c.Pass(60e9)
	told(t, e, "ben", "POST "+shop+"/issues/2/comments", `{"body":"Two"}`, 201)
	c.Pass(60e9)
	one := fmt.Sprintf("%s/issues/comments/%.0f", shop, first["id"])
	told(t, e, "tess", "PATCH "+one, `{"body":"Not mine"}`, 403)
	told(t, e, "anna", "PATCH "+one, `{"body":"One more"}`, 200)
	all := shop + "/issues/comments"
	want(t, "latest first", told(t, e, "", "GET "+all+"?sort=updated", "", 200).each(t, "body"), []string{"One more", "Two", "I will do it."})
	want(t, "in order", told(t, e, "", "GET "+all+"?sort=created&direction=asc", "", 200).each(t, "body"), []string{"I will do it.", "One more", "Two"})
	want(t, "since", told(t, e, "", "GET "+all+"?since=2026-03-02T09:03:00Z", "", 200).each(t, "body"), []string{"One more"})
	told(t, e, "anna", "DELETE "+one, "", 204)
	told(t, e, "anna", "GET "+one, "", 404)
	want(t, "timeline without it", told(t, e, "", "GET "+shop+"/issues/1/timeline", "", 200).each(t, "event"), nil)
}

func TestDeletedIssueIsGone(t *testing.T) {
	t.Parallel()
	e := small(t, newClock())
	if err := e.AddBlockedBy("anna", ref(t, "acme/shop#1"), ref(t, "acme/shop#2")); err != nil {
		t.Fatal(err)
	}
	if e.DeleteIssue("anna", ref(t, "acme/shop#2")) == nil {
		t.Error("anna, who only writes, deleted an issue")
	}
	if err := e.DeleteIssue("olga", ref(t, "acme/shop#2")); err != nil {
		t.Fatal(err)
	}
	told(t, e, "anna", "GET "+shop+"/issues/2", "", 410)
	told(t, e, "anna", "POST "+shop+"/issues/2/comments", `{"body":"Where?"}`, 410)
	parent := e.Issue(ref(t, "acme/shop#1"))
	if len(parent.SubIssues) > 0 || len(e.Board("acme", 1).Items) > 0 {
		t.Errorf("it is still a sub-issue in %v or on a board", parent.SubIssues)
	}
	want(t, "blockers", told(t, e, "", "GET "+shop+"/issues/1/dependencies/blocked_by", "", 200).each(t, "number"), nil)
	if !slices.Contains(events(e, "issues"), "deleted") {
		t.Error("nobody was told")
	}
}

func TestClosedAsADuplicate(t *testing.T) {
	t.Parallel()
	e := small(t, newClock())
	body := fmt.Sprintf(`{"state":"closed","state_reason":"duplicate","duplicate_issue_id":%s}`, idOf(t, e, "acme/shop#1"))
	told(t, e, "anna", "PATCH "+shop+"/issues/1", body, 422)
	closed := told(t, e, "anna", "PATCH "+shop+"/issues/2", body, 200).object(t)
	if closed["state_reason"] != "duplicate" {
		t.Errorf("the reason is %v", closed["state_reason"])
	}
	again := told(t, e, "anna", "PATCH "+shop+"/issues/2", `{"state":"closed","state_reason":"completed"}`, 200).object(t)
	if again["state_reason"] != "duplicate" {
		t.Errorf("the reason became %v though the state did not change", again["state_reason"])
	}
	want(t, "the other's events", told(t, e, "", "GET "+shop+"/issues/1/events", "", 200).each(t, "event"), []string{"marked_as_duplicate"})
}

func TestIssuesDisabled(t *testing.T) {
	t.Parallel()
	told(t, small(t, newClock()), "olga", "POST /repos/acme/no-issues/issues", `{"title":"x"}`, 410)
}

// ticking passes a minute with every act.
func ticking(t testing.TB, c *testclock.Clock) func(error) {
	t.Helper()
	return func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		c.Pass(60e9)
	}
}
