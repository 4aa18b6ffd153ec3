package emulator_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/upkeep-app/upkeep/emulator"
	"github.com/upkeep-app/upkeep/upgrade"
)

// closedBy opens and merges a pull request and tells whether acme/shop#2 was closed.
func closedBy(t *testing.T, merger string, prepare func(e *emulator.Emulator) upgrade.Ref) bool {
	t.Helper()
	e := small(t, newClock())
	pull := prepare(e)
	if err := e.MergePullRequest(merger, pull); err != nil {
		t.Fatal(err)
	}
	return e.Issue(ref(t, "acme/shop#2")).Closed
}

func TestMergeClosesWhatIsLinkedThen(t *testing.T) {
	t.Parallel()
	issue := ref(t, "acme/shop#2")
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	from := func(e *emulator.Emulator, base, body string) upgrade.Ref {
		must(e.CreateBranch("anna", "acme/shop", "work"))
		must(e.PushFileTo("anna", "acme/shop", "work", "work.txt", "done\n"))
		if base != "" {
			must(e.CreateBranch("anna", "acme/shop", base))
		}
		pull, err := e.OpenPullRequestFrom("anna", "acme/shop", "work", base, "Work", body)
		must(err)
		return pull
	}
	for name, c := range map[string]struct {
		prepare func(e *emulator.Emulator) upgrade.Ref
		want    bool
	}{
		"keyword":             {func(e *emulator.Emulator) upgrade.Ref { return from(e, "", "Closes #2") }, true},
		"none":                {func(e *emulator.Emulator) upgrade.Ref { return from(e, "", "About #2") }, false},
		"into another branch": {func(e *emulator.Emulator) upgrade.Ref { return from(e, "side", "Closes #2") }, false},
		"keyword added": {func(e *emulator.Emulator) upgrade.Ref {
			p := from(e, "", "")
			must(e.EditBody("anna", p, "fixes #2"))
			return p
		}, true},
		"keyword taken away": {func(e *emulator.Emulator) upgrade.Ref {
			p := from(e, "", "fixes #2")
			must(e.EditBody("anna", p, ""))
			return p
		}, false},
		"linked in sidebar": {func(e *emulator.Emulator) upgrade.Ref {
			p := from(e, "", "")
			must(e.LinkPullRequest("anna", p, issue, true))
			return p
		}, true},
		"sidebar, body edited": {func(e *emulator.Emulator) upgrade.Ref {
			p := from(e, "", "Closes #2")
			must(e.LinkPullRequest("anna", p, issue, true))
			must(e.EditBody("anna", p, ""))
			return p
		}, true},
		"unlinked in sidebar": {func(e *emulator.Emulator) upgrade.Ref {
			p := from(e, "", "")
			must(e.LinkPullRequest("anna", p, issue, true))
			must(e.LinkPullRequest("anna", p, issue, false))
			return p
		}, false},
	} {
		if got := closedBy(t, "anna", c.prepare); got != c.want {
			t.Errorf("%s: closed is %v", name, got)
		}
	}
}

func TestMergeBringsFilesAndFindsConflicts(t *testing.T) {
	t.Parallel()
	e := small(t, newClock())
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"one", "two"} {
		must(e.CreateBranch("anna", "acme/shop", name))
		must(e.PushFileTo("anna", "acme/shop", name, "shared.txt", name+"\n"))
		must(e.PushFileTo("anna", "acme/shop", name, name+".txt", name+"\n"))
		_, err := e.OpenPullRequestFrom("anna", "acme/shop", name, "", "Do "+name, "")
		must(err)
	}
	open := e.Issues("acme/shop")
	first, second := open[len(open)-2].Ref, open[len(open)-1].Ref
	must(e.MergePullRequest("anna", first))
	if text, _ := e.File("acme/shop", "one.txt"); text != "one\n" {
		t.Errorf("the default branch has %q after the merge", text)
	}
	if err := e.MergePullRequest("anna", second); err == nil {
		t.Error("what conflicts was merged")
	}
	must(e.PushFileTo("anna", "acme/shop", "two", "shared.txt", "one\n"))
	must(e.MergePullRequest("anna", second))
	must(e.DeleteBranch("anna", "acme/shop", "two"))
}

func TestDeletedBranchClosesItsPullRequest(t *testing.T) {
	t.Parallel()
	e := small(t, newClock())
	pull, err := e.OpenPullRequest("anna", "acme/shop", "Do it", "")
	if err != nil {
		t.Fatal(err)
	}
	if err := e.DeleteBranch("anna", "acme/shop", "change-7"); err == nil {
		t.Error("a branch that is not there was deleted")
	}
	if err := e.DeleteBranch("anna", "acme/shop", "change-"+ref(t, pull.String()).String()[len("acme/shop#"):]); err != nil {
		t.Fatal(err)
	}
	if !e.Issue(pull).Closed {
		t.Error("the pull request is open")
	}
	if e.ReopenIssue("anna", pull) == nil {
		t.Error("it was reopened without a branch")
	}
}

func TestReviewsAreRefusedAsGitHubDoes(t *testing.T) {
	t.Parallel()
	e := small(t, newClock())
	pull, err := e.OpenPullRequest("anna", "acme/shop", "Do it", "")
	if err != nil {
		t.Fatal(err)
	}
	said := func(err error) string {
		if err == nil {
			return ""
		}
		return err.Error()
	}
	got := map[string]string{
		"own approval":         said(e.Review("anna", pull, "approved", "")),
		"own request":          said(e.Review("anna", pull, "changes_requested", "No")),
		"own comment":          said(e.Review("anna", pull, "commented", "Note")),
		"empty comment":        said(e.Review("ben", pull, "commented", "")),
		"asked of the author":  said(e.RequestReview("anna", pull, "anna", true)),
		"asked of a passer-by": said(e.RequestReview("anna", pull, "passer-by", true)),
		"asked by a passer-by": said(e.RequestReview("passer-by", pull, "ben", true)),
		"dismissed a comment":  said(e.DismissReview("anna", pull, "anna", "Old")),
		"dismissed by no one":  said(e.DismissReview("passer-by", pull, "anna", "Old")),
	}
	want := map[string]string{
		"own approval":         "Can not approve your own pull request",
		"own request":          "Can not request changes on your own pull request",
		"own comment":          "",
		"empty comment":        "Body can't be blank",
		"asked of the author":  "Review cannot be requested from pull request author.",
		"asked of a passer-by": "Reviews may only be requested from collaborators. One or more of the users or teams you specified is not a collaborator of the acme/shop repository.",
		"asked by a passer-by": "Must have admin rights to Repository.",
		"dismissed a comment":  "Can not dismiss a commented pull request review",
		"dismissed by no one":  "Must have push access to the repository.",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
