package main

import (
	"context"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"github.com/upkeep-app/upkeep/config"
	"github.com/upkeep-app/upkeep/store"
)

func migrateCommand() *cobra.Command {
	return &cobra.Command{
		Use: "migrate", Short: "Bring the database's schema up to date", Args: exactly(0),
		Long: "Migrate brings the database's schema up to date, as every start of the server does, while\nreplicas of the version before work on. Run it before an update's replicas come, to see it\nfail before any of them is replaced.",
		RunE: func(cmd *cobra.Command, _ []string) error {
			url, err := config.DatabaseURL(os.Getenv)
			if err != nil {
				return err
			}
			return use(cmd, url.Reveal(), func(context.Context, *store.Store) error {
				_, err := fmt.Fprintln(cmd.OutOrStdout(), "The schema is up to date.")
				return err
			})
		},
	}
}

func backupCommand() *cobra.Command {
	return &cobra.Command{
		Use: "backup FILE", Short: "Copy the SQLite database to a new file while the server works on", Args: exactly(1),
		Long: "Backup copies the SQLite database, as it is at one moment, to a new file that only its\nowner can read. The server works on meanwhile. PostgreSQL has pg_dump for that.",
		RunE: func(cmd *cobra.Command, args []string) error {
			url, err := config.DatabaseURL(os.Getenv)
			if err != nil {
				return err
			}
			if err := store.Backup(cmd.Context(), url.Reveal(), args[0]); err != nil {
				return err
			}
			_, err = fmt.Fprintf(cmd.OutOrStdout(), "The database is copied to %s.\n", args[0])
			return err
		},
	}
}
