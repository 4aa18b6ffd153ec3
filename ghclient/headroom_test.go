package ghclient_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/upkeep-app/upkeep/checkup"
	"github.com/upkeep-app/upkeep/emulator"
	"github.com/upkeep-app/upkeep/ghclient"
)

func TestHook(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.github.SetWebhook("https://upkeep.test/api/github/hook", "a secret")
	hook, err := w.Hook(t.Context())
	must(t, err)
	if diff := cmp.Diff(checkup.Hook{URL: "https://upkeep.test/api/github/hook", ContentType: "json", HasSecret: true}, hook); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	for _, insecure := range []string{"1", `"1"`} {
		answer := `{"url": "http://a", "content_type": "form", "insecure_ssl": ` + insecure + `}`
		hook, err := newClient(t, w.github, &says{status: 200, body: answer, header: http.Header{}}).Hook(t.Context())
		must(t, err)
		if diff := cmp.Diff(checkup.Hook{URL: "http://a", ContentType: "form", Unverified: true}, hook); diff != "" {
			t.Errorf("with %s (-want +got):\n%s", insecure, diff)
		}
	}
}

// What GitHub noted of an attempt is kept, and so is what an installation is told of.
func TestDeliveriesAndInstallationsInFull(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(o *emulator.Options) {
		o.WebhookURL, o.Client = "https://upkeep.test/", &http.Client{Transport: &says{status: 503, header: http.Header{}}}
	})
	_, err := w.github.Comment("olga", w.issue(t, "acme/shop#2", time.Time{}).Ref, "Hello.")
	must(t, err)
	_, err = w.github.Deliver(t.Context())
	must(t, err)
	log, _, err := w.Deliveries(t.Context(), "")
	must(t, err)
	if len(log) == 0 || log[0].OK || log[0].Code != 503 || !strings.Contains(log[0].Status, "503") {
		t.Errorf("log %+v", log)
	}
	all, err := w.Installations(t.Context())
	must(t, err)
	if len(all) != 1 || len(all[0].Events) == 0 || !strings.HasPrefix(all[0].Page, "https://github.com/organizations/acme/settings/installations/") {
		t.Errorf("installations %+v", all)
	}
}

func TestLimits(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	limits, err := w.Limits(t.Context(), w.inst)
	must(t, err)
	if len(limits.All) != 2 || limits.All[0].Resource != "core" || limits.All[1].Resource != "graphql" || limits.None {
		t.Fatalf("limits %+v", limits)
	}
	for _, limit := range limits.All {
		if limit.Limit == 0 || limit.Remaining == 0 || limit.Reset.Before(w.at) {
			t.Errorf("limit %+v", limit)
		}
	}
	off := withoutLimits{w.github.RoundTripper()}
	limits, err = newClient(t, w.github, off).Limits(t.Context(), w.inst)
	if must(t, err); !limits.None {
		t.Errorf("where they are off: %+v", limits)
	}
}

// withoutLimits is a GitHub Enterprise Server as it comes.
type withoutLimits struct{ http.RoundTripper }

func (o withoutLimits) RoundTrip(r *http.Request) (*http.Response, error) {
	if strings.HasSuffix(r.URL.Path, "/rate_limit") {
		return (&says{status: 404, body: `{"message": "Rate limiting is not enabled."}`, header: http.Header{}}).RoundTrip(r)
	}
	return o.RoundTripper.RoundTrip(r)
}

// GitHub's clock is told by whatever it answers; a proxy's page is not GitHub.
func TestReach(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	reach := func(through http.RoundTripper) (time.Time, error) {
		return ghclient.Reach(t.Context(), ghclient.Config{V3URL: "https://api.github.com", Transport: through, UserAgent: "upkeep-test"})
	}
	at, err := reach(w.github.RoundTripper())
	must(t, err)
	if apart := time.Since(at).Abs(); apart > time.Minute {
		t.Errorf("its clock is %s apart from this one", apart)
	}
	date := "Sun, 01 Mar 2026 12:10:00 GMT"
	refusal := &says{status: 401, header: http.Header{"X-Github-Request-Id": {"1"}, "Date": {date}}}
	if at, err := reach(refusal); err != nil || !at.Equal(time.Date(2026, 3, 1, 12, 10, 0, 0, time.UTC)) {
		t.Errorf("from a refusal: %s, %v", at, err)
	}
	if strings.Contains(strings.Join(refusal.asked, ""), "Bearer") {
		t.Errorf("asked %q", refusal.asked)
	}
	tries := 0
	flaky := tripper(func(q *http.Request) (*http.Response, error) {
		if tries++; tries < 3 {
			return nil, errors.New("EOF")
		}
		return refusal.RoundTrip(q)
	})
	if _, err := ghclient.Reach(t.Context(), ghclient.Config{V3URL: "https://api.github.com", Transport: flaky, ReadTries: 3}); err != nil || tries != 3 {
		t.Errorf("after %d tries: %v", tries, err)
	}
	for name, through := range map[string]http.RoundTripper{
		"what answers is not GitHub": &says{status: 200, header: http.Header{"Date": {date}}},
		"read the date":              &says{status: 200, header: http.Header{"X-Github-Request-Id": {"1"}}},
		"connection refused":         &says{err: errors.New("connection refused")},
	} {
		if _, err := reach(through); err == nil || !strings.HasPrefix(err.Error(), name) {
			t.Errorf("%v, want %q", err, name)
		}
	}
}

type tripper func(*http.Request) (*http.Response, error)

func (f tripper) RoundTrip(q *http.Request) (*http.Response, error) { return f(q) }
