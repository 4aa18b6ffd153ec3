package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// hooked carries webhooks to the app, many side by side as GitHub does: the
// emulator itself sends the next when the last is answered.
type hooked struct {
	handler http.Handler
	under   sync.WaitGroup
	refused atomic.Int64
}

// RoundTrip is part of http.RoundTripper.
func (h *hooked) RoundTrip(r *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	sent := r.Clone(context.WithoutCancel(r.Context()))
	sent.Body = io.NopCloser(bytes.NewReader(body))
	h.under.Go(func() {
		answer := httptest.NewRecorder()
		if h.handler.ServeHTTP(answer, sent); answer.Code != http.StatusAccepted {
			h.refused.Add(1)
		}
	})
	accepted := httptest.NewRecorder()
	accepted.WriteHeader(http.StatusAccepted)
	return accepted.Result(), nil
}

// wait waits until all are answered.
func (h *hooked) wait() error {
	h.under.Wait()
	if n := h.refused.Load(); n > 0 {
		return fmt.Errorf("%d webhooks were not accepted", n)
	}
	return nil
}

// burstSeen is what the app asked of GitHub in some time; the points are those
// of the GraphQL API.
type burstSeen struct {
	requests, points int
	// named are the requests by what they are, such as "query Issue" or "PATCH".
	named map[string]int
	// took is the time until the last answer.
	took time.Duration
}

// burstWire carries the app's requests, with a network's delay, and counts them.
type burstWire struct {
	next http.RoundTripper

	mu    sync.Mutex
	count burstSeen
	begun time.Time
	last  time.Time // when something was asked or answered
	asked int       // requests under way
}

// RoundTrip is part of http.RoundTripper.
func (w *burstWire) RoundTrip(r *http.Request) (*http.Response, error) {
	var text []byte
	if r.Body != nil {
		var err error
		if text, err = io.ReadAll(r.Body); err != nil {
			return nil, err
		}
		r.Body = io.NopCloser(bytes.NewReader(text))
	}
	w.note(+1, "", nil)
	time.Sleep(burstAnswer)
	answer, err := w.next.RoundTrip(r)
	name := r.Method
	if _, document, ok := strings.Cut(string(text), `"query":"`); ok {
		name = strings.Join(strings.Fields(document[:min(len(document), 40)])[:2], " ")
		name, _, _ = strings.Cut(name, "(")
	} else if strings.HasSuffix(r.URL.Path, "/access_tokens") {
		name = "" // one an hour
	}
	w.note(-1, name, answer)
	return answer, err
}

// note counts a request that begins or ends.
func (w *burstWire) note(under int, name string, answer *http.Response) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.last = time.Now()
	w.asked += under
	if name == "" {
		return
	}
	w.count.requests++
	w.count.named[name]++
	w.count.took = w.last.Sub(w.begun)
	if answer != nil && strings.Contains(name, " ") {
		points, _ := strconv.Atoi(answer.Header.Get("X-RateLimit-Used")) // the request's own: nothing is limited
		w.count.points += points
	}
}

// begin counts anew.
func (w *burstWire) begin() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.begun, w.last = time.Now(), time.Now()
	w.count = burstSeen{named: map[string]int{}}
}

func (w *burstWire) seen() burstSeen {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.count
}

// idle is how long nothing has been asked.
func (w *burstWire) idle() time.Duration {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.asked > 0 {
		return 0
	}
	return time.Since(w.last)
}
