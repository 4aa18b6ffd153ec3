package emulator

import (
	"html"
	"strings"
	"time"
)

// markedJSON is a text in both forms.
func markedJSON(text string) object { return object{"raw": text, "html": html.EscapeString(text)} }

func (e *Emulator) boardURL(b *board) string {
	return e.apiURL("orgs/%s/projectsV2/%d", b.org.login, b.number)
}

// fieldJSON is a field with its options or iterations.
func (e *Emulator) fieldJSON(f *field) object {
	o := object{
		"id": f.id, "node_id": f.nodeID, "name": f.name, "data_type": strings.ToLower(string(f.dataType)),
		"project_url": e.boardURL(f.board), "created_at": stamp(f.createdAt), "updated_at": stamp(f.updatedAt),
	}
	switch f.dataType {
	case typeSingleSelect:
		o["options"] = list(f.options, optionJSON)
	case typeIteration:
		o["configuration"] = object{
			"duration": f.days, "start_day": f.startDay(),
			"iterations": list(f.iterations, func(i *iteration) object { return iterationJSON(i, e.now()) }),
		}
	default: // the others have no more to them
	}
	return o
}

// startDay is the day of the week that iterations start on, Sunday being 0.
func (f *field) startDay() int {
	start, err := time.Parse(time.DateOnly, f.start)
	if err != nil {
		return int(time.Monday)
	}
	return int(start.Weekday())
}

func optionJSON(o *option) object {
	return object{"id": o.id, "name": markedJSON(o.name), "color": o.color, "description": markedJSON(o.description)}
}

func iterationJSON(i *iteration, at time.Time) object {
	return object{
		"id": i.id, "title": markedJSON(i.title), "start_date": i.start, "duration": i.days, "completed": i.over(at),
	}
}

// itemAnswer is a card with what it is of. What the actor cannot see is null.
func (q *request) itemAnswer(it *item) object {
	o := q.itemJSON(it)
	delete(o, "project_node_id")
	delete(o, "content_node_id")
	url := q.boardURL(it.board)
	return o.with(object{"project_url": url, "item_url": url + "/items/" + decimal(it.id), "content": q.contentJSON(it)})
}

func (q *request) contentJSON(it *item) any {
	switch {
	case it.draft != nil:
		d := it.draft
		return object{
			"id": d.id, "node_id": d.nodeID, "title": d.title, "body": textOrNull(d.body), "user": q.userText(d.creator),
			"created_at": stamp(d.createdAt), "updated_at": stamp(d.updatedAt),
		}
	case !q.sees(it.content.repo):
		return nil
	case it.content.pull != nil:
		return q.shortPullJSON(it.content)
	default:
		return q.issueJSON(it.content)
	}
}

// itemWithFieldsJSON is a card with the values of some fields.
func (q *request) itemWithFieldsJSON(it *item, fields []*field) object {
	o := q.itemAnswer(it)
	o["fields"] = list(fields, func(f *field) object {
		return object{"id": f.id, "name": f.name, "data_type": strings.ToLower(string(f.dataType)), "value": q.valueJSON(it, f)}
	})
	return o
}

// valueJSON is what a card has in a field; null for nothing, and for what is
// of a content that the actor cannot see.
func (q *request) valueJSON(it *item, f *field) any {
	if !f.dataType.custom() {
		return q.builtInJSON(it, f)
	}
	v := it.value(f)
	switch {
	case v == nil:
		return nil
	case v.option != nil:
		return optionJSON(v.option)
	case v.iteration != nil:
		return iterationJSON(v.iteration, q.now())
	case f.dataType == typeNumber:
		return v.number
	case f.dataType == typeText:
		return markedJSON(v.text)
	default:
		return v.text
	}
}

func (q *request) builtInJSON(it *item, f *field) any {
	i := it.content
	if i != nil && !q.sees(i.repo) {
		return nil
	}
	switch {
	case f.dataType == typeTitle:
		return q.titleJSON(it)
	case f.dataType == typeAssignees:
		return list(it.assignees(), q.userText)
	case i == nil:
		return nil
	case f.dataType == typeLabels:
		return list(i.labels, func(l *label) object { return q.labelJSON(i.repo, l) })
	case f.dataType == typeRepository:
		return q.repositoryText(i.repo)
	case f.dataType == typeMilestone && i.milestone != nil:
		return q.milestoneJSON(i.milestone)
	case f.dataType == typeLinkedPulls:
		return list(i.linkedPulls, q.shortPullJSON)
	case f.dataType == typeReviewers && i.pull != nil:
		return list(i.pull.reviewers, func(u *user) object {
			return object{"type": "ReviewRequest", "status": "pending", "reviewer": q.userText(u)}
		})
	case f.dataType == typeParentIssue && i.parent != nil && q.sees(i.parent.repo):
		return q.issueJSON(i.parent)
	case f.dataType == typeSubIssues && len(i.subIssues) > 0:
		return subIssuesSummary(i)
	default:
		return nil
	}
}

// titleJSON is the title, with what boards show beside it.
func (q *request) titleJSON(it *item) object {
	o := markedJSON(it.title())
	if i := it.content; i != nil {
		o.with(object{
			"number": i.number, "url": q.issueURL(i), "issue_id": i.id, "state": i.state(), "state_reason": textOrNull(i.reason),
			"is_draft": i.pull != nil && i.pull.draft,
		})
	}
	return o
}

func (e *Emulator) viewJSON(v *boardView) object {
	id := func(f *field) int64 { return f.id }
	return object{
		"id": v.id, "node_id": v.nodeID, "number": v.number, "name": v.name, "layout": v.layout, "filter": textOrNull(v.filter),
		"project_url": e.boardURL(v.board), "html_url": e.webURL("orgs/%s/projects/%d/views/%d", v.board.org.login, v.board.number, v.number),
		"creator": e.userText(v.creator), "created_at": stamp(v.createdAt), "updated_at": stamp(v.updatedAt),
		"visible_fields": list(v.visible, id), "group_by": list(v.groupBy, id), "vertical_group_by": list(v.columnsBy, id),
		"sort_by": list(v.sortBy, func(s sorting) []any {
			if s.descending {
				return []any{s.field.id, "desc"}
			}
			return []any{s.field.id, "asc"}
		}),
	}
}
