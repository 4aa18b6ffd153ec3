package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/rs/zerolog"
	"github.com/spf13/cobra"

	"github.com/upkeep-app/upkeep/app"
	"github.com/upkeep-app/upkeep/checkup"
	"github.com/upkeep-app/upkeep/config"
)

// doctorTime bounds the whole look: a GitHub that answers slowly, request by
// request, must not keep an operator waiting.
const doctorTime = 3 * time.Minute

func doctorCommand() *cobra.Command {
	var format string
	var asJSON bool
	cmd := &cobra.Command{
		Use: "doctor", Short: "Say whether all is well with the server, its app and its boards, and what to mend", Args: exactly(0),
		Long: `Doctor looks at the server's settings and whether it runs, at its database, at the
app on GitHub with its permissions, webhook and deliveries, and at every organisation
that has it: its policy, what that names, and its boards. It writes nothing, needs the
settings of "upkeep serve", and works while the server runs, while it does not, and
before there is an app.

Each line is ok, warning or wrong, with what to do about it below. One thing that
cannot be looked at hides no other. The exit code is 1 when something is wrong, and
0 with warnings alone.

As JSON it is a list of objects with "group", "health" (ok, warning or wrong),
"about", "says", and "mend" where there is one. The names of the fields stay.`,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if asJSON {
				format = "json"
			}
			if err := knownFormat(format); err != nil {
				return err
			}
			ctx, cancel := context.WithTimeout(cmd.Context(), doctorTime)
			defer cancel()
			return printFindings(cmd.OutOrStdout(), doctor(os.Getenv).Examine(ctx), format)
		},
	}
	cmd.Flags().StringVar(&format, "format", "text", "text or json")
	cmd.Flags().BoolVar(&asJSON, "json", false, "the same as --format json")
	return cmd
}

// doctor is one with as much of the settings as can be read. It logs nothing:
// what it meets is in its findings.
func doctor(getenv func(string) string) app.Doctor {
	settings, problem := config.Load(getenv)
	if problem != nil && !errors.Is(problem, config.ErrNotRegistered) {
		// What is wrong with these two is among the problems.
		settings.DatabaseURL, _ = config.DatabaseURL(getenv)
		settings.Addr, _ = config.Addr(getenv)
	}
	return app.Doctor{
		Options: app.Options{Settings: settings, ReadTries: app.ReadTries, Now: time.Now, Log: zerolog.Nop()},
		Problem: problem, Version: version(),
	}
}

// printFindings prints a line for each finding, with its mend below it. It is an
// error that something is wrong.
func printFindings(w io.Writer, findings []checkup.Finding, format string) error {
	counts := map[checkup.Health]int{}
	for _, f := range findings {
		counts[f.Health]++
	}
	var err error
	if format == "json" {
		err = printJSON(w, findings)
	} else {
		err = printGroups(w, findings, summary(counts))
	}
	if err == nil && counts[checkup.Wrong] > 0 {
		err = fmt.Errorf("%d of %d things are wrong", counts[checkup.Wrong], len(findings))
	}
	return err
}

// summary is what the findings come to.
func summary(counts map[checkup.Health]int) string {
	if counts[checkup.Wrong]+counts[checkup.Warning] == 0 {
		return fmt.Sprintf("All %d things are well.", counts[checkup.OK])
	}
	return fmt.Sprintf("%d wrong, %d to look at, %d ok.", counts[checkup.Wrong], counts[checkup.Warning], counts[checkup.OK])
}

// printGroups prints the findings group by group, and what they come to.
func printGroups(w io.Writer, findings []checkup.Finding, told string) error {
	var rows [][]string
	for i, f := range findings {
		if i == 0 || f.Group != findings[i-1].Group {
			rows = append(rows, []string{f.Group})
		}
		rows = append(rows, []string{fmt.Sprintf("  %-7s  %s: %s", f.Health, f.About, f.Says)})
		if f.Mend != "" {
			rows = append(rows, []string{fmt.Sprintf("  %-7s  -> %s", "", f.Mend)})
		}
	}
	return printTable(w, append(rows, []string{""}, []string{told}))
}
