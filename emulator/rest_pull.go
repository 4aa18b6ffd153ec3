package emulator

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

func pullRoutes() []route {
	return slices.Concat([]route{
		operation("GET repos/{owner}/{repo}/pulls", listPulls),
		operation("POST repos/{owner}/{repo}/pulls", createPull),
		operation("GET repos/{owner}/{repo}/pulls/{number}", getPull),
		operation("PATCH repos/{owner}/{repo}/pulls/{number}", patchPull),
		operation("GET repos/{owner}/{repo}/pulls/{number}/commits", listPullCommits),
		operation("GET repos/{owner}/{repo}/pulls/{number}/files", listPullFiles),
		operation("GET repos/{owner}/{repo}/pulls/{number}/merge", getMerged),
		operation("PUT repos/{owner}/{repo}/pulls/{number}/merge", putMerge),
	}, reviewRoutes(), reviewerRoutes())
}

// pull finds the pull request of the path.
func (q *request) pull() (*issue, error) {
	r, err := q.repository()
	if err != nil {
		return nil, err
	}
	number, err := strconv.Atoi(q.params["number"])
	if err != nil {
		return nil, notFound()
	}
	i := r.issue(number)
	if i == nil || i.repo != r || i.pull == nil {
		return nil, notFound()
	}
	return i, nil
}

// onPull reads the request's body and runs a change of the pull request of the path.
func onPull[I any](q *request, f func(*tx, *issue, I) error) (*issue, error) {
	i, err := q.pull()
	if err != nil {
		return nil, err
	}
	var in I
	if err := q.decode(&in); err != nil {
		return nil, err
	}
	return i, q.do(func(t *tx) error { return f(t, i, in) })
}

func getPull(q *request) (answer, error) {
	i, err := q.pull()
	if err != nil {
		return answer{}, err
	}
	return okAnswer(q.pullAnswer(i))
}

// listPulls lists open pull requests, newest first, unless asked otherwise.
func listPulls(q *request) (answer, error) {
	r, err := q.repository()
	if err != nil {
		return answer{}, err
	}
	query := q.http.URL.Query()
	head := strings.TrimPrefix(query.Get("head"), r.owner.login+":")
	var found []*issue
	for _, i := range r.issues {
		if i != nil && i.pull != nil && i.inState(either(query.Get("state"), "open")) &&
			(head == "" || i.pull.head == head) && (query.Get("base") == "" || i.pull.base == query.Get("base")) {
			found = append(found, i)
		}
	}
	order, direction := query.Get("sort"), query.Get("direction")
	slices.SortStableFunc(found, func(a, b *issue) int { return comparePulls(order, a, b) })
	if direction == "desc" || direction == "" && (order == "" || order == "created") {
		slices.Reverse(found)
	}
	return listAnswer(q, found, q.shortPullJSON)
}

func comparePulls(order string, a, b *issue) int {
	switch order {
	case "updated":
		return a.updatedAt.Compare(b.updatedAt)
	case "popularity":
		return cmp.Compare(len(a.comments), len(b.comments))
	default: // long-running ones are those created first
		return a.createdAt.Compare(b.createdAt)
	}
}

// createPull opens a pull request from a branch, or makes one of an issue.
func createPull(q *request) (answer, error) {
	r, err := q.repository()
	if err != nil {
		return answer{}, err
	}
	var in struct {
		Title, Body, Head, Base string
		HeadRepo                string `json:"head_repo"`
		Draft                   bool
		Issue                   int
	}
	if err := q.decode(&in); err != nil {
		return answer{}, err
	}
	d := pullDraft{title: in.Title, body: in.Body, head: in.Head, base: in.Base, draft: in.Draft}
	if in.HeadRepo != "" && !sameFold(in.HeadRepo, r.name) {
		return answer{}, invalid("Validation Failed", pullProblem("head_repo", "invalid", ""))
	}
	if in.Issue != 0 {
		if d.issue = r.issue(in.Issue); d.issue == nil || d.issue.repo != r {
			return answer{}, invalid("Validation Failed", pullProblem("issue", "invalid", ""))
		}
	}
	var made *issue
	err = q.do(func(t *tx) (err error) {
		made, err = t.openPull(r, d)
		return err
	})
	if err != nil {
		return answer{}, err
	}
	return createdAnswer(q.pullAnswer(made))
}

type pullInput struct {
	Title, Body, State, Base *string
}

// patchPull changes what the request names.
func patchPull(q *request) (answer, error) {
	i, err := onPull(q, (*tx).patchPull)
	if err != nil {
		return answer{}, err
	}
	return okAnswer(q.pullAnswer(i))
}

func (t *tx) patchPull(i *issue, in pullInput) error {
	if err := t.mayEdit(i, roleTriage); err != nil {
		return err
	}
	if err := checkPullTexts(in.Title, in.Body); err != nil {
		return err
	}
	if in.State != nil && *in.State != "open" && *in.State != "closed" {
		return invalid("Validation Failed", pullProblem("state", "invalid", ""))
	}
	if in.Title != nil || in.Body != nil {
		if err := t.editTexts(i, in.Title, in.Body); err != nil {
			return err
		}
	}
	if in.Base != nil {
		if err := t.setBase(i, *in.Base); err != nil {
			return err
		}
	}
	if in.State != nil {
		return t.setState(i, *in.State == "closed", "")
	}
	return nil
}

func listPullCommits(q *request) (answer, error) {
	i, err := q.pull()
	if err != nil {
		return answer{}, err
	}
	render := func(c *commit) object { return q.commitJSON(i.repo, c) }
	return listAnswer(q, i.pull.commits(), render)
}

func listPullFiles(q *request) (answer, error) {
	i, err := q.pull()
	if err != nil {
		return answer{}, err
	}
	head := i.pull.headCommit
	render := func(f fileChange) object { return q.changeJSON(i.repo, head, f) }
	return listAnswer(q, i.pull.changes(), render)
}

// getMerged answers without a body whether a pull request was merged.
func getMerged(q *request) (answer, error) {
	i, err := q.pull()
	if err != nil {
		return answer{}, err
	}
	if !i.pull.merged {
		return answer{}, notFound()
	}
	return noContent(nil)
}

type mergeInput struct {
	Title  string `json:"commit_title"`
	Text   string `json:"commit_message"`
	SHA    string `json:"sha"`
	Method string `json:"merge_method"`
}

func putMerge(q *request) (answer, error) {
	i, err := onPull(q, func(t *tx, i *issue, in mergeInput) error {
		return t.mergePull(i, mergeOrder{method: in.Method, title: in.Title, text: in.Text, head: in.SHA})
	})
	if err != nil {
		return answer{}, err
	}
	return okAnswer(object{"sha": i.pull.mergeCommit.sha, "merged": true, "message": "Pull Request successfully merged"})
}
