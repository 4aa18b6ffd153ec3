package emulator_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-github/v62/github"

	"github.com/upkeep-app/upkeep/emulator"
	"github.com/upkeep-app/upkeep/upgrade"
)

// proposal is a pull request of anna's fork, and its head.
func proposal(t *testing.T, e *emulator.Emulator) (upgrade.Ref, string) {
	t.Helper()
	made, err := e.OpenPullRequestFromFork("ben", "acme/shop", "Change the read-me", "README.md", "# A shop\n")
	if err != nil {
		t.Fatal(err)
	}
	return made, head(t, e, made)
}

func head(t *testing.T, e *emulator.Emulator, pull upgrade.Ref) string {
	t.Helper()
	var o struct {
		Head struct {
			SHA  string
			Repo struct {
				FullName string `json:"full_name"`
			}
		}
	}
	text := told(t, e, "anna", fmt.Sprintf("GET %s/pulls/%d", shop, pull.Number), "", 200).body
	if err := json.Unmarshal([]byte(text), &o); err != nil {
		t.Fatal(err)
	}
	if o.Head.Repo.FullName != "ben/shop" {
		t.Errorf("the head is in %s, want the fork", o.Head.Repo.FullName)
	}
	return o.Head.SHA
}

func checkRun(sha string) github.CreateCheckRunOptions {
	return github.CreateCheckRunOptions{
		Name: "upkeep.yml", HeadSHA: sha, ExternalID: new("1 a"), Conclusion: new("failure"),
		Output: &github.CheckRunOutput{Title: new("No"), Summary: new("One problem"), Annotations: []*github.CheckRunAnnotation{{
			Path: new("README.md"), StartLine: new(1), EndLine: new(1), StartColumn: new(2), EndColumn: new(2),
			AnnotationLevel: new("failure"), Message: new("not like this"),
		}}},
	}
}

func TestCheckRunOfAFork(t *testing.T) {
	t.Parallel()
	e := small(t, newClock())
	pull, sha := proposal(t, e)
	gh := asInstallation(t, e.RoundTripper())
	made, _, err := gh.Checks.CreateCheckRun(t.Context(), "acme", "shop", checkRun(sha))
	if err != nil {
		t.Fatal(err)
	}
	edited, _, err := gh.Checks.UpdateCheckRun(t.Context(), "acme", "shop", made.GetID(), github.UpdateCheckRunOptions{Name: "upkeep.yml", Conclusion: new("success")})
	if err != nil || edited.GetConclusion() != "success" {
		t.Errorf("%v, %v", edited, err)
	}
	again := checkRun(sha)
	again.ExternalID = new("1 b")
	if _, _, err := gh.Checks.CreateCheckRun(t.Context(), "acme", "shop", again); err != nil {
		t.Fatal(err)
	}
	latest, _, err := gh.Checks.ListCheckRunsForRef(t.Context(), "acme", "shop", sha, &github.ListCheckRunsOptions{CheckName: new("upkeep.yml")})
	if err != nil || latest.GetTotal() != 1 || latest.CheckRuns[0].GetExternalID() != "1 b" {
		t.Errorf("latest %v, %v", latest, err)
	}
	all := e.CheckRuns(pull)
	if len(all) != 2 || all[0].Conclusion != "success" || cmp.Diff([]string{"README.md:1:2 failure: not like this"}, all[1].Annotations) != "" {
		t.Errorf("check runs %+v", all)
	}
	notes, _, err := gh.Checks.ListCheckRunAnnotations(t.Context(), "acme", "shop", made.GetID(), nil)
	if err != nil || len(notes) != 1 {
		t.Errorf("annotations %v, %v", notes, err)
	}
	if err := e.PushToFork("ben", pull, "README.md", "# Our shop\n"); err != nil {
		t.Fatal(err)
	}
	if fresh := head(t, e, pull); fresh == sha || len(e.CheckRuns(pull)) != 0 {
		t.Errorf("head %s after a push, was %s", fresh, sha)
	}
}

func TestCheckRunsAreHeardOf(t *testing.T) {
	t.Parallel()
	e := small(t, newClock())
	pull, sha := proposal(t, e)
	gh := asInstallation(t, e.RoundTripper())
	if _, _, err := gh.Checks.CreateCheckRun(t.Context(), "acme", "shop", checkRun(sha)); err != nil {
		t.Fatal(err)
	}
	if err := e.RerequestCheck("anna", pull, e.CheckRuns(pull)[0].ID); err != nil {
		t.Fatal(err)
	}
	var heard []string
	for _, d := range e.Pending() {
		if d.Event == "check_run" {
			heard = append(heard, d.Action)
		}
	}
	want(t, "webhooks", heard, []string{"created", "completed", "rerequested"})
}

func TestCheckRunsThatAreRefused(t *testing.T) {
	t.Parallel()
	e := small(t, newClock())
	_, sha := proposal(t, e)
	gh := asInstallation(t, e.RoundTripper())
	for name, change := range map[string]func(*github.CreateCheckRunOptions){
		"no name":                  func(o *github.CreateCheckRunOptions) { o.Name = "" },
		"no such commit":           func(o *github.CreateCheckRunOptions) { o.HeadSHA = strings.Repeat("0", 40) },
		"completed how":            func(o *github.CreateCheckRunOptions) { o.Status, o.Conclusion = new("completed"), nil },
		"no conclusion":            func(o *github.CreateCheckRunOptions) { o.Conclusion = new("fine") },
		"no status":                func(o *github.CreateCheckRunOptions) { o.Status = new("done") },
		"no summary":               func(o *github.CreateCheckRunOptions) { o.Output.Summary = nil },
		"a summary too long":       func(o *github.CreateCheckRunOptions) { o.Output.Summary = new(strings.Repeat("x", 65536)) },
		"no level":                 func(o *github.CreateCheckRunOptions) { o.Output.Annotations[0].AnnotationLevel = new("bad") },
		"no message":               func(o *github.CreateCheckRunOptions) { o.Output.Annotations[0].Message = nil },
		"columns of several lines": func(o *github.CreateCheckRunOptions) { o.Output.Annotations[0].EndLine = new(2) },
		"too many annotations": func(o *github.CreateCheckRunOptions) {
			for range 50 {
				o.Output.Annotations = append(o.Output.Annotations, o.Output.Annotations[0])
			}
		},
	} {
		asked := checkRun(sha)
		change(&asked)
		if _, response, err := gh.Checks.CreateCheckRun(t.Context(), "acme", "shop", asked); err == nil || response.StatusCode != 422 {
			t.Errorf("%s: %v", name, err)
		}
	}
	told(t, e, "anna", "POST "+shop+"/check-runs", `{"name": "mine", "head_sha": "`+sha+`", "conclusion": "success"}`, 403)
}
