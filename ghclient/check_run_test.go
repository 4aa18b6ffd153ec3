package ghclient_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/upkeep-app/upkeep/ghclient"
	"github.com/upkeep-app/upkeep/upgrade"
)

func TestProposalFromAForkIsCheckedAndRead(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	must(t, w.github.PushFile("olga", "acme/.github", "upkeep.yml", "mode: plan\n"))
	ref, err := w.github.OpenPullRequestFromFork("ben", "acme/.github", "Write", "upkeep.yml", "mode: active\n")
	must(t, err)
	all, err := w.PullRequests(t.Context(), w.inst, "acme", ".github")
	must(t, err)
	one, err := w.PullRequest(t.Context(), w.inst, "acme", ".github", ref.Number)
	must(t, err)
	if diff := cmp.Diff([]ghclient.PullRequest{one}, all); diff != "" || one.Closed || one.Base != "main" || one.DefaultBranch != "main" {
		t.Errorf("one %+v; all (-want +got):\n%s", one, diff)
	}
	for file, want := range map[string]bool{"upkeep.yml": true, "README.md": false} {
		if got, err := w.ChangesFile(t.Context(), w.inst, "acme", ".github", ref.Number, file); err != nil || got != want {
			t.Errorf("changes %s: %t, %v", file, got, err)
		}
	}
	file, err := w.FileAt(t.Context(), w.inst, "acme", ".github", one.Head, "upkeep.yml")
	if err != nil || file.Text != "mode: active\n" {
		t.Errorf("file %+v, %v", file, err)
	}
	w.checkRun(t, ref, one.Head)
}

// checkRun makes a check run and finds it again by its id.
func (w *world) checkRun(t *testing.T, ref upgrade.Ref, head string) {
	t.Helper()
	check := upgrade.SaveCheck{
		Repository: upgrade.Repository{Owner: "acme", Name: ".github"}, Head: head, Name: "upkeep.yml", ID: "1 a", Conclusion: upgrade.ConclusionFailure,
		Title: "No", Summary: "It *is* wrong.", Annotations: []upgrade.Annotation{
			{Path: "upkeep.yml", Line: 1, Column: 7, Title: "mode", Message: "is wrong"},
			{Path: "upkeep.yml", Line: 2, Message: "is worse"},
		},
	}
	_, err := w.CreateCheckRun(t.Context(), w.inst, check)
	must(t, err)
	ids, err := w.CheckRuns(t.Context(), w.inst, "acme", ".github", head, "upkeep.yml")
	if err != nil || cmp.Diff([]string{"1 a"}, ids) != "" {
		t.Errorf("check runs %v, %v", ids, err)
	}
	made := w.github.CheckRuns(ref)[0]
	if diff := cmp.Diff([]string{"upkeep.yml:1:7 failure: is wrong", "upkeep.yml:2:0 failure: is worse"}, made.Annotations); diff != "" || made.Summary != check.Summary {
		t.Errorf("made %+v (-want +got):\n%s", made, diff)
	}
}
