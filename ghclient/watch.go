package ghclient

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Watch is told of every request just before it is sent, and by the function
// that it returns of how that ended. The context that it returns is the request's.
type Watch func(context.Context, Asking) (context.Context, func(Answer))

// Asking is a request about to be sent. It holds no names and no texts.
type Asking struct {
	// Installation is 0 when the app asks as itself.
	Installation int64
	// API is "rest" or "graphql".
	API string
	// Name is the operation: of GraphQL its name, of REST the method and the
	// address with "*" in place of names and numbers.
	Name  string
	Write bool
}

// The outcomes of a request.
const (
	OutcomeOK      = "ok"
	OutcomeLimited = "limited" // a rate limit
	OutcomeRefused = "refused" // for good, see Final, or for its token
	OutcomeUnknown = "unknown" // a write that may have been done, see ErrUnknownOutcome
	OutcomeCut     = "cut"     // nobody waits for it any more
	OutcomeFailed  = "failed"  // anything else; another try may do
)

// Answer is how a request ended.
type Answer struct {
	Outcome   string
	RequestID string
	// Budget is empty when GitHub has not told it.
	Budget Budget
}

// Budget is what GitHub says is left of the requests of an hour.
type Budget struct {
	// Resource is GitHub's name of what is counted, such as "core" or "graphql".
	Resource    string
	Limit, Left int
	// Reset is when it starts anew, by this machine's clock.
	Reset time.Time
}

// watched tells whoever watches of a request; the function that it returns, of its end.
func (c *Client) watched(ctx context.Context, installation int64, k *call) (context.Context, func(error)) {
	if c.config.Watch == nil {
		return ctx, func(error) {}
	}
	if installation == forApp {
		installation = 0
	}
	api := "rest"
	if k.graphQL {
		api = "graphql"
	}
	ctx, ended := c.config.Watch(ctx, Asking{Installation: installation, API: api, Name: k.name, Write: k.write})
	return ctx, func(err error) {
		ended(Answer{Outcome: outcomeOf(err), RequestID: k.requestID, Budget: c.budget(k.header)})
	}
}

func outcomeOf(err error) string {
	_, limited := errors.AsType[RateLimited](err)
	switch {
	case err == nil:
		return OutcomeOK
	case limited:
		return OutcomeLimited
	case errors.Is(err, ErrUnknownOutcome):
		return OutcomeUnknown
	case errors.Is(err, context.Canceled), errors.Is(err, errLeft):
		return OutcomeCut
	case Final(err), errors.Is(err, ErrUnauthorized):
		return OutcomeRefused
	default:
		return OutcomeFailed
	}
}

// budget is what the headers of an answer tell of the hour's requests.
// https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api#checking-the-status-of-your-rate-limit
func (c *Client) budget(header http.Header) Budget {
	limit, err := strconv.Atoi(header.Get("X-Ratelimit-Limit"))
	left, leftErr := strconv.Atoi(header.Get("X-Ratelimit-Remaining"))
	reset, resetErr := strconv.ParseInt(header.Get("X-Ratelimit-Reset"), 10, 64)
	if errors.Join(err, leftErr, resetErr) != nil {
		return Budget{}
	}
	return Budget{
		Resource: header.Get("X-Ratelimit-Resource"), Limit: limit, Left: left,
		Reset: c.byOwnClock(time.Unix(reset, 0), header),
	}
}

// wordsOfAddresses are the parts of REST addresses that name no object.
var wordsOfAddresses = []string{
	"access_tokens", "app", "app-manifests", "assignees", "attempts", "blocked_by", "check-runs", "check-suites", "collaborators",
	"comments", "commits", "contents", "conversions", "deliveries", "dependencies", "files", "hook", "installation", "installations",
	"issues", "memberships", "meta", "orgs", "permission", "projectsV2", "pulls", "rate_limit", "reactions", "repos", "repositories",
	"sub_issue", "sub_issues", "teams", "user", "users", "views",
}

// withoutNames is a REST address with everything replaced that could be a name.
// The words are known by themselves; where they stand, names stand too, and a
// repository called "issues" tells nobody anything.
func withoutNames(address string) string {
	address, _, _ = strings.Cut(address, "?")
	parts := strings.Split(strings.Trim(address, "/"), "/")
	for i, part := range parts {
		if !slices.Contains(wordsOfAddresses, part) {
			parts[i] = "*"
		}
	}
	return strings.Join(parts, "/")
}
