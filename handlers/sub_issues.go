package handlers

import "github.com/upkeep-app/upkeep/upgrade"

// subIssues handles the links between issues. GitHub tells each link twice,
// once on either side; both name both issues.
func subIssues() handler {
	return handler{
		event:   "sub_issues",
		actions: []string{"sub_issue_added", "sub_issue_removed", "parent_issue_added", "parent_issue_removed"},
		blank:   func() payload { return new(subIssuesPayload) },
	}
}

type subIssuesPayload struct {
	header
	Parent object `json:"parent_issue"`
	Child  object `json:"sub_issue"`
}

// outcome confirms always: nothing says that a link moves the issues' updated_at.
func (p *subIssuesPayload) outcome() (Outcome, error) {
	var triggers []upgrade.Trigger
	for _, side := range []struct {
		name  string
		issue object
	}{{"parent_issue", p.Parent}, {"sub_issue", p.Child}} {
		floor, err := side.issue.read(side.name)
		if err != nil {
			return Outcome{}, err
		}
		t := p.triggerFrom(upgrade.IssueKey(side.issue.NodeID), floor)
		t.Confirm = true
		triggers = append(triggers, t)
	}
	return Outcome{Triggers: triggers}, nil
}
