package emulator

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"strings"
	"time"
)

// maxRequest bounds the body of an API request.
const maxRequest = 8 << 20

const documentation = "https://docs.github.com/rest"

// moved is the error of an object that has another address now.
type moved struct{ path string }

// Error says where to.
func (m *moved) Error() string { return "moved to " + m.path }

// ServeHTTP serves REST at /… and /api/v3/…, GraphQL at /graphql and
// /api/graphql, and to browsers the pages of the site.
func (e *Emulator) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if e.wantsPage(r) {
		e.servePage(w, r)
		return
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxRequest))
	if err != nil {
		http.Error(w, `{"message":"Payload too big"}`, http.StatusRequestEntityTooLarge)
		return
	}
	e.serveAPI(w, r, body)
}

// serveAPI answers one request of either API.
func (e *Emulator) serveAPI(w http.ResponseWriter, r *http.Request, body []byte) {
	e.setCommonHeaders(w.Header(), r)
	if path := strings.TrimSuffix(r.URL.Path, "/"); path == "/graphql" || path == "/api/graphql" {
		r.Body = io.NopCloser(bytes.NewReader(body))
		e.serveGraphQL(w, r)
		return
	}
	if e.options.Watch != nil {
		watched := &watchedAnswer{ResponseWriter: w, status: http.StatusOK}
		defer func() { e.options.Watch.Answer(r.Method, r.URL.Path, watched.status, w.Header(), watched.body) }()
		w = watched
	}
	e.serveREST(w, r, body)
}

// setCommonHeaders sets what every answer has. The rate limit is not enforced.
func (e *Emulator) setCommonHeaders(h http.Header, r *http.Request) {
	e.mu.Lock()
	id := strings.ToUpper(e.ids.hex("request", 24))
	e.mu.Unlock()
	h.Set("X-GitHub-Request-Id", fmt.Sprintf("%s:%s:%s:%s", id[:4], id[4:10], id[10:16], id[16:]))
	h.Set("X-GitHub-Media-Type", "github.v3; format=json")
	h.Set("Server", "github.com")
	now := e.options.AuthNow()
	h.Set("Date", now.UTC().Format(http.TimeFormat))
	resource := "core"
	if strings.HasSuffix(r.URL.Path, "/graphql") {
		resource = "graphql"
	}
	h.Set("X-RateLimit-Limit", "5000")
	h.Set("X-RateLimit-Remaining", "4999")
	h.Set("X-RateLimit-Used", "1")
	h.Set("X-RateLimit-Reset", decimal(now.Add(time.Hour).Unix()))
	h.Set("X-RateLimit-Resource", resource)
	if version := r.Header.Get("X-GitHub-Api-Version"); version != "" {
		h.Set("X-GitHub-Api-Version-Selected", version)
	}
}

// serveREST runs one operation and writes its answer.
func (e *Emulator) serveREST(w http.ResponseWriter, r *http.Request, body []byte) {
	a, text, header, err := e.operateAlone(r, body)
	maps.Copy(w.Header(), header)
	if err != nil {
		e.writeProblem(w, r, err)
		return
	}
	writeAnswer(w, r, a, text)
}

// operateAlone is operate with the mutex held, and the answer's body in JSON.
func (e *Emulator) operateAlone(r *http.Request, body []byte) (answer, []byte, http.Header, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	a, header, err := e.operate(r, body)
	if err != nil {
		return answer{}, nil, header, err
	}
	text, err := json.Marshal(a.body)
	return a, text, header, err
}

// operate finds and runs the operation of a request.
func (e *Emulator) operate(r *http.Request, body []byte) (answer, http.Header, error) {
	q := &request{Emulator: e, http: r, body: body}
	rt, found := q.route()
	if !found {
		e.options.Log.Warn().Str("method", r.Method).Str("path", r.URL.Path).Msg("not emulated")
		return answer{}, nil, notFound()
	}
	var err error
	if rt.byApp {
		err = e.authenticateApp(r)
	} else {
		q.actor, err = e.authenticate(r)
	}
	if err != nil {
		return answer{}, nil, err
	}
	if r.Method != http.MethodGet && r.Method != http.MethodHead && !rt.byApp && q.user == nil {
		return answer{}, nil, unauthorized("Requires authentication")
	}
	a, err := rt.serve(q)
	if elsewhere, ok := errors.AsType[*moved](err); ok {
		return answer{}, http.Header{"Location": {q.address(elsewhere.path)}}, err
	}
	header := http.Header{}
	if a.link != "" {
		header.Set("Link", a.link)
	}
	return a, header, err
}

// address is the full address of a path in the API, at the host that was asked.
func (q *request) address(path string) string {
	scheme := "http"
	if q.http.TLS != nil || q.http.URL.Scheme == "https" {
		scheme = "https"
	}
	return scheme + "://" + q.http.Host + q.prefix + "/" + path
}

func writeAnswer(w http.ResponseWriter, r *http.Request, a answer, text []byte) {
	h := w.Header()
	h.Set("Content-Type", "application/json; charset=utf-8")
	if r.Method == http.MethodGet && a.status == http.StatusOK {
		sum := sha256.Sum256(text)
		tag := `W/"` + hex.EncodeToString(sum[:]) + `"`
		h.Set("ETag", tag)
		h.Set("Cache-Control", "private, max-age=60, s-maxage=60")
		h.Set("Vary", "Accept, Authorization, Cookie, X-GitHub-OTP, Accept-Encoding, Accept, X-Requested-With")
		if strings.Contains(r.Header.Get("If-None-Match"), strings.TrimPrefix(tag, "W/")) {
			w.WriteHeader(http.StatusNotModified)
			return
		}
	}
	w.WriteHeader(a.status)
	_, _ = w.Write(text) //nolint:gosec // it is JSON and says so
}

// writeProblem writes an error in GitHub's shape.
func (e *Emulator) writeProblem(w http.ResponseWriter, r *http.Request, err error) {
	p := asProblem(err)
	body := object{"message": p.message, "documentation_url": documentation, "status": decimal(int64(p.status))}
	if p.errors != nil {
		body["errors"] = p.errors
	}
	if _, is := errors.AsType[*moved](err); is {
		p = redirection(r.Method)
		body = object{"message": p.message, "documentation_url": documentation, "url": w.Header().Get("Location")}
	}
	text, err := json.Marshal(body)
	if err != nil {
		e.options.Log.Error().Err(err).Msg("write an error")
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.WriteHeader(p.status)
	_, _ = w.Write(text)
}

// redirection is the answer to a request for what has moved: only reads are
// told that it is for good.
func redirection(method string) *problem {
	if method == http.MethodGet || method == http.MethodHead {
		return &problem{status: http.StatusMovedPermanently, message: "Moved Permanently"}
	}
	return &problem{status: http.StatusTemporaryRedirect, message: "Temporary Redirect"}
}
