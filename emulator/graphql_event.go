package emulator

import "github.com/graph-gophers/graphql-go"

// Label is the label as it was then.
func (n eventNode) Label() *labelNode         { return &labelNode{n.ev.label} }
func (n eventNode) Labelable() *one           { return n.v.contentNode(n.i) }
func (n eventNode) Lockable() *one            { return n.v.contentNode(n.i) }
func (n eventNode) LockReason() *string       { return enumOrNull(n.ev.reason) }
func (n eventNode) MilestoneTitle() string    { return n.ev.milestone }
func (n eventNode) PreviousTitle() string     { return n.ev.from }
func (n eventNode) CurrentTitle() string      { return n.ev.to }
func (n eventNode) Issue() *issueNode         { return n.v.issueNode(n.i) }
func (n eventNode) SubIssue() *issueNode      { return n.otherIssue() }
func (n eventNode) Parent() *issueNode        { return n.otherIssue() }
func (n eventNode) BlockingIssue() *issueNode { return n.otherIssue() }
func (n eventNode) BlockedIssue() *issueNode  { return n.otherIssue() }

// Subject is what the event is about.
func (n eventNode) Subject() *one { return n.v.contentNode(n.i) }

// FromRepository is null when the viewer cannot see where an issue came from.
func (n eventNode) FromRepository() *repositoryNode {
	r := n.v.repositoryNamed(n.ev.origin)
	if r == nil || !n.v.sees(r) {
		return nil
	}
	return &repositoryNode{n.v, r}
}

// otherIssue is null for what is gone or the viewer cannot see.
func (n eventNode) otherIssue() *issueNode {
	if n.ev.other.isGone() || !n.v.sees(n.ev.other.repo) {
		return nil
	}
	return n.v.issueNode(n.ev.other)
}

func (n eventNode) other() *one {
	if found := n.otherIssue(); found != nil {
		return n.v.contentNode(n.ev.other)
	}
	return nil
}

func (n eventNode) IsCrossRepository() bool { return n.ev.other.repo != n.i.repo }

// Canonical is the issue that stays, and Duplicate the one closed because of it.
func (n *duplicateNode) Canonical() *one { return n.v.contentNode(n.i) }
func (n *duplicateNode) Duplicate() *one { return n.other() }

// Source is what names the target. It is never one that the viewer cannot see.
func (n *crossReferencedNode) Source() *one           { return n.v.contentNode(n.ev.other) }
func (n *crossReferencedNode) Target() *one           { return n.v.contentNode(n.i) }
func (n *crossReferencedNode) ReferencedAt() dateTime { return dateTime{n.ev.at} }

// WillCloseTarget is true for a pull request that closes the issue.
func (n *crossReferencedNode) WillCloseTarget() bool {
	p := n.ev.other.pull
	return p != nil && !n.i.closed && contains(p.closes(), n.i)
}

// linkedNode is an issue and a pull request that are linked by hand. Both are
// in one repository, so who sees one sees the other.
type linkedNode struct{ eventNode }

func (n linkedNode) Source() *one  { return n.v.contentNode(n.i) }
func (n linkedNode) Subject() *one { return n.v.contentNode(n.ev.other) }

func (o *one) ToLabeledEvent() (*labeledNode, bool)             { return as[*labeledNode](o) }
func (o *one) ToUnlabeledEvent() (*unlabeledNode, bool)         { return as[*unlabeledNode](o) }
func (o *one) ToMilestonedEvent() (*milestonedNode, bool)       { return as[*milestonedNode](o) }
func (o *one) ToDemilestonedEvent() (*demilestonedNode, bool)   { return as[*demilestonedNode](o) }
func (o *one) ToRenamedTitleEvent() (*renamedNode, bool)        { return as[*renamedNode](o) }
func (o *one) ToLockedEvent() (*lockedNode, bool)               { return as[*lockedNode](o) }
func (o *one) ToUnlockedEvent() (*unlockedNode, bool)           { return as[*unlockedNode](o) }
func (o *one) ToTransferredEvent() (*transferredNode, bool)     { return as[*transferredNode](o) }
func (o *one) ToMarkedAsDuplicateEvent() (*duplicateNode, bool) { return as[*duplicateNode](o) }
func (o *one) ToCrossReferencedEvent() (*crossReferencedNode, bool) {
	return as[*crossReferencedNode](o)
}
func (o *one) ToConnectedEvent() (*connectedNode, bool)         { return as[*connectedNode](o) }
func (o *one) ToDisconnectedEvent() (*disconnectedNode, bool)   { return as[*disconnectedNode](o) }
func (o *one) ToSubIssueAddedEvent() (*subIssueAddedNode, bool) { return as[*subIssueAddedNode](o) }
func (o *one) ToSubIssueRemovedEvent() (*subIssueRemovedNode, bool) {
	return as[*subIssueRemovedNode](o)
}

func (o *one) ToParentIssueAddedEvent() (*parentIssueAddedNode, bool) {
	return as[*parentIssueAddedNode](o)
}

func (o *one) ToParentIssueRemovedEvent() (*parentIssueRemovedNode, bool) {
	return as[*parentIssueRemovedNode](o)
}

func (o *one) ToBlockedByAddedEvent() (*blockedByAddedNode, bool) { return as[*blockedByAddedNode](o) }

func (o *one) ToBlockedByRemovedEvent() (*blockedByRemovedNode, bool) {
	return as[*blockedByRemovedNode](o)
}
func (o *one) ToBlockingAddedEvent() (*blockingAddedNode, bool) { return as[*blockingAddedNode](o) }
func (o *one) ToBlockingRemovedEvent() (*blockingRemovedNode, bool) {
	return as[*blockingRemovedNode](o)
}

// The library asks for every type that implements Node; these are not found by id.

func (o *one) ToUserContentEdit() (*editNode, bool) { return as[*editNode](o) }
func (o *one) ToReaction() (*reactionNode, bool)    { return as[*reactionNode](o) }

// editNode resolves UserContentEdit.
type editNode struct {
	v *view
	e *edit
}

func (n *editNode) ID() graphql.ID      { return graphID(n.e.nodeID) }
func (n *editNode) CreatedAt() dateTime { return dateTime{n.e.at} }
func (n *editNode) UpdatedAt() dateTime { return dateTime{n.e.at} }
func (n *editNode) EditedAt() dateTime  { return dateTime{n.e.at} }
func (n *editNode) Editor() *one        { return n.v.actorNode(n.e.editor) }

// Diff is the whole text as it was left, which is what GitHub answers under this name.
func (n *editNode) Diff() *string { return &n.e.text }
