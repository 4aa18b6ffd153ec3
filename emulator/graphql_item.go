package emulator

import (
	"context"

	"github.com/graph-gophers/graphql-go"
)

// itemNode resolves ProjectV2Item.
type itemNode struct {
	v  *view
	it *item
}

func (v *view) itemNodes(ctx context.Context, name string, p paging, items []*item) (*connection[*itemNode], error) {
	return connect(ctx, name, p, items, func(it *item) string { return it.nodeID },
		func(it *item) *itemNode { return &itemNode{v, it} })
}

func (n *itemNode) ID() graphql.ID              { return graphID(n.it.nodeID) }
func (n *itemNode) DatabaseID() *int32          { return smallID(n.it.id) }
func (n *itemNode) FullDatabaseID() *textScalar { return bigInt(n.it.id) }
func (n *itemNode) IsArchived() bool            { return n.it.archived() }
func (n *itemNode) CreatedAt() dateTime         { return dateTime{n.it.createdAt} }
func (n *itemNode) UpdatedAt() dateTime         { return dateTime{n.it.updatedAt} }
func (n *itemNode) Creator() *one               { return n.v.actorNode(n.it.creator) }
func (n *itemNode) Project() *boardNode         { return &boardNode{n.v, n.it.board} }

// redacted reports whether the viewer may know that there is a card, but not of what.
func (n *itemNode) redacted() bool {
	return n.it.content != nil && (!n.v.sees(n.it.content.repo) || !n.v.mayRead(n.it.content))
}

// Type is REDACTED for a card of what the viewer cannot see.
func (n *itemNode) Type() string {
	switch {
	case n.redacted():
		return "REDACTED"
	case n.it.content == nil:
		return "DRAFT_ISSUE"
	case n.it.content.pull != nil:
		return "PULL_REQUEST"
	default:
		return "ISSUE"
	}
}

// Content is null for a redacted card.
func (n *itemNode) Content() *one {
	switch {
	case n.redacted():
		return nil
	case n.it.content == nil:
		return &one{&draftNode{n.v, n.it.draft}}
	default:
		return n.v.contentNode(n.it.content)
	}
}

type fieldValuesArgs struct {
	paging
	OrderBy ordering
}

// FieldValues are the values that are not empty, in the order of the fields,
// with those that come from the content, as on GitHub. A redacted card shows
// only the board's own.
func (n *itemNode) FieldValues(ctx context.Context, args fieldValuesArgs) (*connection[*one], error) {
	var filled []*field
	for _, f := range n.it.board.fields {
		if n.fieldValue(f) != nil {
			filled = append(filled, f)
		}
	}
	filled = ordered(filled, args.OrderBy, nil)
	return connect(ctx, "fieldValues", args.paging, filled, func(f *field) string { return f.nodeID }, n.fieldValue)
}

// FieldValueByName is null for an empty field and for one that is not there.
func (n *itemNode) FieldValueByName(args struct{ Name string }) *one {
	for _, f := range n.it.board.fields {
		if sameFold(f.name, args.Name) {
			return n.fieldValue(f)
		}
	}
	return nil
}

// fieldValue is null for an empty field.
func (n *itemNode) fieldValue(f *field) *one {
	if !f.dataType.custom() {
		if n.redacted() {
			return nil
		}
		return n.contentValue(f)
	}
	if value := n.it.value(f); value != nil {
		return storedValue(valueNode{n, value})
	}
	return nil
}

func (o *one) ToDraftIssue() (*draftNode, bool) { return as[*draftNode](o) }

// draftNode resolves DraftIssue.
type draftNode struct {
	v *view
	d *draftIssue
}

func (n *draftNode) ID() graphql.ID      { return graphID(n.d.nodeID) }
func (n *draftNode) Title() string       { return n.d.title }
func (n *draftNode) Body() string        { return n.d.body }
func (n *draftNode) CreatedAt() dateTime { return dateTime{n.d.createdAt} }
func (n *draftNode) UpdatedAt() dateTime { return dateTime{n.d.updatedAt} }
func (n *draftNode) Creator() *one       { return n.v.actorNode(n.d.creator) }

func (n *draftNode) Assignees(ctx context.Context, args paging) (*connection[*userNode], error) {
	return n.v.users(ctx, "assignees", args, n.d.assignees)
}

// ProjectV2Items is the draft's only card.
func (n *draftNode) ProjectV2Items(ctx context.Context, args paging) (*connection[*itemNode], error) {
	return n.v.itemNodes(ctx, "projectV2Items", args, []*item{n.d.item})
}

// ProjectsV2 is the board that the draft is on.
func (n *draftNode) ProjectsV2(ctx context.Context, args paging) (*connection[*boardNode], error) {
	return n.v.boardNodes(ctx, boardsArgs{paging: args}, []*board{n.d.item.board})
}
