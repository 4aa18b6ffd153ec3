package emulator

import (
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
}

func okAnswer(body any) (answer, error) { return answer{status: http.StatusOK, body: body}, nil }
func createdAnswer(body any) (answer, error) {
	return answer{status: http.StatusCreated, body: body}, nil
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

// restRoutes lists every operation. The first that fits serves, so literal
// segments stand before parameters.
func restRoutes() []route {
	return slices.Concat(
		appRoutes(),
		deliveryRoutes(),
		rateLimitRoutes(),
		peopleRoutes(),
		repositoryRoutes(),
		commentRoutes(),
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
		if n >= len(path) {
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
	path := strings.Split(strings.Trim(q.http.URL.EscapedPath(), "/"), "/")
	if len(path) > 2 && path[0] == "api" && path[1] == "v3" {
		q.prefix, path = "/api/v3", path[2:]
	}
	for n := range path {
		if plain, err := url.PathUnescape(path[n]); err == nil {
			path[n] = plain
		}
	}
	if len(path) > 1 && path[0] == "repositories" {
		if r := q.repositoryByID(path[1]); r != nil {
			path = append([]string{"repos", r.owner.login, r.name}, path[2:]...)
		}
	}
	q.path = strings.Join(path, "/")
	for _, rt := range q.routes {
		if params, ok := rt.match(q.http.Method, path); ok {
			q.params = params
			return rt, true
		}
	}
	return route{}, false
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
	if served.Host == "" {
		served.Host = r.URL.Host
	}
	recorder := httptest.NewRecorder()
	p.handler.ServeHTTP(recorder, served)
	answer := recorder.Result()
	answer.Request = r
	return answer, nil
}
