package main

import (
	"fmt"
	"io"
	"os"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/upkeep-app/upkeep/config"
	"github.com/upkeep-app/upkeep/upgrade"
)

func checkPolicyCommand() *cobra.Command {
	var organisation string
	var explain bool
	cmd := &cobra.Command{
		Use: "check-policy FILE", Short: "Check an upkeep.yml and name everything that is wrong with it", Args: exactly(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			text, err := os.ReadFile(args[0])
			if err != nil {
				return fmt.Errorf("read the policy: %w", err)
			}
			policy, problems := config.ParsePolicy(organisation, text)
			for _, p := range problems {
				if _, err := fmt.Fprintf(cmd.OutOrStdout(), "%s:%s\n", args[0], p); err != nil {
					return err
				}
			}
			if len(problems) > 0 {
				return fmt.Errorf("%s is not valid; problems: %d", args[0], len(problems))
			}
			_, err = fmt.Fprintf(cmd.OutOrStdout(), "%s is valid. Upgrades: %d, mode %s.\n", args[0], len(policy.Upgrades), policy.Mode)
			if err != nil || !explain {
				return err
			}
			return explainStatus(cmd.OutOrStdout(), policy.Maintenance)
		},
	}
	cmd.Flags().StringVar(&organisation, "org", "example", "the organisation that the file belongs to")
	cmd.Flags().BoolVar(&explain, "explain", false, "show the rules that decide on the Status of a child")
	return cmd
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
