package emulator

import (
	"context"
	"slices"
	"strings"

	"github.com/graph-gophers/graphql-go"
)

// timelineKinds are the events that timelines have, by their item types. Other
// kinds of event are not emulated in GraphQL.
var timelineKinds = []string{"assigned", "unassigned", "closed", "reopened", "merged"}

type timelineArgs struct {
	paging
	ItemTypes *[]string
}

// TimelineItems are the events of the asked-for types, oldest first.
func (c content) TimelineItems(ctx context.Context, args timelineArgs) (*connection[*one], error) {
	kinds := timelineKinds
	if args.ItemTypes != nil {
		kinds = nil
		for _, itemType := range *args.ItemTypes {
			kinds = append(kinds, strings.ToLower(strings.TrimSuffix(itemType, "_EVENT")))
		}
	}
	events := slices.DeleteFunc(slices.Clone(c.i.events), func(ev *event) bool { return !slices.Contains(kinds, ev.kind) })
	return connect(ctx, "timelineItems", args.paging, events, func(ev *event) string { return ev.nodeID }, c.v.eventNode)
}

// eventNode resolves what every event has; the types below it add to it.
type eventNode struct {
	v  *view
	ev *event
}

type (
	assignedNode   struct{ eventNode }
	unassignedNode struct{ eventNode }
	closedNode     struct{ eventNode }
	reopenedNode   struct{ eventNode }
	mergedNode     struct{ eventNode }
)

func (v *view) eventNode(ev *event) *one {
	n := eventNode{v, ev}
	switch ev.kind {
	case "assigned":
		return &one{&assignedNode{n}}
	case "unassigned":
		return &one{&unassignedNode{n}}
	case "closed":
		return &one{&closedNode{n}}
	case "reopened":
		return &one{&reopenedNode{n}}
	default:
		return &one{&mergedNode{n}}
	}
}

func (n eventNode) ID() graphql.ID       { return graphID(n.ev.nodeID) }
func (n eventNode) Actor() *one          { return n.v.actorNode(n.ev.actor) }
func (n eventNode) CreatedAt() dateTime  { return dateTime{n.ev.at} }
func (n eventNode) Assignee() *one       { return n.v.actorNode(n.ev.assignee) }
func (n eventNode) StateReason() *string { return enumOrNull(n.ev.reason) }
