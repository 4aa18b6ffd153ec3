package emulator

import "slices"

// Limits of sub-issues.
const (
	maxSubIssues = 100 // of one parent
	maxDepth     = 8   // levels below the topmost parent
)

// addSubIssue puts a child under a parent; replace takes it from the parent it has.
func (t *tx) addSubIssue(parent, child *issue, replace bool) error {
	if err := t.may(parent.repo, roleTriage); err != nil {
		return err
	}
	switch {
	case !t.sees(child.repo):
		return notFound()
	case parent.repo.owner != child.repo.owner:
		return invalid("Sub-issues must belong to the same owner as their parent")
	case child.parent == parent:
		return invalid("Issue may not contain duplicate sub-issues")
	case child.parent != nil && !replace:
		return invalid("Sub issue may only have one parent")
	case parent == child || parent.below(child):
		return invalid("Sub-issues may not form a circle")
	case len(parent.subIssues) >= maxSubIssues:
		return invalid("Parent cannot have more than 100 sub-issues")
	case parent.level()+child.height() > maxDepth:
		return invalid("Sub-issues may not be nested more than 8 levels deep")
	}
	if child.parent != nil {
		t.unlink(child.parent, child)
	}
	linkSubIssue(parent, child)
	parent.updatedAt, child.updatedAt = t.at, t.at
	t.subIssueHappened(parent, child, "added")
	t.wrote("add sub-issue", parent.ref().String(), child.ref().String())
	t.emitSubIssue(parent, child, "added")
	return nil
}

// removeSubIssue takes a child from its parent.
func (t *tx) removeSubIssue(parent, child *issue) error {
	if err := t.may(parent.repo, roleTriage); err != nil {
		return err
	}
	if child.parent != parent {
		return invalid("The issue is not a sub-issue of this parent")
	}
	t.unlink(parent, child)
	return nil
}

func linkSubIssue(parent, child *issue) {
	child.parent = parent
	parent.subIssues = append(parent.subIssues, child)
}

func (t *tx) unlink(parent, child *issue) {
	child.parent = nil
	parent.subIssues = without(parent.subIssues, child)
	parent.updatedAt, child.updatedAt = t.at, t.at
	t.subIssueHappened(parent, child, "removed")
	t.wrote("remove sub-issue", parent.ref().String(), child.ref().String())
	t.emitSubIssue(parent, child, "removed")
}

func (t *tx) subIssueHappened(parent, child *issue, action string) {
	t.happened(parent, "sub_issue_"+action).other = child
	t.happened(child, "parent_issue_"+action).other = parent
}

// moveSubIssue puts a child right behind or, with before, right in front of
// another child of its parent.
func (t *tx) moveSubIssue(parent, child, next *issue, before bool) error {
	if err := t.may(parent.repo, roleTriage); err != nil {
		return err
	}
	if child == next || child.parent != parent || next.parent != parent {
		return invalid("The sub-issues must be different ones of this parent")
	}
	rest := without(parent.subIssues, child)
	at := slices.Index(rest, next)
	if !before {
		at++
	}
	parent.subIssues = slices.Insert(rest, at, child)
	parent.updatedAt = t.at
	t.wrote("move sub-issue", parent.ref().String(), child.ref().String())
	return nil
}

// emitSubIssue queues the two webhooks of a link: one for the parent's
// repository, one for the child's.
func (t *tx) emitSubIssue(parent, child *issue, action string) {
	ids := object{"parent_issue_id": parent.id, "sub_issue_id": child.id}
	t.emit("sub_issues", "sub_issue_"+action, parent.repo.owner, parent.repo, object{
		"sub_issue": t.issueJSON(child), "sub_issue_repo": t.repositoryText(child.repo), "parent_issue": t.issueJSON(parent),
	}.with(ids))
	t.emit("sub_issues", "parent_issue_"+action, child.repo.owner, child.repo, object{
		"parent_issue": t.issueJSON(parent), "parent_issue_repo": t.repositoryText(parent.repo), "sub_issue": t.issueJSON(child),
	}.with(ids))
}

// below reports whether i is somewhere below other.
func (i *issue) below(other *issue) bool {
	for up := i.parent; up != nil; up = up.parent {
		if up == other {
			return true
		}
	}
	return false
}

// level is the number of parents above and height the number of levels from i down.
func (i *issue) level() int {
	n := 0
	for up := i.parent; up != nil; up = up.parent {
		n++
	}
	return n
}

func (i *issue) height() int {
	deepest := 0
	for _, child := range i.subIssues {
		deepest = max(deepest, child.height())
	}
	return deepest + 1
}
