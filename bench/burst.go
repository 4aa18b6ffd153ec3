package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"path/filepath"
	"strings"
	"time"

	"github.com/rs/zerolog"

	"github.com/upkeep-app/upkeep/app"
	"github.com/upkeep-app/upkeep/config"
	"github.com/upkeep-app/upkeep/emulator"
	"github.com/upkeep-app/upkeep/store"
	"github.com/upkeep-app/upkeep/upgrade"
)

// Sizes of the organisation whose issues change all at once.
const (
	burstUpgrades = 10
	burstChildren = 500 // of each upgrade; all have a card on the one board
	burstEvents   = 500
	aloneEvents   = 50 // of one upgrade, for the baseline: it takes as much longer
	// burstAnswer is how long GitHub takes for a request at the least.
	burstAnswer = 100 * time.Millisecond
	// burstTime bounds the wait for everything to come to rest.
	burstTime = 3 * time.Minute
)

// onBurst compares 500 assignments at once among 5,000 children with fewer of
// them where no two runs share a request.
func onBurst(folder string) comparison {
	return comparison{
		quantities: []quantity{{"_requests", "per item"}, {"_points", "per item"}, {"_time", "ms per item"}},
		baseline: contestant{"each call alone", assignments(aloneEvents, func(ctx context.Context) (*burstWorld, error) {
			return newBurstWorld(ctx, filepath.Join(folder, "alone.db"), 1, true)
		})},
		against: []contestant{{"burst_500", assignments(burstEvents, func(ctx context.Context) (*burstWorld, error) {
			return newBurstWorld(ctx, filepath.Join(folder, "burst.db"), burstUpgrades, false)
		})}},
	}
}

// assignments plays a burst in a world that is made for the first one. The one
// after takes the assignments back, so that every burst changes each card.
func assignments(events int, create func(context.Context) (*burstWorld, error)) func(context.Context) ([]float64, error) {
	var w *burstWorld
	assign := false
	return func(ctx context.Context) ([]float64, error) {
		if w == nil {
			var err error
			if w, err = create(ctx); err != nil {
				return nil, err
			}
		}
		assign = !assign
		seen, err := w.burst(ctx, events, assign)
		if err != nil {
			return nil, err
		}
		each := float64(events)
		return []float64{float64(seen.requests) / each, float64(seen.points) / each, float64(seen.took.Milliseconds()) / each}, nil
	}
}

// burstWorld is a GitHub with one board and the running app.
type burstWorld struct {
	github   *emulator.Emulator
	wire     *burstWire
	hook     hooked
	store    *store.Store
	upgrades int
	stop     func() error
}

// newBurstWorld makes the world and waits until the app knows all of it.
func newBurstWorld(ctx context.Context, file string, upgrades int, alone bool) (*burstWorld, error) {
	w := &burstWorld{upgrades: upgrades}
	const hookURL = "https://upkeep.example/api/github/hook"
	behind := time.Hour // what there is at the start is not of today's second
	w.github = emulator.Create(emulator.Options{
		Now: func() time.Time { return time.Now().Add(-behind) }, AuthNow: time.Now, WebhookURL: hookURL, WebhookSecret: secret, Client: &http.Client{Transport: &w.hook},
	})
	if err := w.github.Load([]byte(burstOrganisation(upgrades))); err != nil {
		return nil, fmt.Errorf("load the organisation: %w", err)
	}
	behind = 0
	key, err := w.github.AppKey()
	if err != nil {
		return nil, err
	}
	settings, err := config.Load(func(name string) string {
		return map[string]string{
			"GITHUB_WEB_URL": "https://github.com", "GITHUB_V3_API_URL": "https://api.github.com", "GITHUB_V4_API_URL": "https://api.github.com/graphql",
			"GITHUB_APP_INTEGRATION_ID": "4711", "GITHUB_APP_PRIVATE_KEY": string(key), "GITHUB_APP_WEBHOOK_SECRET": secret,
			"UPKEEP_DATABASE_URL": "sqlite://" + file,
		}[name]
	})
	if err != nil {
		return nil, err
	}
	if w.store, err = store.Open(ctx, "sqlite://"+file, time.Now); err != nil {
		return nil, err
	}
	w.wire = &burstWire{next: w.github.RoundTripper()}
	w.wire.begin()
	running, err := app.New(ctx, app.Options{
		Settings: settings, Store: w.store, Transport: w.wire, Now: time.Now, After: time.After, Random: rand.Float64,
		Log: zerolog.Nop(), ReadTries: app.ReadTries, Linger: app.Linger, Alone: alone,
	})
	if err != nil {
		return nil, errors.Join(err, w.store.Close())
	}
	w.hook.handler = running.Handler()
	life, end := context.WithCancel(ctx)
	ended := make(chan error, 1)
	go func() { ended <- running.Run(life, 10*time.Second) }()
	w.stop = func() error {
		end()
		return errors.Join(<-ended, w.store.Close())
	}
	if err := w.rest(ctx); err != nil {
		return nil, errors.Join(err, w.stop())
	}
	return w, nil
}

// burstOrganisation has upgrades whose children all have a card that is right.
func burstOrganisation(upgrades int) string {
	var names, options, issues, cards strings.Builder
	for u := range upgrades {
		fmt.Fprintf(&names, "            - {roadmap: \"acme/roadmap#%d\", name: Upgrade %d, orchestration_team: arbi-bom}\n", u+1, u+1)
		fmt.Fprintf(&options, "Upgrade %d, ", u+1)
		fmt.Fprintf(&issues, "    - title: Upgrade %d\n      author: ben\n      body: |\n        Children:\n\n", u+1)
		for child := range burstChildren {
			ref := fmt.Sprintf("acme/service#%d", u*burstChildren+child+1)
			fmt.Fprintf(&issues, "        - [ ] %s\n", ref)
			fmt.Fprintf(&cards, "    - {issue: %q, Status: Todo, Project: Upgrade %d, Source: arbi-bom, Owner Does: TBD}\n", strings.TrimPrefix(ref, "acme/"), u+1)
		}
	}
	return `app: {id: 4711, slug: upkeep}
organizations:
- login: acme
  installed: true
  owners: [olga]
  members: [ben]
  teams: [{slug: arbi-bom, members: [ben]}]
  repositories:
  - name: .github
    files:
      upkeep.yml: |
        mode: active
        boards: {maintenance: 1}
        budget: {writes_per_hour: 5000}
        upgrades:
` + names.String() + `  - name: roadmap
    people: {ben: write}
    issues:
` + issues.String() + `  - name: service
    people: {ben: write}
    issues:
` + strings.Repeat("    - {title: Upgrade the service, author: ben, body: x}\n", upgrades*burstChildren) + `  boards:
  - number: 1
    title: Maintenance
    fields:
      Status: [Todo, In Progress, Done]
      Project: [` + options.String() + `Other]
      Source: [arbi-bom]
      Owner: [arbi-bom]
      Owner Does: [TBD, Owner does everything]
    items:
` + cards.String()
}

// burst assigns people to that many children, spread over all upgrades, or
// takes that back, and tells what the app asked GitHub for until all cards are right.
func (w *burstWorld) burst(ctx context.Context, events int, assign bool) (burstSeen, error) {
	status, act := "Todo", w.github.Unassign
	if assign {
		status, act = "In Progress", w.github.Assign
	}
	changed := w.children(events)
	for _, ref := range changed {
		if err := act("ben", ref, "ben"); err != nil {
			return burstSeen{}, fmt.Errorf("assign %s: %w", ref, err)
		}
	}
	seen, err := w.watch(ctx)
	if err != nil {
		return burstSeen{}, err
	}
	board := w.github.Board("acme", 1)
	for _, ref := range changed {
		if got := board.Item(ref).Values["Status"]; got != status {
			return burstSeen{}, fmt.Errorf("the card of %s is in %q, want %q", ref, got, status)
		}
	}
	return seen, nil
}

// children are some children, spread over all upgrades.
func (w *burstWorld) children(count int) []upgrade.Ref {
	refs := make([]upgrade.Ref, count)
	for n := range refs {
		refs[n] = upgrade.Ref{Owner: "acme", Repo: "service", Number: n*(w.upgrades*burstChildren/count) + 1}
	}
	return refs
}

// watch delivers what happened and tells what came of it.
func (w *burstWorld) watch(ctx context.Context) (burstSeen, error) {
	w.wire.begin()
	if err := w.rest(ctx); err != nil {
		return burstSeen{}, err
	}
	return w.wire.seen(), nil
}

// rest delivers webhooks until nothing is due and the app has asked for nothing
// for a while, which is longer than any run needs between two requests.
func (w *burstWorld) rest(ctx context.Context) error {
	const quiet = 3 * time.Second
	ctx, cancel := context.WithTimeout(ctx, burstTime)
	defer cancel()
	for {
		sent, err := w.github.Deliver(ctx)
		if err != nil {
			return fmt.Errorf("deliver the webhooks: %w", err)
		}
		if err := w.hook.wait(); err != nil {
			return err
		}
		next, waits, err := w.store.NextDue(ctx)
		if err != nil {
			return err
		}
		held, err := w.store.DeliveryCounts(ctx)
		if err != nil {
			return err
		}
		if sent == 0 && held[store.DeliveryPending] == 0 && w.wire.idle() > quiet && (!waits || time.Until(next) > quiet) {
			return nil
		}
		time.Sleep(20 * time.Millisecond)
	}
}
