package emulator

import "context"

// Mutations answer with interfaces that issues, pull requests and comments
// implement. Their fields are asked for here.

// contentOf is an issue or pull request behind an interface.
func (o *one) contentOf() content {
	switch n := o.is.(type) {
	case *issueNode:
		return n.content
	case *pullNode:
		return n.content
	default:
		return content{i: &issue{}}
	}
}

// Labels is of Labelable.
func (o *one) Labels(ctx context.Context, args paging) (*connection[*labelNode], error) {
	return o.contentOf().Labels(ctx, args)
}

// Assignees is of Assignable.
func (o *one) Assignees(ctx context.Context, args paging) (*connection[*userNode], error) {
	return o.contentOf().Assignees(ctx, args)
}

// Locked is of Lockable.
func (o *one) Locked() bool { return o.contentOf().Locked() }

// ActiveLockReason is of Lockable.
func (o *one) ActiveLockReason() *string { return o.contentOf().ActiveLockReason() }

// DatabaseID is of Reactable.
func (o *one) DatabaseID() *int32 {
	if is, ok := o.is.(interface{ DatabaseID() *int32 }); ok {
		return is.DatabaseID()
	}
	return nil
}

// ReactionGroups is of Reactable.
func (o *one) ReactionGroups() *[]reactionGroup {
	if is, ok := o.is.(interface{ ReactionGroups() *[]reactionGroup }); ok {
		return is.ReactionGroups()
	}
	return nil
}
