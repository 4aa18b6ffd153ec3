package main

import (
	"context"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/upkeep-app/upkeep/app"
	"github.com/upkeep-app/upkeep/upgrade"
)

func doctorCommand() *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use: "doctor", Short: "Look at whether the boards can hold what the policies want", Args: exactly(0),
		Long: `Doctor looks at the boards of every organisation that the server knows: whether the
app may write to them, whether the fields, options and columns are there, which of
GitHub's own workflows get in the way, and what this GitHub lacks. Each line is
ok, warning or wrong, with what to do about it. It writes nothing, and needs the
settings of "upkeep serve". Its exit code is 1 when something is wrong.`,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := knownFormat(format); err != nil {
				return err
			}
			return withApp(cmd, func(ctx context.Context, a *app.App) error {
				findings, err := a.Checkup(ctx)
				if err != nil {
					return err
				}
				return printFindings(cmd.OutOrStdout(), findings, format)
			})
		},
	}
	cmd.Flags().StringVar(&format, "format", "text", "text or json")
	return cmd
}

// printFindings prints a line for each finding, with its mend below it. It is an
// error that something is wrong.
func printFindings(w io.Writer, findings []upgrade.Finding, format string) error {
	wrong := 0
	var rows [][]string
	for _, f := range findings {
		if f.Health == upgrade.HealthWrong {
			wrong++
		}
		rows = append(rows, []string{string(f.Health), f.About + ": " + f.Says})
		if f.Mend != "" {
			rows = append(rows, []string{"", "-> " + f.Mend})
		}
	}
	var err error
	if format == "json" {
		err = printJSON(w, findings)
	} else {
		err = printTable(w, rows)
	}
	if err == nil && wrong > 0 {
		err = fmt.Errorf("%d of %d things are wrong", wrong, len(findings))
	}
	return err
}
