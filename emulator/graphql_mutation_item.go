package emulator

import (
	"context"

	"github.com/graph-gophers/graphql-go"
)

type itemInput struct {
	ClientMutationID  *string
	ProjectID, ItemID graphql.ID
}

type itemPayload struct {
	ClientMutationID *string
	Item             *itemNode
}

// ArchiveProjectV2Item puts a card away.
func (*root) ArchiveProjectV2Item(ctx context.Context, args struct{ Input itemInput }) (*itemPayload, error) {
	return viewOf(ctx).changeItem(args.Input, func(t *tx, it *item) error { return t.archiveItem(it, true) })
}

// UnarchiveProjectV2Item takes a card back.
func (*root) UnarchiveProjectV2Item(ctx context.Context, args struct{ Input itemInput }) (*itemPayload, error) {
	return viewOf(ctx).changeItem(args.Input, func(t *tx, it *item) error { return t.archiveItem(it, false) })
}

func (v *view) changeItem(in itemInput, f func(*tx, *item) error) (*itemPayload, error) {
	it, err := v.itemByID(in.ProjectID, in.ItemID)
	if err != nil {
		return nil, err
	}
	if err := v.change(v.actor, func(t *tx) error { return f(t, it) }); err != nil {
		return nil, err
	}
	return &itemPayload{in.ClientMutationID, &itemNode{v, it}}, nil
}

type deleteItemPayload struct {
	ClientMutationID *string
	DeletedItemID    *graphql.ID
}

// DeleteProjectV2Item takes a card off its board.
func (*root) DeleteProjectV2Item(ctx context.Context, args struct{ Input itemInput }) (*deleteItemPayload, error) {
	if _, err := viewOf(ctx).changeItem(args.Input, (*tx).deleteItem); err != nil {
		return nil, err
	}
	return &deleteItemPayload{args.Input.ClientMutationID, &args.Input.ItemID}, nil
}

type positionInput struct {
	itemInput
	AfterID *graphql.ID
}

type positionPayload struct {
	ClientMutationID *string
	v                *view
	b                *board
}

// Items are all cards in their new order.
func (p *positionPayload) Items(ctx context.Context, args paging) (*connection[*itemNode], error) {
	return p.v.itemNodes(ctx, "items", args, p.b.items)
}

// UpdateProjectV2ItemPosition puts a card behind another one, or first.
func (*root) UpdateProjectV2ItemPosition(ctx context.Context, args struct{ Input positionInput }) (*positionPayload, error) {
	v, in := viewOf(ctx), args.Input
	var after *item
	if in.AfterID != nil {
		var err error
		if after, err = v.itemByID(in.ProjectID, *in.AfterID); err != nil {
			return nil, err
		}
	}
	moved, err := v.changeItem(in.itemInput, func(t *tx, it *item) error { return t.moveItem(it, after) })
	if err != nil {
		return nil, err
	}
	return &positionPayload{in.ClientMutationID, v, moved.Item.it.board}, nil
}

type addDraftInput struct {
	ClientMutationID *string
	ProjectID        graphql.ID
	Title            string
	Body             *string
	AssigneeIDs      *[]graphql.ID
}

type addDraftPayload struct {
	ClientMutationID *string
	ProjectItem      *itemNode
}

// AddProjectV2DraftIssue adds a draft, or the issue whose address is the title.
func (*root) AddProjectV2DraftIssue(ctx context.Context, args struct{ Input addDraftInput }) (*addDraftPayload, error) {
	v, in := viewOf(ctx), args.Input
	b, err := v.boardByID(in.ProjectID)
	if err != nil {
		return nil, err
	}
	assignees, err := v.usersByID(in.AssigneeIDs)
	if err != nil {
		return nil, err
	}
	wanted := newDraft{title: in.Title}
	if assignees != nil {
		wanted.assignees = *assignees
	}
	if in.Body != nil {
		wanted.body = *in.Body
	}
	payload := &addDraftPayload{ClientMutationID: in.ClientMutationID}
	err = v.change(v.actor, func(t *tx) error {
		it, err := t.addDraft(b, wanted)
		payload.ProjectItem = &itemNode{v, it}
		return err
	})
	if err != nil {
		return nil, err
	}
	return payload, nil
}

// usersByID finds people; nil for no list.
func (v *view) usersByID(ids *[]graphql.ID) (*[]*user, error) {
	if ids == nil {
		return nil, nil
	}
	found := make([]*user, 0, len(*ids))
	for _, id := range *ids {
		u, ok := v.node(string(id)).(*user)
		if !ok {
			return nil, unresolvedNode(id)
		}
		found = append(found, u)
	}
	return &found, nil
}

type draftInput struct {
	ClientMutationID *string
	DraftIssueID     graphql.ID
	Title, Body      *string
	AssigneeIDs      *[]graphql.ID
}

type draftPayload struct {
	ClientMutationID *string
	DraftIssue       *draftNode
}

// UpdateProjectV2DraftIssue changes a draft.
func (*root) UpdateProjectV2DraftIssue(ctx context.Context, args struct{ Input draftInput }) (*draftPayload, error) {
	v, in := viewOf(ctx), args.Input
	d, ok := v.node(string(in.DraftIssueID)).(*draftIssue)
	if !ok || !v.seesBoard(d.item.board) {
		return nil, unresolvedNode(in.DraftIssueID)
	}
	assignees, err := v.usersByID(in.AssigneeIDs)
	if err != nil {
		return nil, err
	}
	wanted := draftChange{title: in.Title, body: in.Body, assignees: assignees}
	if err := v.change(v.actor, func(t *tx) error { return t.editDraft(d, wanted) }); err != nil {
		return nil, err
	}
	return &draftPayload{in.ClientMutationID, &draftNode{v, d}}, nil
}

type convertInput struct {
	ClientMutationID     *string
	ItemID, RepositoryID graphql.ID
}

// ConvertProjectV2DraftIssueItemToIssue opens a draft's issue.
func (*root) ConvertProjectV2DraftIssueItemToIssue(ctx context.Context, args struct{ Input convertInput }) (*itemPayload, error) {
	v, in := viewOf(ctx), args.Input
	r, err := v.repositoryByID(in.RepositoryID)
	if err != nil {
		return nil, err
	}
	it, ok := v.node(string(in.ItemID)).(*item)
	if !ok || !v.seesBoard(it.board) {
		return nil, unresolvedNode(in.ItemID)
	}
	if err := v.change(v.actor, func(t *tx) error { return t.convertDraft(it, r) }); err != nil {
		return nil, err
	}
	return &itemPayload{in.ClientMutationID, &itemNode{v, it}}, nil
}
