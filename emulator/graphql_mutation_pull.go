package emulator

import (
	"context"
	"fmt"
	"strings"

	"github.com/graph-gophers/graphql-go"
)

// hashInput is a GitObjectID as an argument.
type hashInput string

// ImplementsGraphQLType names the scalar.
func (hashInput) ImplementsGraphQLType(name string) bool { return name == "GitObjectID" }

// UnmarshalGraphQL reads an argument.
func (h *hashInput) UnmarshalGraphQL(input any) error {
	text, ok := input.(string)
	if !ok {
		return fmt.Errorf("read a commit's hash: got %T, want a string", input)
	}
	*h = hashInput(text)
	return nil
}

// pullPayload resolves the payloads of all mutations of pull requests; each
// type has some of these fields.
type pullPayload struct {
	Actor             *one
	ClientMutationID  *string
	PullRequest       *pullNode
	PullRequestReview *reviewNode
}

// pullIDInput names a pull request.
type pullIDInput struct {
	ClientMutationID *string
	PullRequestID    graphql.ID
}

// changePull finds a pull request and changes it.
func (v *view) changePull(in pullIDInput, f func(*tx, *issue) error) (*pullPayload, error) {
	i, ok := v.node(string(in.PullRequestID)).(*issue)
	if !ok || i.pull == nil || !v.sees(i.repo) {
		return nil, unresolvedNode(in.PullRequestID)
	}
	if err := v.change(v.actor, func(t *tx) error { return f(t, i) }); err != nil {
		return nil, err
	}
	return &pullPayload{Actor: v.actorNode(v.user), ClientMutationID: in.ClientMutationID, PullRequest: v.pullNode(i)}, nil
}

type createPullInput struct {
	ClientMutationID         *string
	RepositoryID             graphql.ID
	BaseRefName, HeadRefName string
	Title                    string
	Body                     *string
	Draft                    bool
}

// CreatePullRequest opens a pull request.
func (*root) CreatePullRequest(ctx context.Context, args struct{ Input createPullInput }) (*pullPayload, error) {
	v, in := viewOf(ctx), args.Input
	r, err := v.repositoryOf(in.RepositoryID)
	if err != nil {
		return nil, err
	}
	var made *issue
	err = v.change(v.actor, func(t *tx) (err error) {
		made, err = t.openPull(r, pullDraft{title: in.Title, body: deref(in.Body), head: in.HeadRefName, base: in.BaseRefName, draft: in.Draft})
		return err
	})
	if err != nil {
		return nil, err
	}
	return &pullPayload{ClientMutationID: in.ClientMutationID, PullRequest: v.pullNode(made)}, nil
}

type updatePullInput struct {
	pullIDInput
	BaseRefName, Title, Body, State *string
}

// UpdatePullRequest changes what the input names.
func (*root) UpdatePullRequest(ctx context.Context, args struct{ Input updatePullInput }) (*pullPayload, error) {
	in := args.Input
	wanted := pullInput{Title: in.Title, Body: in.Body, Base: in.BaseRefName}
	if in.State != nil {
		wanted.State = new(strings.ToLower(*in.State))
	}
	return viewOf(ctx).changePull(in.pullIDInput, func(t *tx, i *issue) error { return t.patchPull(i, wanted) })
}

// ClosePullRequest closes without merging.
func (*root) ClosePullRequest(ctx context.Context, args struct{ Input pullIDInput }) (*pullPayload, error) {
	return viewOf(ctx).changePull(args.Input, func(t *tx, i *issue) error { return t.setState(i, true, "") })
}

// ReopenPullRequest opens a closed one again.
func (*root) ReopenPullRequest(ctx context.Context, args struct{ Input pullIDInput }) (*pullPayload, error) {
	return viewOf(ctx).changePull(args.Input, func(t *tx, i *issue) error { return t.setState(i, false, "") })
}

// ConvertPullRequestToDraft makes it a draft.
func (*root) ConvertPullRequestToDraft(ctx context.Context, args struct{ Input pullIDInput }) (*pullPayload, error) {
	return viewOf(ctx).changePull(args.Input, func(t *tx, i *issue) error { return t.setDraft(i, true) })
}

// MarkPullRequestReadyForReview ends its being a draft.
func (*root) MarkPullRequestReadyForReview(ctx context.Context, args struct{ Input pullIDInput }) (*pullPayload, error) {
	return viewOf(ctx).changePull(args.Input, func(t *tx, i *issue) error { return t.setDraft(i, false) })
}

type mergePullInput struct {
	pullIDInput
	CommitHeadline, CommitBody *string
	ExpectedHeadOid            *hashInput
	MergeMethod                string
}

// MergePullRequest merges.
func (*root) MergePullRequest(ctx context.Context, args struct{ Input mergePullInput }) (*pullPayload, error) {
	in := args.Input
	how := mergeOrder{method: strings.ToLower(in.MergeMethod), title: deref(in.CommitHeadline), text: deref(in.CommitBody)}
	if in.ExpectedHeadOid != nil {
		how.head = string(*in.ExpectedHeadOid)
	}
	return viewOf(ctx).changePull(in.pullIDInput, func(t *tx, i *issue) error { return t.mergePull(i, how) })
}

type requestReviewsInput struct {
	pullIDInput
	TeamIDs, UserIDs *[]graphql.ID
	Union            bool
}

// RequestReviews asks for reviews: by these only or, as a union, by these too.
func (*root) RequestReviews(ctx context.Context, args struct{ Input requestReviewsInput }) (*pullPayload, error) {
	in := args.Input
	return viewOf(ctx).changePull(in.pullIDInput, func(t *tx, i *issue) error {
		people, teams := nodesOf[*user](t, in.UserIDs), nodesOf[*team](t, in.TeamIDs)
		if err := t.requestReviews(i, people, teams); err != nil || in.Union {
			return err
		}
		return t.withdrawReviews(i, except(i.pull.reviewers, people), except(i.pull.reviewTeams, teams))
	})
}

// nodesOf finds objects of a type by their ids; what is not one is nil.
func nodesOf[T any](t *tx, ids *[]graphql.ID) []T {
	if ids == nil {
		return nil
	}
	return list(*ids, func(id graphql.ID) T {
		found, _ := t.node(string(id)).(T)
		return found
	})
}

// except are the members of a list that another does not have.
func except[T comparable](of, without []T) []T {
	var rest []T
	for _, each := range of {
		if !contains(without, each) {
			rest = append(rest, each)
		}
	}
	return rest
}
