package emulator

import "strings"

// deed says what an event of a timeline was, after the name of who did it.
func (v *visit) deed(ev *event) string {
	if words := deeds[ev.kind]; words != "" {
		return strings.TrimSpace(words + " " + v.object(ev))
	}
	return strings.TrimSpace(strings.NewReplacer("_", " ", "-", " ").Replace(ev.kind) + " " + v.object(ev))
}

// deeds are words for events; the others are called by their kind.
var deeds = map[string]string{
	"assigned": "assigned", "unassigned": "unassigned", "closed": "closed this", "reopened": "reopened this",
	"labeled": "added the label", "unlabeled": "removed the label", "milestoned": "added the milestone",
	"demilestoned": "removed the milestone", "renamed": "changed the title", "merged": "merged this", "locked": "locked this",
	"unlocked": "unlocked this", "transferred": "transferred this from", "cross-referenced": "named this in",
	"connected": "linked", "disconnected": "unlinked", "marked_as_duplicate": "closed as a duplicate of this:",
	"sub_issue_added": "added the sub-issue", "sub_issue_removed": "removed the sub-issue",
	"parent_issue_added": "added the parent", "parent_issue_removed": "removed the parent",
	"blocked_by_added": "marked this as blocked by", "blocked_by_removed": "no longer has this blocked by",
	"blocking_added": "marked this as blocking", "blocking_removed": "no longer has this blocking",
	"added_to_project_v2": "added this to the board", "project_v2_item_status_changed": "moved this on the board",
	"review_requested": "asked for a review by", "review_request_removed": "no longer asks for a review by",
	"review_dismissed": "dismissed a review", "ready_for_review": "marked this ready for review",
	"convert_to_draft": "made this a draft", "head_ref_deleted": "deleted the branch",
}

// object is whom or what an event was about, as far as the visitor may know it.
func (v *visit) object(ev *event) string {
	switch {
	case ev.assignee != nil:
		return ev.assignee.login
	case ev.reviewer != nil:
		return ev.reviewer.login
	case ev.reviewTeam != nil:
		return "@" + ev.reviewTeam.org.login + "/" + ev.reviewTeam.slug
	case ev.label != nil:
		return ev.label.name
	case ev.board != nil && ev.to != "":
		return ev.board.title + " to " + ev.to
	case ev.board != nil:
		return ev.board.title
	case ev.kind == "renamed":
		return "from “" + ev.from + "” to “" + ev.to + "”"
	case ev.other != nil:
		return v.nameOf(ev.other)
	case ev.kind == "closed" && ev.closer != nil:
		return closedAs[ev.reason] + v.byCloser(ev.closer)
	case ev.kind == "closed":
		return closedAs[ev.reason]
	default:
		return ev.milestone + ev.origin + ev.message
	}
}

// byCloser names the pull request or commit that closed an issue.
func (v *visit) byCloser(closer any) string {
	switch by := closer.(type) {
	case *issue:
		return " by " + v.nameOf(by)
	case *commit:
		return " by commit " + by.sha[:7]
	default:
		return ""
	}
}

var closedAs = map[string]string{"completed": "as completed", "not_planned": "as not planned", "duplicate": "as a duplicate"}

// nameOf names the other end of a link.
func (v *visit) nameOf(i *issue) string {
	if !v.sees(i.repo) {
		return "something you may not see"
	}
	return i.ref().String()
}
