package emulator_test

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-github/v62/github"

	"github.com/upkeep-app/upkeep/emulator"
)

func TestRepositoryOverREST(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	e := small(t, newClock())
	olga := asPerson(t, e.RoundTripper(), "olga").Repositories
	made, _, err := olga.Create(ctx, "acme", &github.Repository{Name: new("new one"), Description: new("New"), Private: new(true), AutoInit: new(true)})
	sure(t)(made, nil, err)
	if made.GetFullName() != "acme/new-one" || !made.GetPermissions()["admin"] {
		t.Errorf("made %v", made)
	}
	if text, _ := e.File("acme/new-one", "README.md"); text != "# new-one\n" {
		t.Errorf("the first commit has %q", text)
	}
	found, _, err := olga.ListByOrg(ctx, "acme", &github.RepositoryListByOrgOptions{Type: "private", Sort: "full_name"})
	sure(t)(found, nil, err)
	if len(found) == 0 || found[len(found)-1].GetName() != "new-one" && found[0].GetName() != "new-one" {
		t.Errorf("private are %v", found)
	}
	passer := asPerson(t, e.RoundTripper(), "passer-by").Repositories
	if said := refused(t)(passer.Get(ctx, "acme", "new-one")); said != "Not Found: Not Found" {
		t.Errorf("a passer-by is told %q", said)
	}
	edited, _, err := olga.Edit(ctx, "acme", "new-one", &github.Repository{Name: new("newer"), Description: new("Newer"), Private: new(false), HasIssues: new(false)})
	sure(t)(edited, nil, err)
	if edited.GetFullName() != "acme/newer" || edited.GetPrivate() || edited.GetHasIssues() || edited.GetDescription() != "Newer" {
		t.Errorf("edited %v", edited)
	}
	sure(t)(passer.Get(ctx, "acme", "new-one"))
	sure(t)(olga.Edit(ctx, "acme", "newer", &github.Repository{Archived: new(true)}))
	got := refused(t)(olga.Edit(ctx, "acme", "newer", &github.Repository{Description: new("x")}))
	if want := "Forbidden: Repository was archived so is read-only."; got != want {
		t.Errorf("archived: %q", got)
	}
	sure(t)(olga.Edit(ctx, "acme", "newer", &github.Repository{Archived: new(false)}))
	if _, err := olga.Delete(ctx, "acme", "newer"); err != nil {
		t.Error(err)
	}
	for _, name := range []string{"newer", "new-one"} {
		if said := refused(t)(olga.Get(ctx, "acme", name)); said != "Not Found: Not Found" {
			t.Errorf("%s is deleted: %q", name, said)
		}
	}
}

func TestFormerNameRedirectsUntilItIsTaken(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	e := small(t, newClock())
	olga := asPerson(t, e.RoundTripper(), "olga")
	shop, _, err := olga.Repositories.Get(ctx, "acme", "shop")
	sure(t)(shop, nil, err)
	status := func(method, path string) int {
		asked, err := http.NewRequestWithContext(ctx, method, "https://github.test/api/v3"+path, strings.NewReader("{}"))
		if err != nil {
			t.Fatal(err)
		}
		asked.Header.Set("Authorization", "Bearer user:olga")
		asked.Header.Set("User-Agent", "test")
		answer, err := e.RoundTripper().RoundTrip(asked)
		if err != nil {
			t.Fatal(err)
		}
		_ = answer.Body.Close()
		return answer.StatusCode
	}
	if err := e.RenameRepository("olga", "acme/shop", "store"); err != nil {
		t.Fatal(err)
	}
	got := []int{
		status("GET", "/repos/acme/shop"), status("GET", "/repos/acme/shop/pulls"), status("PATCH", "/repos/acme/shop"),
		status("GET", "/repositories/"+strconv.FormatInt(shop.GetID(), 10)+"/pulls"),
	}
	if diff := cmp.Diff([]int{301, 301, 307, 200}, got); diff != "" {
		t.Errorf("after the rename (-want +got):\n%s", diff)
	}
	if err := e.CreateRepository("olga", "acme/shop"); err != nil {
		t.Fatal(err)
	}
	fresh, _, err := olga.Repositories.Get(ctx, "acme", "shop")
	sure(t)(fresh, nil, err)
	if fresh.GetID() == shop.GetID() {
		t.Error("the former name still redirects")
	}
	if err := e.RenameRepository("olga", "acme/store", "shop"); err == nil {
		t.Error("a name that is taken was given again")
	}
}

func TestTransferredRepositoryRedirects(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	e := emulator.New(t, `
organizations:
  - {login: acme, installed: true, owners: [olga], repositories: [{name: shop, issues: [{title: One, sub_issues: [cart#1]}]}, {name: cart, issues: [{title: Two}]}]}
  - {login: other, installed: true, owners: [olga]}`)
	olga := asPerson(t, e.RoundTripper(), "olga")
	_, answer, err := olga.Repositories.Transfer(ctx, "acme", "shop", github.TransferRequest{NewOwner: "other"})
	if answer.StatusCode != http.StatusAccepted {
		t.Fatal(err)
	}
	moved, _, err := olga.Repositories.Get(ctx, "acme", "shop")
	sure(t)(moved, nil, err)
	if moved.GetFullName() != "other/shop" || len(e.Issue(ref(t, "other/shop#1")).SubIssues) != 0 {
		t.Errorf("moved %v", moved.GetFullName())
	}
	sent := map[string]bool{}
	for _, d := range e.Pending() {
		sent[d.Event+"."+d.Action] = true
	}
	if !sent["repository.transferred"] {
		t.Errorf("sent %v", sent)
	}
}

func TestSettingsAreRefusedAsGitHubDoes(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	e := small(t, newClock())
	olga, ben := asPerson(t, e.RoundTripper(), "olga").Repositories, asPerson(t, e.RoundTripper(), "ben").Repositories
	passer := asPerson(t, e.RoundTripper(), "passer-by").Repositories
	app := asInstallation(t, e.RoundTripper()).Repositories
	got := map[string]string{
		"taken":     refused(t)(olga.Create(ctx, "acme", &github.Repository{Name: new("SHOP")})),
		"no name":   refused(t)(olga.Create(ctx, "acme", &github.Repository{})),
		"outsider":  refused(t)(passer.Create(ctx, "acme", &github.Repository{Name: new("x")})),
		"no admin":  refused(t)(ben.Edit(ctx, "acme", "shop", &github.Repository{Private: new(true)})),
		"app":       refused(t)(app.Edit(ctx, "acme", "shop", &github.Repository{Private: new(true)})),
		"no branch": refused(t)(olga.Edit(ctx, "acme", "shop", &github.Repository{DefaultBranch: new("none")})),
		"rename":    refused(t)(olga.Edit(ctx, "acme", "shop", &github.Repository{Name: new("cart")})),
	}
	want := map[string]string{
		"taken":     "Unprocessable Entity: Repository creation failed.; name customname already exists on this account",
		"no name":   "Unprocessable Entity: Repository creation failed.; name customname is invalid",
		"outsider":  "Forbidden: You need admin access to the organization before adding a repository to it.",
		"no admin":  "Forbidden: Must have admin rights to Repository.",
		"app":       "Forbidden: Resource not accessible by integration",
		"no branch": "Unprocessable Entity: Validation Failed; default_branch invalidThe branch none was not found. Please push that ref first or create it via the Git Data API.",
		"rename":    "Unprocessable Entity: Validation Failed; name customname already exists on this account",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
