package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"text/tabwriter"
)

// comparison measures contestants against one baseline.
type comparison struct {
	// quantities are what each run tells, in this order.
	quantities []quantity
	baseline   contestant
	against    []contestant
}

// quantity is one figure of a run; its suffix ends the entry's name.
type quantity struct{ suffix, unit string }

type contestant struct {
	name string
	run  func(context.Context) ([]float64, error)
}

// entry is one line of the result.
type entry struct {
	Name     string  `json:"name"`
	Value    float64 `json:"value"`
	Unit     string  `json:"unit"`
	Baseline float64 `json:"baseline"`
	Ratio    float64 `json:"ratio"`
}

// measure runs all contestants in turn, round by round.
func (c comparison) measure(ctx context.Context) ([]entry, error) {
	all := append([]contestant{c.baseline}, c.against...)
	measured := make([][][]float64, len(all)) // contestant, round, quantity
	for range rounds {
		for n, one := range all {
			figures, err := one.run(ctx)
			if err != nil {
				return nil, fmt.Errorf("measure %s: %w", one.name, err)
			}
			measured[n] = append(measured[n], figures)
		}
	}
	var entries []entry
	for n, one := range c.against {
		for at, q := range c.quantities {
			value, baseline := median(measured[n+1], at), median(measured[0], at)
			entries = append(entries, entry{one.name + q.suffix, value, q.unit, baseline, value / baseline})
		}
	}
	return entries, nil
}

// median is that of one quantity over an odd number of rounds.
func median(figures [][]float64, quantity int) float64 {
	var column []float64
	for _, round := range figures {
		column = append(column, round[quantity])
	}
	slices.Sort(column)
	return column[len(column)/2]
}

// selected keeps the contestants that have a text in their name.
func selected(all []comparison, only string) []comparison {
	var kept []comparison
	for _, c := range all {
		c.against = slices.DeleteFunc(slices.Clone(c.against), func(one contestant) bool { return !strings.Contains(one.name, only) })
		if len(c.against) > 0 {
			kept = append(kept, c)
		}
	}
	return kept
}

func printTable(out io.Writer, entries []entry) error {
	lines := bytes.NewBufferString("name\tvalue\tbaseline\tunit\tratio\t\n")
	for _, e := range entries {
		fmt.Fprintf(lines, "%s\t%s\t%s\t%s\t%.2f\t\n", e.Name, short(e.Value), short(e.Baseline), e.Unit, e.Ratio)
	}
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	if _, err := lines.WriteTo(table); err != nil {
		return err
	}
	return table.Flush()
}

// short writes about three digits.
func short(value float64) string {
	switch {
	case value >= 100:
		return fmt.Sprintf("%.0f", value)
	case value >= 10:
		return fmt.Sprintf("%.1f", value)
	default:
		return fmt.Sprintf("%.2f", value)
	}
}

func writeJSON(name string, entries []entry) error {
	text, err := json.MarshalIndent(entries, "", "  ")
	if err != nil {
		return fmt.Errorf("encode the result: %w", err)
	}
	return os.WriteFile(name, append(text, '\n'), 0o600)
}
