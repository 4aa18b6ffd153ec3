package handlers

import (
	"fmt"
	"time"

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
		BoardID     upgrade.NodeID `json:"project_node_id"`
		ContentID   upgrade.NodeID `json:"content_node_id"`
		ContentType string         `json:"content_type"`
		UpdatedAt   string         `json:"updated_at"`
	} `json:"projects_v2_item"`
	Changes struct {
		FieldValue struct {
			FieldID upgrade.NodeID `json:"field_node_id"`
		} `json:"field_value"`
	} `json:"changes"`
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
	at, err := moment("projects_v2_item.updated_at", p.Item.UpdatedAt)
	if err != nil {
		return Outcome{}, err
	}
	return Outcome{
		Triggers: []upgrade.Trigger{p.trigger(upgrade.IssueKey(p.Item.ContentID))},
		Touches:  p.touches(at),
	}, nil
}

// touches are what the sender did to the card: none when the payload does not
// say all of who, where, what and when.
func (p *projectsV2ItemPayload) touches(at time.Time) []upgrade.Touched {
	did := map[string]upgrade.TouchKind{
		"created": upgrade.TouchAdded, "converted": upgrade.TouchAdded, "edited": upgrade.TouchSet,
		"archived": upgrade.TouchArchived, "restored": upgrade.TouchRestored, "deleted": upgrade.TouchRemoved,
	}[p.Action]
	field := p.Changes.FieldValue.FieldID
	if p.Sender.ID == 0 || p.Item.BoardID == "" || at.IsZero() || (did == upgrade.TouchSet) != (field != "") {
		return nil
	}
	by := upgrade.Actor{ID: p.Sender.ID, Login: p.Sender.Login, Bot: p.cause() != upgrade.CausePerson}
	return []upgrade.Touched{{
		Content: p.Item.ContentID, Touch: upgrade.Touch{Board: p.Item.BoardID, Field: field, Did: did, By: by, At: at},
	}}
}
