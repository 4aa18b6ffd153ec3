package emulator

import "time"

// eventPrefixes begin the node ids of timeline entries, by their kind.
var eventPrefixes = map[string]string{
	"assigned": "AE", "unassigned": "UNE", "closed": "CE", "reopened": "ROE", "labeled": "LE", "unlabeled": "UNLE",
	"milestoned": "MIE", "demilestoned": "DEME", "renamed": "RTE", "locked": "LOE", "unlocked": "UNLOE", "merged": "ME",
	"transferred": "TRE", "cross-referenced": "CRE", "marked_as_duplicate": "MADE",
	"connected": "CONE", "disconnected": "DISE", "reviewed": "PRRE", "review_requested": "RRE", "review_request_removed": "RRRE",
	"review_dismissed": "RDE", "ready_for_review": "RFRE", "convert_to_draft": "CTDE", "head_ref_deleted": "HRDE",
	"sub_issue_added": "SIAE", "sub_issue_removed": "SIRE", "parent_issue_added": "PIAE", "parent_issue_removed": "PIRE",
	"blocked_by_added": "BBAE", "blocked_by_removed": "BBRE", "blocking_added": "BAE", "blocking_removed": "BRE",
	"added_to_project_v2": "ATPVTE", "project_v2_item_status_changed": "PVTISCE",
}

// newEvent makes an entry of a timeline.
func (e *Emulator) newEvent(kind string, by *user, at time.Time) *event {
	ev := &event{id: e.ids.number("event"), kind: kind, actor: by, at: at}
	ev.nodeID = nodeID(eventPrefixes[kind], ev.id)
	return ev
}

func (i *issue) note(ev *event) { i.events = append(i.events, ev) }

// happened adds an entry to an issue's timeline, for the caller to fill in.
func (t *tx) happened(i *issue, kind string) *event {
	ev := t.newEvent(kind, t.user, t.at)
	ev.via = t.via
	i.note(ev)
	return ev
}
