package main

import (
	"context"
	cryptorand "crypto/rand"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"github.com/rs/zerolog"
	"github.com/spf13/cobra"
	"go.opentelemetry.io/otel/trace"

	"github.com/upkeep-app/upkeep/app"
	"github.com/upkeep-app/upkeep/config"
	"github.com/upkeep-app/upkeep/store"
	"github.com/upkeep-app/upkeep/tracing"
)

func serveCommand() *cobra.Command {
	return &cobra.Command{
		Use: "serve", Short: "Accept webhooks and keep boards and roadmap issues true", Args: exactly(0),
		Long: `Serve runs the app until SIGTERM or SIGINT; it then stops accepting, finishes or hands
back what runs, and exits within 10 seconds. Its settings come from the environment.

Without a GitHub App it prints a link to pages that make or import one, and is the
full server as soon as that is done. The app is kept in the file upkeep-app.yml,
beside the file that UPKEEP_CONFIG names, else in the working folder.`,
		RunE: func(cmd *cobra.Command, _ []string) error {
			settings, err := config.Load(os.Getenv)
			registered := !errors.Is(err, config.ErrNotRegistered)
			if err != nil && registered {
				return err
			}
			s := server{settings: settings, out: cmd.ErrOrStderr()}
			s.log = zerolog.New(s.out).With().Timestamp().Logger().Level(zerolog.InfoLevel)
			return s.serve(cmd.Context(), registered)
		},
	}
}

// server is the server with the machine's own clock and randomness.
type server struct {
	settings config.Settings
	db       *store.Store
	out      io.Writer
	log      zerolog.Logger
	tracer   trace.Tracer // nil for none
}

// serve serves until ctx ends; the setup pages first when no app is registered.
func (s server) serve(ctx context.Context, registered bool) error {
	db, err := store.Open(ctx, s.settings.DatabaseURL.Reveal(), time.Now)
	if err != nil {
		return err
	}
	defer func() {
		if err := db.Close(); err != nil {
			s.log.Error().Err(err).Msg("close the database")
		}
	}()
	traces, err := tracing.Start(ctx, os.Getenv, version(), func(err error) { s.log.Warn().Err(err).Msg("send traces") })
	if err != nil {
		return err
	}
	defer s.flush(ctx, traces)
	s.db, s.tracer = db, traces.Tracer()
	if !registered {
		return s.setUp(ctx)
	}
	a, err := s.build(ctx)
	if err != nil {
		return err
	}
	listener, err := s.listen(ctx)
	if err != nil {
		return err
	}
	return a.Serve(ctx, listener)
}

// flushTime is how long an end waits for the last spans to be sent.
const flushTime = time.Second

func (s server) flush(ctx context.Context, traces tracing.Traces) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), flushTime)
	defer cancel()
	if err := traces.Close(ctx); err != nil {
		s.log.Warn().Err(err).Msg("send the last traces")
	}
}

func (s server) build(ctx context.Context) (*app.App, error) {
	return app.New(ctx, app.Options{
		Settings: s.settings, Store: s.db, ReadTries: app.ReadTries, Linger: app.Linger, Now: time.Now, After: time.After, Random: rand.Float64, Log: s.log,
		Tracer: s.tracer,
	})
}

func (s server) listen(ctx context.Context) (net.Listener, error) {
	return listen(ctx, s.settings.Addr, "UPKEEP_ADDR")
}

// listen listens on an address that a setting or flag names.
func listen(ctx context.Context, addr, setting string) (net.Listener, error) {
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", addr)
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return nil, fmt.Errorf("another program listens on %s already, perhaps a server of before: end it, or set %s to another address", addr, setting)
	case err != nil:
		return nil, fmt.Errorf("listen on the address of %s: %w", setting, err)
	}
	return listener, nil
}

// setUp serves the setup pages, and then goes on with what the next start would
// read.
func (s server) setUp(ctx context.Context) error {
	file, err := filepath.Abs(config.RegistrationFile(os.Getenv))
	if err != nil {
		return fmt.Errorf("find the folder to keep an app in: %w", err)
	}
	listener, err := s.listen(ctx)
	if err != nil {
		return err
	}
	return app.ServeSetup(ctx, listener, app.SetupOptions{
		Settings: s.settings, File: file, Now: time.Now, Random: cryptorand.Reader, Log: s.log,
		Print: s.printLink,
		Build: func(ctx context.Context) (*app.App, error) {
			if s.settings, err = config.Load(os.Getenv); err != nil {
				return nil, err
			}
			return s.build(ctx)
		},
	})
}

// printLink tells the operator how to go on. It is no line of the log: many
// people may read those.
func (s server) printLink(link string) error {
	_, err := fmt.Fprintf(s.out, `
Upkeep has no GitHub App yet. Open this link to make or import one:

  %s

It works in the first browser that uses it. Where that browser knows this server
by another name, put that name in place of the link's.

`, link)
	return err
}
