package emulator_test

import (
	"context"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-github/v62/github"
)

func TestFilesAreWrittenOverREST(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	e := small(t, newClock())
	anna := asPerson(t, e.RoundTripper(), "anna").Repositories
	write := func(path, branch, sha, text string) (*github.RepositoryContentResponse, *github.Response, error) {
		options := &github.RepositoryContentFileOptions{Message: new("Fixes #2"), Content: []byte(text), Branch: &branch}
		if sha != "" {
			options.SHA = &sha
		}
		return anna.UpdateFile(ctx, "acme", "shop", path, options)
	}
	if err := e.CreateBranch("anna", "acme/shop", "side"); err != nil {
		t.Fatal(err)
	}
	first, answer, err := write("deep/new file.txt", "side", "", "one\n")
	sure(t)(first, nil, err)
	sha := first.Content.GetSHA()
	if answer.StatusCode != 201 || first.GetMessage() != "Fixes #2" || first.Author.GetName() != "anna" {
		t.Errorf("%d: made %v", answer.StatusCode, first)
	}
	if e.Issue(ref(t, "acme/shop#2")).Closed {
		t.Error("a commit beside the default branch closed an issue")
	}
	second, answer, err := write("deep/new file.txt", "side", sha, "two\n")
	sure(t)(second, nil, err)
	if answer.StatusCode != 200 {
		t.Errorf("replaced with %d", answer.StatusCode)
	}
	got := map[string]string{
		"stale":           refused(t)(write("deep/new file.txt", "side", sha, "three\n")),
		"no hash":         refused(t)(write("deep/new file.txt", "side", "", "three\n")),
		"no branch":       refused(t)(write("x", "none", "", "x")),
		"a folder":        refused(t)(write("deep", "side", "", "x")),
		"below a file":    refused(t)(write("README.md/x", "side", "", "x")),
		"out of the tree": refused(t)(write(".git/config", "side", "", "x")),
		"archived":        refused(t)(asPerson(t, e.RoundTripper(), "olga").Repositories.CreateFile(ctx, "acme", "attic", "x", &github.RepositoryContentFileOptions{Message: new("x"), Content: []byte("x")})),
		"passer-by":       refused(t)(asPerson(t, e.RoundTripper(), "passer-by").Repositories.CreateFile(ctx, "acme", "shop", "x", &github.RepositoryContentFileOptions{Message: new("x"), Content: []byte("x")})),
	}
	want := map[string]string{
		"stale":           "Conflict: deep/new file.txt does not match " + sha,
		"no hash":         "Unprocessable Entity: Invalid request.\n\n\"sha\" wasn't supplied.",
		"no branch":       "Not Found: Branch none not found",
		"a folder":        "Unprocessable Entity: path is a folder, or below a file",
		"below a file":    "Unprocessable Entity: path is a folder, or below a file",
		"out of the tree": "Unprocessable Entity: path contains a malformed path component",
		"archived":        "Forbidden: Repository was archived so is read-only.",
		"passer-by":       "Forbidden: Must have push access to the repository.",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	now := second.Content.GetSHA()
	sure(t)(anna.DeleteFile(ctx, "acme", "shop", "deep/new file.txt", &github.RepositoryContentFileOptions{Message: new("Away"), SHA: &now, Branch: new("side")}))
	if _, _, _, err := anna.GetContents(ctx, "acme", "shop", "deep", &github.RepositoryContentGetOptions{Ref: "side"}); err == nil {
		t.Error("the folder of the last file is still there")
	}
	_, _, err = write("closing.txt", "main", "", "x")
	sure(t)(nil, nil, err)
	if !e.Issue(ref(t, "acme/shop#2")).Closed {
		t.Error("a commit on the default branch did not close the issue that its message names")
	}
}

func TestLargeFilesHaveNoContent(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	e := small(t, newClock())
	if err := e.PushFile("anna", "acme/shop", "large.txt", strings.Repeat("x", 1<<20+1)); err != nil {
		t.Fatal(err)
	}
	file, _, _, err := asPerson(t, e.RoundTripper(), "anna").Repositories.GetContents(ctx, "acme", "shop", "large.txt", nil)
	if err != nil || file.GetEncoding() != "none" || file.GetSize() != 1<<20+1 {
		t.Errorf("%v, %v", file, err)
	}
}

func TestBranchesOverREST(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	e := small(t, newClock())
	client := asPerson(t, e.RoundTripper(), "anna")
	head, _, err := client.Git.GetRef(ctx, "acme", "shop", "heads/main")
	sure(t)(head, nil, err)
	made, _, err := client.Git.CreateRef(ctx, "acme", "shop", &github.Reference{Ref: new("refs/heads/a/b"), Object: head.Object})
	sure(t)(made, nil, err)
	if err := e.PushFileTo("anna", "acme/shop", "a/b", "x.txt", "x\n"); err != nil {
		t.Fatal(err)
	}
	branch, _, err := client.Repositories.GetBranch(ctx, "acme", "shop", "a/b", 0)
	sure(t)(branch, nil, err)
	commits, _, err := client.Repositories.ListCommits(ctx, "acme", "shop", &github.CommitsListOptions{SHA: "a/b", Path: "x.txt"})
	sure(t)(commits, nil, err)
	if len(commits) != 1 || commits[0].GetSHA() != branch.GetCommit().GetSHA() {
		t.Errorf("commits %v, branch %v", commits, branch)
	}
	one, _, err := client.Repositories.GetCommit(ctx, "acme", "shop", commits[0].GetSHA(), nil)
	sure(t)(one, nil, err)
	if one.Stats.GetAdditions() != 1 || len(one.Files) != 1 {
		t.Errorf("commit %v", one)
	}
	all, _, err := client.Repositories.ListBranches(ctx, "acme", "shop", nil)
	sure(t)(all, nil, err)
	matching, _, err := client.Git.ListMatchingRefs(ctx, "acme", "shop", &github.ReferenceListOptions{Ref: "heads/a"})
	sure(t)(matching, nil, err)
	if len(all) < 2 || all[0].GetName() != "a/b" || len(matching) != 1 {
		t.Errorf("branches %v, matching %v", all, matching)
	}
	got := map[string]string{
		"twice":   refused(t)(client.Git.CreateRef(ctx, "acme", "shop", &github.Reference{Ref: new("refs/heads/a/b"), Object: head.Object})),
		"no name": refused(t)(client.Git.CreateRef(ctx, "acme", "shop", &github.Reference{Ref: new("refs/heads/a..b"), Object: head.Object})),
		"back":    refused(t)(client.Git.UpdateRef(ctx, "acme", "shop", &github.Reference{Ref: new("refs/heads/a/b"), Object: head.Object}, false)),
		"gone":    refused(t)(client.Git.GetRef(ctx, "acme", "shop", "heads/none")),
		"commit":  refused(t)(client.Repositories.GetCommit(ctx, "acme", "shop", "none", nil)),
	}
	want := map[string]string{
		"twice":   "Unprocessable Entity: Reference already exists",
		"no name": "Unprocessable Entity: Reference name is not valid.",
		"back":    "Unprocessable Entity: Update is not a fast forward",
		"gone":    "Not Found: Not Found",
		"commit":  "Unprocessable Entity: No commit found for SHA: none",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	sure(t)(client.Git.UpdateRef(ctx, "acme", "shop", &github.Reference{Ref: new("refs/heads/a/b"), Object: head.Object}, true))
	if _, err := client.Git.DeleteRef(ctx, "acme", "shop", "heads/a/b"); err != nil {
		t.Error(err)
	}
}
