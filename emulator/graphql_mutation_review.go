package emulator

import (
	"context"

	"github.com/graph-gophers/graphql-go"
)

type addReviewInput struct {
	pullIDInput
	Body, Event *string
}

// AddPullRequestReview writes a review, which is pending without an event.
func (*root) AddPullRequestReview(ctx context.Context, args struct{ Input addReviewInput }) (*pullPayload, error) {
	v, in := viewOf(ctx), args.Input
	state := reviewPending
	if in.Event != nil {
		state = reviewState(*in.Event)
	}
	var made *review
	payload, err := v.changePull(in.pullIDInput, func(t *tx, i *issue) (err error) {
		made, err = t.reviewPull(i, state, deref(in.Body))
		return err
	})
	if err != nil {
		return nil, err
	}
	payload.PullRequestReview = &reviewNode{v, made}
	return payload, nil
}

type submitReviewInput struct {
	ClientMutationID    *string
	PullRequestReviewID *graphql.ID
	Event               string
	Body                *string
}

// SubmitPullRequestReview submits a pending review.
func (*root) SubmitPullRequestReview(ctx context.Context, args struct{ Input submitReviewInput }) (*pullPayload, error) {
	in := args.Input
	if in.PullRequestReviewID == nil {
		return nil, invalid("The pending review must be named by pullRequestReviewId.")
	}
	return viewOf(ctx).changeReview(*in.PullRequestReviewID, in.ClientMutationID, func(t *tx, rv *review) error {
		return t.submitReview(rv, reviewState(in.Event), deref(in.Body))
	})
}

type dismissReviewInput struct {
	ClientMutationID    *string
	PullRequestReviewID graphql.ID
	Message             string
}

// DismissPullRequestReview takes an approval or a request for changes back.
func (*root) DismissPullRequestReview(ctx context.Context, args struct{ Input dismissReviewInput }) (*pullPayload, error) {
	in := args.Input
	return viewOf(ctx).changeReview(in.PullRequestReviewID, in.ClientMutationID, func(t *tx, rv *review) error {
		return t.dismissReview(rv, in.Message)
	})
}

// changeReview finds a review and changes it.
func (v *view) changeReview(id graphql.ID, mutation *string, f func(*tx, *review) error) (*pullPayload, error) {
	rv, ok := v.node(string(id)).(*review)
	if !ok || !v.sees(rv.pull.repo) || !rv.visibleTo(v.actor) {
		return nil, unresolvedNode(id)
	}
	if err := v.change(v.actor, func(t *tx) error { return f(t, rv) }); err != nil {
		return nil, err
	}
	return &pullPayload{ClientMutationID: mutation, PullRequestReview: &reviewNode{v, rv}}, nil
}
