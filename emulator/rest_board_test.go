package emulator_test

import (
	"encoding/json"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/upkeep-app/upkeep/emulator"
)

const boards = `
people: [guest]
organizations:
  - login: acme
    installed: true
    owners: [olga]
    members: [anna]
    repositories:
      - name: shop
        labels: [bug]
        issues:
          - {title: First issue, labels: [bug], assignees: [anna]}
          - {title: Second issue, closed: completed}
          - {title: A pull, pull: {}}
          - {title: Not on the board}
      - name: secret
        private: true
        issues:
          - {title: Hidden away}
    boards:
      - number: 3
        title: Maintenance
        public: true
        fields:
          Status: [Todo, {name: Done, color: GREEN, description: Finished}]
          Notes: text
          Effort: number
          Due: date
        items:
          - {issue: "shop#1", Status: Todo, Notes: Some <b>text</b>, Effort: 2.5, Due: "2026-05-01"}
          - {issue: "shop#2", Status: Done}
          - {issue: "shop#3"}
          - {issue: "secret#1", Status: Todo}
      - {number: 4, title: Roadmap}
`

const board3 = "/orgs/acme/projectsV2/3"

// ids are the database ids of a board's fields by name, and of a single
// select's options by "field=option".
func ids(t testing.TB, e *emulator.Emulator) map[string]string {
	t.Helper()
	found := map[string]string{}
	var fields []struct {
		ID      int64
		Name    string
		Options []struct {
			ID   string
			Name struct{ Raw string }
		}
		Configuration struct {
			Iterations []struct {
				ID    string
				Title struct{ Raw string }
			}
		}
	}
	read(t, say(t, e, "anna", "GET "+board3+"/fields", ""), 200, &fields)
	for _, f := range fields {
		found[f.Name] = strconv.FormatInt(f.ID, 10)
		for _, o := range f.Options {
			found[f.Name+"="+o.Name.Raw] = o.ID
		}
		for _, i := range f.Configuration.Iterations {
			found[f.Name+"="+i.Title.Raw] = i.ID
		}
	}
	return found
}

// read reads an answer of a status.
func read(t testing.TB, s spoken, status int, into any) {
	t.Helper()
	if s.status != status {
		t.Fatalf("%d %s, want %d", s.status, s.body, status)
	}
	if err := json.Unmarshal([]byte(s.body), into); err != nil {
		t.Fatal(err)
	}
}

// card is what the tests look at of an item.
type card struct {
	ID          int64
	NodeID      string `json:"node_id"`
	ContentType string `json:"content_type"`
	Content     map[string]any
	Fields      []struct {
		Name  string
		Value any
	}
}

// value is what a card has in a field as people see it.
func (c card) value(name string) string {
	for _, f := range c.Fields {
		if f.Name != name {
			continue
		}
		made, is := f.Value.(map[string]any)
		if !is {
			return fmt.Sprint(f.Value)
		}
		for _, member := range []string{"raw", "name", "title"} {
			switch text := made[member].(type) {
			case string:
				return text
			case map[string]any:
				return fmt.Sprint(text["raw"])
			}
		}
	}
	return "absent"
}

func cards(t testing.TB, s spoken) []card {
	t.Helper()
	var found []card
	read(t, s, 200, &found)
	return found
}

func TestBoardsOverREST(t *testing.T) {
	t.Parallel()
	e := emulator.New(t, boards)
	cases := []struct{ login, query, want string }{
		{"anna", "", "4 3"}, {"guest", "", "3"}, {"anna", "?q=is:open+road", "4"}, {"anna", "?q=is:closed", ""},
	}
	for _, each := range cases {
		var found []struct{ Number int }
		read(t, say(t, e, each.login, "GET /orgs/acme/projectsV2"+each.query, ""), 200, &found)
		var numbers []string
		for _, b := range found {
			numbers = append(numbers, strconv.Itoa(b.Number))
		}
		if got := strings.Join(numbers, " "); got != each.want {
			t.Errorf("%s %s: %q, want %q", each.login, each.query, got, each.want)
		}
	}
	for what, status := range map[string]int{"anna /4": 200, "guest /4": 404, " /3": 401, "anna /9": 404, "anna /x": 404} {
		login, path, _ := strings.Cut(what, " ")
		if got := say(t, e, login, "GET /orgs/acme/projectsV2"+path, ""); got.status != status {
			t.Errorf("%s: %d, want %d", what, got.status, status)
		}
	}
}

func TestFieldsOverREST(t *testing.T) {
	t.Parallel()
	e := emulator.New(t, boards)
	cases := []struct {
		body   string
		status int
		want   string
	}{
		{`{"name": "Team", "data_type": "text"}`, 201, "text"},
		{`{"name": "Plain", "data_type": "single_select", "single_select_options": [{"name": "A", "color": "RED"}, {"name": "B"}]}`, 201, "single_select A B"},
		{`{"name": "Marked", "data_type": "single_select", "single_select_options": [{"name": {"raw": "A", "html": "A"}, "color": "RED", "description": {"raw": "D", "html": "D"}}]}`, 201, "single_select A"},
		{`{"name": "Sprint", "data_type": "iteration", "iteration_configuration": {"start_date": "2026-03-02", "duration": 14, "iterations": [{"title": "One", "start_date": "2026-03-02", "duration": 14}]}}`, 201, "iteration One"},
		{`{"name": "status", "data_type": "text"}`, 422, "Name has already been taken"},
		{`{"name": "Odd", "data_type": "labels"}`, 422, "Data type is not supported"},
		{`{"name": "Odd", "data_type": "single_select"}`, 422, "At least one option is required for a single select field"},
		{`{"name": "Odd", "data_type": "iteration"}`, 422, "Invalid request.\n\n\"iteration_configuration\" wasn't supplied."},
		{`{"data_type": "text"}`, 422, "Invalid request.\n\n\"name\" wasn't supplied."},
		{`{"name": "Odd", "data_type": "text", "color": "RED"}`, 422, "Invalid request.\n\n\"color\" is not a permitted key."},
		{`{"issue_field_id": 1}`, 404, "Not Found"},
	}
	for _, each := range cases {
		got := say(t, e, "anna", "POST "+board3+"/fields", each.body)
		o := got.object(t)
		text := fmt.Sprint(o["message"])
		if got.status == 201 {
			text = fmt.Sprint(o["data_type"])
			options, _ := o["options"].([]any)
			if settings, is := o["configuration"].(map[string]any); is {
				options, _ = settings["iterations"].([]any)
			}
			for _, each := range options {
				made := each.(map[string]any)
				for _, member := range []string{"name", "title"} {
					if name, is := made[member].(map[string]any); is {
						text += " " + fmt.Sprint(name["raw"])
					}
				}
			}
			again := say(t, e, "anna", fmt.Sprintf("GET %s/fields/%.0f", board3, o["id"]), "")
			if again.body != got.body {
				t.Errorf("read again: %s", again.body)
			}
		}
		if got.status != each.status || text != each.want {
			t.Errorf("%s: %d %q, want %d %q", each.body, got.status, text, each.status, each.want)
		}
	}
	if got := say(t, e, "anna", "GET "+board3+"/fields/1", ""); got.status != 404 {
		t.Errorf("a field that is not there: %d", got.status)
	}
	if got := say(t, e, "guest", "POST "+board3+"/fields", `{"name": "Mine", "data_type": "text"}`); got.status != 403 {
		t.Errorf("a field by someone else: %d", got.status)
	}
}

func TestCardsAreListedByFilterAndPage(t *testing.T) {
	t.Parallel()
	e := emulator.New(t, boards)
	titles := func(login, query string) string {
		var found []string
		for _, c := range cards(t, say(t, e, login, "GET "+board3+"/items"+query, "")) {
			found = append(found, c.value("Title"))
		}
		return strings.Join(found, ", ")
	}
	if err := e.ArchiveCard("anna", emulator.BoardRef{Org: "acme", Number: 3}, ref(t, "acme/shop#3"), true); err != nil {
		t.Fatal(err)
	}
	cases := []struct{ login, query, want string }{
		{"anna", "", "First issue, Second issue, Hidden away"},
		{"guest", "", "First issue, Second issue, <nil>"},
		{"anna", "?q=" + url.QueryEscape(`status:Todo is:open -label:bug`), "Hidden away"},
		{"anna", "?q=" + url.QueryEscape(`no:notes second`), "Second issue"},
		{"guest", "?q=status:todo", "First issue"},
	}
	for _, each := range cases {
		if got := titles(each.login, each.query); got != each.want {
			t.Errorf("%s %s: %q, want %q", each.login, each.query, got, each.want)
		}
	}
	var walked []string
	path := board3 + "/items?per_page=1"
	for path != "" && len(walked) < 10 {
		got := say(t, e, "anna", "GET "+path, "")
		walked = append(walked, cards(t, got)[0].value("Title"))
		path = linked(got, "next")
	}
	second := say(t, e, "anna", "GET "+linked(say(t, e, "anna", "GET "+board3+"/items?per_page=1", ""), "next"), "")
	back := say(t, e, "anna", "GET "+linked(say(t, e, "anna", "GET "+linked(second, "next"), ""), "prev"), "")
	if diff := cmp.Diff([]string{"First issue", "Second issue", "Hidden away"}, walked); diff != "" || back.body != second.body {
		t.Errorf("walked (-want +got):\n%s\nand back: %s", diff, back.body)
	}
}

// linked is the path that an answer's Link header leads to; empty if to none.
func linked(s spoken, relation string) string {
	for link := range strings.SplitSeq(s.header.Get("Link"), ", ") {
		address, name, _ := strings.Cut(link, ">; ")
		if name == `rel="`+relation+`"` {
			_, path, _ := strings.Cut(address, "/api/v3")
			return path
		}
	}
	return ""
}

// sorted are the ids of fields, without those of options.
func sorted(of map[string]string) []string {
	var found []string
	for name, id := range of {
		if !strings.Contains(name, "=") {
			found = append(found, id)
		}
	}
	return found
}

func TestViewsOverREST(t *testing.T) {
	t.Parallel()
	e := emulator.New(t, boards)
	of := ids(t, e)
	make := func(body string) spoken { return say(t, e, "anna", "POST "+board3+"/views", body) }
	var made struct {
		Number  int
		Filter  string
		Visible []int64  `json:"visible_fields"`
		SortBy  [][2]any `json:"sort_by"`
		Columns []int64  `json:"vertical_group_by"`
	}
	read(t, make(fmt.Sprintf(`{"name": "Mine", "layout": "board", "filter": "status:Todo", "visible_fields": [%s], "sort_by": [[%s, "desc"]], "vertical_group_by": [%s]}`,
		of["Title"], of["Effort"], of["Status"])), 201, &made)
	if made.Number != 2 || made.Filter != "status:Todo" || len(made.Visible) != 1 || made.SortBy[0][1] != "desc" || len(made.Columns) != 1 {
		t.Errorf("a view: %+v", made)
	}
	if got := cards(t, say(t, e, "anna", "GET "+board3+"/views/2/items", "")); len(got) != 2 || got[1].value("Title") != "Hidden away" {
		t.Errorf("the view's cards: %+v", got)
	}
	if got := say(t, e, "anna", "GET "+board3+"/views/9/items", ""); got.status != 404 {
		t.Errorf("the cards of no view: %d", got.status)
	}
	for _, wrong := range []string{
		`{"layout": "table"}`, `{"name": "X"}`, `{"name": "X", "layout": "list"}`, `{"name": "X", "layout": "table", "colour": 1}`,
		`{"name": "X", "layout": "roadmap", "visible_fields": [` + of["Title"] + `]}`, `{"name": "X", "layout": "table", "visible_fields": [1]}`,
		`{"name": "X", "layout": "table", "visible_fields": ["PVTF_x"]}`, `{"name": "X", "layout": "table", "sort_by": [[` + of["Effort"] + `, "up"]]}`,
		`{"name": "X", "layout": "table", "group_by": [` + of["Status"] + `, ` + of["Effort"] + `]}`,
	} {
		if got := make(wrong); got.status != 422 {
			t.Errorf("%s: %d %s", wrong, got.status, got.body)
		}
	}
	if got := say(t, e, "guest", "POST "+board3+"/views", `{"name": "X", "layout": "table"}`); got.status != 403 {
		t.Errorf("by someone else: %d", got.status)
	}
}

// TestBoardsAreForInstallationsThatWereGivenThem asks as the app with each
// permission that it can have on an organisation's boards.
func TestBoardsAreForInstallationsThatWereGivenThem(t *testing.T) {
	t.Parallel()
	cases := []struct {
		permissions        string
		read, private, add int
	}{
		{"issues: write, organization_projects: write", 200, 200, 201},
		{"issues: write, organization_projects: read", 200, 200, 403},
		{"issues: write", 403, 403, 403},
	}
	for _, each := range cases {
		t.Run(each.permissions, func(t *testing.T) {
			t.Parallel()
			gh := asInstallation(t, emulator.New(t, "app: {id: 4711, permissions: {"+each.permissions+"}}"+boards).RoundTripper())
			ask := func(method, path string, body any) int {
				r, err := gh.NewRequest(method, path, body)
				if err != nil {
					t.Fatal(err)
				}
				answer, err := gh.Do(t.Context(), r, nil)
				if answer == nil {
					t.Fatal(err)
				}
				return answer.StatusCode
			}
			got := [3]int{
				ask("GET", "orgs/acme/projectsV2/3/items", nil), ask("GET", "orgs/acme/projectsV2/4", nil),
				ask("POST", "orgs/acme/projectsV2/3/drafts", map[string]string{"title": "An idea"}),
			}
			if diff := cmp.Diff([3]int{each.read, each.private, each.add}, got); diff != "" {
				t.Errorf("a public board, a private one, a new draft (-want +got):\n%s", diff)
			}
		})
	}
}
