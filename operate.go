package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"github.com/upkeep-app/upkeep/config"
	"github.com/upkeep-app/upkeep/reconcile"
	"github.com/upkeep-app/upkeep/store"
	"github.com/upkeep-app/upkeep/upgrade"
)

// withStore opens the server's database for a command that talks to it.
func withStore(cmd *cobra.Command, do func(context.Context, *store.Store) error) error {
	url, err := config.DatabaseURL(os.Getenv)
	if err != nil {
		return err
	}
	db, err := store.Open(cmd.Context(), url.Reveal(), time.Now)
	if err != nil {
		return err
	}
	err = do(cmd.Context(), db)
	if closeErr := db.Close(); err == nil {
		err = closeErr
	}
	return err
}

func planCommand() *cobra.Command {
	var format, board string
	cmd := &cobra.Command{
		Use: "plan", Short: "List what plan mode withholds, or what differs on a board", Args: exactly(0),
		Long: `Plan lists what plan mode withholds: what the server would write.

With --board it reads a board and its issues from GitHub itself, with the settings
of "upkeep serve", and lists every card that is not as it should be: the item, the
field, what it is, what it should be, and why. It writes nothing. Its exit code is
0 when there is nothing, 2 when there is something, and 1 when it could not be
found out.`,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if board != "" {
				return planBoard(cmd, board, format)
			}
			return withStore(cmd, func(ctx context.Context, db *store.Store) error {
				planned, err := db.Planned(ctx)
				if err != nil {
					return err
				}
				return printPlanned(cmd.OutOrStdout(), planned, format)
			})
		},
	}
	cmd.Flags().StringVar(&format, "format", "text", "text or json")
	cmd.Flags().StringVar(&board, "board", "", "the board to compare with the facts, OWNER/NUMBER")
	return cmd
}

func printPlanned(w io.Writer, planned []store.Planned, format string) error {
	switch format {
	case "json":
		encoder := json.NewEncoder(w)
		encoder.SetIndent("", "  ")
		return encoder.Encode(planned)
	case "text":
		table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
		for _, p := range planned {
			if _, err := fmt.Fprintf(table, "%s\t%s\t%s\n", p.Upgrade, p.Kind, p.Text); err != nil {
				return err
			}
		}
		if len(planned) == 0 {
			if _, err := fmt.Fprintln(table, "Nothing is withheld."); err != nil {
				return err
			}
		}
		return table.Flush()
	default:
		return usageError{fmt.Errorf("no format %q: text or json", format)}
	}
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
