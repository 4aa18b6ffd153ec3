package emulator

import "net/http"

func subIssueRoutes() []route {
	return []route{
		operation("GET repos/{owner}/{repo}/issues/{number}/sub_issues", listSubIssues),
		operation("POST repos/{owner}/{repo}/issues/{number}/sub_issues", addSubIssue),
		operation("DELETE repos/{owner}/{repo}/issues/{number}/sub_issue", removeSubIssue),
		operation("PATCH repos/{owner}/{repo}/issues/{number}/sub_issues/priority", moveSubIssue),
		operation("GET repos/{owner}/{repo}/issues/{number}/parent", getParent),
	}
}

// listSubIssues lists those that the actor can see, in the parent's order.
func listSubIssues(q *request) (answer, error) {
	i, err := q.issue()
	if err != nil {
		return answer{}, err
	}
	return q.issuesAnswer(q.visible(i.subIssues)), nil
}

// issuesAnswer is one page of issues.
func (q *request) issuesAnswer(issues []*issue) answer {
	some, link := page(q, issues)
	return answer{status: http.StatusOK, body: list(some, q.issueJSON), link: link}
}

// seenByID finds an issue by database id as far as the actor may see it.
func (t *tx) seenByID(id int64) (*issue, error) {
	i := t.issuesByID[id]
	if i == nil || !t.sees(i.repo) {
		return nil, notFound()
	}
	return i, nil
}

type subIssueInput struct {
	SubIssueID    int64  `json:"sub_issue_id"`
	ReplaceParent bool   `json:"replace_parent"`
	AfterID       *int64 `json:"after_id"`
	BeforeID      *int64 `json:"before_id"`
}

func addSubIssue(q *request) (answer, error) {
	i, err := onIssue(q, func(t *tx, i *issue, in subIssueInput) error {
		child, err := t.seenByID(in.SubIssueID)
		if err != nil {
			return err
		}
		return t.addSubIssue(i, child, in.ReplaceParent)
	})
	if err != nil {
		return answer{}, err
	}
	return createdAnswer(q.issueAnswer(i))
}

func removeSubIssue(q *request) (answer, error) {
	i, err := onIssue(q, func(t *tx, i *issue, in subIssueInput) error {
		child, err := t.seenByID(in.SubIssueID)
		if err != nil {
			return err
		}
		if child.parent != i {
			return notFound()
		}
		return t.removeSubIssue(i, child)
	})
	if err != nil {
		return answer{}, err
	}
	return okAnswer(q.issueAnswer(i))
}

// moveSubIssue wants either after_id or before_id.
func moveSubIssue(q *request) (answer, error) {
	i, err := onIssue(q, func(t *tx, i *issue, in subIssueInput) error {
		if (in.AfterID == nil) == (in.BeforeID == nil) {
			return invalid("Either after_id or before_id must be given")
		}
		child, err := t.seenByID(in.SubIssueID)
		if err != nil {
			return err
		}
		id := in.AfterID
		if id == nil {
			id = in.BeforeID
		}
		next, err := t.seenByID(*id)
		if err != nil {
			return err
		}
		return t.moveSubIssue(i, child, next, in.BeforeID != nil)
	})
	if err != nil {
		return answer{}, err
	}
	return okAnswer(q.issueAnswer(i))
}

func getParent(q *request) (answer, error) {
	i, err := q.issue()
	if err != nil {
		return answer{}, err
	}
	if i.parent == nil || !q.sees(i.parent.repo) {
		return answer{}, notFound()
	}
	return okAnswer(q.issueAnswer(i.parent))
}
