// Package ratelimit counts requests against GitHub's limits: the hourly
// budgets, and the secondary limits on concurrency, pace and new content. It
// knows neither HTTP nor the emulator; the caller says what a request costs,
// asks Begin before it is served and calls End after.
//
// Figures and rules are those of GitHub's documentation, "Rate limits for the
// REST API" and "Rate limits and query limits for the GraphQL API". What GitHub
// does not publish is decided here: the pace is counted over any 60 seconds and
// for all REST endpoints together, content over any 60 seconds and any hour,
// and a request that was refused is not counted. CPU time is not limited.
package ratelimit

import (
	"fmt"
	"time"
)

// Mode is what becomes of limits.
type Mode string

// The modes.
const (
	// Off refuses nothing, unless it was imposed, and counts nothing.
	Off Mode = ""
	// GitHub refuses as GitHub does.
	GitHub Mode = "github"
	// Strict is as GitHub for the client; whoever runs the Limiter fails at a crossing.
	Strict Mode = "strict"
)

// String is what ParseMode reads.
func (m Mode) String() string {
	if m == Off {
		return "off"
	}
	return string(m)
}

// ParseMode reads "off", "github" or "strict".
func ParseMode(text string) (Mode, error) {
	switch text {
	case "off":
		return Off, nil
	case string(GitHub), string(Strict):
		return Mode(text), nil
	default:
		return Off, fmt.Errorf("limits are off, github or strict, not %q", text)
	}
}

// Resource is a budget, by GitHub's name for it.
type Resource string

// The resources.
const (
	Core                Resource = "core"
	GraphQL             Resource = "graphql"
	IntegrationManifest Resource = "integration_manifest"
	Search              Resource = "search"
)

// The secondary limits. Pace is in points a minute.
const (
	mostConcurrent       = 100
	restPace             = 900
	graphQLPace          = 2000
	mostContentPerMinute = 80
	mostContentPerHour   = 500
)

// budgetWindow is how long an hourly budget lasts from the first request on.
const budgetWindow = time.Hour

// Request is what a request counts for.
type Request struct {
	// Owner is whose budgets it uses.
	Owner string
	// Resource is the hourly budget and Limit its size.
	Resource Resource
	Limit    int
	// Cost is what it takes from the budget; 0 is free.
	Cost int
	// Points are what it takes from the pace.
	Points int
	// Creates is how many pieces of content it makes.
	Creates int
}

// Standing is how much of an hourly budget is used.
type Standing struct {
	Limit, Used int
	// Reset is when the budget is whole again, in whole seconds.
	Reset time.Time
}

// Remaining is what is left.
func (s Standing) Remaining() int { return max(0, s.Limit-s.Used) }

// Kind is which limit a request crossed.
type Kind string

// The kinds of limits. All but Primary are secondary.
const (
	Primary     Kind = "hourly budget"
	Concurrency Kind = "concurrent requests"
	Pace        Kind = "points a minute"
	Content     Kind = "content creation"
)

// Crossing is a request that a limit refused.
type Crossing struct {
	At       time.Time
	Owner    string
	Resource Resource
	Kind     Kind
	// Until is when a like request would pass; zero for Concurrency, as that cannot be known.
	Until time.Time
	// Imposed is true when the limit came from Impose and not from what the owner sent.
	Imposed bool
}

// Secondary tells the limits on bursts from the hourly budget.
func (c Crossing) Secondary() bool { return c.Kind != Primary }

// String says who crossed what.
func (c Crossing) String() string {
	return fmt.Sprintf("%s crossed the limit on %s of %s at %s", c.Owner, c.Kind, c.Resource, c.At.UTC().Format(time.RFC3339))
}
