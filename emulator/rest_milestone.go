package emulator

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"
	"time"
)

func milestoneRoutes() []route {
	return []route{
		operation("GET repos/{owner}/{repo}/milestones", listMilestones),
		operation("POST repos/{owner}/{repo}/milestones", createMilestone),
		operation("GET repos/{owner}/{repo}/milestones/{milestone}", getMilestone),
		operation("PATCH repos/{owner}/{repo}/milestones/{milestone}", patchMilestone),
		operation("DELETE repos/{owner}/{repo}/milestones/{milestone}", deleteMilestone),
	}
}

// listMilestones lists the open ones by due date unless asked otherwise; those
// without a date come last.
func listMilestones(q *request) (answer, error) {
	r, err := q.repository()
	if err != nil {
		return answer{}, err
	}
	query := q.http.URL.Query()
	found := slices.DeleteFunc(slices.Clone(r.milestones), func(m *milestone) bool {
		return query.Get("state") != "all" && m.closed != (query.Get("state") == "closed")
	})
	slices.SortStableFunc(found, func(a, b *milestone) int {
		if query.Get("sort") == "completeness" {
			return cmp.Compare(a.completeness(), b.completeness())
		}
		return cmp.Or(cmp.Compare(btoi(a.dueOn.IsZero()), btoi(b.dueOn.IsZero())), a.dueOn.Compare(b.dueOn))
	})
	if query.Get("direction") == "desc" {
		slices.Reverse(found)
	}
	some, link := page(q, found)
	return answer{status: http.StatusOK, body: list(some, q.milestoneJSON), link: link}, nil
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

// completeness is the closed part of a milestone's issues, from 0 to 1.
func (m *milestone) completeness() float64 {
	open, closed := m.counts()
	return float64(closed) / float64(max(1, open+closed))
}

// pathMilestone finds the milestone of the path.
func (q *request) pathMilestone() (*milestone, error) {
	r, err := q.repository()
	if err != nil {
		return nil, err
	}
	number, err := strconv.Atoi(q.params["milestone"])
	if err != nil || r.milestone(number) == nil {
		return nil, notFound()
	}
	return r.milestone(number), nil
}

func getMilestone(q *request) (answer, error) {
	m, err := q.pathMilestone()
	if err != nil {
		return answer{}, err
	}
	return okAnswer(q.milestoneJSON(m))
}

type milestoneInput struct {
	Title       *string          `json:"title"`
	State       *string          `json:"state"`
	Description given[string]    `json:"description"`
	DueOn       given[time.Time] `json:"due_on"`
}

// milestoneEdit reads what to make of a milestone from the request.
func (q *request) milestoneEdit() (milestoneEdit, error) {
	in, err := decoded[milestoneInput](q)
	if err != nil {
		return milestoneEdit{}, err
	}
	to := milestoneEdit{title: in.Title, description: in.Description.orNil(), dueOn: in.DueOn.orNil()}
	if in.State != nil {
		if *in.State != "open" && *in.State != "closed" {
			return to, invalid("Validation Failed", fieldProblem{Resource: "Milestone", Field: "state", Code: "invalid"})
		}
		to.closed = new(*in.State == "closed")
	}
	return to, nil
}

func createMilestone(q *request) (answer, error) {
	r, err := q.repository()
	if err != nil {
		return answer{}, err
	}
	as, err := q.milestoneEdit()
	if err != nil {
		return answer{}, err
	}
	var made *milestone
	err = q.do(func(t *tx) (err error) {
		made, err = t.createMilestone(r, as)
		return err
	})
	if err != nil {
		return answer{}, err
	}
	return createdAnswer(q.milestoneJSON(made))
}

func patchMilestone(q *request) (answer, error) {
	m, err := q.pathMilestone()
	if err != nil {
		return answer{}, err
	}
	to, err := q.milestoneEdit()
	if err != nil {
		return answer{}, err
	}
	if err := q.do(func(t *tx) error { return t.editMilestone(m, to) }); err != nil {
		return answer{}, err
	}
	return okAnswer(q.milestoneJSON(m))
}

func deleteMilestone(q *request) (answer, error) {
	m, err := q.pathMilestone()
	if err != nil {
		return answer{}, err
	}
	return noContent(q.do(func(t *tx) error { return t.deleteMilestone(m) }))
}
