package emulator

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/graph-gophers/graphql-go"
)

// content is what an issue and a pull request have in common.
type content struct {
	v *view
	i *issue
}

// issueNode resolves Issue.
type issueNode struct{ content }

// contentNode is an issue or pull request, as its own type.
func (v *view) contentNode(i *issue) *one {
	if i.pull != nil {
		return &one{&pullNode{content{v, i}}}
	}
	return &one{&issueNode{content{v, i}}}
}

func (v *view) issueNode(i *issue) *issueNode { return &issueNode{content{v, i}} }

func (c content) ID() graphql.ID              { return graphID(c.i.nodeID) }
func (c content) Number() int32               { return int32(c.i.number) }
func (c content) Title() string               { return c.i.title }
func (c content) Body() string                { return c.i.body }
func (c content) URL() textScalar             { return textScalar(c.v.issueURL(c.i)) }
func (c content) CreatedAt() dateTime         { return dateTime{c.i.createdAt} }
func (c content) UpdatedAt() dateTime         { return dateTime{c.i.updatedAt} }
func (c content) Closed() bool                { return c.i.closed }
func (c content) ClosedAt() *dateTime         { return dateTimeOrNull(c.i.closedAt) }
func (c content) LastEditedAt() *dateTime     { return dateTimeOrNull(c.i.bodyEditedAt) }
func (c content) Locked() bool                { return c.i.locked }
func (c content) ActiveLockReason() *string   { return enumOrNull(c.i.lockReason) }
func (c content) Author() *one                { return c.v.actorNode(c.i.author) }
func (c content) Editor() *one                { return c.v.actorNode(c.i.bodyEditor) }
func (c content) ViewerDidAuthor() bool       { return c.i.author == c.v.user }
func (c content) Repository() *repositoryNode { return &repositoryNode{c.v, c.i.repo} }

func (c content) ReactionGroups() *[]reactionGroup { return c.v.reactionGroups(c.i.reactions) }

func (n *issueNode) DatabaseID() *int32          { return smallID(n.i.id) }
func (n *issueNode) FullDatabaseID() *textScalar { return bigInt(n.i.id) }
func (n *issueNode) State() string               { return enumOf(n.i.state()) }

// StateReason reports a duplicate only to those who ask for it, as GitHub does.
func (n *issueNode) StateReason(args struct{ EnableDuplicate bool }) *string {
	if n.i.reason == "duplicate" && !args.EnableDuplicate {
		return enumOrNull("not_planned")
	}
	return enumOrNull(n.i.reason)
}

// Assignees are people; GitHub leaves bots out of this connection.
func (c content) Assignees(ctx context.Context, args paging) (*connection[*userNode], error) {
	people := slices.DeleteFunc(slices.Clone(c.i.assignees), func(u *user) bool { return u.bot })
	return c.v.users(ctx, "assignees", args, people)
}

func (c content) Labels(ctx context.Context, args paging) (*connection[*labelNode], error) {
	return labelsOf(ctx, args, c.i.labels)
}

// Milestone is null without one.
func (c content) Milestone() *milestoneNode {
	if c.i.milestone == nil {
		return nil
	}
	return &milestoneNode{c.v, c.i.milestone}
}

// UserContentEdits are the texts of the description, the newest first; none
// while it is as it was written.
func (c content) UserContentEdits(ctx context.Context, args paging) (*connection[*editNode], error) {
	return c.v.editNodes(ctx, args, c.i.edits)
}

func (v *view) editNodes(ctx context.Context, args paging, edits []*edit) (*connection[*editNode], error) {
	newest := slices.Clone(edits)
	slices.Reverse(newest)
	return connect(ctx, "userContentEdits", args, newest, func(e *edit) string { return e.nodeID },
		func(e *edit) *editNode { return &editNode{v, e} })
}

type commentsArgs struct {
	paging
	OrderBy *struct{ Field, Direction string }
}

// Comments are in the order they were made unless another is asked for.
func (c content) Comments(ctx context.Context, args commentsArgs) (*connection[*commentNode], error) {
	comments := c.i.comments
	if args.OrderBy != nil {
		sign := 1
		if args.OrderBy.Direction == "DESC" {
			sign = -1
		}
		comments = slices.Clone(comments)
		slices.SortStableFunc(comments, func(a, b *comment) int {
			return sign * cmp.Or(a.updatedAt.Compare(b.updatedAt), cmp.Compare(a.id, b.id))
		})
	}
	return connect(ctx, "comments", args.paging, comments, func(m *comment) string { return m.nodeID },
		func(m *comment) *commentNode { return &commentNode{c.v, m} })
}

type projectItemsArgs struct {
	paging
	IncludeArchived bool
}

// ProjectItems are its cards on the boards that the viewer may read.
func (c content) ProjectItems(ctx context.Context, args projectItemsArgs) (*connection[*itemNode], error) {
	if err := c.v.mayAskByToken("projectItems", c.i.repo.owner); err != nil {
		return nil, err
	}
	seen := slices.DeleteFunc(slices.Clone(c.i.items), func(it *item) bool {
		return !c.v.seesBoard(it.board) || !args.IncludeArchived && !it.archivedAt.IsZero()
	})
	return c.v.itemNodes(ctx, "projectItems", args.paging, seen)
}

// Parent is the issue of which this one is a sub-issue.
func (n *issueNode) Parent() *issueNode {
	if n.i.parent == nil || !n.v.sees(n.i.parent.repo) {
		return nil
	}
	return n.v.issueNode(n.i.parent)
}

func (n *issueNode) SubIssues(ctx context.Context, args paging) (*connection[*issueNode], error) {
	return connect(ctx, "subIssues", args, n.v.visible(n.i.subIssues), issueID, n.v.issueNode)
}

// SubIssuesSummary counts all sub-issues, those that the viewer cannot see as well.
func (n *issueNode) SubIssuesSummary() subIssuesCount {
	count := subIssuesCount{Total: int32(len(n.i.subIssues))}
	for _, child := range n.i.subIssues {
		if child.closed {
			count.Completed++
		}
	}
	if count.Total > 0 {
		count.PercentCompleted = count.Completed * 100 / count.Total
	}
	return count
}

type subIssuesCount struct{ Total, Completed, PercentCompleted int32 }

type closedByArgs struct {
	paging
	IncludeClosedPrs bool
}

// ClosedByPullRequestsReferences are the linked pull requests.
func (n *issueNode) ClosedByPullRequestsReferences(ctx context.Context, args closedByArgs) (*connection[*pullNode], error) {
	pulls := slices.DeleteFunc(n.v.visible(n.i.linkedPulls), func(p *issue) bool {
		return p.closed && !args.IncludeClosedPrs
	})
	return connect(ctx, "closedByPullRequestsReferences", args.paging, pulls, issueID, n.v.pullNode)
}

func issueID(i *issue) string { return i.nodeID }

// reactionGroup is how often one reaction was given. GitHub lists all of them always.
type reactionGroup struct {
	Content          string
	CreatedAt        *dateTime
	ViewerHasReacted bool
	count            int32
}

// Reactors are only counted.
func (g reactionGroup) Reactors(paging) reactorCount { return reactorCount{g.count} }

type reactorCount struct{ TotalCount int32 }

func (v *view) reactionGroups(reactions []*reaction) *[]reactionGroup {
	groups := make([]reactionGroup, len(reactionContents))
	for i, content := range reactionContents {
		groups[i].Content = reactionEnum(content)
		for _, r := range reactions {
			if r.content != content {
				continue
			}
			if groups[i].count++; groups[i].count == 1 {
				groups[i].CreatedAt = dateTimeOrNull(r.at)
			}
			groups[i].ViewerHasReacted = groups[i].ViewerHasReacted || r.user == v.user
		}
	}
	return &groups
}

func reactionEnum(content string) string {
	switch content {
	case "+1":
		return "THUMBS_UP"
	case "-1":
		return "THUMBS_DOWN"
	default:
		return strings.ToUpper(content)
	}
}
