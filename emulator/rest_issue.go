package emulator

import (
	"encoding/json"
	"net/http"
	"slices"
	"sort"
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

// listIssues lists issues and pull requests, newest first unless asked otherwise.
func listIssues(q *request) (answer, error) {
	r, err := q.repository()
	if err != nil {
		return answer{}, err
	}
	since, err := q.since()
	if err != nil {
		return answer{}, err
	}
	query := q.http.URL.Query()
	var found []*issue
	for _, i := range r.issues {
		if i != nil && !i.updatedAt.Before(since) && i.inState(query.Get("state")) &&
			(query.Get("creator") == "" || sameFold(i.author.login, query.Get("creator"))) && i.hasLabels(query.Get("labels")) {
			found = append(found, i)
		}
	}
	if query.Get("sort") == "updated" {
		sort.SliceStable(found, func(a, b int) bool { return found[a].updatedAt.Before(found[b].updatedAt) })
	}
	if query.Get("direction") != "asc" {
		slices.Reverse(found)
	}
	some, link := page(q, found)
	return answer{status: http.StatusOK, body: list(some, q.issueJSON), link: link}, nil
}

func (i *issue) inState(wanted string) bool {
	return wanted == "all" || i.closed == (wanted == "closed")
}

// hasLabels wants every one of the comma-separated names.
func (i *issue) hasLabels(names string) bool {
	for name := range strings.SplitSeq(names, ",") {
		has := func(l *label) bool { return sameFold(l.name, strings.TrimSpace(name)) }
		if strings.TrimSpace(name) != "" && !slices.ContainsFunc(i.labels, has) {
			return false
		}
	}
	return true
}

// issueInput is the body of a request that makes or changes an issue.
type issueInput struct {
	Title       *string    `json:"title"`
	Body        *string    `json:"body"`
	State       *string    `json:"state"`
	StateReason *string    `json:"state_reason"`
	Labels      []nameOnly `json:"labels"`
	Assignees   []string   `json:"assignees"`
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

func (in issueInput) labelNames() []string {
	names := make([]string, len(in.Labels))
	for n, l := range in.Labels {
		names[n] = string(l)
	}
	return names
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
	var made *issue
	err = q.do(func(t *tx) (err error) {
		made, err = t.openIssue(r, draft{title: deref(in.Title), body: deref(in.Body), labels: in.labelNames(), assignees: in.Assignees})
		return err
	})
	if err != nil {
		return answer{}, err
	}
	return createdAnswer(q.issueAnswer(made))
}

// patchIssue changes what the request names. Labels and assignees replace the
// whole set, and are dropped in silence without the right to set them.
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
	if in.Title != nil || in.Body != nil {
		if err := t.editTexts(i, in.Title, in.Body); err != nil {
			return err
		}
	}
	if t.role(i.repo) >= roleTriage && in.Labels != nil {
		t.setLabels(i, in.labelNames())
	}
	if t.role(i.repo) >= roleTriage && in.Assignees != nil {
		t.setAssignees(i, t.assignable(i.repo, in.Assignees))
	}
	if in.State != nil {
		return t.setState(i, *in.State == "closed", deref(in.StateReason))
	}
	return nil
}
