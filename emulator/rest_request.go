package emulator

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"reflect"
	"strconv"
	"strings"
	"time"
)

// decode reads the request's body: a JSON object, or nothing for an empty one.
func (q *request) decode(into any) error {
	body := bytes.TrimSpace(q.body)
	switch {
	case len(body) == 0:
		return nil
	case !json.Valid(body):
		return badRequest("Problems parsing JSON")
	case body[0] != '{':
		return badRequest("Body should be a JSON object")
	}
	err := json.Unmarshal(body, into)
	if wrong, is := errors.AsType[*json.UnmarshalTypeError](err); is {
		return wrongType(body, wrong)
	}
	if err != nil {
		return badRequest("Problems parsing JSON")
	}
	return nil
}

func badRequest(message string) *problem {
	return &problem{status: http.StatusBadRequest, kind: "BAD_REQUEST", message: message}
}

// wrongType refuses a member of another type than the operation wants, in the
// words that GitHub has for it where it checks bodies against a schema.
func wrongType(body []byte, wrong *json.UnmarshalTypeError) *problem {
	var members map[string]json.RawMessage
	_ = json.Unmarshal(body, &members) // it is an object: that was read before
	given, found := members[wrong.Field]
	if !found { // it is deeper than the error tells
		return invalid("Invalid request.")
	}
	wanted := "of the right type"
	switch kind := wrong.Type.Kind(); {
	case kind == reflect.String && given[0] != '[':
		wanted = "a string"
	case kind == reflect.Slice:
		wanted = "an array"
	case kind == reflect.Struct:
		wanted = "an object"
	case kind == reflect.Bool:
		wanted = "a boolean"
	case kind == reflect.Int || kind == reflect.Int64:
		wanted = "an integer"
	}
	return invalid(fmt.Sprintf("Invalid request.\n\nFor 'properties/%s', %.100s is not %s.", wrong.Field, given, wanted))
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
	switch {
	case r.deleted[number]:
		return nil, gone(messageDeleted)
	case i == nil || !q.sees(i.repo):
		return nil, notFound()
	case i.pull == nil && i.repo.issuesDisabled:
		return nil, gone(messageNoIssues)
	}
	if i.repo != r {
		rest := strings.SplitN(q.path, "/", 6)
		path := append([]string{"repositories", decimal(i.repo.id), "issues", strconv.Itoa(i.number)}, rest[5:]...)
		return nil, &moved{path: strings.Join(path, "/")}
	}
	if !q.mayRead(i) {
		return nil, forbidden(messageNoAccess)
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
