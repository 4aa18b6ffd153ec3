//go:build services

package emulator_test

import (
	"encoding/json"
	"errors"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/bradleyfalzon/ghinstallation/v2"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-github/v62/github"
	"github.com/shurcooL/githubv4"

	"github.com/upkeep-app/upkeep/emulator"
	"github.com/upkeep-app/upkeep/upgrade"
)

// storyEnd is what every client's story ends with.
func storyEnd(t *testing.T, e *emulator.Emulator, issue upgrade.Ref) {
	t.Helper()
	got := e.Issue(issue)
	if got.Title != "Upgrade the docs" || !got.Closed || got.Reason != upgrade.ReasonNotPlanned {
		t.Errorf("the issue is %+v", got)
	}
	comments := e.Comments(issue)
	if len(comments) != 1 || comments[0].Body != "Done" || !cmp.Equal(comments[0].Reactions, []string{"upkeep[bot] +1"}) {
		t.Errorf("the comments are %+v", comments)
	}
	if card := e.Board("acme", 1).Item(issue); card.Values["Status"] != "In Progress" {
		t.Errorf("the card is %+v", card)
	}
}

// TestGoGitHub plays the story with go-github, and the board's part, which
// go-github does not have, with githubv4.
func TestGoGitHub(t *testing.T) {
	t.Parallel()
	e := small(t, newClock())
	address, ctx := e.Serve(t), t.Context()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	apps, err := ghinstallation.NewAppsTransport(http.DefaultTransport, 4711, appKey(t))
	must(err)
	apps.BaseURL = address + "/api/v3"
	asApp, err := github.NewClient(&http.Client{Transport: apps}).WithEnterpriseURLs(address, address)
	must(err)
	installations, _, err := asApp.Apps.ListInstallations(ctx, nil)
	must(err)
	client := &http.Client{Transport: ghinstallation.NewFromAppsTransport(apps, installations[0].GetID())}
	rest, err := github.NewClient(client).WithEnterpriseURLs(address, address)
	must(err)

	var numbers []int
	pages := &github.IssueListByRepoOptions{State: "all", ListOptions: github.ListOptions{PerPage: 2}}
	for more := true; more; {
		some, answer, err := rest.Issues.ListByRepo(ctx, "acme", "shop", pages)
		must(err)
		for _, each := range some {
			numbers = append(numbers, each.GetNumber())
		}
		pages.Page, more = answer.NextPage, answer.NextPage != 0
	}
	if diff := cmp.Diff([]int{7, 6, 3, 2, 1}, numbers); diff != "" {
		t.Errorf("go-github lists other issues (-want +got):\n%s", diff)
	}
	made, _, err := rest.Issues.Create(ctx, "acme", "shop", &github.IssueRequest{Title: new("Upgrade the docs"), Labels: &[]string{"upgrade"}})
	must(err)
	comment, _, err := rest.Issues.CreateComment(ctx, "acme", "shop", made.GetNumber(), &github.IssueComment{Body: new("On it")})
	must(err)
	_, _, err = rest.Issues.EditComment(ctx, "acme", "shop", comment.GetID(), &github.IssueComment{Body: new("Done")})
	must(err)
	_, _, err = rest.Reactions.CreateIssueCommentReaction(ctx, "acme", "shop", comment.GetID(), "+1")
	must(err)
	moveCard(t, githubv4.NewEnterpriseClient(address+"/api/graphql", client), made.GetNodeID())
	_, _, err = rest.Issues.Edit(ctx, "acme", "shop", made.GetNumber(), &github.IssueRequest{State: new("closed"), StateReason: new("not_planned")})
	must(err)
	_, answer, err := rest.Issues.Get(ctx, "acme", "shop", 999)
	if refused, ok := errors.AsType[*github.ErrorResponse](err); !ok || refused.Message != "Not Found" || answer.StatusCode != http.StatusNotFound {
		t.Errorf("an issue that is not there: %v", err)
	}
	storyEnd(t, e, ref(t, "acme/shop#8"))
}

// moveCard puts an issue on the board in progress, and reads the board a card at a time.
func moveCard(t *testing.T, client *githubv4.Client, issue string) {
	t.Helper()
	var board struct {
		Organization struct {
			ProjectV2 struct {
				ID    githubv4.ID
				Field struct {
					Status struct {
						ID      githubv4.ID
						Options []struct{ ID, Name githubv4.String }
					} `graphql:"... on ProjectV2SingleSelectField"`
				} `graphql:"field(name: \"Status\")"`
			} `graphql:"projectV2(number: 1)"`
		} `graphql:"organization(login: \"acme\")"`
	}
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(client.Query(t.Context(), &board, nil))
	found := board.Organization.ProjectV2
	var added struct {
		AddProjectV2ItemByID struct{ Item struct{ ID githubv4.ID } } `graphql:"addProjectV2ItemById(input: $input)"`
	}
	must(client.Mutate(t.Context(), &added, githubv4.AddProjectV2ItemByIdInput{ProjectID: found.ID, ContentID: issue}, nil))
	var set struct {
		UpdateProjectV2ItemFieldValue struct {
			ProjectV2Item struct{ ID githubv4.ID } `graphql:"projectV2Item"`
		} `graphql:"updateProjectV2ItemFieldValue(input: $input)"`
	}
	must(client.Mutate(t.Context(), &set, githubv4.UpdateProjectV2ItemFieldValueInput{
		ProjectID: found.ID, ItemID: added.AddProjectV2ItemByID.Item.ID, FieldID: found.Field.Status.ID,
		Value: githubv4.ProjectV2FieldValue{SingleSelectOptionID: &found.Field.Status.Options[1].ID},
	}, nil))
	var page struct {
		Node struct {
			Board struct {
				Items struct {
					Nodes []struct {
						Content struct {
							Issue struct{ Title string } `graphql:"... on Issue"`
						}
					}
					PageInfo struct {
						EndCursor   githubv4.String
						HasNextPage bool
					}
				} `graphql:"items(first: 1, after: $after)"`
			} `graphql:"... on ProjectV2"`
		} `graphql:"node(id: $id)"`
	}
	var titles []string
	for after := (*githubv4.String)(nil); len(titles) < 10; after = &page.Node.Board.Items.PageInfo.EndCursor {
		must(client.Query(t.Context(), &page, map[string]any{"id": found.ID, "after": after}))
		titles = append(titles, page.Node.Board.Items.Nodes[0].Content.Issue.Title)
		if !page.Node.Board.Items.PageInfo.HasNextPage {
			break
		}
	}
	if diff := cmp.Diff([]string{"Upgrade the shop", "Upgrade the docs"}, titles); diff != "" {
		t.Errorf("githubv4 reads other cards (-want +got):\n%s", diff)
	}
	var nothing struct {
		Node struct{ ID githubv4.ID } `graphql:"node(id: \"nothing\")"`
	}
	if err := client.Query(t.Context(), &nothing, nil); err == nil || !strings.Contains(err.Error(), "Could not resolve") {
		t.Errorf("a node that is not there: %v", err)
	}
}

// TestOctokit runs GitHub's own client for JavaScript, unchanged.
func TestOctokit(t *testing.T) {
	t.Parallel()
	e := small(t, newClock())
	address := e.Serve(t)
	if _, err := e.Comment("anna", ref(t, "acme/shop#2"), "Signed ✓"); err != nil {
		t.Fatal(err)
	}
	sent := e.Pending()[0]
	delivery, err := json.Marshal(map[string]string{"payload": string(sent.Payload), "signature": sent.Header.Get("X-Hub-Signature-256")})
	if err != nil {
		t.Fatal(err)
	}
	story := exec.CommandContext(t.Context(), "node", "octokit.mjs")
	story.Dir = "../testdata/npm"
	story.Env = append(os.Environ(), "GITHUB_URL="+address, "APP_ID=4711", "APP_KEY="+string(appKey(t)),
		"WEBHOOK_SECRET=It's a secret", "DELIVERY="+string(delivery))
	var problems strings.Builder
	story.Stderr = &problems
	said, err := story.Output()
	if err != nil {
		t.Fatalf("%v: %s", err, problems.String())
	}
	var got map[string]any
	if err := json.Unmarshal(said, &got); err != nil {
		t.Fatal(err)
	}
	want := map[string]any{
		"app": "upkeep", "installation": "acme", "issues": []any{7., 6., 3., 2., 1.}, "closed": "closed not_planned",
		"cards":   []any{"Upgrade the shop: Todo", "Upgrade the docs: In Progress"},
		"missing": "HttpError 404", "invalid": "missing_field", "unknown": "GraphqlResponseError NOT_FOUND",
		"signed": true, "forged": false,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Octokit saw (-want +got):\n%s", diff)
	}
	storyEnd(t, e, ref(t, "acme/shop#8"))
}
