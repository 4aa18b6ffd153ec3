// Package demo plays one upgrade's story: the emulator and the real server
// talk to each other over HTTP on loopback, people act on the emulator, and
// each step is checked against the emulator's state as it is printed.
//
// The demo's clock runs faster than the machine's, so that the pace the app
// keeps on descriptions does not make the audience wait.
package demo

import (
	"bytes"
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"github.com/rs/zerolog"

	"github.com/upkeep-app/upkeep/app"
	"github.com/upkeep-app/upkeep/config"
	"github.com/upkeep-app/upkeep/emulator"
	"github.com/upkeep-app/upkeep/emulator/chaos"
	"github.com/upkeep-app/upkeep/store"
)

// Options are how the demo is played.
type Options struct {
	Out io.Writer
	// Clock is the machine's; the demo makes a faster one of it.
	Clock Clock
	// Random is for the app's jitter, Secrets for the webhook's secret.
	Random  func() float64
	Secrets io.Reader
	// Log gets the server's and the emulator's log lines; nil for none.
	Log io.Writer
	// Exit ends the demo after the story instead of serving on.
	Exit bool
	// Seed decides all ids and what goes wrong; Chaos how often.
	Seed  int64
	Chaos chaos.Settings
}

// Clock is a source of time and timers.
type Clock struct {
	Now   func() time.Time
	After func(time.Duration) <-chan time.Time
}

// How many seconds of the demo pass in one of the machine: amid chaos there are
// lost deliveries and limits to wait for.
const (
	usualSpeed = 10
	chaosSpeed = 60
)

// faster is a clock that runs so many times as fast from now on.
func (c Clock) faster(speed time.Duration) Clock {
	start := c.Now()
	return Clock{
		Now:   func() time.Time { return start.Add(speed * c.Now().Sub(start)) },
		After: func(d time.Duration) <-chan time.Time { return c.After(d / speed) },
	}
}

// Run plays the story and, unless Exit is set, serves on until ctx ends. The
// error names the first step that did not come out right.
func Run(ctx context.Context, o Options) error {
	folder, err := os.MkdirTemp("", "upkeep-demo-")
	if err != nil {
		return fmt.Errorf("make a folder for the demo's database: %w", err)
	}
	return errors.Join(run(ctx, o, folder), os.RemoveAll(folder))
}

func run(ctx context.Context, o Options, folder string) error {
	w, err := build(ctx, o, folder)
	if err != nil {
		return err
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	running := w.start(ctx)
	err = w.play(ctx)
	if err == nil && !o.Exit {
		w.printf("\nStill serving; Ctrl-C ends it. Look around, comment as anybody, and watch the board:\n  %s   (its API: %s/api/v3, the app: %s)\n",
			w.githubURL, w.githubURL, w.appURL)
		<-ctx.Done()
	}
	stop()
	return errors.Join(err, running())
}

// world is everything the demo runs.
type world struct {
	options   Options
	clock     Clock
	github    *emulator.Emulator
	app       *app.App
	store     *store.Store
	listeners struct{ github, app net.Listener }
	githubURL string
	appURL    string
	before    map[string]string // descriptions as they were at the start, by reference
}

func build(ctx context.Context, o Options, folder string) (*world, error) {
	w := &world{options: o, clock: o.Clock.faster(usualSpeed)}
	if !o.Chaos.Off() {
		w.clock = o.Clock.faster(chaosSpeed)
	}
	var err error
	if w.listeners.github, w.githubURL, err = listen(ctx); err != nil {
		return nil, err
	}
	if w.listeners.app, w.appURL, err = listen(ctx); err != nil {
		return nil, err
	}
	secret, err := randomSecret(o.Secrets)
	if err != nil {
		return nil, err
	}
	w.github = emulator.Create(emulator.Options{
		Seed: o.Seed, Chaos: o.Chaos, Now: w.clock.Now, AuthNow: o.Clock.Now, After: w.clock.After, WebURL: w.githubURL, Log: w.log("github"),
		WebhookURL: w.appURL + "/api/github/hook", WebhookSecret: secret,
	})
	// The sample's links point to where this GitHub is.
	if err := w.github.Load(bytes.ReplaceAll(organisation, []byte("https://github.com"), []byte(w.githubURL))); err != nil {
		return nil, fmt.Errorf("load the sample organisation: %w", err)
	}
	return w, w.buildApp(ctx, folder, secret)
}

// buildApp makes the app from the environment that a server of its own would have.
func (w *world) buildApp(ctx context.Context, folder, secret string) error {
	key, err := w.github.AppKey()
	if err != nil {
		return fmt.Errorf("make the app's key: %w", err)
	}
	environment := map[string]string{
		"GITHUB_WEB_URL":            w.githubURL,
		"GITHUB_V3_API_URL":         w.githubURL + "/api/v3",
		"GITHUB_V4_API_URL":         w.githubURL + "/api/graphql",
		"GITHUB_APP_INTEGRATION_ID": strconv.FormatInt(appID, 10),
		"GITHUB_APP_PRIVATE_KEY":    string(key),
		"GITHUB_APP_WEBHOOK_SECRET": secret,
		"UPKEEP_DATABASE_URL":       "sqlite://" + filepath.Join(folder, "upkeep.db"),
	}
	settings, err := config.Load(func(name string) string { return environment[name] })
	if err != nil {
		return fmt.Errorf("read the app's settings: %w", err)
	}
	if w.store, err = store.Open(ctx, settings.DatabaseURL.Reveal(), w.clock.Now); err != nil {
		return err
	}
	w.app, err = app.New(ctx, app.Options{
		Settings: settings, Store: w.store, ReadTries: app.ReadTries, Now: w.clock.Now, After: w.clock.After, Random: w.options.Random, Log: w.log("app"),
	})
	return err
}

// start serves both sides; the function it returns waits for them to end.
func (w *world) start(ctx context.Context) (wait func() error) {
	server := &http.Server{Handler: w.github, ReadHeaderTimeout: 5 * time.Second}
	ended := make(chan error, 3)
	go func() { ended <- server.Serve(w.listeners.github) }()
	go func() { ended <- w.github.Run(ctx) }()
	go func() { ended <- w.app.Serve(ctx, w.listeners.app) }()
	return func() error {
		errs := []error{server.Close()}
		for range 3 {
			if err := <-ended; !errors.Is(err, http.ErrServerClosed) && !errors.Is(err, context.Canceled) {
				errs = append(errs, err)
			}
		}
		return errors.Join(append(errs, w.store.Close())...)
	}
}

func (w *world) printf(format string, args ...any) {
	// The audience's terminal going away is no reason to fail.
	_, _ = fmt.Fprintf(w.options.Out, format, args...)
}

func (w *world) log(who string) zerolog.Logger {
	if w.options.Log == nil {
		return zerolog.Nop()
	}
	return zerolog.New(w.options.Log).With().Str("from", who).Timestamp().Logger()
}

func listen(ctx context.Context) (net.Listener, string, error) {
	l, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return nil, "", fmt.Errorf("listen on loopback: %w", err)
	}
	return l, "http://" + l.Addr().String(), nil
}

func randomSecret(from io.Reader) (string, error) {
	b := make([]byte, 20)
	if _, err := io.ReadFull(from, b); err != nil {
		return "", fmt.Errorf("make a webhook secret: %w", err)
	}
	return hex.EncodeToString(b), nil
}
