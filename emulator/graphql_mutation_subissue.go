package emulator

import (
	"context"

	"github.com/graph-gophers/graphql-go"
)

type subIssuePayload struct {
	ClientMutationID *string
	Issue, SubIssue  *issueNode
}

type addSubIssueInput struct {
	oneIssueInput
	SubIssueID    *graphql.ID
	ReplaceParent *bool
}

// AddSubIssue puts a child under a parent.
func (*root) AddSubIssue(ctx context.Context, args struct{ Input addSubIssueInput }) (*subIssuePayload, error) {
	in := args.Input
	if in.SubIssueID == nil {
		return nil, invalid("A sub-issue must be given")
	}
	replace := in.ReplaceParent != nil && *in.ReplaceParent
	return viewOf(ctx).changeSubIssue(in.oneIssueInput, *in.SubIssueID,
		func(t *tx, parent, child *issue) error { return t.addSubIssue(parent, child, replace) })
}

type subIssueIDs struct {
	oneIssueInput
	SubIssueID graphql.ID
}

// RemoveSubIssue takes a child from its parent.
func (*root) RemoveSubIssue(ctx context.Context, args struct{ Input subIssueIDs }) (*subIssuePayload, error) {
	return viewOf(ctx).changeSubIssue(args.Input.oneIssueInput, args.Input.SubIssueID, (*tx).removeSubIssue)
}

type reprioritizeInput struct {
	subIssueIDs
	AfterID, BeforeID *graphql.ID
}

// ReprioritizeSubIssue moves a child among the children of its parent.
func (*root) ReprioritizeSubIssue(ctx context.Context, args struct{ Input reprioritizeInput }) (*subIssuePayload, error) {
	v, in := viewOf(ctx), args.Input
	if (in.AfterID == nil) == (in.BeforeID == nil) {
		return nil, invalid("Either afterId or beforeId must be given")
	}
	id := in.AfterID
	if id == nil {
		id = in.BeforeID
	}
	next, err := v.issueByID(*id)
	if err != nil {
		return nil, err
	}
	return v.changeSubIssue(in.oneIssueInput, in.SubIssueID,
		func(t *tx, parent, child *issue) error {
			return t.moveSubIssue(parent, child, next, in.BeforeID != nil)
		})
}

func (v *view) changeSubIssue(in oneIssueInput, of graphql.ID, f func(t *tx, parent, child *issue) error) (*subIssuePayload, error) {
	parent, child, err := v.twoIssues(in.IssueID, of)
	if err != nil {
		return nil, err
	}
	if err := v.change(v.actor, func(t *tx) error { return f(t, parent, child) }); err != nil {
		return nil, err
	}
	return &subIssuePayload{in.ClientMutationID, v.issueNode(parent), v.issueNode(child)}, nil
}
