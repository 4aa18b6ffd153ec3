package emulator

import (
	"context"
	"strings"

	"github.com/graph-gophers/graphql-go"
)

// repositoryNode resolves Repository.
type repositoryNode struct {
	v *view
	r *repository
}

func (n *repositoryNode) ID() graphql.ID         { return graphID(n.r.nodeID) }
func (n *repositoryNode) DatabaseID() *int32     { return smallID(n.r.id) }
func (n *repositoryNode) Name() string           { return n.r.name }
func (n *repositoryNode) NameWithOwner() string  { return n.r.fullName() }
func (n *repositoryNode) Owner() *one            { return &one{&organizationNode{n.v, n.r.owner}} }
func (n *repositoryNode) URL() textScalar        { return textScalar(n.v.webURL("%s", n.r.fullName())) }
func (n *repositoryNode) IsPrivate() bool        { return n.r.private }
func (n *repositoryNode) IsArchived() bool       { return n.r.archived }
func (n *repositoryNode) HasIssuesEnabled() bool { return !n.r.issuesDisabled }
func (n *repositoryNode) CreatedAt() dateTime    { return dateTime{n.r.createdAt} }
func (n *repositoryNode) UpdatedAt() dateTime    { return dateTime{n.r.updatedAt} }

// Visibility is PRIVATE or PUBLIC; internal repositories are not emulated.
func (n *repositoryNode) Visibility() string {
	if n.r.private {
		return "PRIVATE"
	}
	return "PUBLIC"
}

// DefaultBranchRef is null in an empty repository.
func (n *repositoryNode) DefaultBranchRef() *refNode {
	return n.ref(n.r.defaultBranch)
}

// Object understands a branch, HEAD or a commit's hash, alone or as
// "branch:path"; what is not there is null.
func (n *repositoryNode) Object(args struct{ Expression *string }) *one {
	if args.Expression == nil || n.r.private && !n.v.holds("contents", levelRead, n.r) {
		return nil
	}
	branch, path, withPath := strings.Cut(*args.Expression, ":")
	at := n.r.commitAt(branch)
	if branch == "" || at == nil {
		return nil
	}
	if !withPath {
		return &one{&commitNode{n.r, at}}
	}
	if file := at.files[path]; file != nil {
		return &one{&blobNode{n.r, file}}
	}
	return nil
}

// find is an issue or pull request of this repository; one that was
// transferred away is not found here.
func (n *repositoryNode) find(number int32) *issue {
	if i := n.r.issue(int(number)); i != nil && i.repo == n.r {
		return i
	}
	return nil
}

// Issue finds an issue, never a pull request.
func (n *repositoryNode) Issue(args struct{ Number int32 }) (*issueNode, error) {
	if i := n.find(args.Number); i != nil && i.pull == nil {
		if !n.v.mayRead(i) {
			return nil, forbidden(messageNoAccess)
		}
		return n.v.issueNode(i), nil
	}
	return nil, unresolved("Could not resolve to an Issue with the number of %d.", args.Number)
}

// PullRequest finds a pull request, never an issue.
func (n *repositoryNode) PullRequest(args struct{ Number int32 }) (*pullNode, error) {
	if i := n.find(args.Number); i != nil && i.pull != nil {
		if !n.v.mayRead(i) {
			return nil, forbidden(messageNoAccess)
		}
		return n.v.pullNode(i), nil
	}
	return nil, unresolved("Could not resolve to a PullRequest with the number of %d.", args.Number)
}

// IssueOrPullRequest finds either.
func (n *repositoryNode) IssueOrPullRequest(args struct{ Number int32 }) (*one, error) {
	if i := n.find(args.Number); i != nil {
		if !n.v.mayRead(i) {
			return nil, forbidden(messageNoAccess)
		}
		return n.v.contentNode(i), nil
	}
	return nil, unresolved("Could not resolve to an issue or pull request with the number of %d.", args.Number)
}

// refNode resolves Ref: a branch.
type refNode struct {
	r *repository
	b *branch
}

func (n *refNode) ID() graphql.ID { return graphID(refNodeID(n.r, n.b.name)) }
func (n *refNode) Name() string   { return n.b.name }
func (n *refNode) Prefix() string { return "refs/heads/" }
func (n *refNode) Target() *one   { return &one{&commitNode{n.r, n.b.head}} }

// refNodeID is the node id of a branch, which is made from its name.
func refNodeID(r *repository, name string) string {
	return namedNodeID("REF", "refs/heads/"+name, r.id)
}

// ref is a branch of the repository; null where there is none.
func (n *repositoryNode) ref(name string) *refNode {
	if b := n.r.branch(name); b != nil {
		return &refNode{n.r, b}
	}
	return nil
}

// commitNode resolves Commit.
type commitNode struct {
	r *repository
	c *commit
}

func (n *commitNode) ID() graphql.ID          { return graphID(n.c.nodeID(n.r)) }
func (n *commitNode) Oid() textScalar         { return textScalar(n.c.sha) }
func (n *commitNode) AbbreviatedOid() string  { return n.c.sha[:7] }
func (n *commitNode) Message() string         { return n.c.message }
func (n *commitNode) CommittedDate() dateTime { return dateTime{n.c.committer.at} }

// blobNode resolves Blob.
type blobNode struct {
	r *repository
	b *blob
}

// blobTextLimit is the size from which GitHub cuts a blob's text off.
const blobTextLimit = 512 * 1000

func (n *blobNode) ID() graphql.ID         { return graphID(namedNodeID("B", n.b.sha, n.r.id)) }
func (n *blobNode) Oid() textScalar        { return textScalar(n.b.sha) }
func (n *blobNode) AbbreviatedOid() string { return n.b.sha[:7] }
func (n *blobNode) ByteSize() int32        { return int32(len(n.b.text)) }
func (n *blobNode) IsTruncated() bool      { return len(n.b.text) > blobTextLimit }

// IsBinary says that a blob has no text; only files with a zero byte are taken for binary.
func (n *blobNode) IsBinary() *bool {
	binary := strings.Contains(n.b.text, "\x00")
	return &binary
}

// Text is null for a binary file.
func (n *blobNode) Text() *string {
	if *n.IsBinary() {
		return nil
	}
	text := n.b.text[:min(len(n.b.text), blobTextLimit)]
	return &text
}

// labelNode resolves Label.
type labelNode struct{ l *label }

func (n *labelNode) ID() graphql.ID       { return graphID(n.l.nodeID) }
func (n *labelNode) Name() string         { return n.l.name }
func (n *labelNode) Color() string        { return n.l.color }
func (n *labelNode) Description() *string { return stringOrNull(n.l.description) }

func labelsOf(ctx context.Context, p paging, labels []*label) (*connection[*labelNode], error) {
	return connect(ctx, "labels", p, labels, func(l *label) string { return l.nodeID },
		func(l *label) *labelNode { return &labelNode{l} })
}
