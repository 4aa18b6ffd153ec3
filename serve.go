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
	"time"

	"github.com/rs/zerolog"
	"github.com/spf13/cobra"

	"github.com/upkeep-app/upkeep/app"
	"github.com/upkeep-app/upkeep/config"
	"github.com/upkeep-app/upkeep/store"
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
			return serve(cmd.Context(), settings, registered, cmd.ErrOrStderr())
		},
	}
}

// serve is the server with the machine's own clock and randomness; with the
// setup pages first when no app is registered yet.
func serve(ctx context.Context, settings config.Settings, registered bool, logTo io.Writer) error {
	log := zerolog.New(logTo).With().Timestamp().Logger().Level(zerolog.InfoLevel)
	db, err := store.Open(ctx, settings.DatabaseURL.Reveal(), time.Now)
	if err != nil {
		return err
	}
	defer func() {
		if err := db.Close(); err != nil {
			log.Error().Err(err).Msg("close the database")
		}
	}()
	build := func(ctx context.Context) (*app.App, error) {
		return app.New(ctx, app.Options{
			Settings: settings, Store: db, ReadTries: app.ReadTries, Linger: app.Linger, Now: time.Now, After: time.After, Random: rand.Float64, Log: log,
		})
	}
	listen := func() (net.Listener, error) {
		listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", settings.Addr)
		if err != nil {
			return nil, fmt.Errorf("listen on %s: %w", settings.Addr, err)
		}
		return listener, nil
	}
	if !registered {
		listener, err := listen()
		if err != nil {
			return err
		}
		return app.ServeSetup(ctx, listener, app.SetupOptions{
			Settings: settings, File: config.RegistrationFile(os.Getenv),
			Print: func(link string) error { return printLink(logTo, link) },
			Build: func(ctx context.Context) (*app.App, error) {
				// What the next start will read is what the server goes on with.
				if settings, err = config.Load(os.Getenv); err != nil {
					return nil, err
				}
				return build(ctx)
			},
			Now: time.Now, Random: cryptorand.Reader, Log: log,
		})
	}
	a, err := build(ctx)
	if err != nil {
		return err
	}
	listener, err := listen()
	if err != nil {
		return err
	}
	return a.Serve(ctx, listener)
}

// printLink tells the operator how to go on. It is no line of the log: logs are
// sent to places where many people read.
func printLink(w io.Writer, link string) error {
	_, err := fmt.Fprintf(w, `
Upkeep has no GitHub App yet. Open this link to make or import one:

  %s

It works once, in the browser that uses it first. Where that browser reaches
this server by another name, put that name in place of the link's.

`, link)
	return err
}
