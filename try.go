package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"os"

	"github.com/spf13/cobra"

	"github.com/upkeep-app/upkeep/try"
	"github.com/upkeep-app/upkeep/upgrade"
)

func tryCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use: "try", Short: "Rehearse on a text, without GitHub and without a policy",
	}
	cmd.AddCommand(tryCommentCommand(), tryBodyCommand())
	return cmd
}

func tryCommentCommand() *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use: "comment FILE|-", Short: "Show which lines of a comment are commands, and which are not and why", Args: exactly(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			text, err := readText(cmd, args[0])
			if err != nil {
				return err
			}
			return report(cmd.OutOrStdout(), format, try.Comment(text))
		},
	}
	cmd.Flags().StringVar(&format, "format", "text", "text or json")
	return cmd
}

func tryBodyCommand() *cobra.Command {
	var format, repo string
	var closed, reopened []string
	cmd := &cobra.Command{
		Use: "body FILE|-", Short: "Show an issue's description after children close or reopen", Args: exactly(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			text, err := readText(cmd, args[0])
			if err != nil {
				return err
			}
			was, err := refs(closed)
			if err != nil {
				return err
			}
			open, err := refs(reopened)
			if err != nil {
				return err
			}
			if _, err := upgrade.ParseRef(repo + "#1"); err != nil {
				return usageError{fmt.Errorf("--repo %q is not owner/name", repo)}
			}
			return report(cmd.OutOrStdout(), format, try.Body(text, repo, webHost(), was, open))
		},
	}
	cmd.Flags().StringVar(&format, "format", "text", "text or json")
	cmd.Flags().StringVar(&repo, "repo", "", "the repository the issue is in, owner/name")
	cmd.Flags().StringSliceVar(&closed, "closed", nil, "children that close, owner/repo#1, separated by commas")
	cmd.Flags().StringSliceVar(&reopened, "reopened", nil, "children that reopen")
	if err := cmd.MarkFlagRequired("repo"); err != nil {
		cmd.SetUsageFunc(func(*cobra.Command) error { return err })
	}
	return cmd
}

// trial is a result that can be shown both ways.
type trial interface{ Text() string }

func report(w io.Writer, format string, r trial) error {
	switch format {
	case "json":
		encoder := json.NewEncoder(w)
		encoder.SetEscapeHTML(false)
		encoder.SetIndent("", "  ")
		return encoder.Encode(r)
	case "text":
		_, err := fmt.Fprint(w, r.Text())
		return err
	default:
		return usageError{fmt.Errorf("no format %q: text or json", format)}
	}
}

func readText(cmd *cobra.Command, name string) (string, error) {
	if name == "-" {
		text, err := io.ReadAll(cmd.InOrStdin())
		if err != nil {
			return "", fmt.Errorf("read standard input: %w", err)
		}
		return string(text), nil
	}
	text, err := os.ReadFile(name)
	if err != nil {
		return "", fmt.Errorf("read the text: %w", err)
	}
	return string(text), nil
}

func refs(texts []string) ([]upgrade.Ref, error) {
	out := make([]upgrade.Ref, 0, len(texts))
	for _, t := range texts {
		ref, err := upgrade.ParseRef(t)
		if err != nil {
			return nil, usageError{err}
		}
		out = append(out, ref)
	}
	return out, nil
}

// webHost is the host of issue links: github.com, or the GitHub Enterprise
// Server that the environment names.
func webHost() string {
	u, err := url.Parse(os.Getenv("GITHUB_WEB_URL"))
	if err != nil || u.Host == "" {
		return "github.com"
	}
	return u.Host
}
