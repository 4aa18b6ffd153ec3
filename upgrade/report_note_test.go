package upgrade_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/upkeep-app/upkeep/upgrade"
)

// A child reports its deployment note, within bounds.
func TestReportedDeploymentNote(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]string{
		"Nothing here.":                          "",
		"## Deployment notes\n\nRestart.\n":      "Restart.",
		"## Deployment notes\r\n\r\n- a\r\n- b":  "- a\n- b",
		"## Deployment notes\n\n_No response_\n": "",
	} {
		f := settledChild()
		f.Issue.Body = body
		if got := noteOf(t, f); got != want {
			t.Errorf("%q gives %q, want %q", body, got, want)
		}
	}
	long := settledChild()
	long.Issue.Body = "## Deployment notes\n\n" + strings.Repeat("ä", 5000)
	if got := noteOf(t, long); len(got) > 2000 || len(got) < 1900 || !strings.HasSuffix(got, "ä…") || !utf8.ValidString(got) {
		t.Errorf("%d bytes, ending in %q", len(got), got[max(0, len(got)-9):])
	}
}

func noteOf(t *testing.T, f upgrade.ChildFacts) string {
	t.Helper()
	for _, action := range upgrade.DecideChild(f).Actions {
		if keep, ok := action.(upgrade.KeepReport); ok {
			return keep.Report.DeploymentNote
		}
	}
	return f.Reported.DeploymentNote
}
