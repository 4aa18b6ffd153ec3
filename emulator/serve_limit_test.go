package emulator

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-github/v62/github"

	"github.com/upkeep-app/upkeep/emulator/ratelimit"
	"github.com/upkeep-app/upkeep/testclock"
)

// newLimitedWorld is the world of the GraphQL tests with limits. The names are
// the owners of the limits of the app in acme and of anna.
func newLimitedWorld(t *testing.T, mode ratelimit.Mode) (e *Emulator, clock *testclock.Clock, app, anna string) {
	t.Helper()
	clock = testclock.At(graphTime)
	e = New(t, graphWorld, func(o *Options) {
		o.Now, o.AuthNow, o.Limits, o.OnLimit = clock.Now, clock.Now, mode, func(ratelimit.Crossing) {}
	})
	in := e.findOrganization("acme").installation
	e.tokens[appToken] = &token{text: appToken, installation: in, expiresAt: clock.Now().Add(24 * time.Hour)}
	return e, clock, payerOfInstallation(in), payerOf(e.findUser("anna"))
}

// told is what a client is answered.
type told struct {
	status int
	header http.Header
	text   string
}

// send sends a request, with further headers by name and value.
func send(t *testing.T, e *Emulator, token, method, path, body string, headers ...string) told {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, "https://github.test/api"+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("User-Agent", "test")
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	answer, err := e.RoundTripper().RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return told{answer.StatusCode, answer.Header, string(text)}
}

// budgetIn is what an answer's headers say.
func budgetIn(h http.Header) string {
	var all []string
	for _, name := range []string{"Resource", "Limit", "Used", "Remaining"} {
		all = append(all, h.Get("X-RateLimit-"+name))
	}
	return strings.Join(all, " ")
}

func TestAnswersTellTheBudget(t *testing.T) {
	t.Parallel()
	e, clock, _, _ := newLimitedWorld(t, ratelimit.GitHub)
	const viewer, issue = `{"query": "{ viewer { login } }"}`, "/v3/repos/acme/shop/issues/2"
	steps := []struct{ name, token, method, path, body, want string }{
		{"the app", appToken, "GET", issue, "", "core 5000 1 4999"},
		{"the app again", appToken, "GET", issue, "", "core 5000 2 4998"},
		{"what is not there", appToken, "GET", "/v3/repos/acme/none", "", "core 5000 3 4997"},
		{"a person", "user:anna", "GET", issue, "", "core 5000 1 4999"},
		{"nobody", "", "GET", issue, "", "core 60 1 59"},
		{"a bad token counts as nobody", "ghs_x", "GET", issue, "", "core 60 2 58"},
		{"GraphQL", appToken, "POST", "/graphql", viewer, "graphql 5000 1 4999"},
		{"a broken document", appToken, "POST", "/graphql", `{"query": "{"}`, "graphql 5000 2 4998"},
		{"asking is free", appToken, "GET", "/v3/rate_limit", "", "core 5000 3 4997"},
	}
	for _, step := range steps {
		answer := send(t, e, step.token, step.method, step.path, step.body)
		if got := budgetIn(answer.header); got != step.want {
			t.Errorf("%s: %s, want %s", step.name, got, step.want)
		}
		if got, want := answer.header.Get("X-RateLimit-Reset"), decimal(graphTime.Add(time.Hour).Unix()); got != want {
			t.Errorf("%s: reset %s, want %s", step.name, got, want)
		}
	}
	clock.Pass(61 * time.Minute)
	answer := send(t, e, appToken, "GET", issue, "")
	if got := budgetIn(answer.header); got != "core 5000 1 4999" {
		t.Errorf("after an hour: %s", got)
	}
}

func TestNotModifiedIsFree(t *testing.T) {
	t.Parallel()
	for _, mode := range []ratelimit.Mode{ratelimit.Off, ratelimit.GitHub} {
		e, _, _, _ := newLimitedWorld(t, mode)
		first := send(t, e, appToken, "GET", "/v3/repos/acme/shop", "")
		again := send(t, e, appToken, "GET", "/v3/repos/acme/shop", "", "If-None-Match", first.header.Get("ETag"))
		want := map[ratelimit.Mode]string{ratelimit.Off: "core 5000 0 5000", ratelimit.GitHub: "core 5000 1 4999"}[mode]
		if got := budgetIn(again.header); again.status != http.StatusNotModified || got != want {
			t.Errorf("%s: %d, %s; want 304 and %s", mode, again.status, got, want)
		}
	}
}

func TestRateLimitOperation(t *testing.T) {
	t.Parallel()
	e, _, _, _ := newLimitedWorld(t, ratelimit.GitHub)
	send(t, e, appToken, "GET", "/v3/repos/acme/shop", "")
	text := send(t, e, appToken, "POST", "/graphql", `{"query": "{ rateLimit { cost limit nodeCount remaining used resetAt } repository(owner: \"acme\", name: \"shop\") { issue(number: 2) { subIssues(first: 100) { nodes { comments(first: 3) { totalCount } } } } } }"}`).text
	reset := graphTime.Add(time.Hour)
	if want := `"rateLimit":{"cost":1,"limit":5000,"nodeCount":400,"remaining":4999,"used":1,"resetAt":"` + reset.Format(time.RFC3339) + `"}`; !strings.Contains(text, want) {
		t.Errorf("GraphQL says %s, want %s", text, want)
	}
	text = send(t, e, appToken, "GET", "/v3/rate_limit", "").text
	var got map[string]any
	if err := json.Unmarshal([]byte(text), &got); err != nil {
		t.Fatal(err)
	}
	budget := func(limit, used, window int) map[string]any {
		return map[string]any{"limit": float64(limit), "used": float64(used), "remaining": float64(limit - used), "reset": float64(graphTime.Unix() + int64(window))}
	}
	want := map[string]any{"rate": budget(5000, 1, 3600), "resources": map[string]any{
		"core": budget(5000, 1, 3600), "graphql": budget(5000, 1, 3600), "search": budget(30, 0, 60), "integration_manifest": budget(5000, 0, 3600),
	}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestBudgetGrowsWithTheOrganisation(t *testing.T) {
	t.Parallel()
	tests := []struct{ repos, members, owners, want int }{
		{20, 19, 1, 5000}, {21, 1, 1, 5050}, {30, 23, 2, 5000 + 10*50 + 5*50}, {1, 20, 1, 5050}, {500, 500, 1, 12_500},
	}
	for _, tt := range tests {
		o := &organization{repos: make([]*repository, tt.repos)}
		for range tt.members {
			o.members = append(o.members, &user{})
		}
		for range tt.owners {
			o.owners = append(o.owners, &user{})
		}
		if got := (&installation{org: o}).budget(); got != tt.want {
			t.Errorf("%+v: %d", tt, got)
		}
		o.owners = o.members[:1]
		if got := (&installation{org: o, selected: o.repos[:1]}).budget(); got > 5000+max(0, tt.members-20)*50 {
			t.Errorf("%+v, one repository selected and an owner who is a member: %d", tt, got)
		}
	}
}

// refusalsOf collects the forms in which a request is refused.
func refusalsOf(t *testing.T, e *Emulator, method, path, body string) map[string]told {
	t.Helper()
	forms := map[string]told{}
	for range 40 {
		answer := send(t, e, appToken, method, path, body)
		form := strconv.Itoa(answer.status)
		var said struct {
			Message string
			Errors  []struct {
				Type string
				Path []any
			}
		}
		if err := json.Unmarshal([]byte(answer.text), &said); err != nil {
			t.Fatal(err)
		}
		for _, each := range said.Errors {
			form += " " + each.Type
			for _, step := range each.Path {
				form += "@" + step.(string)
			}
		}
		if (len(said.Errors) == 0) != strings.Contains(said.Message, "rate limit") {
			t.Errorf("refused with %s", answer.text)
		}
		forms[form] = answer
	}
	return forms
}

func TestFormsOfRefusals(t *testing.T) {
	t.Parallel()
	const query, create = `{"query": "{ viewer { login } }"}`, `{"query": "mutation { a: createIssue { issue { id } } b: updateIssue { issue { id } } c: addComment { clientMutationId } }"}`
	tests := []struct {
		name               string
		cross              func(e *Emulator, owner string)
		method, path, body string
		want               []string
		primary, noWait    bool
	}{
		{"REST, hourly budget", primary, "GET", "/v3/repos/acme/shop", "", []string{"403", "429"}, true, true},
		{"REST, pace", secondary, "GET", "/v3/repos/acme/shop", "", []string{"403", "429"}, false, false},
		{"REST, at once", crowd, "GET", "/v3/repos/acme/shop", "", []string{"403", "429"}, false, true},
		{"REST, content", muchContent, "POST", "/v3/repos/acme/shop/issues/2/comments", `{"body": "x"}`, []string{"403", "429"}, false, false},
		{"GraphQL, hourly budget", primary, "POST", "/graphql", query, []string{"200 RATE_LIMIT", "200 RATE_LIMITED"}, true, true},
		{"GraphQL, pace", secondary, "POST", "/graphql", query, []string{"200 RATE_LIMITED", "403"}, false, false},
		{"GraphQL, content", muchContent, "POST", "/graphql", create, []string{"200 RATE_LIMITED", "200 UNPROCESSABLE@a UNPROCESSABLE@c", "403"}, false, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			e, _, app, _ := newLimitedWorld(t, ratelimit.GitHub)
			tt.cross(e, app)
			forms := refusalsOf(t, e, tt.method, tt.path, tt.body)
			var got []string
			for form, answer := range forms {
				got = append(got, form)
				if (answer.header.Get("X-RateLimit-Remaining") == "0") != tt.primary {
					t.Errorf("%s: %s remain", form, answer.header.Get("X-RateLimit-Remaining"))
				}
				if wait := answer.header.Get("Retry-After"); (wait == "") != (tt.noWait || strings.Contains(form, "UNPROCESSABLE")) {
					t.Errorf("%s: Retry-After %q", form, wait)
				}
			}
			if diff := cmp.Diff(tt.want, slices.Sorted(slices.Values(got))); diff != "" {
				t.Errorf("forms (-want +got):\n%s", diff)
			}
			if answer := send(t, e, "user:anna", tt.method, tt.path, tt.body); answer.status == 403 || answer.status == 429 {
				t.Errorf("a person is refused as well: %d", answer.status)
			}
		})
	}
}

func primary(e *Emulator, owner string)     { e.exhaust(owner, false, time.Minute) }
func secondary(e *Emulator, owner string)   { e.exhaust(owner, true, time.Minute) }
func muchContent(e *Emulator, owner string) { e.limits.Note(owner, 80) }
func crowd(e *Emulator, owner string) {
	for range 100 {
		e.limits.Begin(ratelimit.Request{Owner: owner, Resource: ratelimit.Core, Limit: 5000})
	}
}

// TestGoGitHubKnowsTheLimits shows each to the client that the app is made with.
func TestGoGitHubKnowsTheLimits(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name string
		hit  func(e *Emulator, owner string)
	}{{"primary", primary}, {"secondary", secondary}} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			e, clock, app, _ := newLimitedWorld(t, ratelimit.GitHub)
			tt.hit(e, app)
			for seen := map[int]bool{}; len(seen) < 2; {
				client, err := github.NewClient(&http.Client{Transport: e.RoundTripper()}).WithAuthToken(appToken).WithEnterpriseURLs("https://github.test/", "https://github.test/")
				if err != nil {
					t.Fatal(err)
				}
				_, answer, err := client.Repositories.Get(t.Context(), "acme", "shop")
				seen[answer.StatusCode] = true
				var budget *github.RateLimitError
				var burst *github.AbuseRateLimitError
				switch isBudget, isBurst := errors.As(err, &budget), errors.As(err, &burst); {
				case answer.StatusCode == http.StatusTooManyRequests: // go-github v62 does not know it
				case isBudget != (tt.name == "primary") || isBurst != (tt.name == "secondary"):
					t.Errorf("%d is %#v", answer.StatusCode, err)
				case isBudget && (budget.Rate.Remaining != 0 || !budget.Rate.Reset.Equal(github.Timestamp{Time: clock.Now().Add(time.Minute)})):
					t.Errorf("rate %+v", budget.Rate)
				case isBurst && burst.GetRetryAfter() != time.Minute:
					t.Errorf("retry after %s", burst.GetRetryAfter())
				}
			}
		})
	}
}

func TestTooManyNodesAreRefused(t *testing.T) {
	t.Parallel()
	e, _, _, _ := newLimitedWorld(t, ratelimit.Off)
	answer := send(t, e, appToken, "POST", "/graphql", `{"query": "{ repository(owner: \"acme\", name: \"shop\") { issue(number: 2) { subIssues(first: 100) { nodes { subIssues(first: 100) { nodes { comments(first: 100) { nodes { id } } } } } } } } }"}`)
	wantJSON(t, answer.text, `{"errors": [{"type": "MAX_NODE_LIMIT_EXCEEDED", "message": "By the time this query traverses to the comments connection, it is requesting up to 1,000,000 possible nodes which exceeds the maximum limit of 500,000."}]}`)
}

func TestWhatMakesContent(t *testing.T) {
	t.Parallel()
	e := newGraphWorld(t)
	tests := map[string]int{
		"POST /repos/acme/shop/issues":                             1,
		"POST /api/v3/repos/acme/shop/issues/2/comments":           1,
		"POST /repositories/7/issues/2/sub_issues":                 1,
		"POST /repos/acme/shop/pulls/3/reviews":                    1,
		"PUT /repos/acme/shop/pulls/3/merge":                       1,
		"DELETE /repos/acme/shop/issues/2/sub_issue":               1,
		"GET /repos/acme/shop/issues":                              0,
		"PATCH /repos/acme/shop/issues/2":                          0,
		"POST /repos/acme/shop/issues/comments/7/reactions":        0,
		"POST /orgs/acme/projectsV2/1/items":                       0,
		"POST /repos/acme/shop/issues/2/labels":                    0,
		"POST /app/installations/1/access_tokens":                  0,
		"DELETE /repos/acme/shop/issues/2/dependencies/blocked_by": 0,
	}
	for what, want := range tests {
		method, path, _ := strings.Cut(what, " ")
		r, err := http.NewRequestWithContext(t.Context(), method, "https://github.test"+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		if got := e.newCharge(r, nil); got.Creates != want {
			t.Errorf("%s makes %d, want %d", what, got.Creates, want)
		} else if reads := method == http.MethodGet; reads != (got.Points == 1) || !reads && got.Points != 5 {
			t.Errorf("%s takes %d points", what, got.Points)
		}
	}
}

func TestActsInTheBrowserCount(t *testing.T) {
	t.Parallel()
	e, _, _, _ := newLimitedWorld(t, ratelimit.GitHub)
	i := e.findRepository("acme", "shop").issue(2).ref()
	for range 81 {
		if _, err := e.Comment("anna", i, "x"); err != nil {
			t.Fatalf("an act was refused: %v", err)
		}
	}
	answer := send(t, e, "user:anna", "POST", "/v3/repos/acme/shop/issues/2/comments", `{"body": "x"}`)
	if answer.status != 403 && answer.status != 429 || !strings.Contains(answer.text, "content creation") {
		t.Errorf("%d: %s; want a refusal", answer.status, answer.text)
	}
}

func TestStrictLimitsAreReported(t *testing.T) {
	t.Parallel()
	for _, mode := range []ratelimit.Mode{ratelimit.Off, ratelimit.GitHub, ratelimit.Strict} {
		t.Run(mode.String(), func(t *testing.T) {
			t.Parallel()
			var told []ratelimit.Crossing
			e := New(t, graphWorld, func(o *Options) {
				o.Limits, o.OnLimit = mode, func(c ratelimit.Crossing) { told = append(told, c) }
			})
			refused := 0
			for range 62 {
				if answer := send(t, e, "", "GET", "/v3/repos/acme/shop", ""); answer.status != 200 {
					refused++
				}
			}
			want := map[ratelimit.Mode][3]int{ratelimit.Off: {}, ratelimit.GitHub: {2, 2, 0}, ratelimit.Strict: {2, 2, 2}}[mode]
			if got := [3]int{refused, len(e.LimitsCrossed()), len(told)}; got != want {
				t.Errorf("%d refused, %d crossings, %d told; want %v", got[0], got[1], got[2], want)
			}
		})
	}
}

func TestLimitsOfTheFile(t *testing.T) {
	t.Parallel()
	tests := []struct {
		file    string
		options ratelimit.Mode
		want    string
	}{
		{"limits: github", ratelimit.Off, "github"},
		{"limits: strict", ratelimit.Off, "strict"},
		{"limits: off", ratelimit.Off, "off"},
		{"limits: github", ratelimit.Strict, "strict"},
		{"", ratelimit.GitHub, "github"},
	}
	for _, tt := range tests {
		if e := New(t, tt.file, func(o *Options) { o.Limits = tt.options }); e.Limits().String() != tt.want {
			t.Errorf("%q with option %s: %s, want %s", tt.file, tt.options, e.Limits(), tt.want)
		}
	}
	e := Create(Options{Now: time.Now, AuthNow: time.Now})
	if err := e.Load([]byte("limits: sometimes")); err == nil {
		t.Error("limits: sometimes loads")
	}
}
