// Bench measures Upkeep against baselines that are measured in the same run,
// prints a table and writes bench.json, a list of
//
//	{"name": …, "value": …, "unit": …, "baseline": …, "ratio": …}
//
// where ratio is value / baseline. Run it from the root of the repository with
//
//	make bench
//
// It takes less than five minutes, and needs Linux and PostgreSQL's server
// programs. Only ratios can be compared between runs, and only those of a
// machine with nothing else to do. Every figure is the median of three rounds;
// within a round the baseline comes first and everything measured against it
// follows, so that a slow moment of the machine falls on both.
//
//	accept_*   deliveries a second that the app's own webhook endpoint and
//	           store accept over HTTP, from 64 connections that each send the
//	           next delivery when the last one is answered; their 99th
//	           percentile; the server's peak memory. Against net/http with
//	           nothing but the signature's check. Neither the pump nor the
//	           workers run.
//	keys_*     due keys claimed and settled a second, against updates of one
//	           row of a bare table of the same database, each in a transaction
//	           of its own.
//	emulator_board_1000
//	           milliseconds to read a board of 1,000 cards over HTTP, 100 a
//	           page, against a server that has the same answers ready made.
//	emulator_load_5000
//	           milliseconds to load 5,000 issues that are on a board, against
//	           decoding their YAML.
//	burst_500  500 assignments at once among 5,000 children of ten upgrades, all
//	           on one board, by the whole app on SQLite, from a GitHub that answers
//	           after 100 ms: requests, points of the GraphQL API and milliseconds
//	           per card that changes; against the same, smaller, where no two runs
//	           share a request.
//	installed  the program's size, how long it takes to be ready on an empty
//	           SQLite database, and its memory when it has nothing to do, before
//	           and after a look at an upgrade of 500 children; against what is
//	           promised.
//	checklist_edit, command_parse
//	           64 KB of Markdown, against the Markdown parser alone.
//
// Server and load share the machine. The server is a process of its own: this
// same program, started with -serve.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"slices"

	"github.com/upkeep-app/upkeep/command"
)

const (
	rounds     = 3
	resultFile = "bench.json"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	kind := flag.String("serve", "", "be a server of this kind (bare or app) until standard input ends; bench starts these itself")
	database := flag.String("database", "", "the database URL of that server")
	only := flag.String("only", "", "measure only what has this in its name")
	flag.Parse()
	var err error
	if *kind != "" {
		err = serve(ctx, *kind, *database)
	} else {
		err = compareAll(ctx, *only, os.Stdout)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func compareAll(ctx context.Context, only string, out io.Writer) (err error) {
	folder, err := os.MkdirTemp("", "upkeep-bench")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(folder)) }()
	var entries []entry
	for _, c := range selected(comparisons(folder), only) {
		figures, err := c.measure(ctx)
		if err != nil {
			return err
		}
		entries = append(entries, figures...)
	}
	if err := printTable(out, entries); err != nil {
		return err
	}
	return writeJSON(resultFile, entries)
}

// comparisons are all that is measured, in the order of the table.
func comparisons(folder string) []comparison {
	accept := comparison{
		quantities: []quantity{{"", "accepted/s"}, {"_p99", "ms"}, {"_memory", "MB"}},
		baseline:   contestant{"bare net/http and HMAC", acceptBare},
	}
	var keys []comparison
	for _, d := range databases(folder) {
		if d.durable {
			accept.against = append(accept.against, contestant{"accept_" + d.name, d.accept})
		}
		keys = append(keys, comparison{
			quantities: []quantity{{"", "keys/s"}},
			baseline:   contestant{"plain statements", d.statements},
			against:    []contestant{{"keys_" + d.name, d.drain}},
		})
	}
	in := roadmap()
	return slices.Concat([]comparison{accept}, keys, onEmulator(), []comparison{
		onBurst(folder),
		onInstalled(folder),
		onText("checklist_edit", thousandItems(), func(body string) { editOneBox(body, in) }),
		onText("command_parse", longComment(), func(body string) { command.Parse(body) }),
	})
}
