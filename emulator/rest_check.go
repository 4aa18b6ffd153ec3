package emulator

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
)

func checkRoutes() []route {
	return []route{
		operation("POST repos/{owner}/{repo}/check-runs", postCheck),
		operation("GET repos/{owner}/{repo}/check-runs/{check}", getCheck),
		operation("PATCH repos/{owner}/{repo}/check-runs/{check}", patchCheck),
		operation("GET repos/{owner}/{repo}/check-runs/{check}/annotations", listAnnotations),
		operation("POST repos/{owner}/{repo}/check-runs/{check}/rerequest", postRerequest),
		operation("GET repos/{owner}/{repo}/commits/{ref}/check-runs", listChecks),
	}
}

// check finds the check run of the path.
func (q *request) check() (*check, error) {
	r, err := q.repository()
	if err != nil {
		return nil, err
	}
	id, err := strconv.ParseInt(q.params["check"], 10, 64)
	if err != nil || r.check(id) == nil {
		return nil, notFound()
	}
	return r.check(id), nil
}

func postCheck(q *request) (answer, error) {
	var made *check
	_, err := onRepository(q, func(t *tx, r *repository, in checkInput) (err error) {
		made, err = t.createCheck(r, in)
		return err
	})
	if err != nil {
		return answer{}, err
	}
	return createdAnswer(q.checkJSON(made))
}

func getCheck(q *request) (answer, error) {
	c, err := q.check()
	if err != nil {
		return answer{}, err
	}
	return okAnswer(q.checkJSON(c))
}

func patchCheck(q *request) (answer, error) {
	c, err := q.check()
	if err != nil {
		return answer{}, err
	}
	var in checkInput
	if err := q.decode(&in); err != nil {
		return answer{}, err
	}
	if err := q.do(func(t *tx) error { return t.editCheck(c, in) }); err != nil {
		return answer{}, err
	}
	return okAnswer(q.checkJSON(c))
}

func listAnnotations(q *request) (answer, error) {
	c, err := q.check()
	if err != nil {
		return answer{}, err
	}
	return listAnswer(q, c.annotations, func(a annotation) object { return q.annotationJSON(c, a) })
}

func postRerequest(q *request) (answer, error) {
	c, err := q.check()
	if err != nil {
		return answer{}, err
	}
	if err := q.do(func(t *tx) error { return t.rerequest(c) }); err != nil {
		return answer{}, err
	}
	return createdAnswer(object{})
}

// listChecks lists a commit's check runs, newest first: the latest of each name
// unless all are asked for.
func listChecks(q *request) (answer, error) {
	r, err := q.repository()
	if err != nil {
		return answer{}, err
	}
	head := r.commitAt(q.params["ref"])
	if head == nil && strings.Contains(q.params["ref"], "/") {
		return answer{}, notFound()
	}
	if head == nil {
		return answer{}, invalid("No commit found for SHA: " + q.params["ref"])
	}
	query := q.http.URL.Query()
	found := r.checksOf(head)
	slices.Reverse(found)
	seen := map[string]bool{}
	found = slices.DeleteFunc(found, func(c *check) bool {
		again := seen[c.name] && query.Get("filter") != "all"
		seen[c.name] = true
		return again || query.Get("check_name") != "" && c.name != query.Get("check_name") ||
			query.Get("status") != "" && c.status != query.Get("status") ||
			query.Get("app_id") != "" && query.Get("app_id") != decimal(q.app.id)
	})
	some, link := page(q, found)
	return answer{status: http.StatusOK, body: object{"total_count": len(found), "check_runs": list(some, q.checkJSON)}, link: link}, nil
}
