package ghclient

import (
	"context"
	"errors"
	"io"
	"maps"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/upkeep-app/upkeep/testclock"
	"github.com/upkeep-app/upkeep/upgrade"
)

var testRef = upgrade.Ref{Owner: "acme", Repo: "shop", Number: 5}

const (
	bodyPath  = "GET /repos/acme/shop/issues/5"
	editPath  = "PATCH /repos/acme/shop/issues/5"
	tokenPath = "POST /app/installations/7/access_tokens"
	graphPath = "POST /api/graphql"
)

// wants is what an error must and must not be.
type wants struct {
	is    error         // errors.Is; nil for none of the named ones
	limit time.Duration // RateLimited for that long; 0 for not limited
	burst bool          // Secondary
	final bool
}

var named = []error{ErrNotFound, ErrForbidden, ErrGone, ErrInvalid, ErrMoved, ErrSuspended, ErrNoInstallation, ErrUnknownOutcome}

func check(t *testing.T, err error, at *testclock.Clock, want wants) {
	t.Helper()
	if err == nil {
		t.Fatal("no error")
	}
	for _, one := range named {
		if errors.Is(err, one) != errors.Is(one, want.is) {
			t.Errorf("errors.Is(%q, %q) = %t", err, one, !errors.Is(one, want.is))
		}
	}
	var limit RateLimited
	if errors.As(err, &limit) != (want.limit != 0) {
		t.Fatalf("error %q: is it a limit? want %t", err, want.limit != 0)
	}
	if want.limit != 0 && (limit.Until.Sub(at.Now()) != want.limit || limit.Secondary != want.burst) {
		t.Errorf("limited for %s, secondary %t; want %s, %t", limit.Until.Sub(at.Now()), limit.Secondary, want.limit, want.burst)
	}
	if Final(err) != want.final {
		t.Errorf("Final(%q) = %t", err, Final(err))
	}
}

func TestRESTAnswers(t *testing.T) {
	t.Parallel()
	const message = `{"message":"API rate limit exceeded for installation."}`
	const burst = `{"message":"You have exceeded a secondary rate limit.","documentation_url":"https://docs.test/#secondary-rate-limits"}`
	reset := map[string]string{"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "1772368200"} // 12:30
	limitedFor := wants{limit: 30 * time.Minute}
	tests := map[string]struct {
		reply       reply
		read, write wants
	}{
		"primary 403":            {reply{status: 403, header: reset, body: message}, limitedFor, limitedFor},
		"primary 429":            {reply{status: 429, header: reset, body: message}, limitedFor, limitedFor},
		"primary, clocks differ": {reply{status: 403, header: with(reset, "Date", "Sun, 01 Mar 2026 12:10:00 GMT"), body: message}, wants{limit: 20 * time.Minute}, wants{limit: 20 * time.Minute}},
		"primary, no reset":      {reply{status: 403, header: map[string]string{"X-RateLimit-Remaining": "0"}, body: message}, wants{limit: time.Minute}, wants{limit: time.Minute}},
		"secondary 403":          {reply{status: 403, header: map[string]string{"Retry-After": "30"}, body: burst}, wants{limit: 30 * time.Second, burst: true}, wants{limit: 30 * time.Second, burst: true}},
		"secondary 429":          {reply{status: 429, header: map[string]string{"Retry-After": "30"}, body: burst}, wants{limit: 30 * time.Second, burst: true}, wants{limit: 30 * time.Second, burst: true}},
		"secondary, no time":     {reply{status: 403, body: burst}, wants{limit: time.Minute, burst: true}, wants{limit: time.Minute, burst: true}},
		"secondary, a date":      {reply{status: 429, header: map[string]string{"Retry-After": "Sun, 01 Mar 2026 12:05:00 GMT"}}, wants{limit: 5 * time.Minute, burst: true}, wants{limit: 5 * time.Minute, burst: true}},
		"old wording":            {reply{status: 403, body: `{"message":"You have triggered an abuse detection mechanism."}`}, wants{limit: time.Minute, burst: true}, wants{limit: time.Minute, burst: true}},
		"bare 429":               {reply{status: 429, body: `<html>`}, wants{limit: time.Minute, burst: true}, wants{limit: time.Minute, burst: true}},
		"absurd wait":            {reply{status: 429, header: map[string]string{"Retry-After": "2000000000"}}, wants{limit: longestWait, burst: true}, wants{limit: longestWait, burst: true}},
		"no permission": {
			reply{status: 403, header: map[string]string{"X-RateLimit-Remaining": "4000"}, body: `{"message":"Resource not accessible by integration"}`},
			wants{is: ErrForbidden, final: true},
			wants{is: ErrForbidden, final: true},
		},
		"archived":            {reply{status: 403, body: `{"message":"Repository was archived so is read-only."}`}, wants{is: ErrForbidden, final: true}, wants{is: ErrForbidden, final: true}},
		"suspended":           {reply{status: 403, body: `{"message":"This installation has been suspended"}`}, wants{is: ErrSuspended, final: true}, wants{is: ErrSuspended, final: true}},
		"not found":           {reply{status: 404, body: `{"message":"Not Found"}`}, wants{is: ErrNotFound, final: true}, wants{is: ErrNotFound, final: true}},
		"gone":                {reply{status: 410, body: `{"message":"This issue was deleted"}`}, wants{is: ErrGone, final: true}, wants{is: ErrGone, final: true}},
		"legal reasons":       {reply{status: 451, body: `{}`}, wants{is: ErrForbidden, final: true}, wants{is: ErrForbidden, final: true}},
		"invalid":             {reply{status: 422, body: `{"message":"Validation Failed","errors":[{"code":"custom"}]}`}, wants{is: ErrInvalid, final: true}, wants{is: ErrInvalid, final: true}},
		"moved for good":      {reply{status: 301, header: map[string]string{"Location": "https://" + testHost + "/api/v3/x"}}, wants{is: ErrMoved, final: true}, wants{is: ErrMoved, final: true}},
		"moved":               {reply{status: 307, header: map[string]string{"Location": "https://" + testHost + "/api/v3/x"}}, wants{is: ErrMoved, final: true}, wants{is: ErrMoved, final: true}},
		"token refused":       {reply{status: 401, body: `{"message":"Bad credentials"}`}, wants{}, wants{}},
		"conflict":            {reply{status: 409, body: `{}`}, wants{}, wants{}},
		"500":                 {reply{status: 500, body: `{"message":"Server Error"}`}, wants{}, wants{is: ErrUnknownOutcome}},
		"502 in HTML":         {reply{status: 502, body: "<html>Unicorn!"}, wants{}, wants{is: ErrUnknownOutcome}},
		"503":                 {reply{status: 503}, wants{}, wants{is: ErrUnknownOutcome}},
		"504":                 {reply{status: 504}, wants{}, wants{is: ErrUnknownOutcome}},
		"HTML with 200":       {reply{status: 200, body: "<html>maintenance"}, wants{}, wants{is: ErrUnknownOutcome}},
		"200 without body":    {reply{status: 200}, wants{}, wants{is: ErrUnknownOutcome}},
		"truncated JSON":      {reply{status: 200, body: `{"body":"te`}, wants{}, wants{is: ErrUnknownOutcome}},
		"another shape":       {reply{status: 200, body: `[1]`}, wants{}, wants{is: ErrUnknownOutcome}},
		"cut off":             {reply{status: 200, body: `{"body":`, cut: true}, wants{}, wants{is: ErrUnknownOutcome}},
		"too long":            {reply{status: 200, body: `"` + strings.Repeat("x", largestAnswer) + `"`}, wants{}, wants{is: ErrUnknownOutcome}},
		"connection reset":    {reply{err: io.ErrUnexpectedEOF}, wants{}, wants{is: ErrUnknownOutcome}},
		"deadline":            {reply{err: context.DeadlineExceeded}, wants{}, wants{is: ErrUnknownOutcome}},
		"links to a stranger": {reply{status: 200, header: map[string]string{"Link": `<https://evil.test/?page=2>; rel="next"`}, body: `{"body":"x"}`}, wants{}, wants{is: ErrUnknownOutcome}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, _, at := newTestClient(t, map[string][]reply{bodyPath: {test.reply}, editPath: {test.reply}})
			_, _, err := c.Body(t.Context(), testInstallation, testRef)
			check(t, err, at, test.read)
			c, f, at := newTestClient(t, map[string][]reply{bodyPath: {test.reply}, editPath: {test.reply}})
			_, _, err = c.EditBody(t.Context(), testInstallation, testRef, "new")
			check(t, err, at, test.write)
			if n := len(f.lines()); n != 1 {
				t.Errorf("sent %d requests, want 1: %q", n, f.lines())
			}
		})
	}
}

func with(header map[string]string, name, value string) map[string]string {
	all := map[string]string{name: value}
	maps.Copy(all, header)
	return all
}

// A token that cannot be had means that the request itself was never sent.
func TestTokenRefused(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		reply reply
		want  wants
	}{
		"suspended":     {reply{status: 403, body: `{"message":"This installation has been suspended"}`}, wants{is: ErrSuspended, final: true}},
		"deleted":       {reply{status: 404, body: `{"message":"Not Found"}`}, wants{is: ErrNoInstallation, final: true}},
		"limited":       {reply{status: 403, header: map[string]string{"Retry-After": "9"}}, wants{limit: 9 * time.Second, burst: true}},
		"app key":       {reply{status: 401, body: `{"message":"A JSON web token could not be decoded"}`}, wants{}},
		"bad gateway":   {reply{status: 502, body: "<html>"}, wants{}},
		"HTML with 200": {reply{status: 200, body: "<html>"}, wants{}},
		"timeout":       {reply{err: context.DeadlineExceeded}, wants{}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, f, at := newTestClient(t, map[string][]reply{tokenPath: {test.reply}})
			_, err := c.EditComment(t.Context(), testInstallation, testRef, 9, "text")
			check(t, err, at, test.want)
			if len(f.lines()) != 0 {
				t.Errorf("sent %q without a token", f.lines())
			}
		})
	}
}

func TestRefusedTokenIsDropped(t *testing.T) {
	t.Parallel()
	c, f, _ := newTestClient(t, map[string][]reply{bodyPath: {{status: 401, body: `{}`}, {status: 200, body: `{"body":"text"}`}}})
	if _, _, err := c.Body(t.Context(), testInstallation, testRef); err == nil {
		t.Fatal("no error for a refused token")
	}
	first := f.last().token
	if body, _, err := c.Body(t.Context(), testInstallation, testRef); err != nil || body != "text" {
		t.Fatalf("with a new token: %q, %v", body, err)
	}
	if second := f.last().token; second == first {
		t.Errorf("the refused token was sent again")
	}
}

func TestNothingLeavesGitHub(t *testing.T) {
	t.Parallel()
	moved := reply{status: 301, header: map[string]string{"Location": "https://evil.test/repos/acme/shop/issues/5"}}
	c, f, at := newTestClient(t, map[string][]reply{bodyPath: {moved}})
	_, err := c.transferred(t.Context(), testInstallation, testRef)
	check(t, err, at, wants{})
	for _, s := range f.sent {
		if s.host != testHost {
			t.Errorf("sent %s to %s with %q", s.line, s.host, s.token)
		}
	}
}

// The innermost transport refuses strangers whatever led there.
func TestSenderKnowsItsHosts(t *testing.T) {
	t.Parallel()
	f := &fake{replies: map[string][]reply{"GET /": {{status: 200, body: `{}`}}}}
	s := &sender{next: f, hosts: map[string]bool{"https://" + testHost: true}}
	for address, want := range map[string]bool{
		"https://" + testHost + "/": true, "https://GITHUB.test/": true,
		"http://" + testHost + "/": false, "https://evil.test/": false, "https://" + testHost + ".evil.test/": false, "https://" + testHost + ":8443/": false,
	} {
		request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
		if err != nil {
			t.Fatal(err)
		}
		response, err := s.RoundTrip(request)
		if (err == nil) != want {
			t.Errorf("%s: %v", address, err)
		}
		if response != nil {
			_ = response.Body.Close()
		}
	}
	if len(f.sent) != 2 {
		t.Errorf("sent %+v", f.sent)
	}
}

func TestCancelledBeforeSending(t *testing.T) {
	t.Parallel()
	c, f, at := newTestClient(t, nil)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, _, err := c.EditBody(ctx, testInstallation, testRef, "new")
	check(t, err, at, wants{})
	if !errors.Is(err, context.Canceled) || len(f.lines()) != 0 {
		t.Errorf("error %v after %q", err, f.lines())
	}
}

func TestAddressesCannotEscape(t *testing.T) {
	t.Parallel()
	c, f, at := newTestClient(t, nil)
	_, _, err := c.Body(t.Context(), testInstallation, upgrade.Ref{Owner: "acme", Repo: "..", Number: 1})
	check(t, err, at, wants{is: ErrNotFound, final: true})
	_, err = c.InTeam(t.Context(), testInstallation, "acme", "a/b?c", upgrade.Actor{Login: "mo[bot]", ID: 1})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := f.lines(), "GET /orgs/acme/teams/a%2Fb%3Fc/memberships/mo%5Bbot%5D"; len(got) != 1 || got[0] != want {
		t.Errorf("sent %q, want %q", got, want)
	}
}

func TestMessagesFitALogLine(t *testing.T) {
	t.Parallel()
	for _, body := range []string{"{\"message\":\"a\\nb\\u001b[31m" + strings.Repeat("é", 400) + "\"}", `{"message":7}`, `"x"`, ""} {
		if got := messageIn([]byte(body)); strings.ContainsAny(got, "\n\x1b") || len(got) > longestMessage+10 {
			t.Errorf("%q became %q", body, got)
		}
	}
}
