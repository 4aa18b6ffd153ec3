package reconcile_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
)

// inProcess carries a request to a handler.
type inProcess func() http.Handler

func (h inProcess) RoundTrip(r *http.Request) (*http.Response, error) {
	recorder := httptest.NewRecorder()
	h().ServeHTTP(recorder, r)
	return recorder.Result(), nil
}

// asked is one request of the app.
type asked struct {
	line  string // "METHOD path"
	query string
	body  string
	pass  func() (*http.Response, error)
}

// wire carries the app's requests, counts them and can answer in GitHub's place.
// Requests for tokens always pass.
type wire struct {
	next http.RoundTripper

	mu    sync.Mutex
	sent  []string
	fault func(asked) (*http.Response, error)
}

func (w *wire) RoundTrip(r *http.Request) (*http.Response, error) {
	if strings.HasSuffix(r.URL.Path, "/access_tokens") {
		return w.next.RoundTrip(r)
	}
	body := ""
	if r.Body != nil {
		text, err := io.ReadAll(r.Body)
		if err != nil {
			return nil, err
		}
		body = string(text)
		r.Body = io.NopCloser(strings.NewReader(body))
	}
	a := asked{line: r.Method + " " + r.URL.Path, query: r.URL.RawQuery, body: body, pass: func() (*http.Response, error) { return w.next.RoundTrip(r) }}
	w.mu.Lock()
	w.sent = append(w.sent, a.line+" "+operation(body))
	fault := w.fault
	w.mu.Unlock()
	if fault == nil {
		return a.pass()
	}
	return fault(a)
}

// operation is the name of a GraphQL operation, such as "query Issue"; empty for REST.
func operation(body string) string {
	_, text, _ := strings.Cut(body, `"query":"`)
	name, _, _ := strings.Cut(text, "(")
	if len(name) > 40 {
		return ""
	}
	return name
}

func (w *wire) set(fault func(asked) (*http.Response, error)) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.fault = fault
}

// crashAt ends the process at one of its writes, the signs of having seen a
// comment not counted: before it for an odd number, after it for an even one.
// The run ends there, whatever it would have recorded. It tells whether that came.
func (w *world) crashAt(number int) (crashed func() bool) {
	var mu sync.Mutex
	n, over := 0, false
	ends := func() bool {
		mu.Lock()
		defer mu.Unlock()
		n++
		now := !over && n > number/2
		over = over || now
		return now
	}
	w.wire.set(func(a asked) (*http.Response, error) {
		reads := strings.HasPrefix(a.line, "GET") || strings.Contains(a.body, `"query":"query`)
		if reads || strings.Contains(a.body, `"eyes"`) || !ends() {
			return a.pass()
		}
		if number%2 == 0 {
			_, _ = a.pass()
		}
		panic(http.ErrAbortHandler)
	})
	return func() bool {
		mu.Lock()
		defer mu.Unlock()
		return over
	}
}

// requests are those sent since it was asked last.
func (w *wire) requests() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	sent := w.sent
	w.sent = nil
	return sent
}

// answer is an answer that GitHub has not given.
func answer(status int, body string) *http.Response {
	return &http.Response{
		StatusCode: status, Status: http.StatusText(status), Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: http.Header{"Content-Type": {"application/json"}}, Body: io.NopCloser(strings.NewReader(body)),
	}
}

// memory answers requests as it did before: it keeps the first answer to each
// query of a name, and repeats it as often as it is told.
type memory struct {
	name   string // such as "query Issue"
	mu     sync.Mutex
	kept   map[string]string
	stale  int // how many old answers are still to come
	asked  int
	answer func(asked) (*http.Response, error) // everything else
}

func (m *memory) fault(a asked) (*http.Response, error) {
	if !strings.Contains(a.body, m.name+"(") {
		if m.answer != nil {
			return m.answer(a)
		}
		return a.pass()
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.asked++
	if old, ok := m.kept[a.body]; ok && m.stale > 0 {
		m.stale--
		return answer(http.StatusOK, old), nil
	}
	got, err := a.pass()
	if err != nil {
		return nil, err
	}
	text, err := io.ReadAll(got.Body)
	if err != nil {
		return nil, err
	}
	if m.kept == nil {
		m.kept = map[string]string{}
	}
	if _, ok := m.kept[a.body]; !ok {
		m.kept[a.body] = string(text)
	}
	got.Body = io.NopCloser(strings.NewReader(string(text)))
	return got, nil
}
