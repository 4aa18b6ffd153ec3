package emulator

// itemJSON is a card as webhooks have it: no repository, no number, no title.
func (e *Emulator) itemJSON(it *item) object {
	kind := "Issue"
	if it.content.pull != nil {
		kind = "PullRequest"
	}
	return object{
		"id": it.id, "node_id": it.nodeID, "project_node_id": it.board.nodeID, "content_node_id": it.content.nodeID, "content_type": kind,
		"creator": e.userText(it.creator), "created_at": stamp(it.createdAt), "updated_at": stamp(it.updatedAt),
		"archived_at": stampOrNull(it.archivedAt),
	}
}

// fieldChange is the change of a field's value; from and to are as changeJSON makes them.
func fieldChange(f *field, from, to any) object {
	return object{"field_value": object{
		"field_node_id": f.nodeID, "field_type": f.webhookType(), "field_name": f.name, "project_number": f.board.number,
		"from": from, "to": to,
	}}
}

func (f *field) webhookType() string {
	switch f.dataType {
	case typeSingleSelect:
		return "single_select"
	case typeText:
		return "text"
	case typeNumber:
		return "number"
	case typeDate:
		return "date"
	default:
		return "title"
	}
}

// changeJSON is the value in the changes of a payload; null for no value.
func (v *value) changeJSON() any {
	switch {
	case v == nil:
		return nil
	case v.option != nil:
		return object{"id": v.option.id, "name": v.option.name, "color": v.option.color, "description": v.option.description}
	case v.field.dataType == typeNumber:
		return v.number
	default:
		return v.text
	}
}
