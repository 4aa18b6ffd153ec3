//go:build services

package e2e_test

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
)

const hookPath = "/api/github/hook"

// gateway is the way of one app's requests to GitHub. It counts writes, and
// can hold answers back, as a slow network does.
type gateway struct {
	github http.Handler
	writes atomic.Int64

	mu      sync.Mutex
	holds   func(r *http.Request) bool // nil for none
	held    int
	release chan struct{}
}

// hold holds back the answers to requests from now on; nil for all reads.
// GitHub has dealt with a request when its answer is held.
func (g *gateway) hold(which func(*http.Request) bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.holds, g.held, g.release = which, 0, make(chan struct{})
}

// letGo gives out the answers that are held, and holds no more.
func (g *gateway) letGo() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.holds = nil
	close(g.release)
}

// holding is how many answers have been held.
func (g *gateway) holding() int {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.held
}

func (g *gateway) holdThis(r *http.Request) <-chan struct{} {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.holds == nil || !g.holds(r) {
		return nil
	}
	g.held++
	return g.release
}

// ServeHTTP is part of http.Handler.
func (g *gateway) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	if isWrite(r, body) {
		g.writes.Add(1)
	}
	release := g.holdThis(r)
	r.Body = io.NopCloser(bytes.NewReader(body))
	answer := httptest.NewRecorder()
	g.github.ServeHTTP(answer, r)
	if release != nil {
		<-release
	}
	for name, values := range answer.Header() {
		w.Header()[name] = values
	}
	w.WriteHeader(answer.Code)
	_, _ = w.Write(answer.Body.Bytes()) // the app may be gone
}

func isWrite(r *http.Request, body []byte) bool {
	if strings.HasSuffix(r.URL.Path, "/graphql") {
		return bytes.Contains(body, []byte("mutation"))
	}
	return r.Method != http.MethodGet && !strings.HasSuffix(r.URL.Path, "/access_tokens")
}

// front is where GitHub sends webhooks: a load balancer before the replicas
// that are up. With none, or while it loses them, deliveries fail.
type front struct {
	url   string
	turn  atomic.Int64
	loses atomic.Bool

	mu      sync.Mutex
	targets []*url.URL
}

func newFront(t testing.TB) *front {
	f := &front{}
	proxy := &httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) { r.SetURL(f.next()) },
		ErrorHandler: func(w http.ResponseWriter, _ *http.Request, err error) {
			http.Error(w, err.Error(), http.StatusBadGateway)
		},
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if f.loses.Load() || f.next() == nil {
			http.Error(w, "nobody is there", http.StatusBadGateway)
			return
		}
		proxy.ServeHTTP(w, r)
	}))
	f.url = server.URL
	t.Cleanup(server.Close)
	return f
}

func (f *front) next() *url.URL {
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(f.targets) == 0 {
		return nil
	}
	return f.targets[int(f.turn.Add(1))%len(f.targets)]
}

func (f *front) add(target *url.URL) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.targets = append(f.targets, target)
}

func (f *front) remove(target *url.URL) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.targets = slices.DeleteFunc(f.targets, func(u *url.URL) bool { return u == target })
}
