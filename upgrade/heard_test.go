package upgrade_test

import (
	"slices"

	"github.com/upkeep-app/upkeep/upgrade"
)

// heard are the facts of a roadmap issue whose living comment says what there
// is to say, but for what the comments ask. Those of the fresh cases have no
// such comment yet, so that their plans show it whole.
func heard(f upgrade.RoadmapFacts, name string, fresh ...string) upgrade.RoadmapFacts {
	if slices.Contains(fresh, name) {
		return f
	}
	quiet := f
	quiet.Asked = nil
	plan, _ := upgrade.DecideRoadmap(quiet)
	for _, action := range plan.Actions {
		if comment, ok := action.(upgrade.SaveComment); ok && comment.Living {
			f.Living = upgrade.OwnText{Comment: 9, Text: comment.Text}
		}
	}
	return f
}
