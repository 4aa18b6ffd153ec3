package emulator

import (
	"context"

	"github.com/graph-gophers/graphql-go"
)

type addPayload struct {
	ClientMutationID *string
	Item             *itemNode
}

type valuePayload struct {
	ClientMutationID *string
	ProjectV2Item    *itemNode
}

type addInput struct {
	ClientMutationID     *string
	ContentID, ProjectID graphql.ID
}

// AddProjectV2ItemById puts an issue or pull request on a board. Where it is
// already, that card is returned.
func (*root) AddProjectV2ItemById(ctx context.Context, args struct{ Input addInput }) (*addPayload, error) {
	v := viewOf(ctx)
	b, err := v.boardByID(args.Input.ProjectID)
	if err != nil {
		return nil, err
	}
	if v.nodeByID(args.Input.ContentID) == nil {
		return nil, unresolvedNode(args.Input.ContentID)
	}
	of, ok := v.node(string(args.Input.ContentID)).(*issue)
	if !ok {
		return nil, invalid("contentID must refer to an Issue or a Pull Request.")
	}
	payload := &addPayload{ClientMutationID: args.Input.ClientMutationID}
	err = v.change(v.actor, func(t *tx) error {
		it, err := t.addItem(b, of)
		payload.Item = &itemNode{v, it}
		return err
	})
	if err != nil {
		return nil, err
	}
	return payload, nil
}

type updateInput struct {
	ClientMutationID           *string
	ProjectID, ItemID, FieldID graphql.ID
	Value                      struct {
		Text, SingleSelectOptionID, IterationID *string
		Number                                  *float64
		Date                                    *textScalar
	}
}

// UpdateProjectV2ItemFieldValue sets one field of a card.
func (*root) UpdateProjectV2ItemFieldValue(ctx context.Context, args struct{ Input updateInput }) (*valuePayload, error) {
	in := args.Input
	wanted := newValue{
		text: in.Value.Text, number: in.Value.Number, date: (*string)(in.Value.Date),
		optionID: in.Value.SingleSelectOptionID, iterationID: in.Value.IterationID,
	}
	return viewOf(ctx).changeValue(cell{in.ProjectID, in.ItemID, in.FieldID}, in.ClientMutationID,
		func(t *tx, it *item, f *field) error { return t.setValue(it, f, wanted) })
}

type clearInput struct {
	ClientMutationID           *string
	ProjectID, ItemID, FieldID graphql.ID
}

// ClearProjectV2ItemFieldValue empties one field of a card.
func (*root) ClearProjectV2ItemFieldValue(ctx context.Context, args struct{ Input clearInput }) (*valuePayload, error) {
	in := args.Input
	return viewOf(ctx).changeValue(cell{in.ProjectID, in.ItemID, in.FieldID}, in.ClientMutationID,
		func(t *tx, it *item, f *field) error { return t.clearValue(it, f) })
}

// cell names the place of a value.
type cell struct{ board, item, field graphql.ID }

// changeValue finds a cell and changes it.
func (v *view) changeValue(at cell, mutation *string, f func(*tx, *item, *field) error) (*valuePayload, error) {
	it, err := v.itemByID(at.board, at.item)
	if err != nil {
		return nil, err
	}
	for _, each := range it.board.fields {
		if each.nodeID != string(at.field) {
			continue
		}
		if err := v.change(v.actor, func(t *tx) error { return f(t, it, each) }); err != nil {
			return nil, err
		}
		return &valuePayload{mutation, &itemNode{v, it}}, nil
	}
	return nil, unresolvedNode(at.field)
}

// boardByID finds a board that the viewer may read.
func (v *view) boardByID(id graphql.ID) (*board, error) {
	b, ok := v.node(string(id)).(*board)
	if !ok || !v.seesBoard(b) {
		return nil, unresolvedNode(id)
	}
	return b, nil
}

// itemByID finds a card of a board that the viewer may read.
func (v *view) itemByID(boardID, id graphql.ID) (*item, error) {
	b, err := v.boardByID(boardID)
	if err != nil {
		return nil, err
	}
	it, ok := v.node(string(id)).(*item)
	if !ok || it.board != b {
		return nil, unresolvedNode(id)
	}
	return it, nil
}

// fieldByID finds a field of a board that the viewer may read.
func (v *view) fieldByID(id graphql.ID) (*field, error) {
	f, ok := v.node(string(id)).(*field)
	if !ok || !v.seesBoard(f.board) {
		return nil, unresolvedNode(id)
	}
	return f, nil
}

// repositoryByID finds a repository that the viewer may read.
func (v *view) repositoryByID(id graphql.ID) (*repository, error) {
	r, ok := v.node(string(id)).(*repository)
	if !ok || !v.sees(r) {
		return nil, unresolvedNode(id)
	}
	return r, nil
}
