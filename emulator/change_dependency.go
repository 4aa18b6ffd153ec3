package emulator

// maxDependencies is how many issues one may be blocked by, and how many it may
// block. Source: GitHub's changelog of 2025-08-21.
const maxDependencies = 50

// addBlockedBy makes an issue wait for another, which may be of any repository
// that the actor can see. Its owner may be another one too: GitHub's
// descriptions name no rule against it, and none was measured. The messages are
// the emulator's own but for the one of a duplicate.
func (t *tx) addBlockedBy(blocked, blocking *issue) error {
	if err := t.may(blocked.repo, roleTriage); err != nil {
		return err
	}
	refused := func(message string) error {
		return invalid("Validation failed: "+message, fieldProblem{Resource: "IssueDependency", Field: "target_issue", Code: "custom", Message: message})
	}
	switch {
	case !t.sees(blocking.repo):
		return notFound()
	case blocked.pull != nil || blocking.pull != nil:
		return refused("Dependencies are between issues")
	case blocked == blocking:
		return refused("An issue cannot be blocked by itself")
	case contains(blocked.blockedBy, blocking):
		return refused("Target issue has already been taken")
	case contains(blocked.blocking, blocking):
		return refused("Two issues cannot block each other")
	case len(blocked.blockedBy) >= maxDependencies:
		return refused("An issue cannot be blocked by more than 50 issues")
	case len(blocking.blocking) >= maxDependencies:
		return refused("An issue cannot block more than 50 issues")
	}
	linkBlockedBy(blocked, blocking)
	t.dependency(blocked, blocking, "added")
	return nil
}

// removeBlockedBy lets an issue wait no longer for another.
func (t *tx) removeBlockedBy(blocked, blocking *issue) error {
	if err := t.may(blocked.repo, roleTriage); err != nil {
		return err
	}
	if !contains(blocked.blockedBy, blocking) || !t.sees(blocking.repo) {
		return notFound()
	}
	unlinkBlockedBy(blocked, blocking)
	t.dependency(blocked, blocking, "removed")
	return nil
}

func linkBlockedBy(blocked, blocking *issue) {
	blocked.blockedBy = append(blocked.blockedBy, blocking)
	blocking.blocking = append(blocking.blocking, blocked)
}

func unlinkBlockedBy(blocked, blocking *issue) {
	blocked.blockedBy = without(blocked.blockedBy, blocking)
	blocking.blocking = without(blocking.blocking, blocked)
}

// dependency writes both timelines and queues the two webhooks of a link: one
// for the blocked issue's repository, one for the blocking one's.
func (t *tx) dependency(blocked, blocking *issue, action string) {
	t.happened(blocked, "blocked_by_"+action).other = blocking
	t.happened(blocking, "blocking_"+action).other = blocked
	t.wrote("blocked by "+action, blocked.ref().String(), blocking.ref().String())
	both := object{
		"blocked_issue_id": blocked.id, "blocked_issue": t.issueJSON(blocked),
		"blocking_issue_id": blocking.id, "blocking_issue": t.issueJSON(blocking),
	}
	t.emit("issue_dependencies", "blocked_by_"+action, blocked.repo.owner, blocked.repo,
		object{"blocking_issue_repo": t.repositoryText(blocking.repo)}.with(both))
	t.emit("issue_dependencies", "blocking_"+action, blocking.repo.owner, blocking.repo,
		object{"blocked_issue_repo": t.repositoryText(blocked.repo)}.with(both))
}
