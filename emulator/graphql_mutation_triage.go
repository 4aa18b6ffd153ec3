package emulator

import (
	"context"
	"slices"

	"github.com/graph-gophers/graphql-go"
)

type lockableInput struct {
	ClientMutationID *string
	LockableID       graphql.ID
	LockReason       *string
}

type lockPayload struct {
	ClientMutationID *string
	Actor            *one
	LockedRecord     *one
}

type unlockPayload struct {
	ClientMutationID *string
	Actor            *one
	UnlockedRecord   *one
}

// LockLockable closes a conversation.
func (*root) LockLockable(ctx context.Context, args struct{ Input lockableInput }) (*lockPayload, error) {
	v, in := viewOf(ctx), args.Input
	reason := slices.IndexFunc(lockReasons, func(word string) bool { return enumOf(word) == deref(in.LockReason) })
	record, err := v.changeContent(in.LockableID, func(t *tx, i *issue) error {
		if reason < 0 {
			return t.lock(i, "")
		}
		return t.lock(i, lockReasons[reason])
	})
	if err != nil {
		return nil, err
	}
	return &lockPayload{in.ClientMutationID, v.actorNode(v.user), record}, nil
}

type unlockableInput struct {
	ClientMutationID *string
	LockableID       graphql.ID
}

// UnlockLockable opens a conversation again.
func (*root) UnlockLockable(ctx context.Context, args struct{ Input unlockableInput }) (*unlockPayload, error) {
	v, in := viewOf(ctx), args.Input
	record, err := v.changeContent(in.LockableID, (*tx).unlock)
	if err != nil {
		return nil, err
	}
	return &unlockPayload{in.ClientMutationID, v.actorNode(v.user), record}, nil
}

// changeContent runs a change of an issue or pull request.
func (v *view) changeContent(id graphql.ID, f func(*tx, *issue) error) (*one, error) {
	i, err := v.contentByID(id)
	if err != nil {
		return nil, err
	}
	if err := v.change(v.actor, func(t *tx) error { return f(t, i) }); err != nil {
		return nil, err
	}
	return v.contentNode(i), nil
}

type labelableInput struct {
	ClientMutationID *string
	LabelableID      graphql.ID
	LabelIDs         []graphql.ID
}

type labelablePayload struct {
	ClientMutationID *string
	Labelable        *one
}

// AddLabelsToLabelable adds labels to those there are.
func (*root) AddLabelsToLabelable(ctx context.Context, args struct{ Input labelableInput }) (*labelablePayload, error) {
	return viewOf(ctx).changeLabels(args.Input, func(has, named []*label) []*label { return append(has, named...) })
}

// RemoveLabelsFromLabelable takes labels away.
func (*root) RemoveLabelsFromLabelable(ctx context.Context, args struct{ Input labelableInput }) (*labelablePayload, error) {
	return viewOf(ctx).changeLabels(args.Input, func(has, named []*label) []*label {
		return slices.DeleteFunc(has, func(l *label) bool { return contains(named, l) })
	})
}

func (v *view) changeLabels(in labelableInput, wanted func(has, named []*label) []*label) (*labelablePayload, error) {
	record, err := v.changeContent(in.LabelableID, func(t *tx, i *issue) error {
		named, err := v.labelsByID(i.repo, in.LabelIDs)
		if err != nil {
			return err
		}
		if err := t.may(i.repo, roleTriage); err != nil {
			return err
		}
		t.setLabels(i, wanted(slices.Clone(i.labels), named))
		return nil
	})
	if err != nil {
		return nil, err
	}
	return &labelablePayload{in.ClientMutationID, record}, nil
}

type assignableInput struct {
	ClientMutationID *string
	AssignableID     graphql.ID
	AssigneeIDs      []graphql.ID
}

type assignablePayload struct {
	ClientMutationID *string
	Assignable       *one
}

// AddAssigneesToAssignable adds assignees to those there are.
func (*root) AddAssigneesToAssignable(ctx context.Context, args struct{ Input assignableInput }) (*assignablePayload, error) {
	return viewOf(ctx).changeAssignees(args.Input, func(t *tx, i *issue, named []*user) []*user {
		logins := list(append(slices.Clone(i.assignees), named...), func(u *user) string { return u.login })
		return t.assignable(i.repo, logins)
	})
}

// RemoveAssigneesFromAssignable takes assignees away.
func (*root) RemoveAssigneesFromAssignable(ctx context.Context, args struct{ Input assignableInput }) (*assignablePayload, error) {
	return viewOf(ctx).changeAssignees(args.Input, func(_ *tx, i *issue, named []*user) []*user {
		return slices.DeleteFunc(slices.Clone(i.assignees), func(u *user) bool { return contains(named, u) })
	})
}

func (v *view) changeAssignees(in assignableInput, wanted func(*tx, *issue, []*user) []*user) (*assignablePayload, error) {
	record, err := v.changeContent(in.AssignableID, func(t *tx, i *issue) error {
		named, err := v.usersByID(&in.AssigneeIDs)
		if err != nil {
			return err
		}
		if err := t.may(i.repo, roleTriage); err != nil {
			return err
		}
		t.setAssignees(i, wanted(t, i, *named))
		return nil
	})
	if err != nil {
		return nil, err
	}
	return &assignablePayload{in.ClientMutationID, record}, nil
}
