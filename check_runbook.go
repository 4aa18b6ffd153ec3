package main

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/upkeep-app/upkeep/runbook"
)

func checkRunbookCommand() *cobra.Command {
	return &cobra.Command{
		Use: "check-runbook FILE|-", Short: "Check an organisation's own runbook and show which rule verifies which step", Args: exactly(1),
		Long: `Check-runbook reads an organisation's own runbook. It is Markdown: the items of
lists are the steps, headings are their sections. A comment at the end of an item
names the rule that verifies it: <!-- rule: target-date -->. An item that says
what a step of the default runbook says has that step's rule without a comment,
and none with <!-- rule: none -->.

The rules:
` + ruleHelp(),
		RunE: func(cmd *cobra.Command, args []string) error {
			text, err := readText(cmd, args[0])
			if err != nil {
				return err
			}
			return checkRunbook(cmd.OutOrStdout(), args[0], text)
		},
	}
}

// ruleHelp lists what the rules verify.
func ruleHelp() string {
	var help strings.Builder
	table := tabwriter.NewWriter(&help, 0, 0, 2, ' ', 0)
	for _, rule := range runbook.Rules() {
		_, _ = fmt.Fprintf(table, "  %s\t%s\t%s\n", rule.Name, rule.Lasting, rule.Means)
	}
	_ = table.Flush() // into memory
	return help.String()
}

// checkRunbook says what is wrong with a runbook or, if nothing is, shows its steps.
func checkRunbook(w io.Writer, file, text string) error {
	book, problems := runbook.Parse(text, runbook.Terms{})
	for _, p := range problems {
		if _, err := fmt.Fprintf(w, "%s:%s\n", file, p); err != nil {
			return err
		}
	}
	if len(problems) > 0 {
		return fmt.Errorf("%s has %d problems", file, len(problems))
	}
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	if _, err := fmt.Fprintln(table, "VERIFIED BY\tCOUNTS\tSECTION\tSTEP"); err != nil {
		return err
	}
	usual := runbook.NewMatcher(runbook.Terms{}, runbook.Runbook{})
	for _, step := range book.Steps {
		if _, err := fmt.Fprintf(table, "%s\t%s\t%s\t%s\n", verifiedBy(usual, step), step.Rule.Lasting, step.Section, step.Text); err != nil {
			return err
		}
	}
	return table.Flush()
}

// verifiedBy is the step's rule, or the one that a similar step has.
func verifiedBy(usual *runbook.Matcher, step runbook.Step) string {
	if step.Rule.Name != "" {
		return string(step.Rule.Name)
	}
	similar, certainty := usual.Match(step.Text)
	if certainty == runbook.Proposed && similar.Rule.Name != "" {
		return fmt.Sprintf("a person; or %s?", similar.Rule.Name)
	}
	return "a person"
}
