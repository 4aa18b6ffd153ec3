package emulator_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/upkeep-app/upkeep/emulator"
	"github.com/upkeep-app/upkeep/upgrade"
)

func TestSameSeedAndActsGiveTheSame(t *testing.T) {
	t.Parallel()
	dump := func(seed int64) []string {
		c := newClock()
		e := small(t, c, func(o *emulator.Options) { o.Seed = seed })
		everyAct(t, e, c)
		gh := asInstallation(t, e.RoundTripper())
		if _, _, err := gh.Issues.Get(context.Background(), "acme", "shop", 1); err != nil {
			t.Fatal(err)
		}
		text := []string{fmt.Sprintf("%+v", e.Issues("acme/shop")), fmt.Sprintf("%+v", e.Board("acme", 1))}
		for _, d := range e.Pending() {
			text = append(text, fmt.Sprintf("%d %s %s", d.ID, d.GUID, d.Payload))
		}
		return text
	}
	one := dump(1)
	if diff := cmp.Diff(one, dump(1)); diff != "" {
		t.Errorf("two runs differ:\n%s", diff)
	}
	if other := dump(2); cmp.Equal(one[0], other[0]) {
		t.Error("another seed gives the same ids")
	}
	if len(one) < 50 {
		t.Errorf("only %d deliveries", len(one))
	}
}

func TestLoadedBoardAndLinks(t *testing.T) {
	t.Parallel()
	e := small(t, newClock())
	board := e.Board("acme", 1)
	want := []string{"Title", "Assignees", "Labels", "Repository", "Status", "Owner", "Notes", "Effort", "Due", "Linked pull requests", "Milestone", "Reviewers", "Parent issue", "Sub-issues progress"}
	if diff := cmp.Diff(want, board.Fields); diff != "" {
		t.Errorf("fields (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(map[string]string{"Status": "Todo", "Notes": "First"}, board.Item(ref(t, "acme/shop#2")).Values); diff != "" {
		t.Errorf("values (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]upgrade.Ref{ref(t, "acme/shop#2")}, e.Issue(ref(t, "acme/shop#1")).SubIssues); diff != "" {
		t.Errorf("sub-issues (-want +got):\n%s", diff)
	}
	if got := e.Issue(ref(t, "acme/shop#6")); !got.Closed || got.Reason != upgrade.ReasonNotPlanned {
		t.Errorf("closed issue: %+v", got)
	}
	if got := e.Issue(ref(t, "acme/shop#5")); got.ID != "" {
		t.Errorf("the left out number is an issue: %+v", got)
	}
}

func TestActsRefuse(t *testing.T) {
	t.Parallel()
	e := small(t, newClock())
	child := ref(t, "acme/shop#2")
	comment := func() error { _, err := e.Comment("anna", ref(t, "acme/attic#1"), "Hi"); return err }
	for name, err := range map[string]error{
		"nobody":             e.CloseIssue("nobody", child, ""),
		"no such issue":      e.CloseIssue("anna", ref(t, "acme/shop#99"), ""),
		"no right":           e.CloseIssue("passer-by", child, ""),
		"private":            e.EditBody("passer-by", ref(t, "acme/cart#1"), ""),
		"archived":           comment(),
		"no option":          e.MoveCard("anna", maintenance, child, "Elsewhere"),
		"no field":           e.SetField("anna", maintenance, child, "Size", "1"),
		"no card":            e.MoveCard("anna", maintenance, ref(t, "acme/cart#1"), "Done"),
		"no board":           e.MoveCard("anna", emulator.BoardRef{Org: "acme", Number: 9}, child, "Done"),
		"other owner":        e.AddSubIssue("olga", child, ref(t, "elsewhere/library#1")),
		"circle":             e.AddSubIssue("anna", child, ref(t, "acme/shop#1")),
		"second parent":      e.AddSubIssue("anna", ref(t, "acme/cart#1"), child),
		"not the owner":      e.Suspend("anna", "acme", true),
		"triage cannot push": e.PushFile("cleo", "acme/shop", "x", "y"),
		"cannot be assigned": e.Assign("anna", child, "passer-by"),
		"merged twice":       twice(t, func() error { return e.MergePullRequest("anna", ref(t, "acme/shop#3")) }),
	} {
		if err == nil {
			t.Errorf("%s: not refused", name)
		}
	}
}

// twice is the error of the second time; of the first there must be none.
func twice(t *testing.T, f func() error) error {
	t.Helper()
	if err := f(); err != nil {
		t.Fatal(err)
	}
	return f()
}

func TestLoadRefuses(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"organisations: []":                                                            "not found",
		"organizations: [{login: a}, {login: A}]":                                      "taken",
		"organizations: [{login: a, teams: [{slug: t, members: [x]}]}]":                "nobody is called",
		"organizations: [{login: a, repositories: [{name: r, issues: [{title: t}]}]}]": "owner or a member",
		"organizations: [{login: a, owners: [o], repositories: [{name: r, issues: [{title: t, sub_issues: ['#9']}]}]}]":    "no issue a/r#9",
		"organizations: [{login: a, owners: [o], repositories: [{name: r, issues: [{title: t, line_ends: cr}]}]}]":         "line_ends",
		"organizations: [{login: a, owners: [o], boards: [{number: 1, fields: {Size: huge}}]}]":                            "neither text",
		"organizations: [{login: a, owners: [o], boards: [{number: 1, items: [{issue: 'r#1'}]}]}]":                         "no issue a/r#1",
		"organizations: [{login: a, owners: [o], repositories: [{name: r, people: {o: king}}]}]":                           "no role",
		"organizations: [{login: a, owners: [o], repositories: [{name: r, issues: [{title: t}, {title: u, number: 1}]}]}]": "not above",
	} {
		e := emulator.Create(emulator.Options{Now: time.Now, AuthNow: time.Now})
		if err := e.Load([]byte(text)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, want %q", text, err, want)
		}
	}
}

func BenchmarkLoad5000Issues(b *testing.B) {
	var text strings.Builder
	text.WriteString("organizations:\n  - login: acme\n    installed: true\n    owners: [olga]\n    repositories:\n      - name: shop\n        issues:\n")
	for n := range 5000 {
		fmt.Fprintf(&text, "          - title: Issue %d\n            author: olga\n            labels: [bug]\n            body: |\n              Some text.\n\n              - [ ] #1\n", n)
	}
	text.WriteString("    boards:\n      - number: 1\n        fields: {Status: [Todo, Done]}\n        items:\n")
	for n := range 5000 {
		fmt.Fprintf(&text, "          - {issue: 'shop#%d', Status: Todo}\n", n+1)
	}
	b.ReportAllocs()
	for b.Loop() {
		e := emulator.Create(emulator.Options{Seed: 1, Now: time.Now, AuthNow: time.Now})
		if err := e.Load([]byte(text.String())); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkComment(b *testing.B) {
	c := newClock()
	e := small(b, c)
	child := ref(b, "acme/shop#2")
	b.ReportAllocs()
	for b.Loop() {
		if _, err := e.Comment("anna", child, "Hi"); err != nil {
			b.Fatal(err)
		}
	}
}
