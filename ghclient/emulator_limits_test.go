package ghclient_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"net/http"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/upkeep-app/upkeep/emulator"
	"github.com/upkeep-app/upkeep/emulator/ratelimit"
	"github.com/upkeep-app/upkeep/ghclient"
)

// forms notes in which forms requests to a path were answered.
type forms struct {
	next http.RoundTripper
	path string
	seen map[string]bool
}

// RoundTrip is part of http.RoundTripper.
func (f *forms) RoundTrip(r *http.Request) (*http.Response, error) {
	answer, err := f.next.RoundTrip(r)
	if err != nil || r.URL.Path != f.path {
		return answer, err
	}
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		return nil, err
	}
	answer.Body = io.NopCloser(bytes.NewReader(body))
	var said struct{ Errors []struct{ Type string } }
	if err := json.Unmarshal(body, &said); err != nil {
		return nil, err
	}
	form := answer.Status
	for _, each := range said.Errors {
		form += " " + each.Type
	}
	f.seen[form] = true
	return answer, nil
}

func TestClientKnowsEveryFormOfALimit(t *testing.T) {
	t.Parallel()
	const body, graph = "/repos/acme/shop/issues/2", "/graphql"
	tests := []struct {
		name, path string
		secondary  bool
		want       []string
	}{
		{"REST, hourly budget", body, false, []string{"403 Forbidden", "429 Too Many Requests"}},
		{"REST, secondary", body, true, []string{"403 Forbidden", "429 Too Many Requests"}},
		{"GraphQL, hourly budget", graph, false, []string{"200 OK RATE_LIMIT", "200 OK RATE_LIMITED"}},
		{"GraphQL, secondary", graph, true, []string{"200 OK RATE_LIMITED", "403 Forbidden"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			id := w.github.Issue(ref(t, "acme/shop#2")).ID
			if err := w.github.Exhaust("acme", tt.secondary, 5*time.Minute); err != nil {
				t.Fatal(err)
			}
			f := &forms{next: w.github.RoundTripper(), path: tt.path, seen: map[string]bool{}}
			for range 20 {
				c := newClient(t, w.github, f)
				_, _, err := c.Body(t.Context(), w.inst, ref(t, "acme/shop#2"))
				if tt.path == graph {
					_, err = newClient(t, w.github, f).Issue(t.Context(), w.inst, id, time.Time{}, "")
				}
				var limit ghclient.RateLimited
				if !errors.As(err, &limit) || limit.Secondary != tt.secondary {
					t.Fatalf("limited as %v, secondary %t", err, tt.secondary)
				}
				if wait := time.Until(limit.Until); wait > 5*time.Minute+2*time.Second || wait < 4*time.Minute+50*time.Second {
					t.Errorf("waits for %s", wait)
				}
			}
			got := slices.Sorted(maps.Keys(f.seen))
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("forms (-want +got):\n%s", diff)
			}
		})
	}
}

func TestClientMeetsTheLimitOnNewContent(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(o *emulator.Options) { o.Limits = ratelimit.GitHub })
	for made := range 81 {
		_, _, _, err := w.CreateIssue(t.Context(), w.inst, "acme", "shop", "Again", "text")
		var limit ghclient.RateLimited
		if limited := errors.As(err, &limit); limited != (made == 80) || limited && !limit.Secondary {
			t.Fatalf("issue %d: %v", made+1, err)
		}
	}
	if crossed := w.github.LimitsCrossed(); len(crossed) != 1 || crossed[0].Kind != ratelimit.Content {
		t.Errorf("crossed %v", crossed)
	}
}
