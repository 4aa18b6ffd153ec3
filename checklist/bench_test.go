package checklist_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/upkeep-app/upkeep/checklist"
	"github.com/upkeep-app/upkeep/runbook"
)

// thousand is a description of about 64 KB with 1,000 children.
func thousand() string {
	var body strings.Builder
	for i := range 1000 {
		fmt.Fprintf(&body, "- [ ] [app-%d](https://github.com/openedx/app/issues/%d)\r\n", i, i+1)
	}
	return body.String()
}

func BenchmarkEditOneBox(b *testing.B) {
	body, in := thousand(), roadmap()
	in.Steps = runbook.NewMatcher(runbook.Terms{}, runbook.Runbook{})
	b.ReportAllocs()
	b.ReportMetric(float64(len(body))/1024, "KB")
	for b.Loop() {
		items := checklist.Parse(body, in).Children()
		checklist.SetBoxes(body, map[int]bool{items[500].Box: true})
	}
}
