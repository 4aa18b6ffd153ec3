package emulator_test

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/upkeep-app/upkeep/emulator"
)

func TestCardsHaveTheFieldsThatAreAskedFor(t *testing.T) {
	t.Parallel()
	e := emulator.New(t, boards)
	of := ids(t, e)
	var all []string
	for _, name := range []string{"Title", "Status", "Notes", "Effort", "Due", "Repository"} {
		all = append(all, of[name])
	}
	want := map[string]string{"Title": "First issue", "Status": "Todo", "Notes": "Some <b>text</b>", "Effort": "2.5", "Due": "2026-05-01", "Repository": "shop"}
	for _, query := range []string{"?fields=" + strings.Join(all, ","), "?fields[]=" + strings.Join(all, "&fields[]=")} {
		c := cards(t, say(t, e, "anna", "GET "+board3+"/items"+query, ""))[0]
		got := map[string]string{}
		for _, f := range c.Fields {
			got[f.Name] = c.value(f.Name)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", query, diff)
		}
	}
	everything := cards(t, say(t, e, "anna", "GET "+board3+"/items?fields="+strings.Join(sorted(of), ","), ""))
	if len(everything) != 4 || len(everything[2].Fields) != 13 || everything[2].ContentType != "PullRequest" {
		t.Errorf("with all fields: %+v", everything)
	}
	hidden := cards(t, say(t, e, "guest", "GET "+board3+"/items?fields="+of["Status"]+","+of["Title"], ""))[3]
	if hidden.Content != nil || hidden.value("Title") != "<nil>" || hidden.value("Status") != "Todo" || hidden.ContentType != "Issue" {
		t.Errorf("a card of what cannot be seen: %+v", hidden)
	}
	unwatched := emulator.New(t, boards, func(o *emulator.Options) { o.Watch = nil })
	if got := say(t, unwatched, "anna", "GET "+board3+"/items?fields="+strings.Repeat("1,", 50)+"1", ""); got.status != 422 {
		t.Errorf("51 fields: %d", got.status)
	}
}

func TestCardsAreAddedChangedAndDeleted(t *testing.T) {
	t.Parallel()
	e := emulator.New(t, boards)
	id := strconv.FormatInt(e.Issue(ref(t, "acme/shop#4")).DatabaseID, 10)
	add := func(body string) (made card) {
		t.Helper()
		read(t, say(t, e, "anna", "POST "+board3+"/items", body), 201, &made)
		return made
	}
	made := add(`{"type": "Issue", "id": ` + id + `}`)
	if again := add(`{"type": "Issue", "owner": "acme", "repo": "shop", "number": 4}`); again.ID != made.ID || again.Content["title"] != "Not on the board" {
		t.Errorf("added again: %+v", again)
	}
	if pull := add(`{"type": "PullRequest", "owner": "acme", "repo": "shop", "number": 3}`); pull.ContentType != "PullRequest" {
		t.Errorf("a pull request: %+v", pull)
	}
	var draft card
	read(t, say(t, e, "anna", "POST "+board3+"/drafts", `{"title": "An idea", "body": "Maybe"}`), 201, &draft)
	if draft.ContentType != "DraftIssue" || draft.Content["body"] != "Maybe" {
		t.Errorf("a draft: %+v", draft)
	}
	for _, each := range []card{made, draft} {
		path := fmt.Sprintf("%s/items/%d", board3, each.ID)
		if got := say(t, e, "anna", "GET "+path, ""); got.status != 200 {
			t.Errorf("GET %s: %d", path, got.status)
		}
		if got := say(t, e, "anna", "DELETE "+path, ""); got.status != 204 || got.body != "" {
			t.Errorf("DELETE %s: %d %q", path, got.status, got.body)
		}
		if got := say(t, e, "anna", "GET "+path, ""); got.status != 404 {
			t.Errorf("GET %s once deleted: %d", path, got.status)
		}
	}
	unwatched := emulator.New(t, boards, func(o *emulator.Options) { o.Watch = nil })
	for body, status := range map[string]int{
		`{"type": "PullRequest", "owner": "acme", "repo": "shop", "number": 4}`: 404,
		`{"type": "Issue", "owner": "acme", "repo": "shop", "number": 99}`:      404,
		`{"type": "Issue"}`:                     422,
		`{"id": 1}`:                             422,
		`{"type": "DraftIssue", "id": 1}`:       422,
		`{"type": "Issue", "id": 1, "more": 1}`: 422,
	} {
		if got := say(t, unwatched, "anna", "POST "+board3+"/items", body); got.status != status {
			t.Errorf("%s: %d %s, want %d", body, got.status, got.body, status)
		}
	}
}

func TestSeveralFieldsAreSetInOneRequest(t *testing.T) {
	t.Parallel()
	e := emulator.New(t, boards)
	read(t, say(t, e, "anna", "POST "+board3+"/fields", `{"name": "Sprint", "data_type": "iteration", "iteration_configuration": {"start_date": "2026-03-02", "duration": 14, "iterations": [{"title": "One", "start_date": "2026-03-02", "duration": 14}]}}`), 201, &struct{}{})
	of := ids(t, e)
	first := cards(t, say(t, e, "anna", "GET "+board3+"/items", ""))[0]
	set := func(fields ...string) spoken {
		var parts []string
		for _, each := range fields {
			name, value, _ := strings.Cut(each, ": ")
			parts = append(parts, fmt.Sprintf(`{"id": %s, "value": %s}`, of[name], value))
		}
		return say(t, e, "anna", fmt.Sprintf("PATCH %s/items/%d", board3, first.ID), `{"fields": [`+strings.Join(parts, ",")+`]}`)
	}
	values := func() map[string]string {
		return e.Board("acme", 3).Item(ref(t, "acme/shop#1")).Values
	}
	var changed card
	read(t, set(`Status: "`+of["Status=Done"]+`"`, `Notes: "New"`, `Effort: 7`, `Due: null`, `Sprint: "`+of["Sprint=One"]+`"`), 200, &changed)
	want := map[string]string{"Status": "Done", "Notes": "New", "Effort": "7", "Sprint": "One"}
	if diff := cmp.Diff(want, values()); diff != "" || changed.value("Sprint") != "One" || changed.value("Due") != "<nil>" {
		t.Errorf("set (-want +got):\n%s\nand answered %+v", diff, changed)
	}
	for _, wrong := range []string{`Status: "00000000"`, `Effort: "7"`, `Due: "tomorrow"`, `Title: "Other"`, `Notes: 3`, `Sprint: "One"`} {
		if got := set(`Notes: "Half"`, wrong); got.status != 422 {
			t.Errorf("%s: %d %s", wrong, got.status, got.body)
		}
	}
	if got := say(t, e, "anna", fmt.Sprintf("PATCH %s/items/%d", board3, first.ID), `{"fields": [{"id": 1, "value": "x"}]}`); got.status != 422 {
		t.Errorf("a field of another board: %d", got.status)
	}
	if got := say(t, e, "guest", fmt.Sprintf("PATCH %s/items/%d", board3, first.ID), `{"fields": []}`); got.status != 403 {
		t.Errorf("by someone else: %d", got.status)
	}
	if diff := cmp.Diff(want, values()); diff != "" {
		t.Errorf("after what was refused (-want +got):\n%s", diff)
	}
}
