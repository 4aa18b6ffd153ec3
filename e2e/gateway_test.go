//go:build services

package e2e_test

import (
	"bytes"
	"io"
	"maps"
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

// hold holds back the answers to certain requests from now on.
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
	r.Body = io.NopCloser(bytes.NewReader(body))
	release := g.holdThis(r)
	answer := httptest.NewRecorder()
	g.github.ServeHTTP(answer, r)
	if release != nil {
		<-release
	}
	maps.Copy(w.Header(), answer.Header())
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
// that are up. With none, or while it loses them, deliveries fail; while one is
// starting they wait for it.
type front struct {
	url   string
	loses atomic.Bool

	mu       sync.Mutex
	changed  *sync.Cond // of what follows
	targets  []*url.URL
	turn     int
	starting int
}

func newFront(t testing.TB) *front {
	t.Helper()
	f := &front{}
	f.changed = sync.NewCond(&f.mu)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		target := f.next()
		if f.loses.Load() || target == nil {
			http.Error(w, "nobody is there", http.StatusBadGateway)
			return
		}
		proxy := httputil.ReverseProxy{
			Rewrite: func(r *httputil.ProxyRequest) { r.SetURL(target) },
			ErrorHandler: func(w http.ResponseWriter, _ *http.Request, err error) {
				http.Error(w, err.Error(), http.StatusBadGateway)
			},
		}
		proxy.ServeHTTP(w, r)
	}))
	f.url = server.URL
	t.Cleanup(server.Close)
	return f
}

// next is whose turn it is; nil for nobody's.
func (f *front) next() *url.URL {
	f.mu.Lock()
	defer f.mu.Unlock()
	for len(f.targets) == 0 && f.starting > 0 {
		f.changed.Wait()
	}
	if len(f.targets) == 0 {
		return nil
	}
	f.turn++
	return f.targets[f.turn%len(f.targets)]
}

// expect adds a target that is starting; nil when it does not come.
func (f *front) expect(target func() *url.URL) {
	f.mu.Lock()
	f.starting++
	f.mu.Unlock()
	came := target()
	f.mu.Lock()
	defer f.mu.Unlock()
	f.starting--
	if came != nil {
		f.targets = append(f.targets, came)
	}
	f.changed.Broadcast()
}

func (f *front) add(target *url.URL) { f.expect(func() *url.URL { return target }) }

func (f *front) remove(target *url.URL) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.targets = slices.DeleteFunc(f.targets, func(u *url.URL) bool { return u == target })
}
