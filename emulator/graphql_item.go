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
func (n *itemNode) IsArchived() bool            { return !n.it.archivedAt.IsZero() }
func (n *itemNode) CreatedAt() dateTime         { return dateTime{n.it.createdAt} }
func (n *itemNode) UpdatedAt() dateTime         { return dateTime{n.it.updatedAt} }
func (n *itemNode) Creator() *one               { return n.v.actorNode(n.it.creator) }
func (n *itemNode) Project() *boardNode         { return &boardNode{n.v, n.it.board} }

// redacted reports whether the viewer may know that there is a card, but not of what.
func (n *itemNode) redacted() bool { return n.it.content != nil && !n.v.sees(n.it.content.repo) }

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
	if n.redacted() || n.it.content == nil {
		return nil
	}
	return n.v.contentNode(n.it.content)
}

// FieldValues are the values that are not empty, in the order of the fields,
// with those that come from the content, as on GitHub. A redacted card shows
// only the board's own.
func (n *itemNode) FieldValues(ctx context.Context, args paging) (*connection[*one], error) {
	var filled []*field
	for _, f := range n.it.board.fields {
		if n.fieldValue(f) != nil {
			filled = append(filled, f)
		}
	}
	return connect(ctx, "fieldValues", args, filled, func(f *field) string { return f.nodeID }, n.fieldValue)
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

// contentValue is the value of a built-in field, which the content has.
func (n *itemNode) contentValue(f *field) *one {
	of := n.it.content
	if of == nil {
		return nil
	}
	switch {
	case f.dataType == typeTitle:
		return storedValue(valueNode{n, &value{
			id: n.it.id, nodeID: nodeID("PVTFTV", n.it.board.org.id, n.it.board.id, n.it.id, f.id), field: f, text: of.title,
			creator: n.it.creator, createdAt: n.it.createdAt, updatedAt: n.it.updatedAt,
		}})
	case f.dataType == typeAssignees && len(of.assignees) > 0:
		return &one{&userValueNode{builtInNode{n, f}}}
	case f.dataType == typeLabels && len(of.labels) > 0:
		return &one{&labelValueNode{builtInNode{n, f}}}
	case f.dataType == typeRepository:
		return &one{&repositoryValueNode{builtInNode{n, f}}}
	default:
		return nil
	}
}

// valueNode resolves what every stored value has; the types below it add to it.
type valueNode struct {
	n   *itemNode
	val *value
}

type (
	selectValueNode    struct{ valueNode }
	textValueNode      struct{ valueNode }
	numberValueNode    struct{ valueNode }
	dateValueNode      struct{ valueNode }
	iterationValueNode struct{ valueNode }
)

func storedValue(n valueNode) *one {
	switch n.val.field.dataType {
	case typeSingleSelect:
		return &one{&selectValueNode{n}}
	case typeNumber:
		return &one{&numberValueNode{n}}
	case typeDate:
		return &one{&dateValueNode{n}}
	case typeIteration:
		return &one{&iterationValueNode{n}}
	default:
		return &one{&textValueNode{n}}
	}
}

func (n valueNode) ID() graphql.ID      { return graphID(n.val.nodeID) }
func (n valueNode) DatabaseID() *int32  { return smallID(n.val.id) }
func (n valueNode) CreatedAt() dateTime { return dateTime{n.val.createdAt} }
func (n valueNode) UpdatedAt() dateTime { return dateTime{n.val.updatedAt} }
func (n valueNode) Creator() *one       { return n.n.v.actorNode(n.val.creator) }
func (n valueNode) Field() *one         { return n.n.v.fieldNode(n.val.field) }
func (n valueNode) Item() *itemNode     { return n.n }

func (n *textValueNode) Text() *string          { return &n.val.text }
func (n *iterationValueNode) Title() string     { return n.val.text }
func (n *numberValueNode) Number() *float64     { return &n.val.number }
func (n *dateValueNode) Date() *textScalar      { return (*textScalar)(&n.val.text) }
func (n *selectValueNode) Name() *string        { return &n.val.option.name }
func (n *selectValueNode) OptionID() *string    { return &n.val.option.id }
func (n *selectValueNode) Color() string        { return n.val.option.color }
func (n *selectValueNode) Description() *string { return &n.val.option.description }

// builtInNode resolves what every value that comes from the content has.
type builtInNode struct {
	n *itemNode
	f *field
}

type (
	userValueNode       struct{ builtInNode }
	labelValueNode      struct{ builtInNode }
	repositoryValueNode struct{ builtInNode }
)

func (n builtInNode) Field() *one { return n.n.v.fieldNode(n.f) }

// Users are the assignees.
func (n *userValueNode) Users(ctx context.Context, args paging) (*connection[*userNode], error) {
	return n.n.v.users(ctx, "users", args, n.n.it.content.assignees)
}

func (n *labelValueNode) Labels(ctx context.Context, args paging) (*connection[*labelNode], error) {
	return labelsOf(ctx, args, n.n.it.content.labels)
}

func (n *repositoryValueNode) Repository() *repositoryNode {
	return &repositoryNode{n.n.v, n.n.it.content.repo}
}
