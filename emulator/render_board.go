package emulator

import (
	"html"
	"strings"
	"time"
)

// itemJSON is a card as webhooks have it: no repository, no number, no title.
func (e *Emulator) itemJSON(it *item) object {
	kind, content := "DraftIssue", ""
	switch {
	case it.content == nil:
		content = it.draft.nodeID
	case it.content.pull != nil:
		kind, content = "PullRequest", it.content.nodeID
	default:
		kind, content = "Issue", it.content.nodeID
	}
	return object{
		"id": it.id, "node_id": it.nodeID, "project_node_id": it.board.nodeID, "content_node_id": content, "content_type": kind,
		"creator": e.userText(it.creator), "created_at": stamp(it.createdAt), "updated_at": stamp(it.updatedAt),
		"archived_at": stampOrNull(it.archivedAt),
	}
}

// boardJSON is a board as webhooks have it. Its description is what GraphQL calls the readme.
func (e *Emulator) boardJSON(b *board) object {
	state := "open"
	if b.closed {
		state = "closed"
	}
	return object{
		"id": b.id, "node_id": b.nodeID, "owner": e.ownerJSON(b.org), "creator": e.userText(b.creator), "title": b.title,
		"description": textOrNull(b.readme), "short_description": textOrNull(b.summary), "public": b.public, "number": b.number,
		"closed_at": stampOrNull(b.closedAt), "created_at": stamp(b.createdAt), "updated_at": stamp(b.updatedAt),
		"deleted_at": nil, "deleted_by": nil, "state": state, "latest_status_update": nil, "is_template": false,
	}
}

// fieldChange is the change of a field's value; from and to are as changeJSON makes them.
func fieldChange(f *field, from, to any) object {
	return object{"field_value": object{
		"field_node_id": f.nodeID, "field_type": strings.ToLower(string(f.dataType)), "field_name": f.name, "project_number": f.board.number,
		"from": from, "to": to,
	}}
}

// zonedOrNull is a time in the changes of a payload: not in UTC, unlike all
// other times, as in GitHub's example payloads of archived cards.
func zonedOrNull(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t.In(time.FixedZone("", -4*60*60)).Format(time.RFC3339)
}

// changeJSON is the value in the changes of a payload; null for no value.
func (v *value) changeJSON(at time.Time) any {
	switch {
	case v == nil:
		return nil
	case v.option != nil:
		return object{"id": v.option.id, "name": v.option.name, "color": v.option.color, "description": v.option.description}
	case v.iteration != nil:
		i := v.iteration
		return object{
			"id": i.id, "title": i.title, "title_html": html.EscapeString(i.title), "duration": i.days, "start_date": i.start,
			"completed": i.over(at),
		}
	case v.field.dataType == typeNumber:
		return v.number
	default:
		return v.text
	}
}
