package emulator

import (
	"context"
	"slices"
	"strings"

	"github.com/graph-gophers/graphql-go"
)

// timelineKinds are the events that timelines in GraphQL have for all. Other
// kinds of event are not emulated there.
var timelineKinds = []string{
	"assigned", "unassigned", "closed", "reopened", "commented", "labeled", "unlabeled", "milestoned", "demilestoned", "renamed",
	"locked", "unlocked", "transferred", "marked_as_duplicate", "cross-referenced", "connected", "disconnected",
	"sub_issue_added", "sub_issue_removed", "parent_issue_added", "parent_issue_removed",
}

var pullKinds = []string{
	"merged", "ready_for_review", "convert_to_draft", "review_requested", "review_request_removed", "review_dismissed",
}

var dependencyKinds = []string{"blocked_by_added", "blocked_by_removed", "blocking_added", "blocking_removed"}

// itemType is the value by which a kind of event is asked for.
func itemType(kind string) string {
	switch kind {
	case "commented":
		return "ISSUE_COMMENT"
	case "renamed":
		return "RENAMED_TITLE_EVENT"
	default:
		return strings.ToUpper(strings.ReplaceAll(kind, "-", "_")) + "_EVENT"
	}
}

type timelineArgs struct {
	paging
	ItemTypes *[]string
}

// TimelineItems are the events of the asked-for types, oldest first.
func (c content) TimelineItems(ctx context.Context, args timelineArgs) (*connection[*one], error) {
	kinds := slices.Clone(timelineKinds)
	if c.i.pull != nil {
		kinds = append(kinds, pullKinds...)
	} else if !c.v.lacks(FeatureDependencies) {
		kinds = append(kinds, dependencyKinds...)
	}
	if args.ItemTypes != nil {
		kinds = slices.DeleteFunc(kinds, func(kind string) bool { return !slices.Contains(*args.ItemTypes, itemType(kind)) })
	}
	events := slices.DeleteFunc(c.v.timeline(c.i), func(ev *event) bool { return !slices.Contains(kinds, ev.kind) })
	return connect(ctx, "timelineItems", args.paging, events, (*event).graphID, func(ev *event) *one { return c.eventNode(ev) })
}

// graphID is the node id, for a comment the comment's own.
func (ev *event) graphID() string {
	if ev.comment != nil {
		return ev.comment.nodeID
	}
	return ev.nodeID
}

// eventNode resolves what events have, each of them some of it; the types below
// add what has another meaning in another type.
type eventNode struct {
	content
	ev *event
}

type (
	assignedNode           struct{ eventNode }
	unassignedNode         struct{ eventNode }
	closedNode             struct{ eventNode }
	reopenedNode           struct{ eventNode }
	mergedNode             struct{ eventNode }
	labeledNode            struct{ eventNode }
	unlabeledNode          struct{ eventNode }
	milestonedNode         struct{ eventNode }
	demilestonedNode       struct{ eventNode }
	renamedNode            struct{ eventNode }
	lockedNode             struct{ eventNode }
	unlockedNode           struct{ eventNode }
	transferredNode        struct{ eventNode }
	duplicateNode          struct{ eventNode }
	crossReferencedNode    struct{ eventNode }
	connectedNode          struct{ linkedNode }
	disconnectedNode       struct{ linkedNode }
	subIssueAddedNode      struct{ eventNode }
	subIssueRemovedNode    struct{ eventNode }
	parentIssueAddedNode   struct{ eventNode }
	parentIssueRemovedNode struct{ eventNode }
	blockedByAddedNode     struct{ eventNode }
	blockedByRemovedNode   struct{ eventNode }
	blockingAddedNode      struct{ eventNode }
	blockingRemovedNode    struct{ eventNode }
	readyForReviewNode     struct{ eventNode }
	convertToDraftNode     struct{ eventNode }
	reviewRequestedNode    struct{ eventNode }
	requestRemovedNode     struct{ eventNode }
	reviewDismissedNode    struct{ eventNode }
)

// eventNodes make the node of an event by its kind.
var eventNodes = map[string]func(eventNode) any{
	"assigned":               func(n eventNode) any { return &assignedNode{n} },
	"unassigned":             func(n eventNode) any { return &unassignedNode{n} },
	"closed":                 func(n eventNode) any { return &closedNode{n} },
	"reopened":               func(n eventNode) any { return &reopenedNode{n} },
	"merged":                 func(n eventNode) any { return &mergedNode{n} },
	"labeled":                func(n eventNode) any { return &labeledNode{n} },
	"unlabeled":              func(n eventNode) any { return &unlabeledNode{n} },
	"milestoned":             func(n eventNode) any { return &milestonedNode{n} },
	"demilestoned":           func(n eventNode) any { return &demilestonedNode{n} },
	"renamed":                func(n eventNode) any { return &renamedNode{n} },
	"locked":                 func(n eventNode) any { return &lockedNode{n} },
	"unlocked":               func(n eventNode) any { return &unlockedNode{n} },
	"transferred":            func(n eventNode) any { return &transferredNode{n} },
	"marked_as_duplicate":    func(n eventNode) any { return &duplicateNode{n} },
	"cross-referenced":       func(n eventNode) any { return &crossReferencedNode{n} },
	"connected":              func(n eventNode) any { return &connectedNode{linkedNode{n}} },
	"disconnected":           func(n eventNode) any { return &disconnectedNode{linkedNode{n}} },
	"sub_issue_added":        func(n eventNode) any { return &subIssueAddedNode{n} },
	"sub_issue_removed":      func(n eventNode) any { return &subIssueRemovedNode{n} },
	"parent_issue_added":     func(n eventNode) any { return &parentIssueAddedNode{n} },
	"parent_issue_removed":   func(n eventNode) any { return &parentIssueRemovedNode{n} },
	"blocked_by_added":       func(n eventNode) any { return &blockedByAddedNode{n} },
	"blocked_by_removed":     func(n eventNode) any { return &blockedByRemovedNode{n} },
	"blocking_added":         func(n eventNode) any { return &blockingAddedNode{n} },
	"blocking_removed":       func(n eventNode) any { return &blockingRemovedNode{n} },
	"ready_for_review":       func(n eventNode) any { return &readyForReviewNode{n} },
	"convert_to_draft":       func(n eventNode) any { return &convertToDraftNode{n} },
	"review_requested":       func(n eventNode) any { return &reviewRequestedNode{n} },
	"review_request_removed": func(n eventNode) any { return &requestRemovedNode{n} },
	"review_dismissed":       func(n eventNode) any { return &reviewDismissedNode{n} },
}

func (c content) eventNode(ev *event) *one {
	if ev.comment != nil {
		return &one{&commentNode{c.v, ev.comment}}
	}
	return &one{eventNodes[ev.kind](eventNode{c, ev})}
}

func (n eventNode) ID() graphql.ID       { return graphID(n.ev.nodeID) }
func (n eventNode) Actor() *one          { return n.v.actorNode(n.ev.actor) }
func (n eventNode) CreatedAt() dateTime  { return dateTime{n.ev.at} }
func (n eventNode) Assignee() *one       { return n.v.actorNode(n.ev.assignee) }
func (n eventNode) StateReason() *string { return enumOrNull(n.ev.reason) }
