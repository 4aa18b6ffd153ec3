package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"
	"unicode"

	"github.com/rs/zerolog"
	"github.com/spf13/cobra"

	"github.com/upkeep-app/upkeep/app"
	"github.com/upkeep-app/upkeep/config"
	"github.com/upkeep-app/upkeep/reconcile"
	"github.com/upkeep-app/upkeep/store"
	"github.com/upkeep-app/upkeep/upgrade"
)

// errDiffers ends `plan --board` when there is something to tell: it is no failure.
var errDiffers = errors.New("cards are not as they should be")

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

// withApp builds the app as the server is built, for a command that asks GitHub
// itself. Nothing runs in it.
func withApp(cmd *cobra.Command, do func(context.Context, *app.App) error) error {
	settings, err := config.Load(os.Getenv)
	if err != nil {
		return err
	}
	log := zerolog.New(cmd.ErrOrStderr()).With().Timestamp().Logger().Level(zerolog.InfoLevel)
	return withStore(cmd, func(ctx context.Context, db *store.Store) error {
		a, err := app.New(ctx, app.Options{
			Settings: settings, Store: db, ReadTries: app.ReadTries, Now: time.Now, After: time.After, Random: rand.Float64, Log: log,
		})
		if err != nil {
			return err
		}
		return do(ctx, a)
	})
}

// planBoard lists what is not as it should be on a board.
func planBoard(cmd *cobra.Command, text, format string) error {
	board, err := parseBoard(text)
	if err != nil {
		return err
	}
	if err := knownFormat(format); err != nil {
		return err
	}
	return withApp(cmd, func(ctx context.Context, a *app.App) error {
		differences, err := a.Drift(ctx, board.owner, board.number)
		if err != nil {
			return err
		}
		if err := printDifferences(cmd.OutOrStdout(), differences, format); err != nil {
			return err
		}
		if len(differences) > 0 {
			return errDiffers
		}
		return nil
	})
}

// knownFormat refuses a format before any work is done for it.
func knownFormat(format string) error {
	if format != "text" && format != "json" {
		return usageError{fmt.Errorf("no format %q: text or json", format)}
	}
	return nil
}

// printJSON prints a value for programs.
func printJSON(w io.Writer, value any) error {
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(value)
}

func printDifferences(w io.Writer, differences []reconcile.Difference, format string) error {
	if format == "json" {
		return printJSON(w, differences)
	}
	if len(differences) == 0 {
		_, err := fmt.Fprintln(w, "Every card is as it should be.")
		return err
	}
	rows := [][]string{{"ITEM", "FIELD", "IS", "SHOULD BE", "WHY"}}
	for _, d := range differences {
		field := d.Field
		if field == "" {
			field = "(the card)"
		}
		rows = append(rows, []string{d.Item, field, shown(d.Is), shown(d.ShouldBe), d.Why})
	}
	return printTable(w, rows)
}

// shown is a field's value; an empty one is told apart from none.
func shown(value string) string {
	if value == "" {
		return "(empty)"
	}
	return value
}

// printTable prints rows in columns. What people wrote cannot break a row or
// reach the terminal as anything but text.
func printTable(w io.Writer, rows [][]string) error {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, row := range rows {
		cells := make([]string, len(row))
		for i, cell := range row {
			cells[i] = strings.Map(func(r rune) rune {
				if !unicode.IsPrint(r) {
					return ' '
				}
				return r
			}, cell)
		}
		if _, err := fmt.Fprintln(table, strings.Join(cells, "\t")); err != nil {
			return err
		}
	}
	return table.Flush()
}

// resyncBoard has the server look at all cards of a board.
func resyncBoard(cmd *cobra.Command, text string) error {
	board, err := parseBoard(text)
	if err != nil {
		return err
	}
	return withStore(cmd, func(ctx context.Context, db *store.Store) error {
		roles, err := db.BoardsAt(ctx, board.owner, board.number)
		if err != nil {
			return err
		}
		if len(roles) == 0 {
			return fmt.Errorf("no policy that the server knows names board %d of %s", board.number, board.owner)
		}
		for _, role := range roles {
			err := db.Trigger(ctx, upgrade.Trigger{
				Key: upgrade.BoardKey(role.ID), Installation: role.Installation, Cause: upgrade.CauseResync, Reason: "upkeep resync --board",
			})
			if err != nil {
				return fmt.Errorf("ask for a look at the board: %w", err)
			}
		}
		_, err = fmt.Fprintf(cmd.OutOrStdout(), "The server will look at all cards of board %d of %s.\n", board.number, board.owner)
		return err
	})
}
