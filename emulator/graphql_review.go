package emulator

import (
	"context"
	"slices"

	"github.com/graph-gophers/graphql-go"
)

func (n *pullNode) HeadRefName() string    { return n.i.pull.head }
func (n *pullNode) HeadRefOid() textScalar { return textScalar(n.i.pull.headCommit.sha) }
func (n *pullNode) BaseRefName() string    { return n.i.pull.base }
func (n *pullNode) BaseRefOid() textScalar { return textScalar(shaOf(n.i.pull.baseCommit)) }
func (n *pullNode) BaseRef() *refNode      { return n.Repository().ref(n.i.pull.base) }
func (n *pullNode) ChangedFiles() int32    { return int32(len(n.i.pull.changes())) }
func (n *pullNode) Additions() int32       { return n.countLines(fileChange.added) }
func (n *pullNode) Deletions() int32       { return n.countLines(fileChange.removed) }

// HeadRef is null for a branch of a fork, as for one that is gone.
func (n *pullNode) HeadRef() *refNode {
	if n.i.pull.fork != nil {
		return nil
	}
	return n.Repository().ref(n.i.pull.head)
}

// IsCrossRepository holds for what comes from a fork.
func (n *pullNode) IsCrossRepository() bool { return n.i.pull.fork != nil }

// ReviewDecision is null before anybody who may write has given an opinion.
func (n *pullNode) ReviewDecision() *string { return stringOrNull(n.i.decision()) }

func (n *pullNode) countLines(of func(fileChange) int) int32 {
	sum := 0
	for _, change := range n.i.pull.changes() {
		sum += of(change)
	}
	return int32(sum)
}

// Mergeable is unknown once it is closed.
func (n *pullNode) Mergeable() string {
	switch {
	case n.i.closed:
		return "UNKNOWN"
	case n.i.pull.mergeable():
		return "MERGEABLE"
	default:
		return "CONFLICTING"
	}
}

// MergeCommit is null until it is merged.
func (n *pullNode) MergeCommit() *commitNode {
	if n.i.pull.mergeCommit == nil {
		return nil
	}
	return &commitNode{n.i.repo, n.i.pull.mergeCommit}
}

// pullCommit resolves PullRequestCommit.
type pullCommit struct {
	PullRequest *pullNode
	Commit      *commitNode
}

// ID is made from both ends.
func (n *pullCommit) ID() graphql.ID {
	return graphID(namedNodeID("PURC", n.Commit.c.sha, n.PullRequest.i.repo.id, n.PullRequest.i.pull.id))
}

// Commits are what it adds to its base, oldest first.
func (n *pullNode) Commits(ctx context.Context, args paging) (*connection[*pullCommit], error) {
	return connect(ctx, "commits", args, n.i.pull.commits(), func(c *commit) string { return c.sha },
		func(c *commit) *pullCommit { return &pullCommit{n, &commitNode{n.i.repo, c}} })
}

type reviewsArgs struct {
	paging
	Author *string
	States *[]string
}

// Reviews are all of them, oldest first; a pending one only its author sees.
func (n *pullNode) Reviews(ctx context.Context, args reviewsArgs) (*connection[*reviewNode], error) {
	found := slices.DeleteFunc(slices.Clone(n.i.pull.reviews), func(rv *review) bool {
		return !rv.visibleTo(n.v.actor) || args.Author != nil && !sameFold(rv.author.login, *args.Author) ||
			args.States != nil && !slices.Contains(*args.States, enumOf(rv.state))
	})
	return n.v.reviewNodes(ctx, "reviews", args.paging, found)
}

// LatestReviews are everybody's last ones.
func (n *pullNode) LatestReviews(ctx context.Context, args paging) (*connection[*reviewNode], error) {
	return n.v.reviewNodes(ctx, "latestReviews", args, n.i.pull.latestReviews(func(*review) bool { return true }))
}

type opinionatedArgs struct {
	paging
	WritersOnly bool
}

// LatestOpinionatedReviews are everybody's last ones that are more than comments.
func (n *pullNode) LatestOpinionatedReviews(ctx context.Context, args opinionatedArgs) (*connection[*reviewNode], error) {
	found := n.i.pull.latestReviews(func(rv *review) bool {
		return rv.opinion() && (!args.WritersOnly || n.i.repo.roleOf(rv.author) >= roleWrite)
	})
	return n.v.reviewNodes(ctx, "latestOpinionatedReviews", args.paging, found)
}

func (v *view) reviewNodes(ctx context.Context, name string, args paging, reviews []*review) (*connection[*reviewNode], error) {
	return connect(ctx, name, args, reviews, func(rv *review) string { return rv.nodeID },
		func(rv *review) *reviewNode { return &reviewNode{v, rv} })
}

// reviewNode resolves PullRequestReview.
type reviewNode struct {
	v  *view
	rv *review
}

func (o *one) ToPullRequestReview() (*reviewNode, bool) { return as[*reviewNode](o) }
func (o *one) ToPullRequestCommit() (*pullCommit, bool) { return as[*pullCommit](o) }

func (n *reviewNode) ID() graphql.ID              { return graphID(n.rv.nodeID) }
func (n *reviewNode) DatabaseID() *int32          { return smallID(n.rv.id) }
func (n *reviewNode) FullDatabaseID() *textScalar { return bigInt(n.rv.id) }
func (n *reviewNode) Author() *one                { return n.v.actorNode(n.rv.author) }
func (n *reviewNode) Editor() *one                { return n.v.actorNode(n.rv.editor) }
func (n *reviewNode) Body() string                { return n.rv.body }
func (n *reviewNode) State() string               { return enumOf(n.rv.state) }
func (n *reviewNode) Commit() *commitNode         { return &commitNode{n.rv.pull.repo, n.rv.commit} }
func (n *reviewNode) PullRequest() *pullNode      { return n.v.pullNode(n.rv.pull) }
func (n *reviewNode) Repository() *repositoryNode { return &repositoryNode{n.v, n.rv.pull.repo} }
func (n *reviewNode) CreatedAt() dateTime         { return dateTime{n.rv.createdAt} }
func (n *reviewNode) UpdatedAt() dateTime         { return dateTime{n.rv.updatedAt} }
func (n *reviewNode) SubmittedAt() *dateTime      { return dateTimeOrNull(n.rv.at) }
func (n *reviewNode) LastEditedAt() *dateTime     { return dateTimeOrNull(n.rv.editedAt) }
func (n *reviewNode) ViewerDidAuthor() bool       { return n.rv.author == n.v.user }

// URL is the place of the review on its pull request's page.
func (n *reviewNode) URL() textScalar {
	return textScalar(n.v.issueURL(n.rv.pull) + "#pullrequestreview-" + decimal(n.rv.id))
}

// requestNode resolves ReviewRequest. It is of a person or of a team.
type requestNode struct {
	pull *pullNode
	u    *user
	team *team
}

func (o *one) ToReviewRequest() (*requestNode, bool) { return as[*requestNode](o) }

// ID is made from both ends: a request has no other identity here.
func (n *requestNode) ID() graphql.ID {
	if n.team != nil {
		return graphID(nodeID("RRQ", n.pull.i.pull.id, n.team.id))
	}
	return graphID(nodeID("RRQ", n.pull.i.pull.id, n.u.id))
}

func (n *requestNode) AsCodeOwner() bool      { return false }
func (n *requestNode) PullRequest() *pullNode { return n.pull }

// RequestedReviewer is who was asked.
func (n *requestNode) RequestedReviewer() *one {
	if n.team != nil {
		return &one{&teamNode{n.pull.v, n.team}}
	}
	return n.pull.v.actorNode(n.u)
}

// ReviewRequests are people first, then teams.
func (n *pullNode) ReviewRequests(ctx context.Context, args paging) (*connection[*requestNode], error) {
	var all []*requestNode
	for _, u := range n.i.pull.reviewers {
		all = append(all, &requestNode{pull: n, u: u})
	}
	for _, team := range n.i.pull.reviewTeams {
		all = append(all, &requestNode{pull: n, team: team})
	}
	return connect(ctx, "reviewRequests", args, all, func(r *requestNode) string { return string(r.ID()) },
		func(r *requestNode) *requestNode { return r })
}

func (o *one) ToReadyForReviewEvent() (*readyForReviewNode, bool) { return as[*readyForReviewNode](o) }

func (o *one) ToConvertToDraftEvent() (*convertToDraftNode, bool) { return as[*convertToDraftNode](o) }

func (o *one) ToReviewRequestedEvent() (*reviewRequestedNode, bool) {
	return as[*reviewRequestedNode](o)
}

func (o *one) ToReviewRequestRemovedEvent() (*requestRemovedNode, bool) {
	return as[*requestRemovedNode](o)
}

func (o *one) ToReviewDismissedEvent() (*reviewDismissedNode, bool) {
	return as[*reviewDismissedNode](o)
}

func (n eventNode) PullRequest() *pullNode { return n.v.pullNode(n.i) }

// RequestedReviewer is who was asked for a review, or is no more.
func (n eventNode) RequestedReviewer() *one {
	if n.ev.reviewTeam != nil {
		return &one{&teamNode{n.v, n.ev.reviewTeam}}
	}
	return n.v.actorNode(n.ev.reviewer)
}

func (n eventNode) DismissalMessage() *string   { return stringOrNull(n.ev.message) }
func (n eventNode) PreviousReviewState() string { return enumOf(n.ev.was) }
func (n eventNode) Review() *reviewNode         { return &reviewNode{n.v, n.ev.review} }
