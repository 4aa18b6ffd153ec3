package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"strings"
	"time"

	"github.com/rs/zerolog"
	"github.com/spf13/cobra"

	"github.com/upkeep-app/upkeep/app"
	"github.com/upkeep-app/upkeep/config"
	"github.com/upkeep-app/upkeep/reconcile"
	"github.com/upkeep-app/upkeep/store"
	"github.com/upkeep-app/upkeep/upgrade"
)

// withStore opens the server's database for a command that talks to it.
func withStore(cmd *cobra.Command, do func(context.Context, *store.Store) error) error {
	url, err := config.DatabaseURL(os.Getenv)
	if err == nil {
		err = isThere(url.Reveal())
	}
	if err != nil {
		return err
	}
	return use(cmd, url.Reveal(), do)
}

// errNoDatabase is a SQLite database that no server has made.
var errNoDatabase = errors.New("there is no database")

// isThere refuses a file that is not there: in another folder than the server's a
// command would make an empty one, and say that all is halted or nothing parked.
func isThere(databaseURL string) error {
	path, isFile := strings.CutPrefix(databaseURL, "sqlite://")
	if !isFile {
		return nil
	}
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("%w at %s: run this in the server's folder, or with its UPKEEP_CONFIG or UPKEEP_DATABASE_URL; its first start makes one", errNoDatabase, path)
	}
	return nil
}

// use opens a database, which it makes if need be.
func use(cmd *cobra.Command, databaseURL string, do func(context.Context, *store.Store) error) error {
	db, err := store.Open(cmd.Context(), databaseURL, time.Now)
	if err != nil {
		return err
	}
	err = do(cmd.Context(), db)
	if closeErr := db.Close(); err == nil {
		err = closeErr
	}
	return err
}

// withApp builds the app as the server is built, for a command that asks GitHub
// itself. Nothing runs in it.
func withApp(cmd *cobra.Command, do func(context.Context, *app.App) error) error {
	settings, err := config.Load(os.Getenv)
	if err != nil {
		return err
	}
	log := zerolog.New(cmd.ErrOrStderr()).With().Timestamp().Logger().Level(zerolog.InfoLevel)
	return withStore(cmd, func(ctx context.Context, db *store.Store) error {
		a, err := app.New(ctx, app.Options{
			Settings: settings, Store: db, ReadTries: app.ReadTries, Now: time.Now, After: time.After, Random: rand.Float64, Log: log,
		})
		if err != nil {
			return err
		}
		return do(ctx, a)
	})
}

func resyncCommand() *cobra.Command {
	var board string
	cmd := &cobra.Command{
		Use: "resync", Short: "Have the server look at everything again, or at one board", Args: exactly(0),
		Long: "Resync has the server look at every policy, roadmap issue and child again; with --board\nonly at the cards of that board.",
		RunE: func(cmd *cobra.Command, _ []string) error {
			if board != "" {
				return resyncBoard(cmd, board)
			}
			return withStore(cmd, func(ctx context.Context, db *store.Store) error {
				err := db.Trigger(ctx, upgrade.Trigger{Key: reconcile.AllInstallations, Reason: "upkeep resync"})
				if err != nil {
					return fmt.Errorf("ask for a resync: %w", err)
				}
				_, err = fmt.Fprintln(cmd.OutOrStdout(), "The server will look at everything again.")
				return err
			})
		},
	}
	cmd.Flags().StringVar(&board, "board", "", "the board to look at, OWNER/NUMBER")
	return cmd
}

// resyncBoard has the server look at all cards of a board.
func resyncBoard(cmd *cobra.Command, text string) error {
	board, err := parseBoard(text)
	if err != nil {
		return err
	}
	return withStore(cmd, func(ctx context.Context, db *store.Store) error {
		roles, err := db.BoardsAt(ctx, board.owner, board.number)
		if err != nil {
			return err
		}
		if len(roles) == 0 {
			return fmt.Errorf("no policy that the server knows names board %d of %s", board.number, board.owner)
		}
		for _, role := range roles {
			err := db.Trigger(ctx, upgrade.Trigger{
				Key: upgrade.BoardKey(role.ID), Installation: role.Installation, Cause: upgrade.CauseResync, Reason: "upkeep resync --board",
			})
			if err != nil {
				return fmt.Errorf("ask for a look at the board: %w", err)
			}
		}
		_, err = fmt.Fprintf(cmd.OutOrStdout(), "The server will look at all cards of board %d of %s.\n", board.number, board.owner)
		return err
	})
}

func haltCommand() *cobra.Command {
	var off bool
	cmd := &cobra.Command{
		Use: "halt", Short: "Stop all writes to GitHub, in every replica; --off lets them go on", Args: exactly(0),
		Long: "Halt stops all writes to GitHub in every replica within 5 seconds, and survives restarts.\nDeliveries are still accepted and stored. Nothing is lost: --off goes on where it stopped.",
		RunE: func(cmd *cobra.Command, _ []string) error {
			return withStore(cmd, func(ctx context.Context, db *store.Store) error {
				value, said := "halted", "All writes are stopped. `upkeep halt --off` lets them go on."
				if off {
					value, said = "", "Writes go on."
				}
				if err := db.SetFlag(ctx, store.FlagHalt, value); err != nil {
					return fmt.Errorf("set the halt flag: %w", err)
				}
				_, err := fmt.Fprintln(cmd.OutOrStdout(), said)
				return err
			})
		},
	}
	cmd.Flags().BoolVar(&off, "off", false, "let writes go on")
	return cmd
}
