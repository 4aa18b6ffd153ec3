package ghclient

import (
	"context"
	"errors"
	"net/http"
	"sync/atomic"
	"testing"
	"time"

	"github.com/upkeep-app/upkeep/testclock"
)

func limitOf(t *testing.T, err error) RateLimited {
	t.Helper()
	var limit RateLimited
	if !errors.As(err, &limit) {
		t.Fatalf("error %v is not a limit", err)
	}
	return limit
}

func TestLimitedInstallationSendsNothing(t *testing.T) {
	t.Parallel()
	ok := reply{status: 200, body: `{"body":"text"}`}
	c, f, at := newTestClient(t, map[string][]reply{
		bodyPath:  {{status: 429, header: map[string]string{"Retry-After": "60"}}, ok},
		graphPath: {{status: 200, body: `{"data":{"nodes":[]}}`}},
	})
	read := func(installation int64) error {
		_, _, err := c.Body(t.Context(), installation, testRef)
		return err
	}
	until := limitOf(t, read(testInstallation)).Until
	at.Pass(59 * time.Second)
	if got := limitOf(t, read(testInstallation)).Until; !got.Equal(until) {
		t.Errorf("limited until %s, want %s", got, until)
	}
	if _, err := c.Board(t.Context(), testInstallation, "acme", 1); !limitOf(t, err).Until.Equal(until) {
		t.Errorf("GraphQL is not limited: %v", err)
	}
	if n := len(f.lines()); n != 1 {
		t.Errorf("sent %d requests while limited: %q", n-1, f.lines())
	}
	if err := read(8); err != nil {
		t.Errorf("another installation is limited too: %v", err)
	}
	at.Pass(time.Second)
	if err := read(testInstallation); err != nil {
		t.Errorf("still limited afterwards: %v", err)
	}
}

func TestUnstatedLimitsGrow(t *testing.T) {
	t.Parallel()
	c, f, at := newTestClient(t, map[string][]reply{bodyPath: {{status: 429}}})
	for _, want := range []time.Duration{1, 2, 4, 8, 16, 32, 32} {
		_, _, err := c.Body(t.Context(), testInstallation, testRef)
		wait := limitOf(t, err).Until.Sub(at.Now())
		if wait != want*time.Minute {
			t.Errorf("waits %s, want %d minutes", wait, want)
		}
		at.Pass(wait)
	}
	f.replies[bodyPath] = []reply{{status: 200, body: `{}`}, {status: 429}}
	if _, _, err := c.Body(t.Context(), testInstallation, testRef); err != nil {
		t.Fatal(err)
	}
	_, _, err := c.Body(t.Context(), testInstallation, testRef)
	if wait := limitOf(t, err).Until.Sub(at.Now()); wait != time.Minute {
		t.Errorf("after a success it waits %s, want a minute", wait)
	}
}

func TestLastOfTheBudget(t *testing.T) {
	t.Parallel()
	c, f, at := newTestClient(t, map[string][]reply{bodyPath: {{
		status: 200, body: `{"body":"text"}`, header: map[string]string{"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "1772368200"},
	}}})
	if body, _, err := c.Body(t.Context(), testInstallation, testRef); err != nil || body != "text" {
		t.Fatalf("the last request of the budget: %q, %v", body, err)
	}
	_, _, err := c.Body(t.Context(), testInstallation, testRef)
	if limit := limitOf(t, err); limit.Secondary || limit.Until.Sub(at.Now()) != 30*time.Minute {
		t.Errorf("limit %+v", limit)
	}
	if len(f.lines()) != 1 {
		t.Errorf("sent %q", f.lines())
	}
}

// Only the clock given counts: go-github must not keep times of its own.
func TestLimitsFollowTheClockGiven(t *testing.T) {
	t.Parallel()
	farAway := map[string]string{"X-RateLimit-Limit": "5000", "X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "4102444800"} // 2100
	c, f, at := newTestClient(t, map[string][]reply{bodyPath: {{status: 200, body: `{}`, header: farAway}}})
	for range 2 {
		if _, _, err := c.Body(t.Context(), testInstallation, testRef); err != nil {
			t.Fatal(err)
		}
		at.Pass(longestWait)
	}
	if len(f.lines()) != 2 {
		t.Errorf("sent %q", f.lines())
	}
}

// After a limit one request goes ahead; the others wait for what it finds.
func TestOneProbe(t *testing.T) {
	t.Parallel()
	at := testclock.At(time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC))
	l := &limits{now: at.Now}
	if err := l.settle(&call{}, RateLimited{}); err == nil {
		t.Fatal("the limit is lost")
	}
	at.Pass(time.Minute)
	if err := l.admit(); err != nil {
		t.Fatalf("the probe is refused: %v", err)
	}
	if wait := limitOf(t, l.admit()).Until.Sub(at.Now()); wait != probeWait {
		t.Errorf("the second waits %s", wait)
	}
	if err := l.settle(&call{}, context.DeadlineExceeded); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("the error became %v", err)
	}
	if err := l.admit(); err != nil {
		t.Fatalf("after a probe without an answer, the next is refused: %v", err)
	}
	_ = l.settle(&call{header: http.Header{}}, ErrNotFound)
	for range 3 {
		if err := l.admit(); err != nil {
			t.Errorf("after a good probe: %v", err)
		}
	}
}

// Requests that were on their way together meet the same limit once.
func TestLimitMetTogether(t *testing.T) {
	t.Parallel()
	at := testclock.At(time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC))
	l := &limits{now: at.Now}
	for range 5 {
		if wait := limitOf(t, l.settle(&call{}, RateLimited{Secondary: true})).Until.Sub(at.Now()); wait != time.Minute {
			t.Errorf("waits %s, want a minute", wait)
		}
	}
	if err := l.settle(&call{header: http.Header{}}, nil); err != nil || l.admit() == nil {
		t.Error("an older request that went well ended the limit")
	}
}

// crowd counts how many requests are under way at once.
type crowd struct {
	next      http.RoundTripper
	now, most atomic.Int32
}

func (c *crowd) RoundTrip(r *http.Request) (*http.Response, error) {
	n := c.now.Add(1)
	defer c.now.Add(-1)
	for most := c.most.Load(); n > most && !c.most.CompareAndSwap(most, n); most = c.most.Load() {
	}
	time.Sleep(2 * time.Millisecond)
	return c.next.RoundTrip(r)
}

func TestTurns(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		most int32
		do   func(*Client) error
	}{
		"reads": {readsAtOnce, func(c *Client) error {
			_, _, err := c.Body(t.Context(), testInstallation, testRef)
			return err
		}},
		"writes": {writesAtOnce, func(c *Client) error {
			_, err := c.EditComment(t.Context(), testInstallation, testRef, 9, "text")
			return err
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := &fake{replies: map[string][]reply{
				bodyPath: {{status: 200, body: `{}`}}, "PATCH /repos/acme/shop/issues/comments/9": {{status: 200, body: `{}`}},
			}}
			busy := &crowd{next: f}
			c, err := New(Config{
				V3URL: "https://" + testHost + "/api/v3", V4URL: "https://" + testHost + "/api/graphql",
				AppID: 1, PrivateKey: testKey(), Transport: busy, Now: time.Now,
			})
			if err != nil {
				t.Fatal(err)
			}
			results := make(chan error)
			for range 4 * readsAtOnce {
				go func() { results <- test.do(c) }()
			}
			for range 4 * readsAtOnce {
				if err := <-results; err != nil {
					t.Error(err)
				}
			}
			if got := busy.most.Load(); got > test.most || (test.most > 1 && got < 2) {
				t.Errorf("%d at once, want at most %d", got, test.most)
			}
		})
	}
}
