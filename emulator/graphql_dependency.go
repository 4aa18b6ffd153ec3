package emulator

import (
	"context"

	"github.com/graph-gophers/graphql-go"
)

func (n *issueNode) BlockedBy(ctx context.Context, args paging) (*connection[*issueNode], error) {
	return connect(ctx, "blockedBy", args, n.v.visible(n.i.blockedBy), issueID, n.v.issueNode)
}

func (n *issueNode) Blocking(ctx context.Context, args paging) (*connection[*issueNode], error) {
	return connect(ctx, "blocking", args, n.v.visible(n.i.blocking), issueID, n.v.issueNode)
}

type dependenciesCount struct{ BlockedBy, Blocking, TotalBlockedBy, TotalBlocking int32 }

// IssueDependenciesSummary counts those that the viewer cannot see as well.
func (n *issueNode) IssueDependenciesSummary() dependenciesCount {
	return dependenciesCount{
		int32(openOf(n.i.blockedBy)), int32(openOf(n.i.blocking)), int32(len(n.i.blockedBy)), int32(len(n.i.blocking)),
	}
}

type blockInput struct {
	ClientMutationID         *string
	IssueID, BlockingIssueID graphql.ID
}

type blockPayload struct {
	ClientMutationID     *string
	Issue, BlockingIssue *issueNode
}

// AddBlockedBy makes an issue wait for another.
func (*root) AddBlockedBy(ctx context.Context, args struct{ Input blockInput }) (*blockPayload, error) {
	return viewOf(ctx).changeBlocker(args.Input, (*tx).addBlockedBy)
}

// RemoveBlockedBy lets an issue wait no longer for another.
func (*root) RemoveBlockedBy(ctx context.Context, args struct{ Input blockInput }) (*blockPayload, error) {
	return viewOf(ctx).changeBlocker(args.Input, (*tx).removeBlockedBy)
}

func (v *view) changeBlocker(in blockInput, f func(t *tx, blocked, blocking *issue) error) (*blockPayload, error) {
	blocked, blocking, err := v.twoIssues(in.IssueID, in.BlockingIssueID)
	if err != nil {
		return nil, err
	}
	if err := v.change(v.actor, func(t *tx) error { return f(t, blocked, blocking) }); err != nil {
		return nil, err
	}
	return &blockPayload{in.ClientMutationID, v.issueNode(blocked), v.issueNode(blocking)}, nil
}
