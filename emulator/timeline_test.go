package emulator_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/upkeep-app/upkeep/upgrade"
)

// TestTimelineTellsAll does each thing once, a minute apart.
func TestTimelineTellsAll(t *testing.T) {
	t.Parallel()
	c := newClock()
	e := small(t, c)
	must := ticking(t, c)
	issue, other := ref(t, "acme/shop#2"), ref(t, "acme/cart#1")
	number, err := e.CreateMilestone("anna", "acme/shop", "5.2")
	must(err)
	must(e.SetMilestone("anna", issue, number))
	must(e.SetMilestone("anna", issue, 0))
	must(e.EditTitle("anna", issue, "Upgrade the whole shop"))
	must(e.SetLabels("anna", issue, "bug"))
	must(e.SetLabels("anna", issue))
	_, err = e.Comment("ben", issue, "And so?")
	must(err)
	must(e.Lock("anna", issue, "resolved"))
	must(e.Unlock("anna", issue))
	must(e.AddBlockedBy("anna", issue, other))
	must(e.RemoveBlockedBy("anna", issue, other))
	must(e.AddSubIssue("anna", issue, other))
	must(e.RemoveSubIssue("anna", issue, other))
	_, err = e.OpenIssue("ben", "acme/shop", "A name", "As in #2")
	must(err)
	must(e.CloseIssue("anna", issue, upgrade.ReasonNotPlanned))
	must(e.ReopenIssue("anna", issue))

	timeline := told(t, e, "anna", "GET "+shop+"/issues/2/timeline?per_page=100", "", 200)
	want(t, "timeline", timeline.each(t, "event"), []string{
		"assigned", "commented", "milestoned", "demilestoned", "renamed", "labeled", "unlabeled", "commented", "locked", "unlocked",
		"blocked_by_added", "blocked_by_removed", "sub_issue_added", "sub_issue_removed", "cross-referenced", "closed", "reopened",
	})
	for _, each := range []struct{ event, member, want string }{
		{"milestoned", "milestone", "map[title:5.2]"},
		{"renamed", "rename", "map[from:Upgrade the shop to:Upgrade the whole shop]"},
		{"unlabeled", "label", "map[color:ededed name:bug]"},
		{"locked", "lock_reason", "resolved"},
		{"closed", "state_reason", "not_planned"},
	} {
		found := slices.IndexFunc(timeline.list(t), func(o map[string]any) bool { return o["event"] == each.event })
		if got := fmt.Sprint(timeline.list(t)[found][each.member]); got != each.want {
			t.Errorf("%s has %s %s, want %s", each.event, each.member, got, each.want)
		}
	}
	older := told(t, e, "tess", "GET "+shop+"/issues/2/events?per_page=100", "", 200)
	if slices.Contains(older.each(t, "event"), "commented") || len(older.list(t)) != 14 {
		t.Errorf("the older list has %v", older.each(t, "event"))
	}
	for _, o := range older.list(t) {
		if o["event"] == "blocked_by_added" && o["blocked_by"] != nil {
			t.Errorf("tess is shown %v of a repository that she cannot see", o["blocked_by"])
		}
	}
	newest := told(t, e, "anna", "GET "+shop+"/issues/events", "", 200).list(t)[0]
	told(t, e, "anna", fmt.Sprintf("GET %s/issues/events/%.0f", shop, newest["id"]), "", 200)
	told(t, e, "anna", "GET "+shop+"/issues/events/1", "", 404)
}

func TestReferencesAreFoundInAllForms(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, body string
		referred   bool
	}{
		{"short", "See #2.", true},
		{"with letters", "See GH-2.", true},
		{"in full", "See acme/shop#2", true},
		{"address", "See https://github.com/acme/shop/issues/2#issuecomment-1", true},
		{"address as a pull request's", "https://github.com/acme/shop/pull/2", true},
		{"in a link", "[this](https://github.com/acme/shop/issues/2)", true},
		{"in brackets and lists", "- [ ] (#2)", true},
		{"at the start", "#2 it is", true},
		{"in a quote", "> #2", true},
		{"in code", "See `#2`.", false},
		{"in a fence", "```\n#2\n```", false},
		{"in HTML", "<!-- #2 -->", false},
		{"inside a word", "abc#2 and x/acme/shop#2", false},
		{"another number", "#21", false},
		{"another site", "https://example.com/acme/shop/issues/2", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			e := small(t, newClock())
			made, err := e.OpenIssue("anna", "acme/shop", "It names another", tt.body)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := e.Comment("anna", made, tt.body+" again"); err != nil {
				t.Fatal(err)
			}
			count := 0
			for _, kind := range told(t, e, "anna", "GET "+shop+"/issues/2/timeline", "", 200).each(t, "event") {
				if kind == "cross-referenced" {
					count++
				}
			}
			if wanted := map[bool]int{true: 1}[tt.referred]; count != wanted {
				t.Errorf("%q left %d cross-references, want %d", tt.body, count, wanted)
			}
		})
	}
}

func TestReferencesRespectSight(t *testing.T) {
	t.Parallel()
	e := small(t, newClock())
	cart, timeline := ref(t, "acme/cart#1"), "GET "+shop+"/issues/2/timeline"
	if _, err := e.Comment("anna", cart, "Like acme/shop#2"); err != nil {
		t.Fatal(err)
	}
	if _, err := e.OpenIssue("passer-by", "acme/shop", "Guess", "acme/cart#1"); err != nil {
		t.Fatal(err)
	}
	want(t, "anna's", told(t, e, "anna", timeline, "", 200).each(t, "event"), []string{"assigned", "commented", "cross-referenced"})
	want(t, "tess's", told(t, e, "tess", timeline, "", 200).each(t, "event"), []string{"assigned", "commented"})
	want(t, "the hidden one's", told(t, e, "anna", "GET /repos/acme/cart/issues/1/timeline", "", 200).each(t, "event"), []string{"commented"})
}

func TestTransferKeepsWhatFits(t *testing.T) {
	t.Parallel()
	e := small(t, newClock())
	must := ticking(t, newClock())
	made, err := e.OpenIssue("olga", "acme/shop", "Moves", "Text")
	must(err)
	must(e.SetLabels("olga", made, "bug", "upgrade"))
	for _, repo := range []string{"acme/shop", "acme/cart"} {
		_, err = e.CreateMilestone("olga", repo, "5.2")
		must(err)
	}
	must(e.SetMilestone("olga", made, 1))
	told(t, e, "olga", "POST /repos/acme/cart/labels", `{"name":"Bug","color":"ff0000"}`, 201)
	_, err = e.Comment("ben", made, "Where to?")
	must(err)
	must(e.AddBlockedBy("olga", ref(t, "acme/shop#1"), made))
	must(e.AddSubIssue("olga", ref(t, "acme/shop#1"), made))
	before := len(e.Pending())
	now, err := e.TransferIssue("olga", made, "acme/cart")
	must(err)
	moved := told(t, e, "olga", fmt.Sprintf("GET /repos/acme/cart/issues/%d", now.Number), "", 200).object(t)
	if labels := moved["labels"].([]any); len(labels) != 1 || labels[0].(map[string]any)["name"] != "Bug" {
		t.Errorf("labels are %v, want that of the same name", labels)
	}
	if m, ok := moved["milestone"].(map[string]any); !ok || m["title"] != "5.2" || m["open_issues"] != 1.0 {
		t.Errorf("milestone is %v, want the one of the same title", moved["milestone"])
	}
	want(t, "blockers", told(t, e, "olga", "GET "+blockers, "", 200).each(t, "repository_url"), []string{"https://api.github.com/repos/acme/cart"})
	if children := e.Issue(ref(t, "acme/shop#1")).SubIssues; !slices.Contains(children, now) {
		t.Errorf("sub-issues are %v, want %v among them", children, now)
	}
	told(t, e, "olga", fmt.Sprintf("GET %s/issues/%d", shop, made.Number), "", 301)
	told(t, e, "tess", fmt.Sprintf("GET %s/issues/%d", shop, made.Number), "", 404)
	var sent []string
	for _, d := range e.Pending()[before:] {
		sent = append(sent, d.Event+"."+d.Action)
	}
	want(t, "webhooks", sent, []string{"issues.transferred", "issues.opened"})
	if _, err := e.TransferIssue("olga", now, "acme/shop"); err == nil {
		t.Error("a private issue went to a public repository")
	}
}

// TestOnlyNewWordsRefer edits a description that names an issue all along, as
// whoever checks its box does, and then one that comes to name another.
func TestOnlyNewWordsRefer(t *testing.T) {
	t.Parallel()
	e := small(t, newClock())
	roadmap := ref(t, "acme/shop#1")
	body := e.Issue(roadmap).Body
	for _, each := range []struct {
		body     string
		referred int
	}{
		{strings.Replace(body, "[ ]", "[x]", 1), 0},
		{body + "\n- [ ] #6", 1},
	} {
		if err := e.EditBody("anna", roadmap, each.body); err != nil {
			t.Fatal(err)
		}
		var events []string
		for _, number := range []string{"2", "6"} {
			events = append(events, told(t, e, "anna", "GET "+shop+"/issues/"+number+"/timeline", "", 200).each(t, "event")...)
		}
		if got := strings.Count(strings.Join(events, " "), "cross-referenced"); got != each.referred {
			t.Errorf("%d cross-references, want %d", got, each.referred)
		}
	}
}
