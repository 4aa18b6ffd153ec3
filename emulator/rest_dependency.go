package emulator

import "strconv"

func dependencyRoutes() []route {
	const path = " repos/{owner}/{repo}/issues/{number}/dependencies/"
	return []route{
		operation("GET"+path+"blocked_by", withDependencies(listBlockedBy)),
		operation("POST"+path+"blocked_by", withDependencies(addBlockedBy)),
		operation("DELETE"+path+"blocked_by/{id}", withDependencies(removeBlockedBy)),
		operation("GET"+path+"blocking", withDependencies(listBlocking)),
	}
}

// withDependencies finds nothing on a server without dependencies.
func withDependencies(serve func(*request) (answer, error)) func(*request) (answer, error) {
	return func(q *request) (answer, error) {
		if q.lacks(FeatureDependencies) {
			return answer{}, notFound()
		}
		return serve(q)
	}
}

// listBlockedBy lists the issues that this one waits for and the actor can see.
func listBlockedBy(q *request) (answer, error) {
	i, err := q.issue()
	if err != nil {
		return answer{}, err
	}
	return q.issuesAnswer(q.visible(i.blockedBy)), nil
}

func listBlocking(q *request) (answer, error) {
	i, err := q.issue()
	if err != nil {
		return answer{}, err
	}
	return q.issuesAnswer(q.visible(i.blocking)), nil
}

type dependencyInput struct {
	IssueID int64 `json:"issue_id"`
}

func addBlockedBy(q *request) (answer, error) {
	i, err := onIssue(q, func(t *tx, i *issue, in dependencyInput) error {
		blocking, err := t.seenByID(in.IssueID)
		if err != nil {
			return err
		}
		return t.addBlockedBy(i, blocking)
	})
	if err != nil {
		return answer{}, err
	}
	return createdAnswer(q.issueAnswer(i))
}

func removeBlockedBy(q *request) (answer, error) {
	id, err := strconv.ParseInt(q.params["id"], 10, 64)
	if err != nil {
		return answer{}, notFound()
	}
	i, err := onIssue(q, func(t *tx, i *issue, _ nothing) error {
		blocking, err := t.seenByID(id)
		if err != nil {
			return err
		}
		return t.removeBlockedBy(i, blocking)
	})
	if err != nil {
		return answer{}, err
	}
	return okAnswer(q.issueAnswer(i))
}
