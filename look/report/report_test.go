package report_test

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/upkeep-app/upkeep/app"
	"github.com/upkeep-app/upkeep/config"
	"github.com/upkeep-app/upkeep/emulator"
	"github.com/upkeep-app/upkeep/look"
	"github.com/upkeep-app/upkeep/look/report"
	"github.com/upkeep-app/upkeep/say"
	"github.com/upkeep-app/upkeep/upgrade"
)

var update = flag.Bool("update", false, "write the golden files anew; read them before they are accepted")

// lookedAt is when the tests look.
var lookedAt = time.Date(2026, 6, 1, 9, 0, 0, 0, time.UTC)

func newGitHub(t *testing.T, file string) *emulator.Emulator {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return emulator.New(t, string(text), func(o *emulator.Options) { o.Now = func() time.Time { return lookedAt } })
}

// options are those of a look as a person.
func options(github *emulator.Emulator, organisation, token string) app.LookOptions {
	return app.LookOptions{
		Organisation: organisation, Token: config.NewSecret(token), Transport: github.RoundTripper(),
		Site: config.Site{WebURL: "https://github.com", V3URL: "https://api.github.com", V4URL: "https://api.github.com/graphql"},
		Now:  func() time.Time { return lookedAt }, After: func(time.Duration) <-chan time.Time { return time.After(0) },
	}
}

// golden compares with a file in testdata.
func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s is another one (-want +got):\n%s", name, diff)
	}
}

// What a person is shown of two organisations, and nothing is written for it.
func TestReports(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ name, file, organisation, person string }{
		{"demo", "../../demo/organisation.yml", "openlearn", "ari"},
		{"open-edx", "../testdata/open-edx.yaml", "openedx", "ari"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			github := newGitHub(t, test.file)
			made, err := app.Look(t.Context(), options(github, test.organisation, "user:"+test.person))
			if err != nil {
				t.Fatal(err)
			}
			if wrote := github.Writes(); len(wrote) > 0 {
				t.Errorf("the look wrote %+v", wrote)
			}
			showGolden(t, test.name, made)
		})
	}
}

// showGolden compares all three formats.
func showGolden(t *testing.T, name string, made report.Report) {
	t.Helper()
	golden(t, name+".txt", made.Text())
	golden(t, name+".md", made.Markdown())
	if live := say.Live(made.Markdown()); len(live) > 0 {
		t.Errorf("alive in the Markdown: %q", live)
	}
	var page bytes.Buffer
	if err := made.HTML(&page); err != nil {
		t.Fatal(err)
	}
	golden(t, name+".html", page.String())
}

// hostile is what people could write to come out alive.
const hostile = "<script>alert(1)</script> @olga acme/shop#1 ![x](http://x) `` \x1b[31m \u202e | </textarea>"

// A report with something of everything, all of it as hostile and as long as it can be.
func TestTheWorstReport(t *testing.T) {
	t.Parallel()
	ref := upgrade.Ref{Owner: "acme-with-a-very-long-name-of-an-organisation", Repo: strings.Repeat("long-name-", 9), Number: 1234567890}
	state := upgrade.IssueState{ID: "I_1", Ref: ref, Title: hostile + strings.Repeat(" word", 40), CreatedAt: lookedAt.AddDate(-3, 0, 0), UpdatedAt: lookedAt.AddDate(-2, 0, 0), ChangedAt: lookedAt.AddDate(-3, 0, 0)}
	found := look.Found{
		Organisation: "acme", At: lookedAt, Private: true, Own: "mode: " + `"` + "<b>" + `"` + "\nnonsense: 1\n",
		Unread:  []look.Unread{{What: "the boards", Why: hostile, Mend: "the permission Projects: read of the organisation, or the scope read:project"}},
		LeftOut: []string{"open issues of " + ref.Owner + "/" + ref.Repo + " beyond the 200 that changed last"},
	}
	u := look.Upgrade{Name: hostile, Issue: state, Why: []string{"its title sounds like one"}}
	closed := state
	closed.Closed, closed.Reason = true, upgrade.ReasonNotPlanned
	u.Children = []look.Child{{Ref: ref, State: state, Known: true, Boxed: true, Checked: true, Line: 7}, {Ref: ref, State: closed, Known: true}, {Ref: ref}}
	found.Upgrades = append(found.Upgrades, u, look.Upgrade{Name: "None", Issue: state})
	rehearsed := report.Rehearsed{Failed: []string{hostile, "2", "3", "4", "5", "6"}, Unfinished: 3}
	for _, what := range []string{"line 9", hostile, "comment", "card on board acme/1"} {
		rehearsed.Changes = append(rehearsed.Changes, upgrade.Change{Object: ref.String(), What: what, Is: hostile, ShouldBe: hostile, Why: hostile})
	}
	made := report.New(found, "https://github.com", rehearsed)
	showGolden(t, "worst", made)
	if text := made.Text(); strings.ContainsAny(text, "\x1b\u202e") {
		t.Error("the terminal would do what the text says")
	}
	var page strings.Builder
	if err := made.HTML(&page); err != nil || strings.Contains(page.String(), "<script") || strings.Contains(page.String(), "<b>\"") {
		t.Errorf("the page is alive: %v", err)
	}
}
