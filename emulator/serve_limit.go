package emulator

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"regexp"
	"strings"
	"time"

	"github.com/upkeep-app/upkeep/emulator/ratelimit"
)

// The hourly budgets, by "Rate limits for the REST API" of GitHub's
// documentation; GraphQL's are the same in points. An installation's grows with
// the repositories and the people above 20 of each.
const (
	budgetOfAnyone    = 60
	budgetOfKnown     = 5000
	largestBudget     = 12_500
	budgetPerMore     = 50
	budgetIncludes    = 20
	budgetOfManifests = 5000
	budgetOfSearches  = 30 // a minute; 10 for who is not known
	searchesOfAnyone  = 10
)

// charge is what a request counts for and how its budget stands.
type charge struct {
	ratelimit.Request
	standing ratelimit.Standing
	// asked and weight are a GraphQL request's, and problem is why it is none.
	asked   graphRequest
	weight  weight
	problem error
}

type chargeKey struct{}

func chargeOf(ctx context.Context) *charge {
	if c, ok := ctx.Value(chargeKey{}).(*charge); ok {
		return c
	}
	return &charge{}
}

// serveWithinLimits serves a request, or answers that it crosses a limit.
func (e *Emulator) serveWithinLimits(w http.ResponseWriter, r *http.Request, body []byte) {
	c := e.newCharge(r, body)
	var crossing *ratelimit.Crossing
	c.standing, crossing = e.limits.Begin(c.Request)
	setLimitHeaders(w.Header(), c)
	if crossing != nil {
		e.reportLimit(*crossing)
		e.refuse(w, c, *crossing)
		return
	}
	defer e.limits.End(c.Request)
	w = &chargedAnswer{ResponseWriter: w, refund: func() {
		c.standing = e.limits.Refund(c.Request, c.standing)
		setLimitHeaders(w.Header(), c)
	}}
	r = r.WithContext(context.WithValue(r.Context(), chargeKey{}, c))
	if isGraphQL(r) {
		e.serveGraphQL(w, r)
		return
	}
	e.serveREST(w, r, body)
}

// chargedAnswer gives back what a request cost when the answer is 304.
type chargedAnswer struct {
	http.ResponseWriter
	refund func()
}

// WriteHeader is part of http.ResponseWriter.
func (a *chargedAnswer) WriteHeader(status int) {
	if status == http.StatusNotModified {
		a.refund()
	}
	a.ResponseWriter.WriteHeader(status)
}

// Unwrap is what http.ResponseController asks for.
func (a *chargedAnswer) Unwrap() http.ResponseWriter { return a.ResponseWriter }

// newCharge finds out whom a request counts for and for how much.
func (e *Emulator) newCharge(r *http.Request, body []byte) *charge {
	c := &charge{}
	if isGraphQL(r) {
		c.asked, c.problem = readGraphQL(r, body)
		c.weight = e.scales.weigh(c.asked)
	}
	e.mu.Lock()
	c.Owner, c.Limit = e.payer(r)
	e.mu.Unlock()
	path := strings.TrimPrefix(r.URL.Path, "/api/v3")
	switch {
	case isGraphQL(r):
		c.Resource, c.Cost, c.Points, c.Creates = ratelimit.GraphQL, c.weight.cost(), 1, len(c.weight.creating)
		if c.weight.mutation {
			c.Points = 5
		}
		return c
	case strings.HasPrefix(path, "/app-manifests/"):
		c.Resource, c.Limit, c.Cost = ratelimit.IntegrationManifest, budgetOfManifests, 1
	case path == "/rate_limit":
		c.Resource = ratelimit.Core
	default:
		c.Resource, c.Cost = ratelimit.Core, 1
	}
	c.Points = 5
	switch r.Method {
	case http.MethodGet, http.MethodHead, http.MethodOptions:
		c.Points = 1
	default:
		if makes := contentPaths[r.Method]; makes != nil && makes.MatchString(path) {
			c.Creates = 1
		}
	}
	return c
}

// contentPaths are the operations that make content: those of which GitHub's
// OpenAPI description says that creating content too quickly with them may
// result in secondary rate limiting. Reactions and a board's cards are not.
var contentPaths = map[string]*regexp.Regexp{
	http.MethodPost: contentPath(`issues|issues/\d+/(comments|sub_issues|dependencies/blocked_by|issue-field-values)|` +
		`pulls|pulls/\d+/(comments|comments/\d+/replies|requested_reviewers|reviews)|releases|commits/[^/]+/comments`),
	http.MethodPut:    contentPath(`issues/\d+/issue-field-values|pulls/\d+/merge`),
	http.MethodDelete: contentPath(`issues/\d+/(sub_issue|dependencies/blocked_by/\d+|issue-field-values/\d+)`),
}

func contentPath(below string) *regexp.Regexp {
	return regexp.MustCompile(`^/(repos/[^/]+/[^/]+|repositories/\d+)/(` + below + `)/?$`)
}

// readGraphQL reads the body of a GraphQL request. Its error is a *problem.
func readGraphQL(r *http.Request, body []byte) (graphRequest, error) {
	var asked graphRequest
	if r.Method != http.MethodPost {
		return asked, notFound()
	}
	if err := json.NewDecoder(bytes.NewReader(body)).Decode(&asked); err != nil {
		return graphRequest{}, &problem{status: http.StatusBadRequest, kind: "BAD_REQUEST", message: "Problems parsing JSON"}
	}
	if asked.Query == "" {
		return asked, &problem{status: http.StatusBadRequest, kind: "BAD_REQUEST", message: "A query attribute must be specified and must be a string."}
	}
	return asked, nil
}

// payer is whose limits a request uses, in the words of GitHub's messages, and
// how much an hour there is of its budgets. The mutex must be held.
func (e *Emulator) payer(r *http.Request) (owner string, limit int) {
	by, err := e.authenticate(r)
	switch {
	case err == nil && by.installation != nil:
		return payerOfInstallation(by.installation), by.installation.budget()
	case err == nil && by.user != nil:
		return payerOf(by.user), budgetOfKnown
	case strings.Count(credentials(r), ".") == 2 && e.authenticateApp(r) == nil:
		return "app ID " + decimal(e.app.id), budgetOfKnown
	default:
		if host, _, err := net.SplitHostPort(r.RemoteAddr); err == nil {
			return host, budgetOfAnyone
		}
		return "127.0.0.1", budgetOfAnyone
	}
}

func payerOfInstallation(in *installation) string { return "installation ID " + decimal(in.id) }

func payerOf(u *user) string { return "user ID " + decimal(u.id) }

// budget is how much an installation may ask for in an hour.
func (in *installation) budget() int {
	repos, people := len(in.org.repos), len(in.org.members)
	if in.selected != nil {
		repos = len(in.selected)
	}
	for _, owner := range in.org.owners {
		if !contains(in.org.members, owner) {
			people++
		}
	}
	more := max(0, repos-budgetIncludes) + max(0, people-budgetIncludes)
	return min(budgetOfKnown+budgetPerMore*more, largestBudget)
}

func setLimitHeaders(h http.Header, c *charge) {
	h.Set("X-RateLimit-Limit", decimal(int64(c.standing.Limit)))
	h.Set("X-RateLimit-Remaining", decimal(int64(c.standing.Remaining())))
	h.Set("X-RateLimit-Used", decimal(int64(c.standing.Used)))
	h.Set("X-RateLimit-Reset", decimal(c.standing.Reset.Unix()))
	h.Set("X-RateLimit-Resource", string(c.Resource))
}

// SetLimits changes what becomes of limits, whatever the options and the loaded file say.
func (e *Emulator) SetLimits(mode ratelimit.Mode) { e.limits.SetMode(mode) }

// Limits is what becomes of limits at present.
func (e *Emulator) Limits() ratelimit.Mode { return e.limits.Mode() }

// LimitsCrossed lists the requests that crossed a limit by what their sender
// had sent, oldest first; at most the last 1,000.
func (e *Emulator) LimitsCrossed() []ratelimit.Crossing { return e.limits.Crossings() }

// reportLimit tells whoever runs the emulator of a crossing. An imposed one is
// not the sender's fault.
func (e *Emulator) reportLimit(c ratelimit.Crossing) {
	if c.Imposed {
		return
	}
	e.options.Log.Warn().Str("owner", c.Owner).Str("limit", string(c.Kind)).Str("resource", string(c.Resource)).Msg("rate limit crossed")
	if e.options.OnLimit != nil && e.limits.Mode() == ratelimit.Strict {
		e.options.OnLimit(c)
	}
}

// Exhaust makes the limits of the app in an organisation hit out of the blue,
// in every mode: what it sends there for a while is refused, for the hourly
// budgets or for a secondary limit. It is not told as a crossing.
func (e *Emulator) Exhaust(org string, secondary bool, length time.Duration) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	o := e.findOrganization(org)
	if o == nil || o.installation == nil {
		return fmt.Errorf("exhaust the limits in %s: the app is not installed there", org)
	}
	e.exhaust(payerOfInstallation(o.installation), secondary, length)
	return nil
}

// exhaust is Exhaust for whatever payer says.
func (e *Emulator) exhaust(owner string, secondary bool, length time.Duration) {
	e.limits.Impose(owner, secondary, length)
}
