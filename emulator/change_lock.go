package emulator

// lockReasons are the words of REST; GraphQL has them as enumOf makes them.
var lockReasons = []string{"off-topic", "too heated", "resolved", "spam"}

// lock closes a conversation to all who cannot write to the repository. The
// reason may be empty. Locking what is locked changes the reason, in silence.
func (t *tx) lock(i *issue, reason string) error {
	if err := t.may(i.repo, roleTriage); err != nil {
		return err
	}
	if reason != "" && !contains(lockReasons, reason) {
		return invalid("Validation Failed", fieldProblem{Resource: "Issue", Field: "lock_reason", Code: "invalid"})
	}
	i.lockReason = reason
	if i.locked {
		return nil
	}
	i.locked, i.updatedAt = true, t.at
	t.happened(i, "locked").reason = reason
	t.wrote("lock", i.ref().String(), reason)
	t.emitIssue(i, "locked", nil)
	return nil
}

// unlock opens a conversation again; what is not locked stays as it is.
func (t *tx) unlock(i *issue) error {
	if err := t.may(i.repo, roleTriage); err != nil || !i.locked {
		return err
	}
	i.locked, i.lockReason, i.updatedAt = false, "", t.at
	t.happened(i, "unlocked")
	t.wrote("unlock", i.ref().String(), "")
	t.emitIssue(i, "unlocked", nil)
	return nil
}
