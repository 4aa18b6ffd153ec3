package look

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/upkeep-app/upkeep/upgrade"
)

// board makes a board of fields such as "Status: Todo, Done" and "Owner" for text.
func board(title string, fields ...string) upgrade.Board {
	b := upgrade.Board{Number: 1, Title: title}
	for _, field := range fields {
		name, options, single := strings.Cut(field, ": ")
		made := upgrade.Field{Name: name, Type: upgrade.FieldText}
		if single {
			made.Type = upgrade.FieldSingleSelect
			for option := range strings.SplitSeq(options, "; ") {
				made.Options = append(made.Options, upgrade.Option{Name: option})
			}
		}
		b.Fields = append(b.Fields, made)
	}
	return b
}

func TestFieldsAreFoundByNameTypeAndOptions(t *testing.T) {
	t.Parallel()
	const levels = "TBD; Owner reviews; Owner reviews and merges"
	for _, test := range []struct {
		name   string
		fields []string
		want   upgrade.FieldNames
	}{
		{
			"the usual ones",
			[]string{"Status: Todo; Done", "Project: A", "Source: b", "Owner", "Owner Does: " + levels},
			upgrade.FieldNames{Status: "Status", Project: "Project", Source: "Source", Owner: "Owner", OwnerDoes: "Owner Does"},
		},
		{
			"other names",
			[]string{"State: New; Closed", "Upgrade: A", "Orchestration team", "Repo Owner / Owning Team", "Service level: full; none"},
			upgrade.FieldNames{Status: "State", Project: "Upgrade", Source: "Orchestration team", Owner: "Repo Owner / Owning Team", OwnerDoes: "Service level"},
		},
		{"levels under any name", []string{"Status: Todo; Done", "How: " + levels}, upgrade.FieldNames{Status: "Status", OwnerDoes: "How"}},
		{"a status has options", []string{"Status"}, upgrade.FieldNames{}},
		{"the best name wins", []string{"Old status: A", "status: B", "My owner", "owner"}, upgrade.FieldNames{Status: "status", Owner: "owner"}},
		{"one field is one thing", []string{"Owner: " + levels}, upgrade.FieldNames{OwnerDoes: "Owner"}},
		{"no part of a word", []string{"Statuses: A", "Ownership", "Resource"}, upgrade.FieldNames{}},
		{"not what cannot be written down", []string{"Owner\x00", "Status\u202e: A"}, upgrade.FieldNames{}},
	} {
		if diff := cmp.Diff(test.want, fieldsOf(board("Board", test.fields...))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.name, diff)
		}
	}
}

func TestColumnsAreFoundByName(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		columns string
		want    upgrade.StatusNames
	}{
		{"Backlog; In Progress; In review; Done", upgrade.StatusNames{Todo: "Backlog", InProgress: "In Progress", OwnerReview: "In review", Done: "Done"}},
		{"🆕 New; 🏗 In progress; 👀 In review; ✅ Done", upgrade.StatusNames{Todo: "🆕 New", InProgress: "🏗 In progress", OwnerReview: "👀 In review", Done: "✅ Done"}},
		{"To do; Doing; Blocked; Won't do; Closed", upgrade.StatusNames{Todo: "To do", InProgress: "Doing", Blocked: "Blocked", NotPlanned: "Won't do", Done: "Closed"}},
		{"Red; Green", upgrade.StatusNames{}},
	} {
		if diff := cmp.Diff(test.want, statusesOf(board("Board", "Status: "+test.columns).Fields[0])); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.columns, diff)
		}
	}
}

func TestTheLikeliestBoardIsChosen(t *testing.T) {
	t.Parallel()
	plain := board("Team tasks", "Status: Todo; Done")
	for _, test := range []struct {
		name   string
		boards []upgrade.Board
		want   string
	}{
		{"by its title", []upgrade.Board{plain, board("Maintenance", "Status: Todo; Done")}, "Maintenance"},
		{"by its fields", []upgrade.Board{plain, board("Big things", "Status: Todo; Done", "Project: A", "Owner", "Source")}, "Big things"},
		{"the one with more evidence", []upgrade.Board{board("Maintenance", "Status: Todo"), board("Upgrades", "Status: Todo", "Project: A", "Owner Does: TBD")}, "Upgrades"},
		{"none without a Status", []upgrade.Board{board("Maintenance", "Owner")}, ""},
		{"none by mere tasks", []upgrade.Board{plain}, ""},
	} {
		if got := chooseMaintenance(test.boards); got.Title != test.want {
			t.Errorf("%s: %q, want %q", test.name, got.Title, test.want)
		}
	}
}

func TestNamesOfUpgrades(t *testing.T) {
	t.Parallel()
	for title, want := range map[string]string{
		"Django 5.2 Upgrade": "Django 5.2", "Upgrade to Node 24": "Node 24", "[EPIC] Upgrade from Python 3.11 to Python 3.12": "Python 3.12",
		"React 18 upgrade ": "React 18", "Upgrade": "Upgrade", "Upgrade Django to 5.2": "Django 5.2", "Upgrade Django from 4.2 to 5.2": "Django 5.2", "Django 4.2 → 5.2": "Django 5.2",
		"Move edx-platform to Python v3.12": "edx-platform to Python v3.12", "Migrate from Node 20 to Node 24": "Node 24", "Django 4.2": "Django 4.2",
		"Python\u202e 3.12\n support": "Python 3.12", "": "",
	} {
		if got := shortened(title); got != want {
			t.Errorf("%q is called %q, want %q", title, got, want)
		}
	}
}

func TestTeamsInDescriptions(t *testing.T) {
	t.Parallel()
	found := Found{Organisation: "acme", Teams: []string{"arbi-bom", "data", "sre", "web-platform"}}
	for body, want := range map[string]string{
		"Orchestration team: arbi-bom":              "arbi-bom",
		"Ask @acme/sre about it, not team arbi-bom": "sre",
		"### Proposed By\n\nThe arbi-bom team":      "arbi-bom",
		"We move data to a new place":               "",
		"The team of metadata-things":               "",
		"The sre team":                              "", // too short a word to be sure
		"Led by the web-platform-next team":         "",
	} {
		if got := teamIn(body, found); got != want {
			t.Errorf("%q speaks of %q, want %q", body, got, want)
		}
	}
}
