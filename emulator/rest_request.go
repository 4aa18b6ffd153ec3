package emulator

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// decode reads the request's JSON body.
func (q *request) decode(into any) error {
	if err := json.Unmarshal(q.body, into); err != nil {
		return &problem{status: http.StatusBadRequest, kind: "BAD_REQUEST", message: "Problems parsing JSON"}
	}
	return nil
}

// repository finds the repository of the path as far as the actor may see it.
func (q *request) repository() (*repository, error) {
	r := q.findRepository(q.params["owner"], q.params["repo"])
	if r == nil || !q.sees(r) {
		return nil, notFound()
	}
	if !sameFold(r.name, q.params["repo"]) || !sameFold(r.owner.login, q.params["owner"]) {
		rest := strings.SplitN(q.path, "/", 4)
		return nil, &moved{path: strings.Join(append([]string{"repositories", decimal(r.id)}, rest[3:]...), "/")}
	}
	return r, nil
}

// issue finds the issue of the path; one that was transferred has moved.
func (q *request) issue() (*issue, error) {
	r, err := q.repository()
	if err != nil {
		return nil, err
	}
	number, err := strconv.Atoi(q.params["number"])
	if err != nil {
		return nil, notFound()
	}
	i := r.issue(number)
	if i == nil || !q.sees(i.repo) {
		return nil, notFound()
	}
	if i.repo != r {
		rest := strings.SplitN(q.path, "/", 6)
		path := append([]string{"repositories", decimal(i.repo.id), "issues", strconv.Itoa(i.number)}, rest[5:]...)
		return nil, &moved{path: strings.Join(path, "/")}
	}
	return i, nil
}

// comment finds the comment of the path.
func (q *request) comment() (*comment, error) {
	r, err := q.repository()
	if err != nil {
		return nil, err
	}
	id, err := strconv.ParseInt(q.params["comment"], 10, 64)
	if err != nil {
		return nil, notFound()
	}
	c := q.comments[id]
	if c == nil || c.issue.repo != r {
		return nil, notFound()
	}
	return c, nil
}

// do runs a change by the request's actor.
func (q *request) do(f func(*tx) error) error { return q.change(q.actor, f) }

// since is the query's time; everything when it is absent.
func (q *request) since() (time.Time, error) {
	text := q.http.URL.Query().Get("since")
	if text == "" {
		return time.Time{}, nil
	}
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return time.Time{}, invalid("Validation Failed")
	}
	return at, nil
}

// perPage is the query's page size: 30, at most 100.
func (q *request) perPage() int {
	n, err := strconv.Atoi(q.http.URL.Query().Get("per_page"))
	if err != nil || n < 1 {
		return 30
	}
	return min(n, 100)
}

// page cuts the asked-for page out of a list and makes the Link header.
func page[T any](q *request, all []T) ([]T, string) {
	size := q.perPage()
	number, err := strconv.Atoi(q.http.URL.Query().Get("page"))
	if err != nil || number < 1 {
		number = 1
	}
	last := max(1, (len(all)+size-1)/size)
	var links []string
	add := func(relation string, to int) {
		links = append(links, q.link(relation, url.Values{"page": {strconv.Itoa(to)}}))
	}
	if number > 1 {
		add("prev", number-1)
		add("first", 1)
	}
	if number < last {
		add("next", number+1)
		add("last", last)
	}
	from := min((number-1)*size, len(all))
	return all[from:min(from+size, len(all))], strings.Join(links, ", ")
}

// link is one entry of a Link header: this request with other query values.
func (q *request) link(relation string, with url.Values) string {
	query := q.http.URL.Query()
	maps.Copy(query, with)
	return fmt.Sprintf(`<%s?%s>; rel="%s"`, q.address(q.path), query.Encode(), relation)
}
