package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/rs/zerolog"

	"github.com/upkeep-app/upkeep/command"
	"github.com/upkeep-app/upkeep/config"
	"github.com/upkeep-app/upkeep/ghclient"
	"github.com/upkeep-app/upkeep/registration"
	"github.com/upkeep-app/upkeep/setup"
	"github.com/upkeep-app/upkeep/web"
)

// SetupOptions are what a server needs that has no app yet.
type SetupOptions struct {
	// Settings are valid but for the app.
	Settings config.Settings
	// File is where the app's registration is to be kept.
	File string
	// Print tells the operator the link, and nobody else.
	Print func(link string) error
	// Build makes the full server once the registration is kept.
	Build func(context.Context) (*App, error)

	// Transport carries the requests to GitHub; nil for the network.
	Transport http.RoundTripper
	Now       func() time.Time
	Random    io.Reader
	Log       zerolog.Logger
}

// ServeSetup serves the setup pages on the listener until an app is kept, and
// is the full server from then on, without a request lost. It ends with ctx.
func ServeSetup(ctx context.Context, listener net.Listener, o SetupOptions) error {
	pages, err := setup.New(setup.Options{GitHub: registrar{o}, WebURL: o.Settings.WebURL, File: o.File, Random: o.Random, Log: o.Log})
	if err != nil {
		err = fmt.Errorf("no GitHub App is set, and none could be kept: %w; set UPKEEP_CONFIG to a file in a folder that the server may write to", err)
	} else if err = o.Print("http://" + reachable(listener.Addr()) + pages.Path()); err != nil {
		err = fmt.Errorf("print the setup link: %w", err)
	}
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	var routes changing
	routes.become(setupHandler(pages))
	return serve(ctx, listener, &routes, o.Log, func(ctx context.Context) error {
		select {
		case <-ctx.Done():
			return nil
		case <-pages.Done():
		}
		err := o.goOn(ctx, &routes)
		if ctx.Err() != nil && errors.Is(err, context.Canceled) {
			return nil // it was stopped before it ran
		}
		return err
	})
}

// goOn is the full server, behind the routes that the setup pages had.
func (o SetupOptions) goOn(ctx context.Context, routes *changing) error {
	a, err := o.Build(ctx)
	if err != nil {
		return err
	}
	routes.become(a.Handler())
	return a.Run(ctx, drainTime)
}

// changing is a handler that becomes another one.
type changing struct{ current atomic.Pointer[http.Handler] }

func (c *changing) become(h http.Handler) { c.current.Store(&h) }

// ServeHTTP is part of http.Handler.
func (c *changing) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	(*c.current.Load()).ServeHTTP(w, r)
}

// reachable is an address that the operator's own browser can open.
func reachable(address net.Addr) string {
	host, port, err := net.SplitHostPort(address.String())
	if ip := net.ParseIP(host); err == nil && (ip == nil || ip.IsUnspecified()) {
		return net.JoinHostPort("localhost", port)
	}
	return address.String()
}

// setupHandler is everything a server serves while it has no app. GitHub sends
// a delivery again that was answered with 503, when the sweep asks for it.
func setupHandler(pages *setup.Pages) http.Handler {
	mux := http.NewServeMux()
	missing := func(w http.ResponseWriter, _ *http.Request) {
		http.Error(w, "the app is not set up yet", http.StatusServiceUnavailable)
	}
	mux.HandleFunc(registration.HookPath, missing)
	mux.HandleFunc("GET /healthz", healthz)
	mux.HandleFunc("GET /readyz", missing)
	pages.Register(mux)
	web.RegisterCommands(mux, command.Table())
	return mux
}

// registrar asks GitHub for the setup pages.
type registrar struct{ SetupOptions }

func (o registrar) config() ghclient.Config {
	s := o.Settings
	return ghclient.Config{WebURL: s.WebURL, V3URL: s.V3URL, V4URL: s.V4URL, Transport: o.Transport, Now: o.Now, UserAgent: "upkeep", ReadTries: ReadTries, Log: o.Log}
}

// Convert is part of setup.GitHub.
func (o registrar) Convert(ctx context.Context, code string) (config.Registration, registration.App, error) {
	kept, app, err := ghclient.Convert(ctx, o.config(), code)
	if errors.Is(err, ghclient.ErrNotFound) {
		err = fmt.Errorf("%w: %w", setup.ErrRefused, err)
	}
	return kept, app, err
}

// App is part of setup.GitHub.
func (o registrar) App(ctx context.Context, r config.Registration) (registration.App, error) {
	with := o.config()
	with.AppID, with.PrivateKey = r.AppID, []byte(r.PrivateKey.Reveal())
	client, err := ghclient.New(with)
	if err != nil {
		return registration.App{}, fmt.Errorf("ask GitHub about app %d: %w", r.AppID, err)
	}
	app, err := client.Registration(ctx)
	if errors.Is(err, ghclient.ErrNoSuchApp) {
		err = fmt.Errorf("%w: %w", setup.ErrRefused, err)
	}
	return app, err
}
