package emulator

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/graph-gophers/graphql-go"
)

func (n *repositoryNode) Description() *string { return stringOrNull(n.r.description) }
func (n *repositoryNode) IsDisabled() bool     { return false }
func (n *repositoryNode) IsEmpty() bool        { return n.r.head() == nil }
func (n *repositoryNode) IsFork() bool         { return false }
func (n *repositoryNode) PushedAt() *dateTime  { return dateTimeOrNull(n.r.pushedAt) }

// Ref is a branch by its name, with refs/heads/ or without.
func (n *repositoryNode) Ref(args struct{ QualifiedName string }) *refNode {
	return n.ref(args.QualifiedName)
}

type refsArgs struct {
	paging
	Query     *string
	RefPrefix string
}

// Refs are the branches by name. There are no tags.
func (n *repositoryNode) Refs(ctx context.Context, args refsArgs) (*connection[*refNode], error) {
	found := slices.DeleteFunc(n.r.sorted(), func(b *branch) bool {
		return !strings.HasPrefix("refs/heads/"+b.name, args.RefPrefix) || args.Query != nil && !strings.Contains(b.name, *args.Query)
	})
	return connect(ctx, "refs", args.paging, found, func(b *branch) string { return b.name },
		func(b *branch) *refNode { return &refNode{n.r, b} })
}

type pullsArgs struct {
	paging
	BaseRefName, HeadRefName *string
	Labels, States           *[]string
}

// PullRequests are by number, oldest first.
func (n *repositoryNode) PullRequests(ctx context.Context, args pullsArgs) (*connection[*pullNode], error) {
	if n.r.private && !n.v.holds("pull_requests", levelRead, n.r) {
		return nil, forbidden(messageNoAccess)
	}
	var found []*issue
	for _, i := range n.r.issues {
		if i != nil && i.pull != nil && args.fits(n.v.pullNode(i)) {
			found = append(found, i)
		}
	}
	return connect(ctx, "pullRequests", args.paging, found, issueID, n.v.pullNode)
}

func (args pullsArgs) fits(n *pullNode) bool {
	has := func(name string) bool {
		return slices.ContainsFunc(n.i.labels, func(l *label) bool { return sameFold(l.name, name) })
	}
	return (args.BaseRefName == nil || n.i.pull.base == *args.BaseRefName) &&
		(args.HeadRefName == nil || n.i.pull.head == *args.HeadRefName) &&
		(args.States == nil || slices.Contains(*args.States, n.State())) &&
		(args.Labels == nil || slices.ContainsFunc(*args.Labels, has))
}

type repositoriesArgs struct {
	paging
	HasIssuesEnabled, IsArchived *bool
	OrderBy                      *struct{ Field, Direction string }
	Visibility                   *string
}

// Repositories are those that the viewer sees, in the order they were made
// unless another is asked for.
func (n *organizationNode) Repositories(ctx context.Context, args repositoriesArgs) (*connection[*repositoryNode], error) {
	node := func(r *repository) *repositoryNode { return &repositoryNode{n.v, r} }
	found := slices.DeleteFunc(slices.Clone(n.o.repos), func(r *repository) bool {
		return !n.v.sees(r) || args.HasIssuesEnabled != nil && *args.HasIssuesEnabled == r.issuesDisabled ||
			args.IsArchived != nil && *args.IsArchived != r.archived || args.Visibility != nil && *args.Visibility != node(r).Visibility()
	})
	if args.OrderBy != nil {
		order := map[string]string{"NAME": "full_name", "UPDATED_AT": "updated", "PUSHED_AT": "pushed"}[args.OrderBy.Field]
		slices.SortStableFunc(found, func(a, b *repository) int {
			if args.OrderBy.Direction == "DESC" {
				a, b = b, a
			}
			return cmp.Or(compareRepositories(order, a, b), cmp.Compare(a.id, b.id))
		})
	}
	return connect(ctx, "repositories", args.paging, found, func(r *repository) string { return r.nodeID }, node)
}

type ownedArgs struct {
	Name          string
	FollowRenames bool
}

// Repository is one by name; null where the viewer sees none.
func (n *organizationNode) Repository(ctx context.Context, args ownedArgs) (*repositoryNode, error) {
	return (*root)(nil).Repository(ctx, repositoryArgs{Owner: n.o.login, Name: args.Name, FollowRenames: args.FollowRenames})
}

type repositoryPayload struct {
	ClientMutationID *string
	Repository       *repositoryNode
}

type repositoryInput struct {
	ClientMutationID *string
	RepositoryID     graphql.ID
}

// ArchiveRepository makes it read-only.
func (*root) ArchiveRepository(ctx context.Context, args struct{ Input repositoryInput }) (*repositoryPayload, error) {
	return viewOf(ctx).changeRepository(args.Input, settings{Archived: new(true)})
}

// UnarchiveRepository lets it be written to again.
func (*root) UnarchiveRepository(ctx context.Context, args struct{ Input repositoryInput }) (*repositoryPayload, error) {
	return viewOf(ctx).changeRepository(args.Input, settings{Archived: new(false)})
}

type updateRepositoryInput struct {
	repositoryInput
	Description, Name *string
	HasIssuesEnabled  *bool
}

// UpdateRepository changes what the input names.
func (*root) UpdateRepository(ctx context.Context, args struct{ Input updateRepositoryInput }) (*repositoryPayload, error) {
	in := args.Input
	return viewOf(ctx).changeRepository(in.repositoryInput, settings{Name: in.Name, Description: in.Description, HasIssues: in.HasIssuesEnabled})
}

func (v *view) changeRepository(in repositoryInput, s settings) (*repositoryPayload, error) {
	r, err := v.repositoryOf(in.RepositoryID)
	if err != nil {
		return nil, err
	}
	if err := v.change(v.actor, func(t *tx) error { return t.changeRepository(r, s) }); err != nil {
		return nil, err
	}
	return &repositoryPayload{in.ClientMutationID, &repositoryNode{v, r}}, nil
}

// repositoryOf finds a repository that the viewer sees by its node id.
func (v *view) repositoryOf(id graphql.ID) (*repository, error) {
	r, ok := v.node(string(id)).(*repository)
	if !ok || !v.sees(r) {
		return nil, unresolvedNode(id)
	}
	return r, nil
}
