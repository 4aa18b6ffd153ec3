// Upkeep runs organisation-wide upgrade projects on GitHub. This file and the
// others of package main are the command line; everything else is in the
// packages, app first.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"runtime/debug"
	"strings"
	"syscall"

	"github.com/spf13/cobra"
)

// The exit codes of every subcommand; `plan` ends with exitDiffers when it has
// something to list.
const (
	exitDone    = 0
	exitFailed  = 1
	exitUsage   = 2
	exitDiffers = 2
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:])
	stop()
	os.Exit(code)
}

func run(ctx context.Context, args []string) int {
	root := rootCommand() //nolint:contextcheck // cobra hands each command the context of ExecuteContext
	root.SetArgs(args)
	called, err := root.ExecuteContextC(ctx)
	if err == nil {
		return exitDone
	}
	if errors.Is(err, errDiffers) {
		return exitDiffers
	}
	if errors.Is(err, errUnknown) {
		return exitFailed
	}
	fmt.Fprintf(os.Stderr, "upkeep: %v\n", err)
	var usage usageError
	if errors.As(err, &usage) || strings.HasPrefix(err.Error(), "unknown command") || strings.HasPrefix(err.Error(), "if any flags in the group") {
		fmt.Fprintf(os.Stderr, "More: %s --help\n", called.CommandPath())
		return exitUsage
	}
	return exitFailed
}

// usageError is a mistake in the command line itself.
type usageError struct{ error }

func rootCommand() *cobra.Command {
	root := &cobra.Command{
		Use:           "upkeep",
		Version:       version(),
		Short:         "Run organisation-wide upgrade projects on GitHub",
		Long:          "Upkeep is a GitHub App that keeps the boards and roadmap issues of organisation-wide\nupgrade projects true, and answers the commands that people type in comments.",
		SilenceErrors: true,
		SilenceUsage:  true,
	}
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return usageError{err} })
	for _, g := range []struct {
		title    string
		commands []*cobra.Command
	}{
		{"First steps:", []*cobra.Command{demoCommand(), planCommand(), serveCommand(), checkPolicyCommand(), doctorCommand()}},
		{"Run the server:", []*cobra.Command{
			haltCommand(), parkedCommand(), replayCommand(), resyncCommand(), boardCommand(), migrateCommand(), backupCommand(), healthcheckCommand(),
		}},
		{"Look things up and try them:", []*cobra.Command{commandsCommand(), policySchemaCommand(), checkRunbookCommand(), tryCommand(), emulateCommand(), versionCommand()}},
	} {
		root.AddGroup(&cobra.Group{ID: g.title, Title: g.title})
		for _, c := range g.commands {
			c.GroupID = g.title
			root.AddCommand(c)
		}
	}
	return root
}

// exactly is cobra.ExactArgs with our exit code.
func exactly(n int) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if err := cobra.ExactArgs(n)(cmd, args); err != nil {
			return usageError{fmt.Errorf("%w: %s", err, cmd.UseLine())}
		}
		return nil
	}
}

func versionCommand() *cobra.Command {
	return &cobra.Command{
		Use: "version", Short: "Print the version", Args: exactly(0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			_, err := fmt.Fprintln(cmd.OutOrStdout(), version())
			return err
		},
	}
}

// version is what the Go toolchain recorded in the binary.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	revision := ""
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" {
			revision = " " + s.Value
		}
	}
	return info.Main.Version + revision + " " + info.GoVersion
}
