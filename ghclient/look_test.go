package ghclient_test

import (
	"errors"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/upkeep-app/upkeep/emulator"
	"github.com/upkeep-app/upkeep/ghclient"
	"github.com/upkeep-app/upkeep/upgrade"
)

func TestLookAtRepositories(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	repositories, more, err := w.Repositories(t.Context(), w.inst, "acme")
	must(t, err)
	got := map[string]string{}
	for _, r := range repositories {
		what := "public"
		if r.Private {
			what = "private"
		}
		if r.Archived {
			what += " archived"
		}
		if r.OpenIssues > 0 {
			what += " with issues"
		}
		got[r.Name] = what
	}
	if got["shop"] != "public with issues" || got[".github"] != "private" || got["attic"] != "public archived with issues" || got["no-issues"] != "public" || more {
		t.Errorf("repositories %v, more %t", got, more)
	}
	if _, _, err := w.Repositories(t.Context(), w.inst, "nobody-here"); !errors.Is(err, ghclient.ErrNotFound) {
		t.Errorf("of nobody: %v", err)
	}
}

func TestLookAtBoards(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	must(t, w.github.AddToBoard("olga", emulator.BoardRef{Org: "acme", Number: 1}, ref(t, "acme/cart#1")))
	must(t, w.github.AddToBoard("olga", emulator.BoardRef{Org: "acme", Number: 1}, ref(t, "acme/shop#3")))
	must(t, w.github.ArchiveCard("olga", emulator.BoardRef{Org: "acme", Number: 1}, ref(t, "acme/cart#1"), true))
	boards, more, err := w.OpenBoards(t.Context(), w.inst, "acme")
	must(t, err)
	i := slices.IndexFunc(boards, func(b upgrade.Board) bool { return b.Number == 1 })
	if i < 0 || more {
		t.Fatalf("boards %+v, more %t", boards, more)
	}
	alone, err := w.Board(t.Context(), w.inst, "acme", 1)
	must(t, err)
	if diff := cmp.Diff(alone, boards[i]); diff != "" {
		t.Errorf("the board by itself is another one (-alone +listed):\n%s", diff)
	}
	if _, _, err := w.OpenBoards(t.Context(), w.inst, "anna"); !errors.Is(err, ghclient.ErrNotFound) {
		t.Errorf("of a person: %v", err)
	}

	full, err := w.BoardItems(t.Context(), w.inst, boards[i].ID)
	must(t, err)
	light, more, err := w.Cards(t.Context(), w.inst, boards[i].ID, 100)
	must(t, err)
	if len(light.Issues) != len(full.Issues) || len(full.Issues) < 2 || more || light.Hidden != full.Hidden || !light.Archived {
		t.Fatalf("%d cards of %d, more %t", len(light.Issues), len(full.Issues), more)
	}
	for n, issue := range light.Issues {
		want := full.Issues[n].IssueState
		want.Repository.Catalog = ""
		if diff := cmp.Diff(want, issue.IssueState); diff != "" {
			t.Errorf("card %d (-full +light):\n%s", n, diff)
		}
		if diff := cmp.Diff(full.Issues[n].Items, issue.Items); diff != "" {
			t.Errorf("values of card %d (-full +light):\n%s", n, diff)
		}
	}
	if some, more, err := w.Cards(t.Context(), w.inst, boards[i].ID, 1); err != nil || len(some.Issues) > 1 || !more {
		t.Errorf("one card: %+v, more %t, %v", some, more, err)
	}
}

func TestLookAtOpenIssues(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	must(t, w.github.CloseIssue("anna", ref(t, "acme/shop#1"), "completed"))
	issues, more, err := w.OpenIssues(t.Context(), w.inst, "acme", "shop", 100)
	must(t, err)
	if len(issues) == 0 || more {
		t.Fatalf("issues %+v, more %t", issues, more)
	}
	for _, issue := range issues {
		if issue.Closed || issue.IsPullRequest || issue.Ref == ref(t, "acme/shop#1") || issue.Title == "" {
			t.Errorf("listed %+v", issue)
		}
	}
	if some, more, err := w.OpenIssues(t.Context(), w.inst, "acme", "shop", 1); err != nil || len(some) != 1 || more != (len(issues) > 1) {
		t.Errorf("one issue: %d, more %t, %v", len(some), more, err)
	}
	if _, _, err := w.OpenIssues(t.Context(), w.inst, "acme", "nothing", 1); !errors.Is(err, ghclient.ErrNotFound) {
		t.Errorf("of no repository: %v", err)
	}
}
