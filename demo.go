package main

import (
	secrets "crypto/rand"
	"math/rand/v2"
	"time"

	"github.com/spf13/cobra"

	"github.com/upkeep-app/upkeep/demo"
	"github.com/upkeep-app/upkeep/emulator/chaos"
)

func demoCommand() *cobra.Command {
	var exit, verbose bool
	var seed int64
	var wrong string
	cmd := &cobra.Command{
		Use: "demo", Short: "Play one upgrade's story on an emulated GitHub", Args: exactly(0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			settings, err := chaos.Parse(wrong)
			if err != nil {
				return usageError{err}
			}
			o := demo.Options{
				Out: cmd.OutOrStdout(), Exit: exit, Random: rand.Float64, Secrets: secrets.Reader, Seed: seed, Chaos: settings,
				Clock: demo.Clock{Now: time.Now, After: time.After},
			}
			if verbose {
				o.Log = cmd.ErrOrStderr()
			}
			return demo.Run(cmd.Context(), o)
		},
	}
	cmd.Flags().BoolVar(&exit, "exit", false, "end after the story; the exit code says whether every step came out right")
	cmd.Flags().Int64Var(&seed, "seed", 1, "decides all ids and what goes wrong")
	cmd.Flags().StringVar(&wrong, "chaos", "off", "what goes wrong: "+chaosUsage())
	cmd.Flags().BoolVar(&verbose, "verbose", false, "show the log lines of both sides")
	return cmd
}
