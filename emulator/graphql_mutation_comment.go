package emulator

import (
	"context"

	"github.com/graph-gophers/graphql-go"
)

// commentByID finds a comment that the viewer may see.
func (v *view) commentByID(id graphql.ID) (*comment, error) {
	c, ok := v.node(string(id)).(*comment)
	if !ok || !v.sees(c.issue.repo) {
		return nil, unresolvedNode(id)
	}
	return c, nil
}

type addCommentInput struct {
	ClientMutationID *string
	SubjectID        graphql.ID
	Body             string
}

type addCommentPayload struct {
	ClientMutationID *string
	CommentEdge      *commentEdge
	Subject          *one
}

type commentEdge struct {
	Cursor string
	Node   *commentNode
}

// AddComment writes a comment on an issue or pull request.
func (*root) AddComment(ctx context.Context, args struct{ Input addCommentInput }) (*addCommentPayload, error) {
	v, in := viewOf(ctx), args.Input
	i, err := v.contentByID(in.SubjectID)
	if err != nil {
		return nil, err
	}
	var made *comment
	err = v.change(v.actor, func(t *tx) (err error) {
		made, err = t.writeComment(i, in.Body)
		return err
	})
	if err != nil {
		return nil, err
	}
	edge := &commentEdge{cursor(len(i.comments)-1, made.nodeID), &commentNode{v, made}}
	return &addCommentPayload{in.ClientMutationID, edge, v.contentNode(i)}, nil
}

type updateCommentInput struct {
	ClientMutationID *string
	ID               graphql.ID
	Body             string
}

type commentPayload struct {
	ClientMutationID *string
	IssueComment     *commentNode
}

// UpdateIssueComment replaces a comment's text.
func (*root) UpdateIssueComment(ctx context.Context, args struct{ Input updateCommentInput }) (*commentPayload, error) {
	in := args.Input
	return viewOf(ctx).changeComment(in.ID, in.ClientMutationID, func(t *tx, c *comment) error { return t.editComment(c, in.Body) })
}

type deleteCommentInput struct {
	ClientMutationID *string
	ID               graphql.ID
}

// DeleteIssueComment removes a comment.
func (*root) DeleteIssueComment(ctx context.Context, args struct{ Input deleteCommentInput }) (*commentPayload, error) {
	return viewOf(ctx).changeComment(args.Input.ID, args.Input.ClientMutationID, (*tx).deleteComment)
}

func (v *view) changeComment(id graphql.ID, mutation *string, f func(*tx, *comment) error) (*commentPayload, error) {
	c, err := v.commentByID(id)
	if err != nil {
		return nil, err
	}
	if err := v.change(v.actor, func(t *tx) error { return f(t, c) }); err != nil {
		return nil, err
	}
	return &commentPayload{mutation, &commentNode{v, c}}, nil
}

// reactionNode resolves Reaction.
type reactionNode struct {
	v *view
	r *reaction
}

func (n *reactionNode) ID() graphql.ID      { return graphID(n.r.nodeID) }
func (n *reactionNode) DatabaseID() *int32  { return smallID(n.r.id) }
func (n *reactionNode) Content() string     { return reactionEnum(n.r.content) }
func (n *reactionNode) CreatedAt() dateTime { return dateTime{n.r.at} }

// User is null for a bot, as GitHub has only users there.
func (n *reactionNode) User() *userNode {
	if n.r.user.bot {
		return nil
	}
	return &userNode{accountNode{n.v, n.r.user}}
}

type reactionInput struct {
	ClientMutationID *string
	SubjectID        graphql.ID
	Content          string
}

type reactionPayload struct {
	ClientMutationID *string
	Reaction         *reactionNode
	ReactionGroups   *[]reactionGroup
	Subject          *one
}

// AddReaction leaves a reaction; one that is there already is answered again.
func (*root) AddReaction(ctx context.Context, args struct{ Input reactionInput }) (*reactionPayload, error) {
	return viewOf(ctx).changeReaction(args.Input, func(t *tx, to reactable, content string) (*reaction, error) {
		r, _, err := t.react(to, content)
		return r, err
	})
}

// RemoveReaction takes the viewer's reaction away; without one it is null.
func (*root) RemoveReaction(ctx context.Context, args struct{ Input reactionInput }) (*reactionPayload, error) {
	return viewOf(ctx).changeReaction(args.Input, func(t *tx, of reactable, content string) (*reaction, error) {
		r := of.find(t.user, content)
		if r == nil {
			return nil, nil
		}
		return r, t.unreact(of, r)
	})
}

func (v *view) changeReaction(in reactionInput, f func(*tx, reactable, string) (*reaction, error)) (*reactionPayload, error) {
	subject := v.nodeByID(in.SubjectID)
	var to reactable
	switch n := v.node(string(in.SubjectID)).(type) {
	case *issue:
		to = n.reactable()
	case *comment:
		to = n.reactable()
	}
	if subject == nil || to.issue == nil {
		return nil, unresolvedNode(in.SubjectID)
	}
	payload := &reactionPayload{ClientMutationID: in.ClientMutationID, Subject: subject}
	err := v.change(v.actor, func(t *tx) error {
		r, err := f(t, to, reactionOf(in.Content))
		if r != nil {
			payload.Reaction = &reactionNode{v, r}
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	payload.ReactionGroups = v.reactionGroups(*to.reactions)
	return payload, nil
}

// reactionOf is REST's word for a reaction.
func reactionOf(enum string) string {
	for _, content := range reactionContents {
		if reactionEnum(content) == enum {
			return content
		}
	}
	return ""
}
