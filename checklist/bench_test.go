package checklist_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/upkeep-app/upkeep/checklist"
	"github.com/upkeep-app/upkeep/runbook"
)

// thousand is a description of about 64 KB with 1,000 children.
func thousand(form string) string {
	var body strings.Builder
	for i := range 1000 {
		fmt.Fprintf(&body, form, i, i+1)
	}
	return body.String()
}

// BenchmarkEditOneBox finds the boxes of all children and checks one. Items of
// the first three forms are plain; those of the others are parsed whole.
func BenchmarkEditOneBox(b *testing.B) {
	in := roadmap()
	in.Steps = runbook.NewMatcher(runbook.Terms{}, runbook.Runbook{})
	for _, c := range []struct{ name, form string }{
		{"titles", "- [ ] [app-%d](https://github.com/openedx/app/issues/%d)\r\n"},
		{"words", "* [ ] Upgrade app-%d to Django 5.2: openedx/app#%d, for Willow\n"},
		{"nested", "- [ ] app-%d:\n  - [ ] https://github.com/openedx/app/issues/%d\n"},
		{"wrapped", "- [ ] Upgrade `app-%d`, see\n  https://github.com/openedx/app/issues/%d\n"},
	} {
		b.Run(c.name, func(b *testing.B) {
			body := thousand(c.form)
			b.ReportAllocs()
			b.ReportMetric(float64(len(body))/1024, "KB")
			for b.Loop() {
				items := checklist.Parse(body, in).Children()
				checklist.SetBoxes(body, map[int]bool{items[500].Box: true})
			}
		})
	}
}
