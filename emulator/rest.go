package emulator

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
)

// route is one REST operation.
type route struct {
	method  string
	pattern []string // path segments; "{name}" is any one, "{name...}" all that are left
	byApp   bool     // wants the app's JWT
	open    bool     // anybody may write with it
	serve   func(*request) (answer, error)
}

// request is a REST request on its way to its operation.
type request struct {
	*Emulator
	actor
	http   *http.Request
	prefix string // "/api/v3" when asked below it
	path   string // without the prefix
	params map[string]string
	body   []byte
}

// answer is what an operation answers.
type answer struct {
	status int
	body   any
	link   string
	header http.Header // what only this answer has; mostly nil
}

// rawText is a body that is no JSON.
type rawText string

func okAnswer(body any) (answer, error) { return answer{status: http.StatusOK, body: body}, nil }
func createdAnswer(body any) (answer, error) {
	return answer{status: http.StatusCreated, body: body}, nil
}

// noContent is the answer to what is done and leaves nothing to say.
func noContent(err error) (answer, error) { return answer{status: http.StatusNoContent}, err }

// listAnswer is the asked-for page of a list.
func listAnswer[T, O any](q *request, all []T, render func(T) O) (answer, error) {
	some, link := page(q, all)
	return answer{status: http.StatusOK, body: list(some, render), link: link}, nil
}

// operation is a route: "GET repos/{owner}/{repo}" and what serves it.
func operation(description string, serve func(*request) (answer, error)) route {
	method, path, _ := strings.Cut(description, " ")
	return route{method: method, pattern: strings.Split(path, "/"), serve: serve}
}

// appOperation is an operation that wants the app's JWT.
func appOperation(description string, serve func(*request) (answer, error)) route {
	made := operation(description, serve)
	made.byApp = true
	return made
}

// openOperation is an operation that writes for whoever knows its path.
func openOperation(description string, serve func(*request) (answer, error)) route {
	made := operation(description, serve)
	made.open = true
	return made
}

// restRoutes lists every operation. The first that fits serves, so literal
// segments stand before parameters.
func restRoutes() []route {
	return slices.Concat(
		appRoutes(),
		deliveryRoutes(),
		hookRoutes(),
		signInRoutes(),
		manifestRoutes(),
		rateLimitRoutes(),
		versionRoutes(),
		peopleRoutes(),
		organizationRoutes(),
		teamRoutes(),
		collaboratorRoutes(),
		boardRoutes(),
		boardFieldRoutes(),
		boardItemRoutes(),
		boardViewRoutes(),
		repositoryRoutes(),
		contentsRoutes(),
		branchRoutes(),
		checkRoutes(),
		commitRoutes(),
		pullRoutes(),
		commentRoutes(),
		reactionRoutes(),
		timelineRoutes(),
		lockRoutes(),
		labelRoutes(),
		milestoneRoutes(),
		assigneeRoutes(),
		subIssueRoutes(),
		dependencyRoutes(),
		issueRoutes(),
	)
}

// match reports whether a route serves a path, and its parameters.
func (rt route) match(method string, path []string) (map[string]string, bool) {
	if method == http.MethodHead {
		method = http.MethodGet
	}
	if method != rt.method {
		return nil, false
	}
	params := map[string]string{}
	for n, want := range rt.pattern {
		if name, rest := strings.CutSuffix(want, "...}"); rest {
			params[name[1:]] = strings.Join(path[min(n, len(path)):], "/")
			return params, true
		}
		if n >= len(path) || path[n] == "" { // a path that ends in a slash is another one
			return nil, false
		}
		if strings.HasPrefix(want, "{") {
			params[want[1:len(want)-1]] = path[n]
		} else if want != path[n] {
			return nil, false
		}
	}
	return params, len(path) == len(rt.pattern)
}

// route finds the operation for a request. A path below /repositories/{id} is
// what redirects lead to.
func (q *request) route() (route, bool) {
	path := strings.Split(strings.TrimPrefix(q.http.URL.EscapedPath(), "/"), "/")
	if len(path) > 2 && path[0] == "api" && path[1] == "v3" {
		q.prefix, path = "/api/v3", path[2:]
	}
	for n := range path {
		if plain, err := url.PathUnescape(path[n]); err == nil {
			path[n] = plain
		}
	}
	path = q.byName(path)
	q.path = strings.Join(path, "/")
	for _, rt := range q.routes {
		if params, ok := rt.match(q.http.Method, path); ok {
			q.params = params
			return rt, true
		}
	}
	return route{}, false
}

// byName is a path with names where it has ids: a repository's, an
// organisation's and a team's, which addresses in answers lead to.
func (q *request) byName(path []string) []string {
	if len(path) < 2 {
		return path
	}
	switch path[0] {
	case "repositories":
		if r := q.repositoryByID(path[1]); r != nil {
			return append([]string{"repos", r.owner.login, r.name}, path[2:]...)
		}
	case "organizations":
		if o := q.organizationByID(path[1]); o != nil {
			return append([]string{"orgs", o.login}, o.teamByName(path[2:])...)
		}
	}
	return path
}

// teamByName is a path below an organisation with the team's name for its id.
func (o *organization) teamByName(path []string) []string {
	if len(path) < 2 || path[0] != "team" {
		return path
	}
	for _, t := range o.teams {
		if decimal(t.id) == path[1] {
			return append([]string{"teams", t.slug}, path[2:]...)
		}
	}
	return path
}

func (e *Emulator) organizationByID(id string) *organization {
	for _, o := range e.orgs {
		if decimal(o.id) == id {
			return o
		}
	}
	return nil
}

func (e *Emulator) repositoryByID(id string) *repository {
	for _, o := range e.orgs {
		for _, r := range o.repos {
			if decimal(r.id) == id {
				return r
			}
		}
	}
	return nil
}

// RoundTripper answers requests inside the process, for clients that shall not open sockets.
func (e *Emulator) RoundTripper() http.RoundTripper { return inProcess{e} }

type inProcess struct{ handler http.Handler }

// RoundTrip is part of http.RoundTripper.
func (p inProcess) RoundTrip(r *http.Request) (*http.Response, error) {
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	served := r.Clone(r.Context())
	if served.Body == nil {
		served.Body = http.NoBody
	}
	defer func() { _ = served.Body.Close() }()
	if _, named := served.Header["User-Agent"]; !named {
		if served.Header == nil {
			served.Header = http.Header{}
		}
		served.Header.Set("User-Agent", "Go-http-client/1.1") // as http.Transport does
	}
	if served.Host == "" {
		served.Host = r.URL.Host
	}
	recorder := httptest.NewRecorder()
	whole, err := p.serve(recorder, served)
	if err != nil {
		return nil, err
	}
	answer := recorder.Result()
	answer.Request = r
	if !whole {
		answer.Body = io.NopCloser(cutBody{answer.Body})
	}
	return answer, nil
}

// serve runs the handler. When that cuts the connection, what it has sent is
// the answer if it was flushed, and else there is none.
func (p inProcess) serve(w *httptest.ResponseRecorder, r *http.Request) (whole bool, err error) {
	defer func() {
		switch cause := recover(); {
		case cause == nil:
		case cause != any(http.ErrAbortHandler):
			panic(cause) //nolint:forbidigo // not ours to handle
		case r.Context().Err() != nil:
			err = r.Context().Err()
		case !w.Flushed:
			err = io.ErrUnexpectedEOF
		}
	}()
	p.handler.ServeHTTP(w, r)
	return true, nil
}

// cutBody is a body whose connection closes before its end.
type cutBody struct{ sent io.Reader }

// Read is part of io.Reader.
func (c cutBody) Read(into []byte) (int, error) {
	n, err := c.sent.Read(into)
	if errors.Is(err, io.EOF) {
		err = io.ErrUnexpectedEOF
	}
	return n, err
}
