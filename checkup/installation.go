package checkup

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/upkeep-app/upkeep/registration"
)

// Installation is the app in one organisation.
type Installation struct {
	Account string
	// Page is where its owners manage it.
	Page      string
	Suspended bool
	// Permissions are levels by name, as the organisation has granted them, and
	// Events what it is told of.
	Permissions map[string]string
	Events      []string
	// Registered is the app as it asks organisations now.
	Registered registration.App
	// Known says that the server has seen it; Stored that there is a database to ask.
	Known, Stored bool
}

// Findings say what the organisation lets the app do.
func (i Installation) Findings() []Finding {
	const about = "installation"
	if i.Suspended {
		return []Finding{warning(about, "the organisation has suspended the app: nothing is read or written there", "an owner can lift that at "+i.Page)}
	}
	findings := i.permissions()
	if i.Stored && !i.Known {
		findings = append(findings, warning(about, "the server does not know of it yet", "`upkeep resync` has it look; a running server does so by itself within a day"))
	}
	return findings
}

func (i Installation) permissions() []Finding {
	here := registration.App{Permissions: i.Permissions, Events: i.Events}
	notAsked, _ := i.Registered.Lacks()
	permissions, events := here.Lacks()
	var findings []Finding
	for _, p := range permissions {
		mend := "an owner of " + i.Account + " accepts it at " + i.Page
		if slices.ContainsFunc(notAsked, func(n registration.Permission) bool { return n.Name == p.Name }) {
			mend = "let the app ask for it first, see the group GitHub; then " + mend
		}
		held := i.Permissions[p.Name]
		if held == "" {
			held = "nothing"
		}
		findings = append(findings, wrong(permissionName(p), "the organisation has granted "+held, mend))
	}
	if len(permissions) == 0 {
		for _, e := range events {
			findings = append(findings, wrong(eventName(e), "GitHub does not tell of it here", "let the app subscribe to it, see the group GitHub; then an owner of "+i.Account+" looks at "+i.Page))
		}
	}
	if len(findings) == 0 {
		return []Finding{ok("permissions and events", "granted as they are needed")}
	}
	return findings
}

// Limit is one of GitHub's hourly budgets of an installation.
type Limit struct {
	// Resource is GitHub's name for it: core is its REST API.
	Resource         string
	Limit, Remaining int
	Reset            time.Time
}

// Limits are what is left of them.
type Limits struct {
	All []Limit
	// None says that this GitHub limits nothing, as a GitHub Enterprise Server by default.
	None bool
}

// littleLeft is the part of a budget, one in that many, below which it may not last.
const littleLeft = 10

// Findings say whether the budgets last.
func (l Limits) Findings() []Finding {
	const about = "rate limits"
	if l.None {
		return []Finding{ok(about, "this GitHub has none")}
	}
	var left, short []string
	var reset time.Time
	for _, limit := range l.All {
		text := fmt.Sprintf("%d of %d %s", limit.Remaining, limit.Limit, strings.NewReplacer("core", "REST", "graphql", "GraphQL").Replace(limit.Resource))
		left = append(left, text)
		if limit.Remaining*littleLeft < limit.Limit {
			short = append(short, text)
			reset = limit.Reset
		}
	}
	if len(short) > 0 {
		return []Finding{warning(about, "little is left: "+some(short, len(short))+", until "+at(reset), "the app waits then, and goes on by itself; if it happens often, see what else uses the app")}
	}
	return []Finding{ok(about, "%s requests are left", some(left, len(left)))}
}
