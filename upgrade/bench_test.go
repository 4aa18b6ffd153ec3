package upgrade_test

import (
	"fmt"
	"runtime"
	"testing"

	"github.com/upkeep-app/upkeep/runbook"
	"github.com/upkeep-app/upkeep/upgrade"
)

// wide are the facts of an upgrade with a runbook and many children, half of them
// in the app's own list and every fourth one not to be read at present.
func wide(children int) upgrade.RoadmapFacts {
	f := reporting(children, func(n int, _ *upgrade.IssueState, report *upgrade.Report) {
		report.OnBoard, report.Undecided = true, n%2 == 0
	})
	for i := range f.Items {
		f.Items[i].Own = i%2 == 0
	}
	for _, s := range runbook.Default(runbook.Terms{}).Steps {
		f.Steps = append(f.Steps, upgrade.ListedStep{Line: 1, Box: -1, Text: s.Text, Step: s, Certainty: runbook.Known})
	}
	_, f.Members = upgrade.DecideRoadmap(f)
	for i, m := range f.Members {
		if i%4 == 0 {
			delete(f.Children, m.ChildRef.Fold())
		}
	}
	return f
}

// With four times the children a decision is four times the work, not sixteen
// times: whatever is looked up for each child is worked out once.
func TestDecisionGrowsWithTheChildren(t *testing.T) { //nolint:paralleltest // it counts what the process allocates
	work := func(children int) uint64 {
		f := wide(children)
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		upgrade.DecideRoadmap(f)
		runtime.ReadMemStats(&after)
		return after.TotalAlloc - before.TotalAlloc
	}
	if few, many := work(100), work(400); many > 5*few {
		t.Errorf("%d bytes for 100 children, %d for 400", few, many)
	}
}

func BenchmarkDecideRoadmap(b *testing.B) {
	for _, children := range []int{100, 1000} {
		b.Run(fmt.Sprint(children), func(b *testing.B) {
			f := wide(children)
			b.ReportAllocs()
			for b.Loop() {
				upgrade.DecideRoadmap(f)
			}
		})
	}
}
