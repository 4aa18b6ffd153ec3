package emulator_test

import (
	"context"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/bradleyfalzon/ghinstallation/v2"
	"github.com/google/go-github/v62/github"

	"github.com/upkeep-app/upkeep/emulator"
	"github.com/upkeep-app/upkeep/testclock"
	"github.com/upkeep-app/upkeep/upgrade"
)

func newClock() *testclock.Clock { return testclock.At(time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)) }

// appKey is the key of every emulator that New makes.
func appKey(t testing.TB) []byte {
	t.Helper()
	key, err := emulator.New(t, "organizations: [{login: acme}]").AppKey()
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// small is an emulator with testdata/orgs/small.yaml.
func small(t testing.TB, c *testclock.Clock, change ...func(*emulator.Options)) *emulator.Emulator {
	t.Helper()
	text, err := os.ReadFile("../testdata/orgs/small.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return emulator.New(t, string(text), append([]func(*emulator.Options){func(o *emulator.Options) {
		o.Seed, o.Now, o.WebhookSecret = 7, c.Now, "It's a secret"
	}}, change...)...)
}

// over makes go-github's client of an emulator, through its own transport.
func over(t testing.TB, transport http.RoundTripper) *github.Client {
	t.Helper()
	client, err := github.NewClient(&http.Client{Transport: transport}).WithEnterpriseURLs("https://github.test/", "https://github.test/")
	if err != nil {
		t.Fatal(err)
	}
	return client
}

func asApp(t testing.TB, transport http.RoundTripper) *github.Client {
	t.Helper()
	signed, err := ghinstallation.NewAppsTransport(transport, 4711, appKey(t))
	if err != nil {
		t.Fatal(err)
	}
	signed.BaseURL = "https://github.test/api/v3"
	return over(t, signed)
}

// asInstallation is the app in acme.
func asInstallation(t testing.TB, transport http.RoundTripper) *github.Client {
	t.Helper()
	found, _, err := asApp(t, transport).Apps.ListInstallations(context.Background(), nil)
	if err != nil || len(found) != 1 {
		t.Fatalf("list installations: %v, %v", found, err)
	}
	signed, err := ghinstallation.New(transport, 4711, found[0].GetID(), appKey(t))
	if err != nil {
		t.Fatal(err)
	}
	signed.BaseURL = "https://github.test/api/v3"
	return over(t, signed)
}

func asPerson(t testing.TB, transport http.RoundTripper, login string) *github.Client {
	t.Helper()
	return over(t, transport).WithAuthToken("user:" + login)
}

func ref(t testing.TB, text string) upgrade.Ref {
	t.Helper()
	r, err := upgrade.ParseRef(text)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

var maintenance = emulator.BoardRef{Org: "acme", Number: 1}

// everyAct does everything a person can do, so that every sort of webhook is sent.
func everyAct(t testing.TB, e *emulator.Emulator, c *testclock.Clock) {
	t.Helper()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		c.Pass(time.Minute)
	}
	child, roadmap := ref(t, "acme/shop#2"), ref(t, "acme/shop#1")
	id, err := e.Comment("anna", child, "/upgrade owner-does all")
	must(err)
	must(e.EditComment("anna", id, "/upgrade owner-does nothing"))
	must(e.DeleteComment("anna", id))
	must(e.Assign("anna", child, "ben"))
	must(e.Unassign("anna", child, "anna"))
	must(e.SetLabels("anna", child, "bug", "fresh"))
	must(e.SetLabels("anna", child, "bug"))
	must(e.EditBody("anna", child, "Now with text"))
	made, err := e.OpenIssue("passer-by", "acme/shop", "A wish", "Please")
	must(err)
	must(e.AddSubIssue("anna", roadmap, made))
	must(e.RemoveSubIssue("anna", roadmap, made))
	must(e.AddSubIssue("anna", roadmap, ref(t, "acme/cart#1")))
	pull, err := e.OpenPullRequest("anna", "acme/shop", "Do it", "", child)
	must(err)
	_, err = e.Comment("ben", pull, "Looks good")
	must(err)
	must(e.Assign("anna", pull, "anna"))
	must(e.SetLabels("anna", pull, "bug"))
	must(e.SetLabels("anna", pull))
	must(e.Unassign("anna", pull, "anna"))
	must(e.EditBody("anna", pull, "Closes #2"))
	pullActs(t, e, must, pull)
	must(e.ClosePullRequest("anna", pull))
	must(e.ReopenIssue("anna", pull))
	must(e.MergePullRequest("anna", pull))
	must(e.ReopenIssue("anna", child))
	must(e.CloseIssue("anna", child, upgrade.ReasonNotPlanned))
	boardActs(t, e, must)
	triageActs(t, e, must)
	must(e.PushFile("anna", "acme/shop", "new.txt", "new\n"))
	must(e.PushFile("anna", "acme/shop", "new.txt", "newer\n"))
	must(e.DeleteFile("anna", "acme/shop", "new.txt"))
	_, err = e.TransferIssue("anna", made, "acme/cart")
	must(err)
	must(e.RenameRepository("olga", "acme/cart", "basket"))
	must(e.ArchiveRepository("olga", "acme/basket", true))
	must(e.ArchiveRepository("olga", "acme/basket", false))
	must(e.CreateRepository("olga", "acme/fresh"))
	must(e.DescribeRepository("olga", "acme/fresh", "Just made"))
	must(e.CreateBranch("olga", "acme/fresh", "next"))
	must(e.SetDefaultBranch("olga", "acme/fresh", "next"))
	must(e.EnableIssues("olga", "acme/fresh", false))
	must(e.HideRepository("olga", "acme/fresh", true))
	must(e.HideRepository("olga", "acme/fresh", false))
	must(e.DeleteRepository("olga", "acme/fresh"))
	must(e.SelectRepository("olga", "acme/attic", false))
	must(e.SelectRepository("olga", "acme/attic", true))
	must(e.RequestPermissions("olga", map[string]string{"deployments": "read"}, "deployment_status"))
	must(e.AcceptPermissions("olga", "acme"))
	must(e.RevokeAuthorization("anna"))
	must(e.Suspend("olga", "acme", true))
	must(e.Suspend("olga", "acme", false))
	must(e.Install("emil", "elsewhere"))
	must(e.Uninstall("emil", "elsewhere"))
}

// pullActs does what people do to an open pull request of acme/shop.
func pullActs(t testing.TB, e *emulator.Emulator, must func(error), pull upgrade.Ref) {
	t.Helper()
	must(e.RequestReview("anna", pull, "ben", true))
	must(e.RequestReview("anna", pull, "ben", false))
	must(e.RequestReview("anna", pull, "@acme/engineering", true))
	must(e.RequestReview("anna", pull, "@acme/engineering", false))
	must(e.Review("ben", pull, "changes_requested", "Not yet"))
	must(e.EditReview("ben", pull, "ben", "Not yet, please"))
	must(e.DismissReview("anna", pull, "ben", "It was late"))
	must(e.Review("ben", pull, "approved", "Good"))
	must(e.DraftPullRequest("anna", pull, true))
	must(e.DraftPullRequest("anna", pull, false))
	must(e.PushFileTo("anna", "acme/shop", e.PullRequest(pull).Head, "more.txt", "more\n"))
	must(e.LinkPullRequest("anna", pull, ref(t, "acme/shop#1"), true))
	must(e.LinkPullRequest("anna", pull, ref(t, "acme/shop#1"), false))
	must(e.CreateBranch("anna", "acme/shop", "side"))
	must(e.PushFileTo("anna", "acme/shop", "side", "side.txt", "side\n"))
	_, err := e.OpenPullRequestFrom("anna", "acme/shop", "side", "", "From the side", "")
	must(err)
	must(e.DeleteBranch("anna", "acme/shop", "side"))
}

func boardActs(t testing.TB, e *emulator.Emulator, must func(error)) {
	t.Helper()
	card := ref(t, "acme/shop#1")
	must(e.AddToBoard("anna", maintenance, card))
	must(e.MoveCard("anna", maintenance, card, "Todo"))
	must(e.MoveCard("anna", maintenance, card, "Done"))
	must(e.SetField("anna", maintenance, card, "Notes", "Some"))
	must(e.SetField("anna", maintenance, card, "Effort", "3"))
	must(e.SetField("anna", maintenance, card, "Due", "2026-04-01"))
	must(e.SetField("anna", maintenance, card, "Notes", ""))
	must(e.ArchiveCard("anna", maintenance, card, true))
	must(e.ArchiveCard("anna", maintenance, card, false))
	must(e.PlaceCard("anna", maintenance, card, upgrade.Ref{}))
	must(e.RemoveCard("anna", maintenance, card))
	draft, err := e.AddDraft("anna", maintenance, "A thought", "")
	must(err)
	must(e.EditDraft("anna", draft, "A plan", "Surely"))
	_, err = e.ConvertDraft("anna", draft, "acme/shop")
	must(err)
	made, err := e.CreateBoard("anna", "acme", "Roadmap")
	must(err)
	must(e.RenameBoard("anna", made, "The road"))
	must(e.SetOptions("anna", made, "Status", "Todo", "Blocked", "Done"))
	must(e.SetWorkflow("anna", made, "Item added to project", true))
	must(e.AddToBoard("anna", made, card))
	must(e.CloseBoard("anna", made, true))
	must(e.CloseBoard("anna", made, false))
	must(e.DeleteBoard("anna", made))
}

// triageActs sorts an issue: labels and milestones, locks and dependencies.
func triageActs(t testing.TB, e *emulator.Emulator, must func(error)) {
	t.Helper()
	one, two := ref(t, "acme/shop#1"), ref(t, "acme/shop#2")
	number, err := e.CreateMilestone("anna", "acme/shop", "Soon")
	must(err)
	must(e.SetMilestone("anna", one, number))
	must(e.SetMilestone("anna", one, 0))
	must(e.SetMilestone("anna", ref(t, "acme/shop#3"), number))
	must(e.SetMilestone("anna", ref(t, "acme/shop#3"), 0))
	must(e.EditTitle("anna", one, "Upgrade it all"))
	must(e.Lock("anna", one, "resolved"))
	must(e.Unlock("anna", one))
	must(e.AddBlockedBy("anna", one, two))
	must(e.RemoveBlockedBy("anna", one, two))
	made, err := e.OpenIssue("anna", "acme/shop", "A mistake", "Never mind #1")
	must(err)
	must(e.DeleteIssue("olga", made))
	for _, request := range []string{
		`POST /labels {"name":"fine"}`, `PATCH /labels/fine {"new_name":"finer","color":"00ff00","description":"So"}`, `DELETE /labels/finer {}`,
		`PATCH /milestones/1 {"title":"Later","description":"Some day","due_on":"2026-05-01T00:00:00Z"}`,
		`PATCH /milestones/1 {"due_on":"2026-06-01T00:00:00Z"}`, `PATCH /milestones/1 {"state":"closed"}`,
		`PATCH /milestones/1 {"state":"open"}`, `DELETE /milestones/1 {}`,
	} {
		method, rest, _ := strings.Cut(request, " ")
		path, body, _ := strings.Cut(rest, " ")
		if said := say(t, e, "anna", method+" /repos/acme/shop"+path, body); said.status >= 300 {
			t.Fatalf("%s: %s", request, said.body)
		}
	}
}
