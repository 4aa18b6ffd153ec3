package checkup

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/upkeep-app/upkeep/registration"
)

// registered is an app that asks for what it needs.
func registered() registration.App {
	app := registration.App{ID: 7, Name: "Upkeep", Owner: "acme", Page: "https://github.com/apps/upkeep", Permissions: map[string]string{}}
	for _, p := range registration.Permissions() {
		app.Permissions[p.Name] = p.Level
	}
	for _, e := range registration.Events() {
		app.Events = append(app.Events, e.Name)
	}
	return app
}

// without takes a permission and an event away.
func without(app registration.App, permission, event string) registration.App {
	app.Permissions = maps.Clone(app.Permissions)
	delete(app.Permissions, permission)
	app.Events = slices.DeleteFunc(slices.Clone(app.Events), func(e string) bool { return e == event })
	return app
}

func TestReachAndCredentials(t *testing.T) {
	t.Parallel()
	reach := Reach{Address: "https://api.github.com", Ahead: -8 * time.Second}
	credentials := Credentials{ID: 7, App: registered()}
	tell(t, map[string]told{
		"GitHub answers": {reach, ""},
		"it does not": {with(reach, func(r *Reach) { r.Err = errors.New("no such host") }), `
wrong API at https://api.github.com: it does not answer: no such host [see that this machine may connect to it: name service, firewall, proxy; while it is away webhooks are stored all the same]
`},
		"the clock is late": {with(reach, func(r *Reach) { r.Ahead = -20 * time.Second }), `
warning clock: this machine's is 20 s behind GitHub's [have this machine keep time by NTP]
`},
		"the clock is wrong": {with(reach, func(r *Reach) { r.Ahead = 30 * time.Second }), `
wrong clock: this machine's is 30 s ahead of GitHub's, which refuses what the app signs [have this machine keep time by NTP]
`},
		"the clock is far too late": {with(reach, func(r *Reach) { r.Ahead = -3 * time.Hour }), `
wrong clock: this machine's is 3 h behind GitHub's, which refuses what the app signs [have this machine keep time by NTP]
`},
		"the app": {credentials, ""},
		"another key": {with(credentials, func(c *Credentials) { c.Refused, c.Err = true, errors.New("401") }), `
wrong app 7: GitHub knows no app with this id and this key [mend the clock first if that is wrong; else compare GITHUB_APP_INTEGRATION_ID with the App ID in the app's settings on GitHub, and make a new private key there]
`},
		"GitHub fails": {with(credentials, func(c *Credentials) { c.Err = errors.New("502 Bad Gateway") }), `
wrong app 7: it could not be looked at: 502 Bad Gateway []
`},
		"registered without something": {with(credentials, func(c *Credentials) { c.App = without(registered(), "members", "push") }), `
wrong permission "Members: Read-only": the app does not ask for it [add it under Permissions & events in the app's settings on GitHub, and have each organisation accept it]
wrong event "Push": the app does not subscribe to it [add it under Permissions & events in the app's settings on GitHub]
`},
		"registered with too much": {with(credentials, func(c *Credentials) {
			c.App.Permissions = maps.Clone(c.App.Permissions)
			c.App.Permissions["administration"], c.App.Permissions["contents"] = "read", "write"
		}), `
warning permissions: the app asks for more than it uses: administration: read, contents: write [take it away in the app's settings on GitHub]
`},
	})
}

func TestInstallation(t *testing.T) {
	t.Parallel()
	app := registered()
	page := "https://github.com/organizations/acme/settings/installations/9"
	well := Installation{Account: "acme", Page: page, Permissions: app.Permissions, Events: app.Events, Registered: app, Known: true, Stored: true}
	limits := Limits{All: []Limit{{"core", 5000, 4900, now()}, {"graphql", 5000, 500, now()}}}
	tell(t, map[string]told{
		"well": {well, ""},
		"suspended": {with(well, func(i *Installation) { i.Suspended = true }), `
warning installation: the organisation has suspended the app: nothing is read or written there [an owner can lift that at ` + page + `]
`},
		"not accepted yet": {with(well, func(i *Installation) {
			i.Permissions = without(app, "members", "").Permissions
			i.Permissions["issues"] = "read"
		}), `
wrong permission "Members: Read-only": the organisation has granted nothing [an owner of acme accepts it at ` + page + `]
wrong permission "Issues: Read and write": the organisation has granted read [an owner of acme accepts it at ` + page + `]
`},
		"not even asked for": {with(well, func(i *Installation) {
			i.Registered = without(app, "members", "")
			i.Permissions = i.Registered.Permissions
		}), `
wrong permission "Members: Read-only": the organisation has granted nothing [let the app ask for it first, see the group GitHub; then an owner of acme accepts it at ` + page + `]
`},
		"an event is missing": {with(well, func(i *Installation) { i.Events = without(app, "", "push").Events }), `
wrong event "Push": GitHub does not tell of it here [let the app subscribe to it, see the group GitHub; then an owner of acme looks at ` + page + `]
`},
		"not seen yet": {with(well, func(i *Installation) { i.Known = false }), `
warning installation: the server does not know of it yet [` + "`upkeep resync`" + ` has it look; a running server does so by itself within a day]
`},
		"without a database":    {with(well, func(i *Installation) { i.Known, i.Stored = false, false }), ""},
		"budgets":               {limits, ""},
		"a GitHub without them": {Limits{None: true}, ""},
		"little is left": {with(limits, func(l *Limits) { l.All = []Limit{{"core", 5000, 5000, now()}, {"graphql", 5000, 499, now()}} }), `
warning rate limits: little is left: 499 of 5000 GraphQL, until 2026-03-02 09:00 UTC [the app waits then, and goes on by itself; if it happens often, see what else uses the app]
`},
	})
}

func TestHook(t *testing.T) {
	t.Parallel()
	const set = "set the address of the server, with https and the path /api/github/hook, in the app's settings on GitHub"
	well := Hook{URL: "https://upkeep.example.org/api/github/hook", ContentType: "json", HasSecret: true}
	tell(t, map[string]told{
		"well":            {well, ""},
		"on this machine": {with(well, func(h *Hook) { h.URL = "http://127.0.0.1:8080/api/github/hook" }), ""},
		"no address":      {with(well, func(h *Hook) { h.URL = "" }), "wrong webhook: it has no address [" + set + "]\n"},
		"not encrypted": {with(well, func(h *Hook) { h.URL = "http://upkeep.example.org/api/github/hook" }), `
wrong webhook: it goes to http://upkeep.example.org/api/github/hook without encryption [` + set + `]
`},
		"another path": {with(well, func(h *Hook) { h.URL = "https://upkeep.example.org/" }), `
warning webhook: it goes to https://upkeep.example.org/, and the server listens at /api/github/hook [unless something in between changes the path, ` + set + `]
`},
		"all else": {with(well, func(h *Hook) { h.ContentType, h.Unverified, h.HasSecret = "form", true, false }), `
wrong webhook: its content type is form, which the server refuses [choose application/json in the app's settings on GitHub]
warning webhook: GitHub does not verify the server's certificate: somebody between could read the webhooks [switch SSL verification on in the app's settings on GitHub]
wrong webhook: it has no secret: the server refuses what is not signed [set the secret of GITHUB_APP_WEBHOOK_SECRET in the app's settings on GitHub]
`},
	})
}

// log is a delivery log, the newest first and a minute apart: each attempt is
// a delivery's letter and the status.
func log(attempts ...string) Deliveries {
	d := Deliveries{Now: now()}
	for i, text := range attempts {
		var code int
		guid, status, _ := strings.Cut(text, " ")
		words := "Invalid HTTP Response: " + status
		if _, err := fmt.Sscan(status, &code); err != nil {
			words = status
		}
		d.Attempts = append(d.Attempts, Attempt{GUID: guid, At: now().Add(-time.Duration(i+3) * time.Minute), OK: code == 202, Code: code, Status: words})
	}
	return d
}

func TestDeliveries(t *testing.T) {
	t.Parallel()
	tell(t, map[string]told{
		"all arrive":       {log("a 202", "b 202"), ""},
		"at a second try":  {log("a 202", "b 202", "a 502"), ""},
		"none was sent":    {log(), "warning deliveries: GitHub has sent none in the days that its log goes back [change a label on an issue and look again; if none comes, see that the app is installed and its webhook active]\n"},
		"none has arrived": {log("a 401", "b 404"), "wrong deliveries: 2 attempts, all failed: Invalid HTTP Response: 401 [the secrets differ: set the same one in GITHUB_APP_WEBHOOK_SECRET and in the app's settings on GitHub]\n"},
		"they have stopped arriving": {log("a 502", "b 502", "b 500", "c 202"), `
wrong deliveries: the last 3 attempts failed: Invalid HTTP Response: 502; the last success was 6 min ago [the proxy in front does not reach the server within 10 s: see that it runs, and what is wrong with it here]
`},
		"a restart": {log("a 503", "b 503", "c 202"), `
warning deliveries: 2 of 3 since 2026-03-02 08:55 UTC did not arrive, the last one 3 min ago: Invalid HTTP Response: 503 [the server asks for them again every 15 minutes; the server was starting, stopping or could not store it: see the groups Server and Database]
`},
		"nobody answers": {log("a timed out"), `
wrong deliveries: 1 attempt, all failed: timed out [GitHub cannot connect: see that the address is in public name service, its port open, and its certificate valid]
`},
		"some have not arrived": {log("a 202", "b 503", "c 202", "d 404", "d 503"), `
warning deliveries: 2 of 4 since 2026-03-02 08:53 UTC did not arrive, the last one 4 min ago: Invalid HTTP Response: 503 [the server asks for them again every 15 minutes; the server was starting, stopping or could not store it: see the groups Server and Database]
`},
	})
}

func TestEveryKindOfFailureHasItsOwnHint(t *testing.T) {
	t.Parallel()
	hints := map[string]int{}
	for _, code := range []int{0, 302, 401, 403, 404, 413, 415, 502, 503, 500} {
		hint := Attempt{Code: code}.mend()
		if before, twice := hints[hint]; twice || hint == "" {
			t.Errorf("%d and %d have the same hint %q", before, code, hint)
		}
		hints[hint] = code
	}
}
