package rehearsal_test

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"strings"
	"sync"
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

// partners is valid, too, and the other organisation's.
const partners = `mode: plan
boards: {maintenance: 9}
upgrades:
  - {roadmap: "partner/tool#2", name: Node 24, orchestration_team: crew}
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
          - {title: Python, author: ben, body: "- [ ] acme/shop#3\n- [ ] acme/shop#1"}
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
      - name: .github
        files: {upkeep.yml: "mode: plan"}
      - name: tool
        issues:
          - {title: Upgrade, author: paula, body: Please.}
          - {title: Roadmap, author: paula, body: "- [ ] partner/tool#3"}
          - {title: Upgrade, author: paula, body: Please.}
    boards:
      - number: 9
        title: Maintenance
        fields:
          Status: [Todo, In Progress, Done]
          Project: [Node 24]
          Source: [crew]
          Owner: [crew]
          Owner Does: [TBD]
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
		Transport: w.wire, Now: w.clock.Now, UserAgent: "upkeep-test", Alone: true,
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

// rehearse runs a rehearsal, which must write nothing and not even try.
func (w *world) rehearse(ctx context.Context, o rehearsal.Options) rehearsal.Result {
	w.t.Helper()
	before := len(w.github.Writes())
	result, err := rehearsal.Run(ctx, o)
	w.must(err)
	if wrote := w.github.Writes()[before:]; len(wrote) > 0 {
		w.t.Errorf("the rehearsal wrote %+v", wrote)
	}
	for _, line := range w.wire.tried() {
		w.t.Errorf("the rehearsal tried to write: %s", line)
	}
	return result
}

// whole wants a rehearsal that has seen everything.
func (w *world) whole(result rehearsal.Result) {
	w.t.Helper()
	if len(result.Failed) > 0 || result.Unfinished > 0 {
		w.t.Errorf("failed %+v, %d unfinished", result.Failed, result.Unfinished)
	}
}

func (w *world) ref(text string) upgrade.Ref {
	w.t.Helper()
	ref, err := upgrade.ParseRef(text)
	w.must(err)
	return ref
}

// lived lets people close, reopen and drag, and somebody ask for something.
func (w *world) lived() {
	w.t.Helper()
	w.clock.Pass(time.Hour)
	board := emulator.BoardRef{Org: "acme", Number: 1}
	w.must(w.github.CloseIssue("ada", w.ref("acme/shop#1"), upgrade.ReasonCompleted))
	w.must(w.github.ReopenIssue("ada", w.ref("acme/shop#2")))
	w.must(w.github.AddToBoard("olga", board, w.ref("acme/lib#1")))
	w.must(w.github.SetField("olga", board, w.ref("acme/lib#1"), "Status", "In Progress"))
	w.must(w.github.Assign("olga", w.ref("acme/lib#1"), "ben"))
	w.clock.Pass(time.Hour)
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

// wire carries requests, keeps those that write, and can fail some.
type wire struct {
	next http.RoundTripper
	// fault, if set, sees each request with its body and may answer with a status; 0 lets it pass.
	fault func(path, body string) int

	mu     sync.Mutex
	writes []string
}

func (w *wire) RoundTrip(r *http.Request) (*http.Response, error) {
	body := ""
	if r.Body != nil {
		read, err := io.ReadAll(r.Body)
		if err != nil {
			return nil, err
		}
		body, r.Body = string(read), io.NopCloser(bytes.NewReader(read))
	}
	query := r.URL.Path == "/graphql" && !strings.Contains(body, `"query":"mutation`)
	if r.Method != http.MethodGet && !query && !strings.HasSuffix(r.URL.Path, "/access_tokens") {
		w.mu.Lock()
		w.writes = append(w.writes, r.Method+" "+r.URL.Path+" "+body)
		w.mu.Unlock()
	}
	if w.fault != nil {
		if status := w.fault(r.URL.Path, body); status != 0 {
			return &http.Response{
				StatusCode: status, Status: http.StatusText(status), Request: r, Header: http.Header{"Content-Type": {"application/json"}},
				Body: io.NopCloser(strings.NewReader(`{"message": "a fault"}`)), Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
			}, nil
		}
	}
	return w.next.RoundTrip(r)
}

// tried are the requests that write, since it was asked last.
func (w *wire) tried() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	all := w.writes
	w.writes = nil
	return all
}
