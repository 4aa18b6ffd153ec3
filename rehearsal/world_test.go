package rehearsal_test

import (
	"context"
	"net/http"
	"testing"
	"time"

	"github.com/upkeep-app/upkeep/app"
	"github.com/upkeep-app/upkeep/config"
	"github.com/upkeep-app/upkeep/emulator"
	"github.com/upkeep-app/upkeep/ghclient"
	"github.com/upkeep-app/upkeep/reconcile"
	"github.com/upkeep-app/upkeep/rehearsal"
	"github.com/upkeep-app/upkeep/store"
	"github.com/upkeep-app/upkeep/testclock"
	"github.com/upkeep-app/upkeep/upgrade"
)

const appID = 4711

// policy is in force nowhere until a test pushes it.
const policy = `mode: active
boards: {maintenance: 1}
aliases:
  arbi-bom: {team: arbi-bom, service: Owner deploys and monitors, other: Owner offers advice}
teams: {platform: Platform}
repositories:
  lib: {owner: data}
upgrades:
  - {roadmap: "acme/roadmap#1", name: Django 5.2, orchestration_team: arbi-bom}
`

const organisations = `
app: {id: 4711, slug: upkeep}
people: [stranger]
organizations:
  - login: acme
    installed: true
    owners: [olga]
    members: [ada, ben]
    teams:
      - {slug: arbi-bom, members: [ben]}
      - {slug: platform, members: [ada]}
      - {slug: data, members: [ada]}
    repositories:
      - {name: .github}
      - name: roadmap
        people: {ben: write}
        issues:
          - title: Django
            author: ben
            line_ends: crlf
            body: |
              Words of people.

              ### Children

              - [ ] acme/shop#1
              - [x] https://github.com/acme/lib/issues/1
              - [ ] partner/tool#1
              - [ ] away/stone#1
              - [ ] acme/shop#2
          - {title: Python, author: ben, body: "- [ ] acme/shop#3"}
      - name: shop
        people: {ada: write}
        files:
          catalog-info.yaml: |
            kind: Component
            spec: {type: service, owner: "group:platform"}
        issues:
          - {title: Upgrade, author: ben, body: Please.}
          - {title: Upgrade too, author: ben, body: Please., closed: completed}
          - {title: Upgrade Python, author: ben, body: Please.}
      - name: lib
        people: {ben: write}
        issues:
          - {title: Upgrade, author: ben, body: Please.}
    boards:
      - number: 1
        title: Maintenance
        fields:
          Status: [Todo, In Progress, Done]
          Project: [Django 5.2, Python 3.12]
          Source: [arbi-bom]
          Owner: [Platform, data]
          Owner Does: [TBD, Owner does everything, "Owner reviews, merges, deploys, and monitors", Owner reviews and merges, Owner deploys and monitors, Owner reviews, Owner offers advice]
  - login: partner
    installed: true
    owners: [paula]
    repositories:
      - name: tool
        issues: [{title: Upgrade, author: paula, body: Please.}]
  - login: away
    owners: [olga]
    repositories:
      - name: stone
        issues: [{title: Upgrade, author: olga, body: Please.}]
`

// world is an emulated GitHub, a client, and, when a test starts it, the server.
type world struct {
	t      *testing.T
	clock  *testclock.Clock
	github *emulator.Emulator
	client *ghclient.Client
	wire   *wire
	store  *store.Store
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{t: t, clock: testclock.At(time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC))}
	w.github = emulator.New(t, organisations, func(o *emulator.Options) { o.Now = w.clock.Now })
	w.wire = &wire{next: w.github.RoundTripper()}
	key, err := w.github.AppKey()
	w.must(err)
	w.client, err = ghclient.New(ghclient.Config{
		V3URL: "https://api.github.com", V4URL: "https://api.github.com/graphql", AppID: appID, PrivateKey: key,
		Transport: w.wire, Now: w.clock.Now, UserAgent: "upkeep-test",
	})
	w.must(err)
	w.store, err = store.Open(t.Context(), "memory:", w.clock.Now)
	w.must(err)
	t.Cleanup(func() { _ = w.store.Close() })
	w.clock.Pass(time.Hour)
	return w
}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// options rehearse policies, by account, as the server's own app.
func (w *world) options(policies map[string]string) rehearsal.Options {
	w.t.Helper()
	known, err := w.client.App(w.t.Context())
	w.must(err)
	installations, err := w.client.Installations(w.t.Context())
	w.must(err)
	return rehearsal.Options{
		GitHub: w.client, App: known, Installations: installations, Policies: policies, Host: "github.com",
		Marker: w.marker(), Now: w.clock.Now,
	}
}

func (w *world) marker() reconcile.Marker { return reconcile.Marker{AppID: appID} }

func (w *world) rehearse(ctx context.Context, o rehearsal.Options) rehearsal.Result {
	w.t.Helper()
	result, err := rehearsal.Run(ctx, o)
	w.must(err)
	return result
}

// serve lets a server look at everything, and all happen that follows within a time.
func (w *world) serve(within time.Duration) {
	w.t.Helper()
	key, err := w.github.AppKey()
	w.must(err)
	environment := map[string]string{
		"GITHUB_WEB_URL": "https://github.com", "GITHUB_V3_API_URL": "https://api.github.com", "GITHUB_V4_API_URL": "https://api.github.com/graphql",
		"GITHUB_APP_INTEGRATION_ID": "4711", "GITHUB_APP_PRIVATE_KEY": string(key), "GITHUB_APP_WEBHOOK_SECRET": "a secret",
		"UPKEEP_DATABASE_URL": "sqlite://./unused.db",
	}
	settings, err := config.Load(func(name string) string { return environment[name] })
	w.must(err)
	server, err := app.New(w.t.Context(), app.Options{
		Settings: settings, Store: w.store, Transport: w.github.RoundTripper(), Now: w.clock.Now, Random: func() float64 { return 0.5 },
	})
	w.must(err)
	w.must(w.store.Trigger(w.t.Context(), upgrade.Trigger{Key: reconcile.AllInstallations, Reason: "test"}))
	for end := w.clock.Now().Add(within); ; {
		n, err := server.Work(w.t.Context(), 50)
		w.must(err)
		if n > 0 {
			continue
		}
		next, ok, err := w.store.NextDue(w.t.Context())
		w.must(err)
		if !ok || next.After(end) {
			return
		}
		w.clock.Pass(max(next.Sub(w.clock.Now()), 0))
	}
}

// push puts a policy into force.
func (w *world) push(text string) {
	w.t.Helper()
	w.must(w.github.PushFile("olga", "acme/.github", "upkeep.yml", text))
}

// wire counts requests and can fail some.
type wire struct {
	next http.RoundTripper
	// fault, if set, sees each request and may answer with a status; 0 lets it pass.
	fault func(*http.Request) int
}

func (w *wire) RoundTrip(r *http.Request) (*http.Response, error) {
	if w.fault != nil {
		if status := w.fault(r); status != 0 {
			return &http.Response{
				StatusCode: status, Status: http.StatusText(status), Request: r, Header: http.Header{"Content-Type": {"application/json"}},
				Body: http.NoBody, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
			}, nil
		}
	}
	return w.next.RoundTrip(r)
}
