package reconcile_test

import (
	"maps"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/upkeep-app/upkeep/emulator"
)

func board() emulator.BoardRef { return emulator.BoardRef{Org: "acme", Number: 1} }

// What is not listed is not even read.
func TestNotOurs(t *testing.T) {
	t.Parallel()
	w := started(t, organisations)
	w.wire.requests()
	before := len(w.github.Writes())
	for _, ordinary := range []string{"acme/shop#2", "acme/roadmap#3"} {
		w.says("ben", ordinary, "/upgrade owner-does owner-reviews")
		w.must(w.github.EditBody("ben", w.ref(ordinary), "- [ ] acme/lib#1"))
		w.must(w.github.AddToBoard("ben", board(), w.ref(ordinary)))
		w.must(w.github.CloseIssue("ben", w.ref(ordinary), ""))
	}
	w.quiet()
	if sent := w.wire.requests(); len(sent) > 0 {
		t.Errorf("requests %v for issues that are not ours", sent)
	}
	if n := len(w.github.Writes()) - before; n > 0 {
		t.Errorf("%d writes", n)
	}
}

func TestChildrenOnTheBoard(t *testing.T) {
	t.Parallel()
	w := started(t, organisations)
	common := func(values map[string]string) map[string]string {
		maps.Copy(values, map[string]string{"Status": "Todo", "Project": "Django 5.2", "Source": "arbi-bom", "Owner Does": "TBD"})
		return values
	}
	for child, want := range map[string]map[string]string{
		"acme/shop#1":    common(map[string]string{"Owner": "Platform"}), // by the catalog, with the board's name
		"acme/lib#1":     common(map[string]string{"Owner": "data"}),     // by the policy
		"partner/tool#1": common(map[string]string{}),                    // nobody says
		"away/stone#1":   nil,                                            // no app there
		"acme/shop#2":    nil,                                            // only in the runbook
	} {
		got := w.card(child)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", child, diff)
		}
	}
	// One request adds a card and one sets all its fields; cards may share both.
	n := 0
	for _, line := range w.wire.requests() {
		if strings.Contains(line, "mutation ChangeBoard") {
			n++
		}
	}
	if n < 2 || n > 6 {
		t.Errorf("%d requests change the board, want at most two for each of three children", n)
	}
	if own := w.living(django); strings.Contains(own, "Needs a person") {
		t.Errorf("the app says %q, want nothing to mend", own)
	}
}

// What misses is said once, on the roadmap issue, and taken back when it is mended.
func TestMissingOption(t *testing.T) {
	t.Parallel()
	w := started(t, strings.Replace(organisations, "Project: [Django 5.2, Python 3.12]", "Project: [Django 4.2]", 1))
	w.field("acme/shop#1", "Project", "")
	w.field("acme/shop#1", "Status", "Todo")
	own := w.living(django)
	if strings.Count(own, "lacks the option `Django 5.2`") != 1 || !strings.Contains(own, "3 children: `acme/lib#1`, `acme/shop#1`") {
		t.Fatalf("the app says %q, want the missing option once, with its children", own)
	}
	before := len(w.writes("comment", ""))
	w.trigger("acme/shop#1")
	w.quiet()
	if n := len(w.writes("comment", "")) - before; n != 0 {
		t.Errorf("%d more writes of comments, want it said once", n)
	}
	w.policy("name: Django 5.2", "name: Django 4.2")
	w.quiet()
	w.field("acme/shop#1", "Project", "Django 4.2")
	if own := w.living(django); strings.Contains(own, "5.2") || strings.Contains(own, "Needs a person") {
		t.Errorf("the app says %q, want that it is mended", own)
	}
}

// The roadmap issue hears of it also when nothing about the child changed that it reads.
func TestOptionMissedLater(t *testing.T) {
	t.Parallel()
	w := started(t, strings.Replace(organisations, "Status: [Todo, In Progress, Done]", "Status: [Todo, Done]", 1))
	w.must(w.github.Assign("ada", w.ref("acme/shop#1"), "ada"))
	w.quiet()
	if own := w.living(django); !strings.Contains(own, "`In Progress`") {
		t.Fatalf("the app says %q, want the missing option", own)
	}
	w.must(w.github.Unassign("ada", w.ref("acme/shop#1"), "ada"))
	w.quiet()
	if own := w.living(django); strings.Contains(own, "In Progress") {
		t.Errorf("the app says %q, want that it is mended", own)
	}
}

func TestMissingBoard(t *testing.T) {
	t.Parallel()
	w := started(t, strings.Replace(organisations, "boards: {maintenance: 1}", "boards: {maintenance: 7}", 1))
	if own := w.living(django); !strings.Contains(own, "number 7") {
		t.Errorf("the app says %q, want the missing board", own)
	}
	w.must(w.github.CloseIssue("ben", w.ref("acme/shop#1"), ""))
	w.quiet()
	w.box("acme/shop#1", true) // boxes need no board
	w.policy("maintenance: 7", "maintenance: 1")
	w.quiet()
	w.field("acme/shop#1", "Status", "Done")
	if own := w.living(django); strings.Contains(own, "number 7") {
		t.Errorf("the app says %q, want the board not to be missed any more", own)
	}
}

// Status follows the facts; a person's move stays until the facts change.
func TestStatus(t *testing.T) {
	t.Parallel()
	w := started(t, organisations)
	shop := w.ref("acme/shop#1")
	steps := []struct {
		name string
		act  func() error
		want string
	}{
		{"assigned", func() error { return w.github.Assign("ada", shop, "ada") }, "In Progress"},
		{"moved by hand", func() error { return w.github.MoveCard("olga", board(), shop, "Todo") }, "Todo"},
		{"a comment", func() error { _, err := w.github.Comment("ada", shop, "Soon."); return err }, "Todo"},
		{"closed", func() error { return w.github.CloseIssue("ada", shop, "") }, "Done"},
		{"reopened", func() error { return w.github.ReopenIssue("ada", shop) }, "In Progress"},
		{"unassigned", func() error { return w.github.Unassign("ada", shop, "ada") }, "Todo"},
		{"not planned", func() error { return w.github.CloseIssue("ada", shop, "not_planned") }, "Done"},
	}
	for _, step := range steps {
		w.must(step.act())
		w.quiet()
		if got := w.card("acme/shop#1")["Status"]; got != step.want {
			t.Errorf("%s: Status is %q, want %q", step.name, got, step.want)
		}
	}
}

func TestPullRequests(t *testing.T) {
	t.Parallel()
	w := started(t, organisations)
	pull, err := w.github.OpenPullRequest("ada", "acme/shop", "Support 5.2", "Closes #1.", w.ref("acme/shop#1"))
	w.must(err)
	w.quiet()
	w.field("acme/shop#1", "Status", "In Progress")
	w.must(w.github.MergePullRequest("ada", pull))
	w.quiet()
	w.field("acme/shop#1", "Status", "Done")
	w.box("acme/shop#1", true)
	// One that closes what is not ours is read, and nothing more.
	_, err = w.github.OpenPullRequest("ada", "acme/shop", "Other", "Closes #2.", w.ref("acme/shop#2"))
	w.must(err)
	w.wire.requests()
	w.quiet()
	for _, line := range w.wire.requests() {
		if !strings.Contains(line, "query ClosedBy") {
			t.Errorf("request %q", line)
		}
	}
}

// A pull request somewhere else can close a child where the app is not.
func TestPullRequestOfForeignChild(t *testing.T) {
	t.Parallel()
	w := started(t, organisations)
	_, err := w.github.OpenPullRequest("ben", "acme/lib", "Both", "", w.ref("away/stone#1"))
	w.must(err)
	w.quiet()
	if k := w.key("issue:" + upgradeKey(w, "away/stone#1")); k.Key != "" {
		t.Errorf("key %+v, want none that waits", k)
	}
}

func TestRenamedRepository(t *testing.T) {
	t.Parallel()
	w := started(t, organisations)
	body := w.issue(django).Body
	w.must(w.github.RenameRepository("olga", "acme/shop", "store"))
	w.quiet()
	members, err := w.store.Members(t.Context(), w.issue(django).ID)
	w.must(err)
	names := map[string]bool{}
	for _, m := range members {
		names[m.ChildRef.String()] = true
	}
	if !names["acme/store#1"] || names["acme/shop#1"] || len(members) != 4 {
		t.Errorf("children %v, want the new name", names)
	}
	w.must(w.github.CloseIssue("ada", w.ref("acme/store#1"), ""))
	w.quiet()
	w.field("acme/store#1", "Status", "Done")
	if want := strings.Replace(body, "- [ ] acme/shop#1", "- [x] acme/shop#1", 1); w.issue(django).Body != want {
		t.Errorf("description %q, want %q", w.issue(django).Body, want)
	}
	if n := len(w.writes("add item", "")); n != 3 {
		t.Errorf("%d cards were added, want one for each child", n)
	}
}

func TestChangedOwner(t *testing.T) {
	t.Parallel()
	w := started(t, organisations)
	w.must(w.github.PushFile("ada", "acme/shop", "catalog-info.yaml", "kind: Component\nspec: {type: service, owner: data}"))
	w.quiet()
	w.field("acme/shop#1", "Owner", "data")
}

// What a private child lacks is told on a public roadmap issue without its name.
func TestPrivateChild(t *testing.T) {
	t.Parallel()
	hidden := strings.Replace(organisations, "      - name: lib\n", "      - name: lib\n        private: true\n", 1)
	w := started(t, strings.Replace(hidden, "Owner: [Platform, data]", "Owner: [Platform]", 1))
	w.field("acme/lib#1", "Status", "Todo")
	own := w.living(django)
	if strings.Contains(own, "acme/lib") || strings.Contains(own, "`data`") || !strings.Contains(own, "`Owner`") {
		t.Errorf("the app says %q, want the field and no private name", own)
	}
}
