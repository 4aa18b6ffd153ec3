package emulator

import (
	"cmp"
	"maps"
	"net/http"
	"slices"
	"strings"
)

func assigneeRoutes() []route {
	return []route{
		operation("GET repos/{owner}/{repo}/assignees", listAssignees),
		operation("GET repos/{owner}/{repo}/assignees/{user}", checkAssignee),
		operation("POST repos/{owner}/{repo}/issues/{number}/assignees", addAssignees),
		operation("DELETE repos/{owner}/{repo}/issues/{number}/assignees", removeAssignees),
		operation("GET repos/{owner}/{repo}/issues/{number}/assignees/{user}", checkIssueAssignee),
	}
}

// listAssignees lists by login who can be assigned.
func listAssignees(q *request) (answer, error) {
	r, err := q.repository()
	if err != nil {
		return answer{}, err
	}
	found := slices.DeleteFunc(slices.Collect(maps.Values(q.users)), func(u *user) bool { return !r.assignable(u) })
	slices.SortFunc(found, func(a, b *user) int { return cmp.Compare(strings.ToLower(a.login), strings.ToLower(b.login)) })
	some, link := page(q, found)
	return answer{status: http.StatusOK, body: list(some, q.userJSON), link: link}, nil
}

// checkAssignee answers 204 for those who can be assigned.
func checkAssignee(q *request) (answer, error) {
	r, err := q.repository()
	if err != nil {
		return answer{}, err
	}
	return q.assignableAnswer(r)
}

func checkIssueAssignee(q *request) (answer, error) {
	i, err := q.issue()
	if err != nil {
		return answer{}, err
	}
	return q.assignableAnswer(i.repo)
}

func (q *request) assignableAnswer(r *repository) (answer, error) {
	if u := q.findUser(q.params["user"]); u == nil || !r.assignable(u) {
		return answer{}, notFound()
	}
	return noContent(nil)
}

type assigneesInput struct {
	Assignees []string `json:"assignees"`
}

// addAssignees adds to those there are, ten in all. Without the right to, it is
// ignored in silence.
func addAssignees(q *request) (answer, error) {
	i, err := q.changeAssignees(func(t *tx, i *issue, named []string) []*user {
		wanted := append([]*user(nil), i.assignees...)
		for _, u := range t.assignable(i.repo, named) {
			if !contains(wanted, u) && len(wanted) < maxAssignees {
				wanted = append(wanted, u)
			}
		}
		return wanted
	})
	if err != nil {
		return answer{}, err
	}
	return createdAnswer(q.issueAnswer(i))
}

func removeAssignees(q *request) (answer, error) {
	i, err := q.changeAssignees(func(_ *tx, i *issue, named []string) []*user {
		return slices.DeleteFunc(slices.Clone(i.assignees), func(u *user) bool {
			return slices.ContainsFunc(named, func(login string) bool { return sameFold(login, u.login) })
		})
	})
	if err != nil {
		return answer{}, err
	}
	return okAnswer(q.issueAnswer(i))
}

func (q *request) changeAssignees(wanted func(*tx, *issue, []string) []*user) (*issue, error) {
	return onIssue(q, func(t *tx, i *issue, in assigneesInput) error {
		if err := t.may(i.repo, roleRead); err != nil {
			return err
		}
		if t.role(i.repo) >= roleTriage {
			t.setAssignees(i, wanted(t, i, in.Assignees))
		}
		return nil
	})
}
