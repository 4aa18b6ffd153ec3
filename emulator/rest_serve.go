package emulator

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"strings"
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
		e.setCommonHeaders(w.Header(), r)
		e.writeProblem(w, r, &problem{status: http.StatusRequestEntityTooLarge, message: "Payload too big"})
		return
	}
	if plan := e.chaos.Load(); plan != nil {
		e.serveAmidChaos(plan, w, r, body)
		return
	}
	e.serveAPI(w, r, body)
}

// serveAPI answers one request of either API.
func (e *Emulator) serveAPI(w http.ResponseWriter, r *http.Request, body []byte) {
	e.setCommonHeaders(w.Header(), r)
	if r.UserAgent() == "" {
		writeWithoutUserAgent(w)
		return
	}
	if e.options.Watch != nil && !isGraphQL(r) {
		watched := &watchedAnswer{ResponseWriter: w, status: http.StatusOK}
		defer func() { e.options.Watch.Answer(r.Method, r.URL.Path, watched.status, w.Header(), watched.body) }()
		w = watched
	}
	e.serveWithinLimits(w, r, body)
}

// writeWithoutUserAgent refuses a request that does not say who sends it, as
// the page "User agent required" of GitHub's documentation shows: not in JSON.
func writeWithoutUserAgent(w http.ResponseWriter) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.WriteHeader(http.StatusForbidden)
	_, _ = io.WriteString(w, "\r\nRequest forbidden by administrative rules. Please make sure your request has a User-Agent header "+
		"(https://docs.github.com/en/rest/overview/resources-in-the-rest-api#user-agent-required). "+
		"Check https://developer.github.com for other possible causes.\r\n")
}

// setCommonHeaders sets what every answer has.
func (e *Emulator) setCommonHeaders(h http.Header, r *http.Request) {
	e.mu.Lock()
	id := strings.ToUpper(e.ids.hex("request", 24))
	e.mu.Unlock()
	h.Set("X-GitHub-Request-Id", fmt.Sprintf("%s:%s:%s:%s", id[:4], id[4:10], id[10:16], id[16:]))
	h.Set("X-GitHub-Media-Type", mediaType(r))
	h.Set("Server", "github.com")
	h.Set("Date", e.options.AuthNow().UTC().Format(http.TimeFormat))
}

// mediaType says what GitHub understood of the Accept header: a parameter of
// its own types, such as the "raw" of application/vnd.github.raw+json.
func mediaType(r *http.Request) string {
	for _, known := range []string{"raw", "text", "html", "full", "diff", "patch", "object"} {
		accept := r.Header.Get("Accept")
		if strings.Contains(accept, "vnd.github."+known) || strings.Contains(accept, "vnd.github.v3."+known) {
			return "github.v3; param=" + known + "; format=json"
		}
	}
	return "github.v3; format=json"
}

// serveREST runs one operation and writes its answer.
func (e *Emulator) serveREST(w http.ResponseWriter, r *http.Request, body []byte) {
	version := versionOf(r)
	if err := checkVersion(version); err != nil {
		e.writeProblem(w, r, err)
		return
	}
	w.Header().Set("X-GitHub-Api-Version-Selected", version)
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
	if a.body == nil {
		return a, nil, header, nil
	}
	if raw, is := a.body.(rawText); is {
		return a, []byte(raw), header, nil
	}
	text, err := json.Marshal(a.body)
	if err == nil && versionOf(r) == latestVersion {
		text, err = withoutRetired(text)
	}
	return a, text, header, err
}

// operate finds and runs the operation of a request.
func (e *Emulator) operate(r *http.Request, body []byte) (answer, http.Header, error) {
	q := &request{Emulator: e, http: r, body: body}
	rt, found := q.route()
	if !found {
		q.noteUnserved()
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
	if r.Method != http.MethodGet && r.Method != http.MethodHead && !rt.byApp && !rt.open && q.user == nil {
		return answer{}, nil, unauthorized("Requires authentication")
	}
	header, err := q.permit(rt)
	if err != nil {
		return answer{}, header, err
	}
	if !rt.byApp {
		q.Emulator, q.actor = e.worldFor(r, q.actor)
	}
	a, err := rt.serve(q)
	if elsewhere, ok := errors.AsType[*moved](err); ok {
		header.Set("Location", q.address(elsewhere.path))
		return answer{}, header, err
	}
	maps.Copy(header, a.header)
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
	if a.status == http.StatusNoContent {
		w.WriteHeader(a.status)
		return
	}
	h := w.Header()
	if text != nil {
		h.Set("Content-Type", "application/json; charset=utf-8")
	}
	if _, raw := a.body.(rawText); raw {
		h.Set("Content-Type", "application/vnd.github.raw+json; charset=utf-8")
	}
	if (r.Method == http.MethodGet || r.Method == http.MethodHead) && a.status == http.StatusOK {
		setValidators(h, a, text)
		if unchanged(r, h) {
			h.Del("Content-Type")
			w.WriteHeader(http.StatusNotModified)
			return
		}
	}
	w.WriteHeader(a.status)
	if r.Method != http.MethodHead {
		_, _ = w.Write(text) //nolint:gosec // it is JSON and says so
	}
}

// writeProblem writes an error in GitHub's shape.
func (e *Emulator) writeProblem(w http.ResponseWriter, r *http.Request, err error) {
	p := asProblem(err)
	body := object{"message": p.message, "documentation_url": documentation, "status": decimal(int64(p.status))}
	if p.errors != nil {
		body["errors"] = p.errors
	}
	if p.simple {
		body["message"], body["errors"] = "Unprocessable Entity", []string{p.message}
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
	if r.Method != http.MethodHead {
		_, _ = w.Write(text)
	}
}

// redirection is the answer to a request for what has moved: only reads are
// told that it is for good.
func redirection(method string) *problem {
	if method == http.MethodGet || method == http.MethodHead {
		return &problem{status: http.StatusMovedPermanently, message: "Moved Permanently"}
	}
	return &problem{status: http.StatusTemporaryRedirect, message: "Temporary Redirect"}
}
