package emulator_test

import (
	"context"
	"fmt"
	"net/http"
	"testing"
	"time"

	"github.com/google/go-github/v62/github"

	"github.com/upkeep-app/upkeep/emulator"
	"github.com/upkeep-app/upkeep/upgrade"
)

const twoIssues = `
organizations:
  - login: acme
    installed: true
    owners: [olga]
    repositories:
      - name: shop
        issues: [{title: Upgrade Django}, {title: Upgrade Python}]
`

// A GitHub inside the process: people act on it, and a real client reads it.
func ExampleCreate() {
	day := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	acme := emulator.Create(emulator.Options{Seed: 1, Now: func() time.Time { return day }, AuthNow: time.Now})
	if err := acme.Load([]byte(twoIssues)); err != nil {
		fmt.Println(err)
		return
	}
	ref := upgrade.Ref{Owner: "acme", Repo: "shop", Number: 1}
	if err := acme.CloseIssue("olga", ref, upgrade.ReasonCompleted); err != nil {
		fmt.Println(err)
		return
	}

	client := github.NewClient(&http.Client{Transport: acme.RoundTripper()}).WithAuthToken("user:olga")
	issues, _, err := client.Issues.ListByRepo(context.Background(), "acme", "shop", &github.IssueListByRepoOptions{State: "all"})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, issue := range issues {
		fmt.Printf("#%d %s is %s\n", issue.GetNumber(), issue.GetTitle(), issue.GetState())
	}
	for _, delivery := range acme.Pending() {
		fmt.Println("webhook:", delivery.Event, delivery.Action)
	}
	// Output:
	// #2 Upgrade Python is open
	// #1 Upgrade Django is closed
	// webhook: issues closed
}

// TestAsDocumented is how a test of another program uses the emulator: over
// HTTP, until the test ends.
func TestAsDocumented(t *testing.T) {
	t.Parallel()
	acme := emulator.New(t, twoIssues)
	address := acme.Serve(t)
	client, err := github.NewClient(nil).WithAuthToken("user:olga").WithEnterpriseURLs(address, address)
	if err != nil {
		t.Fatal(err)
	}
	comment, _, err := client.Issues.CreateComment(t.Context(), "acme", "shop", 1, &github.IssueComment{Body: new("Soon.")})
	if err != nil {
		t.Fatal(err)
	}
	if got := acme.Comments(upgrade.Ref{Owner: "acme", Repo: "shop", Number: 1}); len(got) != 1 || got[0].DatabaseID != comment.GetID() {
		t.Errorf("comments %+v", got)
	}
}
