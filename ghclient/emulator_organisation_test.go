package ghclient_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/upkeep-app/upkeep/ghclient"
	"github.com/upkeep-app/upkeep/upgrade"
)

func TestPolicyFile(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, where := range [][2]string{{".github", "upkeep.yml"}, {"shop", "upkeep.yml"}, {"nothing", "upkeep.yml"}} {
		if _, err := w.Policy(t.Context(), w.inst, "acme", where[0], where[1]); !errors.Is(err, ghclient.ErrNotFound) {
			t.Errorf("%s in %s: %v", where[1], where[0], err)
		}
	}
	must(t, w.github.PushFile("olga", "acme/.github", "upkeep.yml", "mode: plan\n"))
	first, err := w.Policy(t.Context(), w.inst, "acme", ".github", "upkeep.yml")
	must(t, err)
	if first.Text != "mode: plan\n" || first.Size != 11 || first.Commit == "" {
		t.Errorf("file %+v", first)
	}
	must(t, w.github.PushFile("olga", "acme/.github", "upkeep.yml", "mode: active\n"))
	second, err := w.Policy(t.Context(), w.inst, "acme", ".github", "upkeep.yml")
	must(t, err)
	if second.Text != "mode: active\n" || second.Commit == first.Commit {
		t.Errorf("file %+v after %+v", second, first)
	}
	for repo, want := range map[string]bool{".github": true, "shop": false} {
		if private, err := w.Private(t.Context(), w.inst, "acme", repo); err != nil || private != want {
			t.Errorf("%s private: %t, %v", repo, private, err)
		}
	}
}

func TestRights(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	shop := w.issue(t, "acme/shop#2", time.Time{})
	ben, anna := shop.Author, shop.Assignees[0]
	for _, test := range []struct {
		who  upgrade.Actor
		want string
	}{{ben, "write"}, {anna, "write"}, {upgrade.Actor{Login: "anna", ID: ben.ID}, "none"}} {
		if got, err := w.Permission(t.Context(), w.inst, shop.Repository, test.who); err != nil || got != test.want {
			t.Errorf("%+v has %s, %v; want %s", test.who, got, err, test.want)
		}
	}
	for _, test := range []struct {
		team string
		who  upgrade.Actor
		want bool
	}{
		{"platform", anna, true},
		{"engineering", anna, true}, // by a team below it
		{"platform", upgrade.Actor{Login: "cleo", ID: 1}, false},
		{"nothing", anna, false},
		{"platform", upgrade.Actor{Login: "anna", ID: ben.ID}, false},
	} {
		if got, err := w.InTeam(t.Context(), w.inst, "acme", test.team, test.who); err != nil || got != test.want {
			t.Errorf("%+v in %s: %t, %v", test.who, test.team, got, err)
		}
	}
}

func TestOwnIssues(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	number, id, _, err := w.CreateIssue(t.Context(), w.inst, "acme", ".github", "Problems", "text")
	must(t, err)
	made := upgrade.Ref{Owner: "acme", Repo: ".github", Number: number}
	if w.github.Issue(made).ID != id {
		t.Errorf("made %s, got %s", w.github.Issue(made).ID, id)
	}
	_, err = w.EditIssue(t.Context(), w.inst, made, "Problems", "less text", false)
	must(t, err)
	got, err := w.IssuesBy(t.Context(), w.inst, "acme", ".github", "upkeep[bot]")
	must(t, err)
	want := []ghclient.OwnIssue{{Number: number, NodeID: id, Body: "less text", Closed: true}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("own issues (-want +got):\n%s", diff)
	}
	for repo, want := range map[string]error{"no-issues": ghclient.ErrGone, "attic": ghclient.ErrForbidden, "nothing": ghclient.ErrNotFound} {
		if _, _, _, err := w.CreateIssue(t.Context(), w.inst, "acme", repo, "T", "t"); !errors.Is(err, want) {
			t.Errorf("open an issue in %s: %v, want %v", repo, err, want)
		}
	}
}

func TestDeliveries(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.github.SetWebhook("https://localhost:1/hook", "secret")
	for range 3 {
		_, err := w.github.Comment("anna", ref(t, "acme/shop#1"), "x")
		must(t, err)
	}
	if _, err := w.github.Deliver(t.Context()); err != nil {
		t.Log(err)
	}
	page, next, err := w.Deliveries(t.Context(), "")
	must(t, err)
	if len(page) < 3 || next != "" || page[0].OK || page[0].GUID == "" || page[0].Installation != w.inst {
		t.Fatalf("deliveries %+v, next %q", page, next)
	}
	must(t, w.Redeliver(t.Context(), page[0].ID))
	if err := w.Redeliver(t.Context(), 1); err == nil {
		t.Error("redelivered what is not there")
	}
}
