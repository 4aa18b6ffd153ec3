package handlers

import (
	"fmt"

	"github.com/upkeep-app/upkeep/upgrade"
)

// projectsV2Item handles cards on boards. The order of cards ("reordered") is
// not looked at.
func projectsV2Item() handler {
	return handler{
		event:   "projects_v2_item",
		actions: []string{"created", "edited", "converted", "archived", "restored", "deleted"},
		blank:   func() payload { return new(projectsV2ItemPayload) },
	}
}

type projectsV2ItemPayload struct {
	header
	Item struct {
		ContentID   upgrade.NodeID `json:"content_node_id"`
		ContentType string         `json:"content_type"`
	} `json:"projects_v2_item"`
}

// outcome sets no floor: the card's updated_at is not the issue's, which does
// not move with the card.
func (p *projectsV2ItemPayload) outcome() (Outcome, error) {
	switch p.Item.ContentType {
	case "Issue", "PullRequest":
	case "":
		return Outcome{}, missing("projects_v2_item.content_type")
	default:
		return Outcome{Ignored: fmt.Sprintf("a card of content %q", p.Item.ContentType)}, nil
	}
	if p.Item.ContentID == "" {
		return Outcome{}, missing("projects_v2_item.content_node_id")
	}
	return Outcome{Triggers: []upgrade.Trigger{p.trigger(upgrade.IssueKey(p.Item.ContentID))}}, nil
}
