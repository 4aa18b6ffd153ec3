package emulator

func lockRoutes() []route {
	return []route{
		operation("PUT repos/{owner}/{repo}/issues/{number}/lock", lockIssue),
		operation("DELETE repos/{owner}/{repo}/issues/{number}/lock", unlockIssue),
	}
}

type lockInput struct {
	Reason string `json:"lock_reason"`
}

func lockIssue(q *request) (answer, error) {
	_, err := onIssue(q, func(t *tx, i *issue, in lockInput) error { return t.lock(i, in.Reason) })
	return noContent(err)
}

func unlockIssue(q *request) (answer, error) {
	_, err := onIssue(q, func(t *tx, i *issue, _ nothing) error { return t.unlock(i) })
	return noContent(err)
}
