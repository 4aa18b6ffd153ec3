package main

import (
	"context"
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
		Long: "Serve runs the app until SIGTERM or SIGINT; it then stops accepting, finishes or hands\nback what runs, and exits within 10 seconds. Its settings come from the environment.",
		RunE: func(cmd *cobra.Command, _ []string) error {
			settings, err := config.Load(os.Getenv)
			if err != nil {
				return err
			}
			return serve(cmd.Context(), settings, cmd.ErrOrStderr())
		},
	}
}

// serve is the server with the machine's own clock and randomness.
func serve(ctx context.Context, settings config.Settings, logTo io.Writer) error {
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
	a, err := app.New(ctx, app.Options{
		Settings: settings, Store: db, ReadTries: app.ReadTries, Linger: app.Linger, Now: time.Now, After: time.After, Random: rand.Float64, Log: log,
	})
	if err != nil {
		return err
	}
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", settings.Addr)
	if err != nil {
		return fmt.Errorf("listen on %s: %w", settings.Addr, err)
	}
	return a.Serve(ctx, listener)
}
