package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"regexp"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/upkeep-app/upkeep/app"
	"github.com/upkeep-app/upkeep/rehearsal"
	"github.com/upkeep-app/upkeep/store"
	"github.com/upkeep-app/upkeep/upgrade"
)

// The ends of `plan` that are no failures to tell by themselves: the report has
// told all.
var (
	errDiffers = errors.New("there is something to write")
	errUnknown = errors.New("not everything could be found out")
)

// plan is what would be written.
type plan struct {
	Writes []planned `json:"writes"`
	Failed []failed  `json:"failed"`
	// Unfinished is how many keys were not looked at any more.
	Unfinished int `json:"unfinished"`

	// nothing is what is said when there is nothing, and about is what the list is.
	nothing, about string
}

// planned is one write.
type planned struct {
	Upgrade string           `json:"upgrade"` // empty where it is for none
	Kind    string           `json:"kind"`
	Key     string           `json:"key"`
	Text    string           `json:"text"`
	FoundAt time.Time        `json:"found_at"`
	Changes []upgrade.Change `json:"changes"`
}

// failed is a key that could not be looked at.
type failed struct {
	Key    string `json:"key"`
	Reason string `json:"reason"`
}

const planHelp = `Plan lists what would be written to GitHub, by upgrade and by issue: what is, what
should be, and why. It writes nothing.

By itself it lists what plan mode withholds, as the server found it out and left it
in the database. With --board it reads one Maintenance board and its issues from
GitHub and lists every card that is not as it should be. With --policy it rehearses
a policy file in place of the one in force, before anybody sees it: all that would
be written with it, whatever its modes are, by what the server remembers and by
what GitHub says at the moment. --board and --policy take the settings of "upkeep
serve" from the environment.

A long look shows how far it is on the terminal, or says so every few seconds.

The exit code is 0 when there is nothing to write, 2 when there is something, and 1
when it could not be found out, or not all of it.

As JSON (--format json) it is an object. "writes" has the writes, each with
"upgrade" (empty for none), "kind" (the policy's word: boxes, fields, comments or
issues), "key" (the object that the server looks at), "text" (all of it in a line),
"found_at" (when it was found out) and "changes": each with "object", "what", "is",
"should_be" and "why". "failed" has what could not be looked at, each with "key"
and "reason", and "unfinished" is how much was left when it was stopped. The names
of the fields stay.

` + lookHelp

// planFlags are the flags of plan.
type planFlags struct {
	format, upgrade, board string
	organisation, output   string
	policies               []string
}

func planCommand() *cobra.Command {
	var flags planFlags
	cmd := &cobra.Command{
		Use: "plan", Short: "List what would be written, and why", Long: planHelp, Args: exactly(0),
		Example: `  upkeep plan
  upkeep plan --upgrade "Django 5.2"
  upkeep plan --board acme/51 --format json
  upkeep plan --policy upkeep.yml
  upkeep plan --org acme
  upkeep plan --org acme --format html --output acme.html`,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if flags.organisation != "" {
				return lookAt(cmd, flags.organisation, flags.format, flags.output)
			}
			if flags.output != "" {
				return usageError{errors.New("--output goes with --org")}
			}
			if err := knownFormat(flags.format); err != nil {
				return err
			}
			found, err := flags.find(cmd)
			if err != nil {
				return err
			}
			if flags.upgrade != "" {
				found = found.narrowed(flags.upgrade)
			}
			return found.tell(cmd.OutOrStdout(), flags.format)
		},
	}
	cmd.Flags().StringVar(&flags.format, "format", "text", "text or json; with --org text, markdown or html")
	cmd.Flags().StringVar(&flags.organisation, "org", "", "the organisation to look at before Upkeep is there")
	cmd.Flags().StringVar(&flags.output, "output", "", "the file that the report of --org is written to; stdout if not given")
	cmd.Flags().StringVar(&flags.upgrade, "upgrade", "", "only what is for one upgrade, by its name")
	cmd.Flags().StringVar(&flags.board, "board", "", "the board to compare with the facts, OWNER/NUMBER")
	cmd.Flags().StringArrayVar(&flags.policies, "policy", nil, "a policy file to rehearse; OWNER=FILE where the app is in several organisations")
	cmd.MarkFlagsMutuallyExclusive("board", "policy", "org")
	cmd.MarkFlagsMutuallyExclusive("upgrade", "org")
	return cmd
}

// find finds out what the flags ask about.
func (f planFlags) find(cmd *cobra.Command) (found plan, err error) {
	switch {
	case f.board != "":
		return planBoard(cmd, f.board)
	case len(f.policies) > 0:
		return planPolicies(cmd, f.policies)
	}
	err = withStore(cmd, func(ctx context.Context, db *store.Store) error {
		writes, err := db.Planned(ctx)
		if err != nil {
			return err
		}
		installations, err := db.Installations(ctx)
		if err != nil {
			return err
		}
		if len(installations) == 0 {
			return errors.New("the server has not looked at any organisation yet: upkeep doctor says whether it runs and where the app is installed; --org NAME looks without a server")
		}
		policies, err := db.Policies(ctx)
		if err != nil {
			return err
		}
		found = plan{nothing: nothingWithheld(policies), about: "withheld by plan mode", Writes: views(writes)}
		return nil
	})
	if errors.Is(err, errNoDatabase) {
		err = fmt.Errorf("%w (plan --org NAME looks at an organisation without a server)", err)
	}
	return found, err
}

// nothingWithheld says that nothing is, and where that is for want of a policy.
func nothingWithheld(policies []store.PolicyRecord) string {
	lines := []string{"Nothing is withheld."}
	if len(policies) == 0 {
		lines = append(lines, "No organisation's upkeep.yml was read yet.")
	}
	for _, p := range policies {
		switch p.State {
		case upgrade.PolicyAbsent:
			lines = append(lines, fmt.Sprintf("%s has no upkeep.yml: upkeep plan --org %s proposes one.", p.Account, p.Account))
		case upgrade.PolicyInvalid, upgrade.PolicyUnreadable:
			lines = append(lines, fmt.Sprintf("The upkeep.yml of %s cannot be used: upkeep doctor says why.", p.Account))
		case upgrade.PolicyValid:
		}
	}
	return strings.Join(lines, "\n")
}

// planBoard finds out what is not as it should be on a board.
func planBoard(cmd *cobra.Command, text string) (found plan, err error) {
	board, err := parseBoard(text)
	if err != nil {
		return plan{}, err
	}
	err = withApp(cmd, func(ctx context.Context, a *app.App) error {
		mends, err := a.Drift(ctx, board.owner, board.number)
		found = plan{nothing: "Every card is as it should be.", about: "would put it right", Writes: views(mends)}
		return err
	})
	return found, err
}

// planPolicies rehearses policy files.
func planPolicies(cmd *cobra.Command, files []string) (found plan, err error) {
	policies, err := readPolicies(files)
	if err != nil {
		return plan{}, err
	}
	err = withApp(cmd, func(ctx context.Context, a *app.App) error {
		bar := newProgress(cmd.ErrOrStderr(), "Rehearsing", time.Now)
		result, err := a.Rehearse(ctx, policies, bar.show)
		bar.end()
		found = rehearsed(result)
		return err
	})
	return found, err
}

// rehearsed is what a rehearsal has found out.
func rehearsed(result rehearsal.Result) plan {
	found := plan{
		nothing: "Nothing would be written.", about: "would be made, whatever the modes say", Writes: views(result.Writes), Unfinished: result.Unfinished,
	}
	for _, f := range result.Failed {
		found.Failed = append(found.Failed, failed{Key: string(f.Key), Reason: f.Reason})
	}
	return found
}

// ownerAndFile is OWNER=FILE, where OWNER can be a login.
var ownerAndFile = regexp.MustCompile(`^([A-Za-z0-9-]+)=(.+)$`)

// readPolicies reads the files, by account; that of the only account has the key "".
func readPolicies(files []string) (map[string]string, error) {
	policies := map[string]string{}
	for _, file := range files {
		account := ""
		if parts := ownerAndFile.FindStringSubmatch(file); parts != nil {
			account, file = strings.ToLower(parts[1]), parts[2]
		}
		text, err := os.ReadFile(file)
		if err != nil {
			return nil, fmt.Errorf("read the policy: %w", err)
		}
		if _, twice := policies[account]; twice {
			return nil, usageError{fmt.Errorf("two policies for one organisation: say which is whose with --policy OWNER=FILE")}
		}
		policies[account] = string(text)
	}
	return policies, nil
}

func views(writes []store.Planned) []planned {
	all := make([]planned, 0, len(writes))
	for _, w := range writes {
		all = append(all, planned{Upgrade: w.Upgrade, Kind: w.Kind, Key: string(w.Key), Text: w.Text, FoundAt: w.At.UTC(), Changes: w.Changes})
	}
	return all
}
