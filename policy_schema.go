package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/upkeep-app/upkeep/config"
)

func policySchemaCommand() *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use: "policy-schema", Short: "Print the JSON Schema of upkeep.yml, or all its settings in Markdown", Args: exactly(0),
		Long: `Policy-schema prints the JSON Schema (draft 07) by which editors complete and check
upkeep.yml. They find it by the first line of the file:

  # yaml-language-server: $schema=` + config.SchemaURL + `

It takes every file that "upkeep check-policy" takes, and finds most mistakes;
check-policy finds all.`,
		RunE: func(cmd *cobra.Command, _ []string) error {
			text, err := policyReference(format)
			if err != nil {
				return err
			}
			_, err = cmd.OutOrStdout().Write(text)
			return err
		},
	}
	cmd.Flags().StringVar(&format, "format", "json", "json or markdown")
	return cmd
}

// policyReference is what is to be known about all settings of a policy.
func policyReference(format string) ([]byte, error) {
	switch format {
	case "json":
		return config.PolicySchema()
	case "markdown":
		return []byte(config.PolicyReference()), nil
	default:
		return nil, usageError{fmt.Errorf("no format %q: json or markdown", format)}
	}
}
