package upgrade_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/upkeep-app/upkeep/say"
	"github.com/upkeep-app/upkeep/upgrade"
)

var update = flag.Bool("update", false, "write the golden files anew; read every one before it is committed")

// planText is a plan as the golden files hold it: one line for each action,
// and the texts in full.
func planText(p upgrade.Plan) string {
	var text strings.Builder
	if len(p.Actions) == 0 {
		return strings.TrimSuffix("nothing: "+p.Why, ": ") + "\n"
	}
	for _, action := range p.Actions {
		fmt.Fprintln(&text, upgrade.Show(action))
		switch a := action.(type) {
		case upgrade.SaveComment:
			indent(&text, a.Text)
			for _, r := range a.Names {
				fmt.Fprintf(&text, "    names %s\n", r.FullName())
			}
		case upgrade.EditBody:
			for _, section := range a.Sections {
				indent(&text, section.Text)
				for _, r := range section.Names {
					fmt.Fprintf(&text, "    names %s\n", r.FullName())
				}
			}
		case upgrade.Administer:
			if a.Offer != nil {
				indent(&text, a.Offer.Text)
			}
		case upgrade.SaveIssue:
			fmt.Fprintf(&text, "    | # %s\n", a.Title)
			indent(&text, a.Text)
		}
	}
	return text.String()
}

func indent(out *strings.Builder, text string) {
	for line := range strings.Lines(text) {
		fmt.Fprintf(out, "    | %s\n", strings.TrimSuffix(line, "\n"))
	}
}

// golden compares a plan with its file, and holds every text in it to the rule
// that nothing the app says is alive.
func golden(t *testing.T, decider, name string, p upgrade.Plan, more ...string) {
	t.Helper()
	for _, action := range p.Actions {
		switch a := action.(type) {
		case upgrade.SaveComment:
			if live := say.Live(a.Text); live != nil {
				t.Errorf("%q would come alive in:\n%s", live, a.Text)
			}
		case upgrade.Administer:
			if a.Offer != nil && say.Live(a.Offer.Text) != nil {
				t.Errorf("would come alive:\n%s", a.Offer.Text)
			}
		case upgrade.SaveIssue:
			if live := say.Live(a.Title + "\n\n" + a.Text); live != nil {
				t.Errorf("%q would come alive in:\n%s", live, a.Text)
			}
		}
	}
	got := planText(p) + strings.Join(more, "")
	file := filepath.Join("testdata", "decide", decider, upgrade.Slug(name)+".txt")
	if *update {
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatalf("read the golden file (go test ./upgrade -update makes it): %v", err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("plan differs from %s (-want +got):\n%s", file, diff)
	}
}
