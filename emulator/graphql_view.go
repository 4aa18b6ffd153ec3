package emulator

import (
	"cmp"
	"context"
	"strings"

	"github.com/graph-gophers/graphql-go"
)

// boardViewNode resolves ProjectV2View.
type boardViewNode struct {
	v  *view
	of *boardView
}

func (o *one) ToProjectV2View() (*boardViewNode, bool) { return as[*boardViewNode](o) }

func (n *boardViewNode) ID() graphql.ID              { return graphID(n.of.nodeID) }
func (n *boardViewNode) DatabaseID() *int32          { return smallID(n.of.id) }
func (n *boardViewNode) FullDatabaseID() *textScalar { return bigInt(n.of.id) }
func (n *boardViewNode) Number() int32               { return int32(n.of.number) }
func (n *boardViewNode) Name() string                { return n.of.name }
func (n *boardViewNode) Layout() string              { return enumOf(n.of.layout) + "_LAYOUT" }
func (n *boardViewNode) Filter() *string             { return stringOrNull(n.of.filter) }
func (n *boardViewNode) CreatedAt() dateTime         { return dateTime{n.of.createdAt} }
func (n *boardViewNode) UpdatedAt() dateTime         { return dateTime{n.of.updatedAt} }
func (n *boardViewNode) Project() *boardNode         { return &boardNode{n.v, n.of.board} }

// Fields are the visible ones.
func (n *boardViewNode) Fields(ctx context.Context, args fieldsArgs) (*connection[*one], error) {
	return n.v.fieldNodes(ctx, "fields", args, n.of.visible)
}

func (n *boardViewNode) GroupByFields(ctx context.Context, args fieldsArgs) (*connection[*one], error) {
	return n.v.fieldNodes(ctx, "groupByFields", args, n.of.groupBy)
}

// VerticalGroupByFields is the field whose values are the columns of a board layout.
func (n *boardViewNode) VerticalGroupByFields(ctx context.Context, args fieldsArgs) (*connection[*one], error) {
	return n.v.fieldNodes(ctx, "verticalGroupByFields", args, n.of.columnsBy)
}

type sortNode struct {
	Direction string
	Field     *one
}

func (n *boardViewNode) SortByFields(ctx context.Context, args paging) (*connection[*sortNode], error) {
	return connect(ctx, "sortByFields", args, n.of.sortBy, func(s sorting) string { return s.field.nodeID }, func(s sorting) *sortNode {
		direction := "ASC"
		if s.descending {
			direction = "DESC"
		}
		return &sortNode{direction, n.v.fieldNode(s.field)}
	})
}

// View finds a view by number; null if there is none.
func (n *boardNode) View(args struct{ Number int32 }) *boardViewNode {
	if found := n.b.view(int(args.Number)); found != nil {
		return &boardViewNode{n.v, found}
	}
	return nil
}

// Views are the board's saved views.
func (n *boardNode) Views(ctx context.Context, args fieldsArgs) (*connection[*boardViewNode], error) {
	sorted := ordered(n.b.views, args.OrderBy, map[string]func(a, b *boardView) int{
		"CREATED_AT": func(a, b *boardView) int { return a.createdAt.Compare(b.createdAt) },
		"NAME":       func(a, b *boardView) int { return strings.Compare(a.name, b.name) },
	})
	return connect(ctx, "views", args.paging, sorted, func(of *boardView) string { return of.nodeID },
		func(of *boardView) *boardViewNode { return &boardViewNode{n.v, of} })
}

// workflowNode resolves ProjectV2Workflow.
type workflowNode struct {
	v *view
	w *workflow
}

func (o *one) ToProjectV2Workflow() (*workflowNode, bool) { return as[*workflowNode](o) }

func (n *workflowNode) ID() graphql.ID              { return graphID(n.w.nodeID) }
func (n *workflowNode) DatabaseID() *int32          { return smallID(n.w.id) }
func (n *workflowNode) FullDatabaseID() *textScalar { return bigInt(n.w.id) }
func (n *workflowNode) Number() int32               { return int32(n.w.number) }
func (n *workflowNode) Name() string                { return n.w.name }
func (n *workflowNode) Enabled() bool               { return n.w.enabled }
func (n *workflowNode) CreatedAt() dateTime         { return dateTime{n.w.createdAt} }
func (n *workflowNode) UpdatedAt() dateTime         { return dateTime{n.w.updatedAt} }
func (n *workflowNode) Project() *boardNode         { return &boardNode{n.v, n.w.board} }

// Workflow finds an automation by number; null if there is none.
func (n *boardNode) Workflow(args struct{ Number int32 }) *workflowNode {
	for _, w := range n.b.workflows {
		if w.number == int(args.Number) {
			return &workflowNode{n.v, w}
		}
	}
	return nil
}

// Workflows are the automations, switched on or off.
func (n *boardNode) Workflows(ctx context.Context, args fieldsArgs) (*connection[*workflowNode], error) {
	sorted := ordered(n.b.workflows, args.OrderBy, map[string]func(a, b *workflow) int{
		"CREATED_AT": func(a, b *workflow) int { return a.createdAt.Compare(b.createdAt) },
		"NAME":       func(a, b *workflow) int { return strings.Compare(a.name, b.name) },
		"NUMBER":     func(a, b *workflow) int { return cmp.Compare(a.number, b.number) },
		"UPDATED_AT": func(a, b *workflow) int { return a.updatedAt.Compare(b.updatedAt) },
	})
	return connect(ctx, "workflows", args.paging, sorted, func(w *workflow) string { return w.nodeID },
		func(w *workflow) *workflowNode { return &workflowNode{n.v, w} })
}
