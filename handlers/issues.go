package handlers

import "github.com/upkeep-app/upkeep/upgrade"

// issues handles what happens to an issue itself.
func issues() handler {
	return handler{
		event: "issues",
		actions: []string{
			"opened", "edited", "closed", "reopened", "deleted", "transferred",
			"assigned", "unassigned", "labeled", "unlabeled", "milestoned", "demilestoned",
			"locked", "unlocked", "pinned", "unpinned", "typed", "untyped",
		},
		blank: func() payload { return new(issuesPayload) },
	}
}

type issuesPayload struct {
	header
	Issue   object `json:"issue"`
	Changes struct {
		Body *struct {
			From string `json:"from"`
		} `json:"body"`
		NewIssue *object `json:"new_issue"`
	} `json:"changes"`
}

func (p *issuesPayload) outcome() (Outcome, error) {
	floor, err := p.Issue.read("issue")
	if err != nil {
		return Outcome{}, err
	}
	key := upgrade.IssueKey(p.Issue.NodeID)
	switch p.Action {
	case "deleted":
		return Outcome{Triggers: []upgrade.Trigger{p.trigger(key), p.trigger(blocker(p.Issue.NodeID))}}, nil
	case "closed", "reopened":
		return Outcome{Triggers: []upgrade.Trigger{p.triggerFrom(key, floor), p.trigger(blocker(p.Issue.NodeID))}}, nil
	case "transferred":
		return p.transferred(key)
	}
	return Outcome{Triggers: []upgrade.Trigger{p.triggerFrom(key, floor)}}, nil
}

// blocker is the key of an issue or pull request that others may wait for.
func blocker(id upgrade.NodeID) upgrade.Key { return upgrade.NewKey(upgrade.KindBlocker, string(id)) }

// transferred is sent where the issue was. It gets a new node id in its new
// repository, and under the old one nothing need ever reach the old floor. What
// waits for it has to know it by the new one.
func (p *issuesPayload) transferred(old upgrade.Key) (Outcome, error) {
	moved := p.Changes.NewIssue
	if moved == nil {
		return Outcome{}, missing("changes.new_issue")
	}
	floor, err := moved.read("changes.new_issue")
	if err != nil {
		return Outcome{}, err
	}
	return Outcome{Triggers: []upgrade.Trigger{
		p.trigger(old), p.trigger(blocker(p.Issue.NodeID)),
		p.triggerFrom(upgrade.IssueKey(moved.NodeID), floor),
	}}, nil
}

// ownEdits tells what an edit of the app has replaced: between its last look at
// a description and its edit a person may have written there.
func (p *issuesPayload) ownEdits() ([]upgrade.OwnEdit, error) {
	if p.Action != "edited" || p.Changes.Body == nil {
		return nil, nil
	}
	floor, err := p.Issue.read("issue")
	if err != nil {
		return nil, err
	}
	then := p.triggerFrom(upgrade.IssueKey(p.Issue.NodeID), floor)
	then.Cause, then.Reason = upgrade.CausePerson, "words of a person were overwritten"
	return []upgrade.OwnEdit{{Issue: p.Issue.NodeID, Replaced: p.Changes.Body.From, Wrote: p.Issue.Body, Then: then}}, nil
}
