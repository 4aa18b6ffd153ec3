package emulator

import (
	"context"

	"github.com/graph-gophers/graphql-go"
)

type boardPayload struct {
	ClientMutationID *string
	ProjectV2        *boardNode
}

type createBoardInput struct {
	ClientMutationID     *string
	OwnerID              graphql.ID
	RepositoryID, TeamID *graphql.ID
	Title                string
}

// CreateProjectV2 makes a board of an organisation. Boards of people and links
// to teams are not emulated.
func (*root) CreateProjectV2(ctx context.Context, args struct{ Input createBoardInput }) (*boardPayload, error) {
	v, in := viewOf(ctx), args.Input
	o, ok := v.node(string(in.OwnerID)).(*organization)
	if !ok {
		return nil, unresolvedNode(in.OwnerID)
	}
	if in.TeamID != nil {
		return nil, invalid("Links to teams are not emulated")
	}
	var linked *repository
	if in.RepositoryID != nil {
		var err error
		if linked, err = v.repositoryByID(*in.RepositoryID); err != nil {
			return nil, err
		}
		if linked.owner != o || v.role(linked) < roleWrite {
			return nil, forbidden(messageNoAccess)
		}
	}
	payload := &boardPayload{ClientMutationID: in.ClientMutationID}
	err := v.change(v.actor, func(t *tx) error {
		b, err := t.createBoard(o, in.Title)
		if err != nil {
			return err
		}
		payload.ProjectV2 = &boardNode{v, b}
		if linked == nil {
			return nil
		}
		return t.linkRepository(b, linked, true)
	})
	if err != nil {
		return nil, err
	}
	return payload, nil
}

type updateBoardInput struct {
	ClientMutationID                *string
	ProjectID                       graphql.ID
	Title, ShortDescription, Readme *string
	Public, Closed                  *bool
}

// UpdateProjectV2 changes a board, closes it or opens it again.
func (*root) UpdateProjectV2(ctx context.Context, args struct{ Input updateBoardInput }) (*boardPayload, error) {
	in := args.Input
	wanted := boardChange{title: in.Title, summary: in.ShortDescription, readme: in.Readme, public: in.Public, closed: in.Closed}
	return viewOf(ctx).changeBoard(in.ProjectID, in.ClientMutationID, func(t *tx, b *board) error { return t.updateBoard(b, wanted) })
}

type boardInput struct {
	ClientMutationID *string
	ProjectID        graphql.ID
}

// DeleteProjectV2 takes a board away.
func (*root) DeleteProjectV2(ctx context.Context, args struct{ Input boardInput }) (*boardPayload, error) {
	return viewOf(ctx).changeBoard(args.Input.ProjectID, args.Input.ClientMutationID, (*tx).deleteBoard)
}

func (v *view) changeBoard(id graphql.ID, mutation *string, change func(*tx, *board) error) (*boardPayload, error) {
	b, err := v.boardByID(id)
	if err != nil {
		return nil, err
	}
	if err := v.change(v.actor, func(t *tx) error { return change(t, b) }); err != nil {
		return nil, err
	}
	return &boardPayload{mutation, &boardNode{v, b}}, nil
}

type linkInput struct {
	ClientMutationID        *string
	ProjectID, RepositoryID graphql.ID
}

type linkPayload struct {
	ClientMutationID *string
	Repository       *repositoryNode
}

// LinkProjectV2ToRepository lists a board among a repository's.
func (*root) LinkProjectV2ToRepository(ctx context.Context, args struct{ Input linkInput }) (*linkPayload, error) {
	return viewOf(ctx).changeLink(args.Input, true)
}

// UnlinkProjectV2FromRepository takes a board off a repository's list.
func (*root) UnlinkProjectV2FromRepository(ctx context.Context, args struct{ Input linkInput }) (*linkPayload, error) {
	return viewOf(ctx).changeLink(args.Input, false)
}

func (v *view) changeLink(in linkInput, linked bool) (*linkPayload, error) {
	r, err := v.repositoryByID(in.RepositoryID)
	if err != nil {
		return nil, err
	}
	_, err = v.changeBoard(in.ProjectID, nil, func(t *tx, b *board) error { return t.linkRepository(b, r, linked) })
	if err != nil {
		return nil, err
	}
	return &linkPayload{in.ClientMutationID, &repositoryNode{v, r}}, nil
}

type workflowInput struct {
	ClientMutationID *string
	WorkflowID       graphql.ID
}

type workflowPayload struct {
	ClientMutationID  *string
	DeletedWorkflowID *graphql.ID
	ProjectV2         *boardNode
}

// DeleteProjectV2Workflow takes an automation off its board.
func (*root) DeleteProjectV2Workflow(ctx context.Context, args struct{ Input workflowInput }) (*workflowPayload, error) {
	v, in := viewOf(ctx), args.Input
	w, ok := v.node(string(in.WorkflowID)).(*workflow)
	if !ok || !v.seesBoard(w.board) {
		return nil, unresolvedNode(in.WorkflowID)
	}
	if err := v.change(v.actor, func(t *tx) error { return t.deleteWorkflow(w) }); err != nil {
		return nil, err
	}
	return &workflowPayload{in.ClientMutationID, &in.WorkflowID, &boardNode{v, w.board}}, nil
}
