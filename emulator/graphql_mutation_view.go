package emulator

import (
	"context"
	"strings"

	"github.com/graph-gophers/graphql-go"
)

type viewConfiguration struct{ VisibleFieldIDs *[]graphql.ID }

type createViewInput struct {
	ClientMutationID *string
	ProjectID        graphql.ID
	Name, Layout     string
	Configuration    *viewConfiguration
}

type viewPayload struct {
	ClientMutationID *string
	ProjectV2View    *boardViewNode
}

// CreateProjectV2View adds a view to a board.
func (*root) CreateProjectV2View(ctx context.Context, args struct{ Input createViewInput }) (*viewPayload, error) {
	v, in := viewOf(ctx), args.Input
	b, err := v.boardByID(in.ProjectID)
	if err != nil {
		return nil, err
	}
	visible, err := v.visibleFields(in.Configuration)
	if err != nil {
		return nil, err
	}
	payload := &viewPayload{ClientMutationID: in.ClientMutationID}
	err = v.change(v.actor, func(t *tx) error {
		made, err := t.createView(b, newView{name: in.Name, layout: layoutOf(in.Layout), visible: visible})
		payload.ProjectV2View = &boardViewNode{v, made}
		return err
	})
	if err != nil {
		return nil, err
	}
	return payload, nil
}

type updateViewInput struct {
	ClientMutationID     *string
	ViewID               graphql.ID
	Name, Layout, Filter *string
	Configuration        *viewConfiguration
}

// UpdateProjectV2View changes a view; grouping and sorting stay.
func (*root) UpdateProjectV2View(ctx context.Context, args struct{ Input updateViewInput }) (*viewPayload, error) {
	v, in := viewOf(ctx), args.Input
	visible, err := v.visibleFields(in.Configuration)
	if err != nil {
		return nil, err
	}
	wanted := viewChange{name: in.Name, filter: in.Filter, visible: visible}
	if in.Layout != nil {
		wanted.layout = new(layoutOf(*in.Layout))
	}
	return v.changeView(in.ViewID, in.ClientMutationID, func(t *tx, of *boardView) error { return t.updateView(of, wanted) })
}

type viewInput struct {
	ClientMutationID *string
	ViewID           graphql.ID
}

// DeleteProjectV2View takes a view off its board.
func (*root) DeleteProjectV2View(ctx context.Context, args struct{ Input viewInput }) (*viewPayload, error) {
	return viewOf(ctx).changeView(args.Input.ViewID, args.Input.ClientMutationID, (*tx).deleteView)
}

func (v *view) changeView(id graphql.ID, mutation *string, change func(*tx, *boardView) error) (*viewPayload, error) {
	of, ok := v.node(string(id)).(*boardView)
	if !ok || !v.seesBoard(of.board) {
		return nil, unresolvedNode(id)
	}
	if err := v.change(v.actor, func(t *tx) error { return change(t, of) }); err != nil {
		return nil, err
	}
	return &viewPayload{mutation, &boardViewNode{v, of}}, nil
}

// visibleFields finds the fields of a configuration; nil for none.
func (v *view) visibleFields(c *viewConfiguration) ([]*field, error) {
	if c == nil || c.VisibleFieldIDs == nil {
		return nil, nil
	}
	if len(*c.VisibleFieldIDs) > maxFields {
		return nil, invalid("Too many visible fields")
	}
	found := []*field{}
	for _, id := range *c.VisibleFieldIDs {
		f, err := v.fieldByID(id)
		if err != nil {
			return nil, err
		}
		found = append(found, f)
	}
	return found, nil
}

// layoutOf is GraphQL's TABLE_LAYOUT as REST has it.
func layoutOf(enum string) string { return strings.ToLower(strings.TrimSuffix(enum, "_LAYOUT")) }
