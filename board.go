package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/upkeep-app/upkeep/app"
	"github.com/upkeep-app/upkeep/upgrade"
)

// errLacks ends `board init` when something is left to add.
var errLacks = errors.New("boards lack something")

// boardPlace is where people say a board is: OWNER/NUMBER.
type boardPlace struct {
	owner  string
	number int
}

func parseBoard(text string) (boardPlace, error) {
	owner, number, found := strings.Cut(text, "/")
	n, err := strconv.Atoi(number)
	if !found || owner == "" || err != nil || n < 1 {
		return boardPlace{}, usageError{fmt.Errorf("board %q is not OWNER/NUMBER, such as acme/1", text)}
	}
	return boardPlace{owner, n}, nil
}

func boardCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use: "board", Short: "Set up the boards that policies name", Args: exactly(0),
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(boardInitCommand())
	return cmd
}

func boardInitCommand() *cobra.Command {
	var dry bool
	cmd := &cobra.Command{
		Use: "init [OWNER/NUMBER]", Short: "Add the fields, options and views that Maintenance boards lack",
		Long: `Init adds what the Maintenance boards of all policies that the server knows lack
for the upgrades under way, or one of them. It writes as the server does: where
the mode is active and the policy has "setup: write" at the board. Elsewhere it
says what a person has to add. Options of Source and Owner are never added.

It takes the settings of "upkeep serve" from the environment. The exit code is 0
when nothing is left to add, or with --dry-run, and 1 when something is.`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 1 {
				return usageError{fmt.Errorf("one board at most, not %d", len(args))}
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			var place boardPlace
			if len(args) > 0 {
				var err error
				if place, err = parseBoard(args[0]); err != nil {
					return err
				}
			}
			return withApp(cmd, func(ctx context.Context, a *app.App) error {
				if dry {
					return planSetUp(ctx, cmd.OutOrStdout(), a, place)
				}
				return setUpBoards(ctx, cmd.OutOrStdout(), a, place)
			})
		},
	}
	cmd.Flags().BoolVar(&dry, "dry-run", false, "only list what would be added")
	return cmd
}

// planSetUp lists what boards lack.
func planSetUp(ctx context.Context, w io.Writer, a *app.App, place boardPlace) error {
	boards, err := a.BoardFacts(ctx, place.owner, place.number)
	if err != nil {
		return err
	}
	for _, f := range boards {
		if err := printLacks(w, f, "would "); err != nil {
			return err
		}
	}
	return nil
}

// setUps is how often a board is looked at again on which there is more to add.
const setUps = 5

// setUpBoards adds what boards lack, and says what is left.
func setUpBoards(ctx context.Context, w io.Writer, a *app.App, place boardPlace) error {
	if halted, err := a.Halted(ctx); err != nil || halted {
		return errors.Join(err, errors.New("all writes are halted"))
	}
	boards, err := a.BoardFacts(ctx, place.owner, place.number)
	if err != nil {
		return err
	}
	for range setUps {
		if !slices.ContainsFunc(boards, addable) {
			break
		}
		for _, f := range boards {
			if err := a.SetUp(ctx, f); err != nil {
				return err
			}
		}
		if boards, err = a.BoardFacts(ctx, place.owner, place.number); err != nil {
			return err
		}
	}
	left := false
	for _, f := range boards {
		left = left || len(f.Lacks()) > 0
		if err := printLacks(w, f, ""); err != nil {
			return err
		}
	}
	if left {
		return errLacks
	}
	return nil
}

// addable reports whether the app can add something to a board, and may.
func addable(f upgrade.BoardFacts) bool {
	return f.Adds() && slices.ContainsFunc(f.Lacks(), func(l upgrade.Lack) bool { return l.ByHand == "" })
}

// printLacks lists what a board lacks: after "would ", as what the app would
// do, else as what is left to people.
func printLacks(w io.Writer, f upgrade.BoardFacts, would string) error {
	lacks := f.Lacks()
	if len(lacks) == 0 {
		_, err := fmt.Fprintf(w, "%s/%d has all that the upgrades under way need.\n", f.Board.Owner, f.Board.Number)
		return err
	}
	for _, lack := range lacks {
		line := would + upgrade.Show(lack.Action)
		if lack.ByHand != "" {
			line = "by hand: " + upgrade.Show(lack.Action) + " (" + lack.ByHand + ")"
		}
		if _, err := fmt.Fprintln(w, line); err != nil {
			return err
		}
	}
	if f.Adds() {
		return nil
	}
	_, err := fmt.Fprintf(w, "The policy leaves board %s/%d to people, or writes of the kind fields are only shown.\n"+
		"Fields and options are added in the settings of the board, a view with \"New view\" on the board;\n"+
		"or have it done: \"setup: write\" at the board in the policy, mode active, and this command once more.\n", f.Board.Owner, f.Board.Number)
	return err
}
