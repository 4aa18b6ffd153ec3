package handlers

import "github.com/upkeep-app/upkeep/upgrade"

// issueDependencies handles that issues wait for one another. GitHub tells each
// dependency twice, once on either side; both name both issues.
func issueDependencies() handler {
	return handler{
		event:   "issue_dependencies",
		actions: []string{"blocked_by_added", "blocked_by_removed", "blocking_added", "blocking_removed"},
		blank:   func() payload { return new(issueDependenciesPayload) },
	}
}

type issueDependenciesPayload struct {
	header
	Blocked object `json:"blocked_issue"`
}

// outcome confirms always: nothing says that a dependency moves the issue's
// updated_at. Nothing follows for the issue that blocks.
func (p *issueDependenciesPayload) outcome() (Outcome, error) {
	floor, err := p.Blocked.read("blocked_issue")
	if err != nil {
		return Outcome{}, err
	}
	t := p.triggerFrom(upgrade.IssueKey(p.Blocked.NodeID), floor)
	t.Confirm = true
	return Outcome{Triggers: []upgrade.Trigger{t}}, nil
}
