package emulator

import (
	"encoding/json"
	"strconv"
	"strings"
)

func issueRoutes() []route {
	return []route{
		operation("GET repos/{owner}/{repo}/issues", listIssues),
		operation("POST repos/{owner}/{repo}/issues", createIssue),
		operation("GET repos/{owner}/{repo}/issues/{number}", getIssue),
		operation("PATCH repos/{owner}/{repo}/issues/{number}", patchIssue),
	}
}

func getIssue(q *request) (answer, error) {
	i, err := q.issue()
	if err != nil {
		return answer{}, err
	}
	return okAnswer(q.issueAnswer(i))
}

// issueInput is the body of a request that makes or changes an issue. A single
// assignee is the older form of a list of them.
type issueInput struct {
	Title            *string                `json:"title"`
	Body             given[string]          `json:"body"`
	State            *string                `json:"state"`
	StateReason      *string                `json:"state_reason"`
	DuplicateIssueID *int64                 `json:"duplicate_issue_id"`
	Labels           given[[]nameOnly]      `json:"labels"`
	Assignees        given[[]string]        `json:"assignees"`
	Assignee         given[string]          `json:"assignee"`
	Milestone        given[milestoneNumber] `json:"milestone"`
}

// milestoneNumber is a number, also as a text; 0 for null.
type milestoneNumber int

// UnmarshalJSON is part of json.Unmarshaler.
func (n *milestoneNumber) UnmarshalJSON(text []byte) error {
	plain := strings.Trim(string(text), `"`)
	if plain == "null" || plain == "" {
		return nil
	}
	number, err := strconv.Atoi(plain)
	if err != nil || number < 1 {
		number = -1 // none has it, so that it is refused by name
	}
	*n = milestoneNumber(number)
	return nil
}

// assignees are the wanted logins, and whether any were given.
func (in issueInput) assignees() ([]string, bool) {
	if in.Assignees.is || !in.Assignee.is {
		return in.Assignees.value, in.Assignees.is
	}
	if in.Assignee.value == "" {
		return nil, true
	}
	return []string{in.Assignee.value}, true
}

// nameOnly is a label: its name, or an object with it.
type nameOnly string

// UnmarshalJSON is part of json.Unmarshaler.
func (n *nameOnly) UnmarshalJSON(text []byte) error {
	var named struct {
		Name string `json:"name"`
	}
	if json.Unmarshal(text, &named) == nil {
		*n = nameOnly(named.Name)
		return nil
	}
	var plain string
	err := json.Unmarshal(text, &plain)
	*n = nameOnly(plain)
	return err
}

func namesOf(labels []nameOnly) []string {
	return list(labels, func(n nameOnly) string { return string(n) })
}

func deref(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

func createIssue(q *request) (answer, error) {
	r, err := q.repository()
	if err != nil {
		return answer{}, err
	}
	var in issueInput
	if err := q.decode(&in); err != nil {
		return answer{}, err
	}
	d := draft{title: deref(in.Title), body: in.Body.value, labels: namesOf(in.Labels.value), milestone: int(in.Milestone.value)}
	d.assignees, _ = in.assignees()
	var made *issue
	err = q.do(func(t *tx) (err error) {
		made, err = t.openIssue(r, d)
		return err
	})
	if err != nil {
		return answer{}, err
	}
	return createdAnswer(q.issueAnswer(made))
}

// patchIssue changes what the request names. Labels and assignees replace the
// whole set; these and the milestone are dropped in silence without the right
// to set them. The reason of a state that does not change is ignored.
func patchIssue(q *request) (answer, error) {
	i, err := q.issue()
	if err != nil {
		return answer{}, err
	}
	var in issueInput
	if err := q.decode(&in); err != nil {
		return answer{}, err
	}
	if err := checkState(in); err != nil {
		return answer{}, err
	}
	if err := q.do(func(t *tx) error { return t.patch(i, in) }); err != nil {
		return answer{}, err
	}
	return okAnswer(q.issueAnswer(i))
}

func checkState(in issueInput) error {
	wrong := fieldProblem{Resource: "Issue", Field: "state", Code: "invalid"}
	if in.State != nil && *in.State != "open" && *in.State != "closed" {
		return invalid("Validation Failed", wrong)
	}
	reasons := []string{"", "completed", "not_planned", "duplicate", "reopened"}
	if in.StateReason != nil && !contains(reasons, *in.StateReason) {
		wrong.Field = "state_reason"
		return invalid("Validation Failed", wrong)
	}
	return nil
}

func (t *tx) patch(i *issue, in issueInput) error {
	if err := t.mayEdit(i, roleTriage); err != nil {
		return err
	}
	if in.Title != nil || in.Body.is {
		if err := t.editTexts(i, in.Title, in.Body.orNil()); err != nil {
			return err
		}
	}
	if t.role(i.repo) >= roleTriage {
		if err := t.patchTriage(i, in); err != nil {
			return err
		}
	}
	if in.State == nil {
		return nil
	}
	if *in.State == "closed" && deref(in.StateReason) == "duplicate" && in.DuplicateIssueID != nil {
		of, err := t.seenByID(*in.DuplicateIssueID)
		if err != nil {
			return invalid("Validation Failed", fieldProblem{Resource: "Issue", Field: "duplicate_issue_id", Code: "invalid"})
		}
		return t.closeAsDuplicate(i, of)
	}
	return t.setState(i, *in.State == "closed", deref(in.StateReason))
}

// patchTriage changes what only those with the right to sort issues may.
func (t *tx) patchTriage(i *issue, in issueInput) error {
	if in.Milestone.is {
		m := i.repo.milestone(int(in.Milestone.value))
		if m == nil && in.Milestone.value != 0 {
			return unknownMilestone()
		}
		t.changeMilestone(i, m)
	}
	if in.Labels.is {
		t.setLabels(i, t.labelsNamed(i.repo, namesOf(in.Labels.value)))
	}
	if wanted, asked := in.assignees(); asked {
		t.setAssignees(i, t.assignable(i.repo, wanted))
	}
	return nil
}
