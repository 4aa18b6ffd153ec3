package emulator

import (
	"context"
	"html"
	"slices"
	"strings"
	"time"

	"github.com/graph-gophers/graphql-go"
)

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

type fieldsArgs struct {
	paging
	OrderBy ordering
}

func (v *view) fieldNodes(ctx context.Context, name string, args fieldsArgs, fields []*field) (*connection[*one], error) {
	sorted := ordered(fields, args.OrderBy, map[string]func(a, b *field) int{
		"CREATED_AT": func(a, b *field) int { return a.createdAt.Compare(b.createdAt) },
		"NAME":       func(a, b *field) int { return strings.Compare(a.name, b.name) },
	})
	return connect(ctx, name, args.paging, sorted, func(f *field) string { return f.nodeID }, v.fieldNode)
}

func (n fieldNode) ID() graphql.ID      { return graphID(n.f.nodeID) }
func (n fieldNode) DatabaseID() *int32  { return smallID(n.f.id) }
func (n fieldNode) Name() string        { return n.f.name }
func (n fieldNode) DataType() string    { return string(n.f.dataType) }
func (n fieldNode) CreatedAt() dateTime { return dateTime{n.f.createdAt} }
func (n fieldNode) UpdatedAt() dateTime { return dateTime{n.f.updatedAt} }
func (n fieldNode) Project() *boardNode { return &boardNode{n.v, n.f.board} }

type optionNode struct{ ID, Name, NameHTML, Color, Description, DescriptionHTML string }

// Options are all options, or those of the asked-for names.
func (n *selectFieldNode) Options(args struct{ Names *[]string }) []optionNode {
	options := make([]optionNode, 0, len(n.f.options))
	for _, o := range n.f.options {
		asked := args.Names == nil || slices.ContainsFunc(*args.Names, func(name string) bool { return sameFold(name, o.name) })
		if asked {
			options = append(options, optionNode{
				ID: o.id, Name: o.name, NameHTML: html.EscapeString(o.name), Color: o.color,
				Description: o.description, DescriptionHTML: html.EscapeString(o.description),
			})
		}
	}
	return options
}

type configurationNode struct {
	Duration, StartDay              int32
	Iterations, CompletedIterations []iterationNode
}

type iterationNode struct {
	ID, Title, TitleHTML string
	StartDate            textScalar
	Duration             int32
}

// Configuration has the iterations that go on or come first, and those that are
// over with the last one first.
func (n *iterationFieldNode) Configuration() configurationNode {
	made := configurationNode{Duration: int32(n.f.days), StartDay: 1, Iterations: []iterationNode{}, CompletedIterations: []iterationNode{}}
	if start, err := time.Parse(time.DateOnly, n.f.start); err == nil {
		made.StartDay = int32((start.Weekday()+6)%7) + 1 // Monday is 1
	}
	for _, it := range n.f.iterations {
		node := iterationNode{it.id, it.title, html.EscapeString(it.title), textScalar(it.start), int32(it.days)}
		if it.over(n.v.now()) {
			made.CompletedIterations = slices.Insert(made.CompletedIterations, 0, node)
		} else {
			made.Iterations = append(made.Iterations, node)
		}
	}
	return made
}
