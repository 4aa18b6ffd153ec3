package emulator

import (
	"context"
	"slices"

	"github.com/graph-gophers/graphql-go"
)

// boardNode resolves ProjectV2.
type boardNode struct {
	v *view
	b *board
}

func (n *boardNode) ID() graphql.ID              { return graphID(n.b.nodeID) }
func (n *boardNode) DatabaseID() *int32          { return smallID(n.b.id) }
func (n *boardNode) FullDatabaseID() *textScalar { return bigInt(n.b.id) }
func (n *boardNode) Number() int32               { return int32(n.b.number) }
func (n *boardNode) Title() string               { return n.b.title }
func (n *boardNode) Public() bool                { return n.b.public }
func (n *boardNode) Closed() bool                { return n.b.closed }
func (n *boardNode) ClosedAt() *dateTime         { return nil }
func (n *boardNode) CreatedAt() dateTime         { return dateTime{n.b.createdAt} }
func (n *boardNode) UpdatedAt() dateTime         { return dateTime{n.b.updatedAt} }
func (n *boardNode) Owner() *one                 { return &one{&organizationNode{n.v, n.b.org}} }

// URL is the board's page.
func (n *boardNode) URL() textScalar {
	return textScalar(n.v.webURL("orgs/%s/projects/%d", n.b.org.login, n.b.number))
}

// Field finds a field by name; null if there is none.
func (n *boardNode) Field(args struct{ Name string }) *one {
	if f := n.b.field(args.Name); f != nil {
		return n.v.fieldNode(f)
	}
	return nil
}

func (n *boardNode) Fields(ctx context.Context, args paging) (*connection[*one], error) {
	return connect(ctx, "fields", args, n.b.fields, func(f *field) string { return f.nodeID }, n.v.fieldNode)
}

// Items are the cards that are not archived.
func (n *boardNode) Items(ctx context.Context, args paging) (*connection[*itemNode], error) {
	active := slices.DeleteFunc(slices.Clone(n.b.items), func(it *item) bool { return !it.archivedAt.IsZero() })
	return n.v.itemNodes(ctx, "items", args, active)
}

// fieldNode resolves what every field has; the types below it add to it.
type fieldNode struct {
	v *view
	f *field
}

type (
	plainFieldNode     struct{ fieldNode }
	iterationFieldNode struct{ fieldNode }
	selectFieldNode    struct{ fieldNode }
)

func (v *view) fieldNode(f *field) *one {
	n := fieldNode{v, f}
	switch f.dataType {
	case typeSingleSelect:
		return &one{&selectFieldNode{n}}
	case typeIteration:
		return &one{&iterationFieldNode{n}}
	default:
		return &one{&plainFieldNode{n}}
	}
}

func (n fieldNode) ID() graphql.ID      { return graphID(n.f.nodeID) }
func (n fieldNode) DatabaseID() *int32  { return smallID(n.f.id) }
func (n fieldNode) Name() string        { return n.f.name }
func (n fieldNode) DataType() string    { return string(n.f.dataType) }
func (n fieldNode) CreatedAt() dateTime { return dateTime{n.f.createdAt} }
func (n fieldNode) UpdatedAt() dateTime { return dateTime{n.f.updatedAt} }
func (n fieldNode) Project() *boardNode { return &boardNode{n.v, n.f.board} }

type optionNode struct{ ID, Name, Color, Description string }

// Options are all options, or those of the asked-for names.
func (n *selectFieldNode) Options(args struct{ Names *[]string }) []optionNode {
	options := make([]optionNode, 0, len(n.f.options))
	for _, o := range n.f.options {
		asked := args.Names == nil || slices.ContainsFunc(*args.Names, func(name string) bool { return sameFold(name, o.name) })
		if asked {
			options = append(options, optionNode{o.id, o.name, o.color, o.description})
		}
	}
	return options
}
