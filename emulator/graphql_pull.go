package emulator

import (
	"context"

	"github.com/graph-gophers/graphql-go"
)

// pullNode resolves PullRequest.
type pullNode struct{ content }

func (v *view) pullNode(i *issue) *pullNode { return &pullNode{content{v, i}} }

func (n *pullNode) DatabaseID() *int32          { return smallID(n.i.pull.id) }
func (n *pullNode) FullDatabaseID() *textScalar { return bigInt(n.i.pull.id) }
func (n *pullNode) IsDraft() bool               { return n.i.pull.draft }
func (n *pullNode) Merged() bool                { return n.i.pull.merged }
func (n *pullNode) MergedAt() *dateTime         { return dateTimeOrNull(n.i.pull.mergedAt) }
func (n *pullNode) MergedBy() *one              { return n.v.actorNode(n.i.pull.mergedBy) }

// State tells merged from merely closed.
func (n *pullNode) State() string {
	if n.i.pull.merged {
		return "MERGED"
	}
	return enumOf(n.i.state())
}

type closingArgs struct {
	paging
	UserLinkedOnly bool
}

// ClosingIssuesReferences are the issues that close when it merges, or those of
// them that people linked by hand.
func (n *pullNode) ClosingIssuesReferences(ctx context.Context, args closingArgs) (*connection[*issueNode], error) {
	links := n.i.pull.closes()
	if args.UserLinkedOnly {
		links = n.i.pull.connected
	}
	return connect(ctx, "closingIssuesReferences", args.paging, n.v.visible(links), issueID, n.v.issueNode)
}

// commentNode resolves IssueComment.
type commentNode struct {
	v *view
	m *comment
}

func (n *commentNode) ID() graphql.ID              { return graphID(n.m.nodeID) }
func (n *commentNode) DatabaseID() *int32          { return smallID(n.m.id) }
func (n *commentNode) FullDatabaseID() *textScalar { return bigInt(n.m.id) }
func (n *commentNode) Author() *one                { return n.v.actorNode(n.m.author) }
func (n *commentNode) Editor() *one                { return n.v.actorNode(n.m.editor) }
func (n *commentNode) Body() string                { return n.m.body }
func (n *commentNode) CreatedAt() dateTime         { return dateTime{n.m.createdAt} }
func (n *commentNode) UpdatedAt() dateTime         { return dateTime{n.m.updatedAt} }
func (n *commentNode) LastEditedAt() *dateTime     { return dateTimeOrNull(n.m.editedAt) }
func (n *commentNode) ViewerDidAuthor() bool       { return n.m.author == n.v.user }
func (n *commentNode) Issue() *issueNode           { return n.v.issueNode(n.m.issue) }
func (n *commentNode) Repository() *repositoryNode { return &repositoryNode{n.v, n.m.issue.repo} }

// UserContentEdits are the texts it had, the newest first.
func (n *commentNode) UserContentEdits(ctx context.Context, args paging) (*connection[*editNode], error) {
	return n.v.editNodes(ctx, args, n.m.edits)
}

// URL is the place of the comment on its issue's page.
func (n *commentNode) URL() textScalar {
	return textScalar(n.v.issueURL(n.m.issue) + "#issuecomment-" + decimal(n.m.id))
}

// PullRequest is null for a comment on an issue.
func (n *commentNode) PullRequest() *pullNode {
	if n.m.issue.pull == nil {
		return nil
	}
	return n.v.pullNode(n.m.issue)
}

func (n *commentNode) ReactionGroups() *[]reactionGroup { return n.v.reactionGroups(n.m.reactions) }
