package main

import (
	secrets "crypto/rand"
	"math/rand/v2"
	"time"

	"github.com/spf13/cobra"

	"github.com/upkeep-app/upkeep/demo"
)

func demoCommand() *cobra.Command {
	var exit, verbose bool
	cmd := &cobra.Command{
		Use: "demo", Short: "Play one upgrade's story on an emulated GitHub", Args: exactly(0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			o := demo.Options{
				Out: cmd.OutOrStdout(), Exit: exit, Random: rand.Float64, Secrets: secrets.Reader,
				Clock: demo.Clock{Now: time.Now, After: time.After},
			}
			if verbose {
				o.Log = cmd.ErrOrStderr()
			}
			return demo.Run(cmd.Context(), o)
		},
	}
	cmd.Flags().BoolVar(&exit, "exit", false, "end after the story; the exit code says whether every step came out right")
	cmd.Flags().BoolVar(&verbose, "verbose", false, "show the log lines of both sides")
	return cmd
}
