package main

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/upkeep-app/upkeep/config"
	"github.com/upkeep-app/upkeep/upgrade"
)

func checkPolicyCommand() *cobra.Command {
	var organisation, format string
	var explain bool
	cmd := &cobra.Command{
		Use: "check-policy FILE|-", Short: "Check an upkeep.yml and name everything that is wrong with it", Args: exactly(1),
		Long: `Check-policy reads an upkeep.yml, or standard input for -, and shows everything that
is wrong with it: where, what, and what to write instead. It needs neither server
nor GitHub. What can be in the file: "upkeep policy-schema --format markdown".

As JSON it is an object with "file", "valid", "mode", "upgrades" (how many) and
"problems". Each problem has "line" and "column" (from 1, 0 if not known), "path"
(the setting, or ""), "message" and "mend". The names of the fields stay.

Its exit code is 1 when something is wrong.`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := knownFormat(format); err != nil {
				return err
			}
			text, err := readText(cmd, args[0])
			if err != nil {
				return err
			}
			file := args[0]
			if file == "-" {
				file = "standard input"
			}
			policy, problems := config.ParsePolicy(organisation, []byte(text))
			if err := printProblems(cmd.OutOrStdout(), format, file, text, policy, problems); err != nil {
				return err
			}
			if len(problems) > 0 {
				return fmt.Errorf("%s is not valid; problems: %d", file, len(problems))
			}
			if explain && format == "text" {
				return explainStatus(cmd.OutOrStdout(), policy.Maintenance)
			}
			return nil
		},
	}
	cmd.Flags().StringVar(&organisation, "org", "example", "the organisation that the file belongs to")
	cmd.Flags().BoolVar(&explain, "explain", false, "show the rules that decide on the Status of a child")
	cmd.Flags().StringVar(&format, "format", "text", "text or json")
	return cmd
}

// checkedPolicy is what check-policy says as JSON.
type checkedPolicy struct {
	File     string           `json:"file"`
	Valid    bool             `json:"valid"`
	Mode     upgrade.Mode     `json:"mode"`
	Upgrades int              `json:"upgrades"`
	Problems []config.Problem `json:"problems"`
}

// printProblems prints what is wrong with a policy file, each problem with its
// line of the file, or that nothing is.
func printProblems(w io.Writer, format, file, text string, policy upgrade.Policy, problems []config.Problem) error {
	if format == "json" {
		return printJSON(w, checkedPolicy{
			File: file, Valid: len(problems) == 0, Mode: policy.Mode, Upgrades: len(policy.Upgrades),
			Problems: append([]config.Problem{}, problems...),
		})
	}
	var out strings.Builder
	for _, p := range problems {
		out.WriteString(file + p.Place() + "\n")
		if excerpt := p.Excerpt([]byte(text)); excerpt != "" {
			out.WriteString("    " + strings.ReplaceAll(excerpt, "\n", "\n    ") + "\n")
		}
		out.WriteString("    To mend it: " + p.Mend + "\n")
	}
	if len(problems) == 0 {
		fmt.Fprintf(&out, "%s is valid. Upgrades: %d, mode %s.\n", file, len(policy.Upgrades), policy.Mode)
	}
	_, err := io.WriteString(w, out.String())
	return err
}

// explainStatus shows the rules of a board's Status as a table.
func explainStatus(w io.Writer, board upgrade.BoardPolicy) error {
	if _, err := fmt.Fprintf(w, "\nThe first rule that holds decides on %s:\n\n", board.Fields.Status); err != nil {
		return err
	}
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	if _, err := fmt.Fprintln(table, "RULE\tCOLUMN\tWHEN"); err != nil {
		return err
	}
	optional := false
	for i, rule := range board.Rules {
		column, needed := board.Statuses.Name(rule.Status)
		if !needed {
			optional = true
			column += " *"
		}
		if _, err := fmt.Fprintf(table, "%d\t%s\t%s\n", i+1, column, rule.Conditions()); err != nil {
			return err
		}
	}
	if err := table.Flush(); err != nil || !optional {
		return err
	}
	_, err := fmt.Fprintln(w, "\n* passed over where the board has no such column; name it under statuses to be told.")
	return err
}
