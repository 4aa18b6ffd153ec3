package emulator_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/upkeep-app/upkeep/emulator"
	"github.com/upkeep-app/upkeep/upgrade"
)

// opened opens so many issues in acme/shop.
func opened(t testing.TB, e *emulator.Emulator, count int) []upgrade.Ref {
	t.Helper()
	made := make([]upgrade.Ref, count)
	for n := range made {
		var err error
		if made[n], err = e.OpenIssue("anna", "acme/shop", fmt.Sprint("Part ", n), ""); err != nil {
			t.Fatal(err)
		}
	}
	return made
}

func wantError(t testing.TB, what string, err error, message string) {
	t.Helper()
	if (err == nil) != (message == "") || err != nil && !strings.Contains(err.Error(), message) {
		t.Errorf("%s: %v, want %q", what, err, message)
	}
}

func TestParentHasAtMostAHundredSubIssues(t *testing.T) {
	t.Parallel()
	e := small(t, newClock())
	parent, parts := ref(t, "acme/shop#7"), opened(t, e, 101)
	for n, part := range parts {
		wantError(t, fmt.Sprint("part ", n+1), e.AddSubIssue("anna", parent, part), map[bool]string{true: "more than 100 sub-issues"}[n == 100])
	}
	if err := e.RemoveSubIssue("anna", parent, parts[0]); err != nil {
		t.Fatal(err)
	}
	wantError(t, "there is room again", e.AddSubIssue("anna", parent, parts[100]), "")
}

func TestSubIssuesAreEightLevelsDeep(t *testing.T) {
	t.Parallel()
	e := small(t, newClock())
	line := opened(t, e, 10)
	for n := range 8 {
		wantError(t, fmt.Sprint("level ", n+1), e.AddSubIssue("anna", line[n], line[n+1]), "")
	}
	wantError(t, "level 9", e.AddSubIssue("anna", line[8], line[9]), "8 levels")
	wantError(t, "a family under another issue", e.AddSubIssue("anna", line[9], line[0]), "8 levels")
	wantError(t, "a circle", e.AddSubIssue("anna", line[8], line[0]), "circle")
	wantError(t, "itself", e.AddSubIssue("anna", line[9], line[9]), "circle")
	wantError(t, "another owner's", e.AddSubIssue("emil", ref(t, "elsewhere/library#1"), line[9]), "same owner")
	wantError(t, "a second parent", e.AddSubIssue("anna", line[9], line[8]), "only have one parent")
}

func TestIssueBlocksAtMostFifty(t *testing.T) {
	t.Parallel()
	e := small(t, newClock())
	for n, part := range opened(t, e, 51) {
		wantError(t, fmt.Sprint("part ", n+1), e.AddBlockedBy("anna", part, ref(t, "acme/shop#1")), map[bool]string{true: "more than 50 issues"}[n == 50])
	}
}

func TestOnlySomeIssuesAreTransferred(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name, login, issue, to string
		prepare                func(*emulator.Emulator) error
		message                string
	}{
		{"open, to a private one of the owner", "anna", "acme/shop#2", "acme/cart", nil, ""},
		{"closed", "anna", "acme/shop#6", "acme/cart", nil, "cannot be transferred"},
		{"a pull request", "anna", "acme/shop#3", "acme/cart", nil, "cannot be transferred"},
		{"to where it is", "anna", "acme/shop#2", "acme/shop", nil, "cannot be transferred"},
		{"private to public", "olga", "acme/cart#1", "acme/shop", nil, "cannot be transferred"},
		{"to another owner", "emil", "elsewhere/library#1", "acme/shop", nil, "cannot be transferred"},
		{"without the right to write there", "tess", "acme/shop#2", "acme/cart", nil, "rights"},
		{"to where there are no issues", "olga", "acme/shop#2", "acme/no-issues", nil, "cannot be transferred"},
		{"to an archived one", "olga", "acme/shop#2", "acme/attic", nil, "archived"},
		{"from an archived one", "olga", "acme/shop#2", "acme/cart", func(e *emulator.Emulator) error {
			return e.ArchiveRepository("olga", "acme/shop", true)
		}, "archived"},
	}
	for _, each := range cases {
		t.Run(each.name, func(t *testing.T) {
			t.Parallel()
			e := small(t, newClock())
			if each.prepare != nil {
				if err := each.prepare(e); err != nil {
					t.Fatal(err)
				}
			}
			_, err := e.TransferIssue(each.login, ref(t, each.issue), each.to)
			wantError(t, "transfer", err, each.message)
			if moved := e.Issue(ref(t, each.issue)).Ref.Repo == strings.TrimPrefix(each.to, "acme/"); moved != (each.message == "" || each.name == "to where it is") {
				t.Errorf("it is at %s", e.Issue(ref(t, each.issue)).Ref)
			}
		})
	}
}
