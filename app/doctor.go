package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/upkeep-app/upkeep/checkup"
	"github.com/upkeep-app/upkeep/config"
	"github.com/upkeep-app/upkeep/ghclient"
	"github.com/upkeep-app/upkeep/reconcile"
	"github.com/upkeep-app/upkeep/store"
)

// Doctor looks at an installation of the app from outside: whether its server
// runs or not, and whatever of it is missing. It writes nothing.
type Doctor struct {
	// Options are those of the server. Its Settings are as far as they could be
	// read, its Store is opened by Examine.
	Options
	// Problem is what config.Load said of the settings.
	Problem error
	Version string
}

// Examine looks at everything. What cannot be looked at is a finding like
// others, and hides none of them.
func (d Doctor) Examine(ctx context.Context) []checkup.Finding {
	findings := checkup.In(checkup.GroupServer, d.server(ctx).Findings()...)
	about, current := d.database(ctx)
	findings = append(findings, about...)
	e, err := d.open(ctx, current)
	if err != nil {
		return append(findings, checkup.In(checkup.GroupDatabase, checkup.NotFoundOut("records", err))...)
	}
	findings = append(findings, e.work(ctx)...)
	findings = append(findings, e.gitHub(ctx)...)
	if err := e.db.Close(); err != nil {
		findings = append(findings, checkup.In(checkup.GroupDatabase, checkup.NotFoundOut("closing", err))...)
	}
	return findings
}

// database looks at the database, and reports whether it has the schema that
// this program reads.
func (d Doctor) database(ctx context.Context) (findings []checkup.Finding, current bool) {
	url := d.Settings.DatabaseURL.Reveal()
	if url == "" {
		return nil, false // the settings are wrong, and have been told
	}
	condition, err := store.Inspect(ctx, url, d.Now)
	if err != nil {
		return checkup.In(checkup.GroupDatabase, checkup.NotFoundOut("database", err)), false
	}
	return checkup.In(checkup.GroupDatabase, condition.Findings()...), condition.Current()
}

// askTime is how long a server that is ready may take to say so.
const askTime = 3 * time.Second

// server asks the server that listens on this machine whether it is ready.
func (d Doctor) server(ctx context.Context) checkup.Server {
	s := checkup.Server{
		Version: d.Version, Registered: d.Problem == nil, Address: d.Settings.Addr,
		MarkerKeys: len(d.Settings.MarkerKeys), MarkersDerived: d.Settings.MarkersDerived,
	}
	if d.Problem != nil && !errors.Is(d.Problem, config.ErrNotRegistered) {
		s.Problems = strings.Split(d.Problem.Error(), "\n")
	}
	ctx, cancel := context.WithTimeout(ctx, askTime)
	defer cancel()
	q, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+d.Settings.Addr+"/readyz", http.NoBody)
	if err != nil {
		return s
	}
	// Without proxies: the server is on this machine.
	answer, err := (&http.Client{Transport: &http.Transport{}}).Do(q)
	if err != nil {
		return s
	}
	defer func() { _ = answer.Body.Close() }()
	text, err := io.ReadAll(io.LimitReader(answer.Body, 1<<10))
	if err == nil {
		s.Status, s.Answer = answer.StatusCode, strings.TrimSpace(string(text))
	}
	return s
}

// examination is what a doctor looks with.
type examination struct {
	Doctor
	// db is empty and in memory where stored is false.
	db     *store.Store
	stored bool
}

func (d Doctor) open(ctx context.Context, stored bool) (examination, error) {
	url := "memory:"
	if stored {
		url = d.Settings.DatabaseURL.Reveal()
	}
	db, err := store.Open(ctx, url, d.Now)
	return examination{d, db, stored}, err
}

// work is what the server has still to do, and what stops it.
func (e examination) work(ctx context.Context) []checkup.Finding {
	if !e.stored {
		return checkup.In(checkup.GroupWork, checkup.Halt{Settings: e.Settings.Halt}.Findings()...)
	}
	flag, err := e.db.Flag(ctx, store.FlagHalt)
	halt := checkup.Halt{Settings: e.Settings.Halt, Flag: flag != ""}
	findings := checkup.In(checkup.GroupWork, halt.Findings()...)
	queue, queueErr := e.queue(ctx)
	queue.Halted = halt.Settings || halt.Flag
	forgotten, markerErr := e.marker().Forgotten(ctx, e.db)
	if err := errors.Join(err, queueErr, markerErr); err != nil {
		return append(findings, checkup.In(checkup.GroupWork, checkup.NotFoundOut("records", err))...)
	}
	if e.Problem == nil && forgotten > 0 {
		findings = append(findings, checkup.In(checkup.GroupWork, checkup.Forgotten(forgotten))...)
	}
	return append(findings, checkup.In(checkup.GroupWork, queue.Findings()...)...)
}

// mostParked bounds how many parked deliveries are read.
const mostParked = 1000

func (e examination) queue(ctx context.Context) (checkup.Queue, error) {
	backlog, err := e.db.Backlog(ctx)
	if err != nil {
		return checkup.Queue{}, err
	}
	now, err := e.db.Now(ctx)
	if err != nil {
		return checkup.Queue{}, err
	}
	deliveries, err := e.db.ParkedDeliveries(ctx, mostParked)
	if err != nil {
		return checkup.Queue{}, err
	}
	keys, err := e.db.Keys(ctx, store.WaitParked)
	q := checkup.Queue{
		Now: now, Oldest: backlog.Due, Unread: backlog.Unread, Waiting: backlog.Waiting, Conflicts: backlog.Conflicts,
	}
	for _, d := range deliveries {
		q.ParkedDeliveries = append(q.ParkedDeliveries, fmt.Sprintf("%s (%s)", d.Event, d.Reason))
	}
	for _, key := range keys {
		q.Parked = append(q.Parked, fmt.Sprintf("%s (%s)", key.Key, key.Reason))
	}
	return q, err
}

// gitHub looks at the app on GitHub and at each organisation that has it.
func (e examination) gitHub(ctx context.Context) []checkup.Finding {
	if e.Settings.V3URL == "" {
		return nil // the settings are wrong, and have been told
	}
	at, err := ghclient.Reach(ctx, e.client())
	reach := checkup.Reach{Address: e.Settings.V3URL, Err: err, Ahead: e.Now().Sub(at)}
	findings := checkup.In(checkup.GroupGitHub, reach.Findings()...)
	switch {
	case err != nil:
		return append(findings, e.recorded(ctx)...)
	case e.Problem != nil:
		return findings
	}
	client, err := ghclient.New(e.client())
	if err != nil {
		return append(findings, checkup.In(checkup.GroupGitHub, checkup.NotFoundOut("the app's key", err))...)
	}
	return append(findings, e.app(ctx, client)...)
}

// recorded is what the database knows of each organisation.
func (e examination) recorded(ctx context.Context) []checkup.Finding {
	known, err := e.db.Installations(ctx)
	if err != nil {
		return checkup.In(checkup.GroupDatabase, checkup.NotFoundOut("installations", err))
	}
	var findings []checkup.Finding
	for _, i := range known {
		findings = append(findings, checkup.In(i.Account, e.reconciler(nil).Recorded(ctx, i)...)...)
	}
	return findings
}

// reconciler only reads: it has no gate.
func (e examination) reconciler(client reconcile.GitHub) *reconcile.Reconciler {
	return reconcile.New(reconcile.Options{GitHub: client, Store: e.db, Host: e.Settings.Host(), Now: e.Now, Log: e.Log})
}
