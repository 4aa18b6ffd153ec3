package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/upkeep-app/upkeep/command"
)

func commandsCommand() *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use: "commands", Short: "Print all that there is to know about the commands people write in comments", Args: exactly(0),
		Long: `Commands prints the reference of the commands that people write in comments.

As JSON it is an object with "prefix" and "commands". Each command has "name",
"usage", "summary", "differs" (from the command that sounds alike, or ""),
"examples", "roles", "who_may" (the roles in words), "where" and "takes" (what
its arguments can name on GitHub). The names of the fields stay.`,
		RunE: func(cmd *cobra.Command, _ []string) error {
			text, err := reference(format)
			if err != nil {
				return err
			}
			_, err = cmd.OutOrStdout().Write(text)
			return err
		},
	}
	cmd.Flags().StringVar(&format, "format", "markdown", "markdown or json")
	return cmd
}

// reference is what is to be known about all commands.
func reference(format string) ([]byte, error) {
	switch format {
	case "markdown":
		return []byte(command.Markdown(command.Table())), nil
	case "json":
		return command.JSON(command.Table())
	default:
		return nil, usageError{fmt.Errorf("no format %q: markdown or json", format)}
	}
}
