package rehearsal_test

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/upkeep-app/upkeep/ghclient"
	"github.com/upkeep-app/upkeep/rehearsal"
	"github.com/upkeep-app/upkeep/upgrade"
)

// graphQL counts the requests that are sent there.
func graphQL(path string) bool { return path == "/graphql" }

// issueRead reports whether a request reads one issue by itself, as its key does.
func issueRead(body string, id upgrade.NodeID) bool {
	return strings.Contains(body, "query Issue") && strings.Contains(body, string(id))
}

// A rehearsal that is cut off tells what it knows until then, and that it is not all.
func TestCutOff(t *testing.T) {
	t.Parallel()
	whole := newWorld(t)
	all := targets(whole.rehearse(t.Context(), whole.options(map[string]string{"acme": policy})))
	seen := map[bool]bool{}
	for _, after := range []int64{1, 5, 9, 13, 17} {
		w := newWorld(t)
		o := w.options(map[string]string{"acme": policy})
		o.Workers = 1
		ctx, cancel := context.WithCancel(t.Context())
		var sent atomic.Int64
		w.wire.fault = func(path, _ string) int {
			if graphQL(path) && sent.Add(1) == after {
				cancel()
			}
			return 0
		}
		result := w.rehearse(ctx, o)
		cancel()
		if result.Unfinished == 0 || len(result.Failed) > 0 {
			t.Errorf("cut off at request %d: %d unfinished, failed %+v", after, result.Unfinished, result.Failed)
		}
		for _, target := range targets(result) {
			if !slices.Contains(all, target) {
				t.Errorf("cut off at request %d it would write to %s, as a whole not", after, target)
			}
		}
		seen[len(result.Writes) > 0] = true
	}
	if !seen[true] || !seen[false] {
		t.Errorf("cut off both before anything was known and after: %v", seen)
	}
}

// One issue that cannot be read is told; the others are looked at.
func TestOneReadFails(t *testing.T) {
	t.Parallel()
	for _, status := range []int{http.StatusInternalServerError, http.StatusForbidden} {
		t.Run(http.StatusText(status), func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			lib := w.github.Issue(w.ref("acme/lib#1")).ID
			o := w.options(map[string]string{"acme": policy})
			w.wire.fault = func(_, body string) int {
				if issueRead(body, lib) {
					return status
				}
				return 0
			}
			result := w.rehearse(t.Context(), o)
			if len(result.Failed) != 1 || result.Failed[0].Key != upgrade.IssueKey(lib) || result.Failed[0].Reason == "" || result.Unfinished > 0 {
				t.Errorf("failed %+v, %d unfinished; want the one issue", result.Failed, result.Unfinished)
			}
			if n := len(targets(result)); n != 4 { // three other children, and the living comment
				t.Errorf("%d writes: %q", n, targets(result))
			}
		})
	}
}

// A decider that panics takes nobody with it.
func TestPanicIsOneFailure(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	o := w.options(map[string]string{"acme": policy})
	lib := w.github.Issue(w.ref("acme/lib#1")).ID
	o.GitHub = panicking{w.client, lib}
	result := w.rehearse(t.Context(), o)
	if len(result.Failed) != 1 || result.Failed[0].Key != upgrade.IssueKey(lib) || !strings.Contains(result.Failed[0].Reason, "panicked") || len(result.Writes) < 4 {
		t.Errorf("failed %+v, %d writes", result.Failed, len(result.Writes))
	}
}

type panicking struct {
	rehearsal.GitHub
	issue upgrade.NodeID
}

func (p panicking) Issue(ctx context.Context, installation int64, id upgrade.NodeID, since time.Time, own upgrade.NodeID) (upgrade.Issue, error) {
	if id == p.issue {
		panic("a test")
	}
	return p.GitHub.Issue(ctx, installation, id, since, own)
}

// A rate limit is waited for where there is somebody to wait, and told where not.
func TestRateLimit(t *testing.T) {
	t.Parallel()
	for name, waits := range map[string]bool{"waits": true, "does not wait": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			o := w.options(map[string]string{"acme": policy})
			end := w.clock.Now().Add(10 * time.Minute)
			o.GitHub = limited{w.client, w.clock.Now, end}
			if waits {
				o.After = func(d time.Duration) <-chan time.Time {
					w.clock.Pass(d)
					passed := make(chan time.Time, 1)
					passed <- w.clock.Now()
					return passed
				}
			}
			result := w.rehearse(t.Context(), o)
			if waits {
				w.whole(result)
				if len(result.Writes) < 5 || w.clock.Now().Before(end) {
					t.Errorf("%d writes at %s", len(result.Writes), w.clock.Now())
				}
				return
			}
			if len(result.Failed) == 0 || !strings.Contains(result.Failed[0].Reason, "rate limit") {
				t.Errorf("failed %+v", result.Failed)
			}
		})
	}
}

// limited answers for issues only from a time on.
type limited struct {
	rehearsal.GitHub
	now func() time.Time
	end time.Time
}

func (l limited) Issue(ctx context.Context, installation int64, id upgrade.NodeID, since time.Time, own upgrade.NodeID) (upgrade.Issue, error) {
	if l.now().Before(l.end) {
		return upgrade.Issue{}, ghclient.RateLimited{Until: l.end}
	}
	return l.GitHub.Issue(ctx, installation, id, since, own)
}

// Policies that nothing can come of are refused before anything is read.
func TestPoliciesAreChecked(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		policies map[string]string
		says     string
	}{
		"not valid":  {map[string]string{"acme": "mode: never"}, "the policy for acme is not valid"},
		"of nobody":  {map[string]string{"elsewhere": policy}, "the app is not installed"},
		"one of two": {map[string]string{"acme": policy, "partner": "boards: 7"}, "the policy for partner is not valid"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			result, err := rehearsal.Run(t.Context(), w.options(test.policies))
			if err == nil || !strings.Contains(err.Error(), test.says) {
				t.Errorf("error %v, want one that says %q", err, test.says)
			}
			if diff := cmp.Diff(rehearsal.Result{}, result); diff != "" {
				t.Errorf("a result nevertheless: %s", diff)
			}
		})
	}
}
