package config_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/upkeep-app/upkeep/config"
	"github.com/upkeep-app/upkeep/upgrade"
)

func TestParsePolicyRoadmapIssue(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]upgrade.RoadmapIssuePolicy{
		"":                                    {},
		"{}":                                  {},
		"{children: after form}":              {},
		"{children: end, group_by: start}":    {ChildrenAtEnd: true},
		"{children: None}":                    {NoChildren: true},
		"{nested_boxes: leave}":               {},
		"{nested_boxes: follow}":              {NestedBoxes: true},
		"{group_by: owner, children: 'none'}": {NoChildren: true, GroupByOwner: true},
		"{sub_issues: leave}":                 {},
		"{sub_issues: keep}":                  {SubIssues: true},
	} {
		policy, problems := config.ParsePolicy("openedx", []byte("roadmap_issue: "+text+"\n"))
		if diff := cmp.Diff(want, policy.RoadmapIssue); diff != "" || len(problems) > 0 {
			t.Errorf("%q: problems %v, policy (-want +got):\n%s", text, problems, diff)
		}
	}
	for text, want := range map[string]string{
		"{children: top}":     `must be after form, end or none, not "top"`,
		"{group_by: ownr}":    `write group_by: owner`,
		"{sub_issues: group}": `must be leave or keep, not "group"`,
		"{nested_boxes: yes}": "must be leave or follow",
		"{group: end}":        `unknown key`,
		"{children: [end]}":   "roadmap_issue.children",
		"somewhere over here": "roadmap_issue",
	} {
		_, problems := config.ParsePolicy("openedx", []byte("roadmap_issue: "+text+"\n"))
		if len(problems) != 1 || !strings.Contains(problems[0].String(), want) {
			t.Errorf("%q: problems %v, want one with %q", text, problems, want)
		}
	}
}
