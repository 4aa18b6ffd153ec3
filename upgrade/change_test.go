package upgrade_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/upkeep-app/upkeep/description"
	"github.com/upkeep-app/upkeep/upgrade"
)

func TestChanges(t *testing.T) {
	t.Parallel()
	ref := upgrade.Ref{Owner: "acme", Repo: "shop", Number: 1}
	other := upgrade.IssueState{Ref: upgrade.Ref{Owner: "acme", Repo: "lib", Number: 2}}
	board := upgrade.Board{Owner: "acme", Number: 51}
	field := upgrade.Field{Name: "Status"}
	ada := upgrade.Actor{Login: "ada"}
	home := upgrade.Repository{Owner: "acme", Name: ".github"}
	body := "Words.\r\n\r\n  * [ ] acme/lib#2 [see]\r\n- [X] done\r\n<!-- upkeep:facts begin -->\r\nold\r\n<!-- upkeep:facts end -->\r\n"
	tests := map[string]struct {
		action upgrade.Action
		want   []upgrade.Change
	}{
		"a card that is not there": {
			upgrade.PutItem{Board: board, Ref: ref, Values: []upgrade.FieldWrite{{Field: field, Text: "Todo", Why: "open"}}},
			[]upgrade.Change{
				{Object: "acme/shop#1", What: "card on board acme/51", ShouldBe: "a card", Why: "it is not on the board"},
				{Object: "acme/shop#1", What: "Status", ShouldBe: "Todo", Why: "open"},
			},
		},
		"a field that a person has asked for": {
			upgrade.PutItem{Board: board, Ref: ref, Item: "i", Values: []upgrade.FieldWrite{{Field: field, Was: "Todo", Text: "Done", Base: "Blocked", Why: "asked"}}},
			[]upgrade.Change{{Object: "acme/shop#1", What: "Status", Is: "Todo", ShouldBe: "Done", Why: `asked; the facts give "Blocked"`}},
		},
		"a new field": {
			upgrade.AddField{Board: board, Name: "Project", Type: "single_select", Options: []string{"A", "B"}},
			[]upgrade.Change{{Object: "board acme/51", What: `field "Project"`, ShouldBe: "single select: A, B", Why: "the policy names it"}},
		},
		"options": {
			upgrade.AddOptions{Board: board, Field: field, Names: []string{"A", "B"}},
			[]upgrade.Change{{Object: "board acme/51", What: `options of the field "Status"`, ShouldBe: "A, B", Why: "upgrades under way need them"}},
		},
		"options that were cut off": {
			upgrade.FinishOptions{Board: board, Field: field},
			[]upgrade.Change{{Object: "board acme/51", What: `options of the field "Status"`, ShouldBe: "whole again", Why: "a change of them was cut off"}},
		},
		"a view": {
			upgrade.AddView{Board: board, Name: "Django", Filter: "project:Django"},
			[]upgrade.Change{{Object: "board acme/51", What: `view "Django"`, ShouldBe: "project:Django", Why: "an upgrade under way has none"}},
		},
		"a description": {
			upgrade.EditBody{
				Ref: ref, Body: body, Over: "other", Fences: 2,
				Boxes: []upgrade.BoxWrite{{Line: 3, Checked: true, Why: "closed"}, {Line: 4, Why: "open"}, {Line: 1, Checked: true, Why: "no box there"}, {Line: 99, Checked: true, Why: "no line"}},
				Sections: []upgrade.SectionWrite{
					{Section: description.Section{Name: "facts", Text: "new\n"}, Why: "changed"},
					{Section: description.Section{Name: "children", Text: "first\n"}, Why: "wanted"},
				},
			},
			[]upgrade.Change{
				{Object: "acme/shop#1", What: "description", ShouldBe: "what an edit of the app has overwritten, once more", Why: "it was a person's"},
				{Object: "acme/shop#1", What: "line 3", Is: "* [ ] acme/lib#2 [see]", ShouldBe: "* [x] acme/lib#2 [see]", Why: "closed"},
				{Object: "acme/shop#1", What: "line 4", Is: "- [X] done", ShouldBe: "- [ ] done", Why: "open"},
				{Object: "acme/shop#1", What: "line 1", Is: "[ ]", ShouldBe: "[x]", Why: "no box there"},
				{Object: "acme/shop#1", What: "line 99", Is: "[ ]", ShouldBe: "[x]", Why: "no line"},
				{Object: "acme/shop#1", What: "lists", Is: "2 [tasklist] fences", ShouldBe: "plain lists", Why: "a command asks for it"},
				{Object: "acme/shop#1", What: `section "facts"`, Is: "old", ShouldBe: "new\n", Why: "changed"},
				{Object: "acme/shop#1", What: `section "children"`, ShouldBe: "first\n", Why: "wanted"},
			},
		},
		"a comment": {
			upgrade.SaveComment{Ref: ref, Purpose: "living", Text: "new", Was: "old"},
			[]upgrade.Change{{Object: "acme/shop#1", What: "comment", Is: "old", ShouldBe: "new", Why: "living"}},
		},
		"a reaction":            {upgrade.React{Ref: ref, Comment: 7, Content: "+1", Why: "done"}, []upgrade.Change{{Object: "acme/shop#1", What: "reaction to comment 7", ShouldBe: "+1", Why: "done"}}},
		"a reaction that goes":  {upgrade.Unreact{Ref: ref, Comment: "IC_7", Content: "confused", Why: "mended"}, []upgrade.Change{{Object: "acme/shop#1", What: "reaction to comment IC_7", Is: "confused", Why: "mended"}}},
		"an assignee":           {upgrade.Assign{Ref: ref, User: ada}, []upgrade.Change{{Object: "acme/shop#1", What: "assignee", ShouldBe: "ada", Why: "a command asks for it"}}},
		"an assignee that goes": {upgrade.Assign{Ref: ref, User: ada, Remove: true}, []upgrade.Change{{Object: "acme/shop#1", What: "assignee", Is: "ada", Why: "a command asks for it"}}},
		"a dependency":          {upgrade.Depend{Ref: ref, On: other}, []upgrade.Change{{Object: "acme/shop#1", What: "blocked by", ShouldBe: "acme/lib#2", Why: "a command asks for it"}}},
		"a sub-issue that goes": {upgrade.LinkSubIssue{Ref: ref, Child: other, Remove: true}, []upgrade.Change{{Object: "acme/shop#1", What: "sub-issue", Is: "acme/lib#2", Why: "the list of children"}}},
		"an issue":              {upgrade.SaveIssue{Repository: home, Title: "T", Text: "x", Purpose: "policy", Open: true}, []upgrade.Change{{Object: "acme/.github", What: "issue", ShouldBe: "T\n\nx", Why: "policy"}}},
		"an issue's text":       {upgrade.SaveIssue{Repository: home, Number: 3, Title: "T", Text: "x", Purpose: "policy", Open: true}, []upgrade.Change{{Object: "acme/.github#3", What: "issue", ShouldBe: "T\n\nx", Why: "policy"}}},
		"an issue that ends":    {upgrade.SaveIssue{Repository: home, Number: 3, Title: "T", Text: "x", Purpose: "policy"}, []upgrade.Change{{Object: "acme/.github#3", What: "state", Is: "open", ShouldBe: "closed", Why: "policy"}}},
		"a closing":             {upgrade.CloseIssue{Ref: ref, Reason: "completed", Why: "finished"}, []upgrade.Change{{Object: "acme/shop#1", What: "state", Is: "open", ShouldBe: "closed as completed", Why: "finished"}}},
		"a check": {
			upgrade.SaveCheck{Repository: home, Head: "abc", Name: "upkeep.yml", Conclusion: upgrade.ConclusionFailure, Title: "1 problem"},
			[]upgrade.Change{{Object: "acme/.github", What: "check upkeep.yml", ShouldBe: "failure", Why: "1 problem"}},
		},
		"an administrative command": {
			upgrade.Administer{Offer: &upgrade.SaveComment{Ref: ref, Text: "hi", Purpose: "start"}, Reaction: &upgrade.React{Ref: ref, Comment: 7, Content: "+1"}},
			[]upgrade.Change{{Object: "acme/shop#1", What: "comment", ShouldBe: "hi", Why: "start"}, {Object: "acme/shop#1", What: "reaction to comment 7", ShouldBe: "+1"}},
		},
		"bookkeeping": {upgrade.Remember{Object: "I"}, nil},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(test.want, upgrade.Changes(test.action)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// Whatever is written can be told: an action with a kind of write has changes.
func TestEveryWriteHasChanges(t *testing.T) {
	t.Parallel()
	told, err := os.ReadFile("change.go")
	if err != nil {
		t.Fatal(err)
	}
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	writes := 0
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, found := range regexp.MustCompile(`(?m)^func \((\w+)\) Write\(\) WriteKind +\{ return Write`).FindAllStringSubmatch(string(text), -1) {
			if writes++; !strings.Contains(string(told), "\tcase "+found[1]+":") {
				t.Errorf("Changes does not know %s", found[1])
			}
		}
	}
	if writes < 10 {
		t.Errorf("only %d actions write", writes)
	}
}

func TestObjectsInOrder(t *testing.T) {
	t.Parallel()
	want := []string{"acme/.github", "acme/shop#2", "acme/shop#10", "board acme/4", "board acme/51"}
	got := []string{"board acme/51", "acme/shop#10", "board acme/4", "acme/.github", "acme/shop#2"}
	slices.SortFunc(got, upgrade.CompareObjects)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
