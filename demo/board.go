package demo

import (
	"fmt"
	"strings"
	"text/tabwriter"
)

// printBoard prints the Maintenance board the way GitHub's table view shows it.
func (w *world) printBoard(title string) {
	w.printf("\n%s\n", title)
	board := w.github.Board(org, maintenance)
	if len(board.Items) == 0 {
		w.printf("  (empty)\n")
		return
	}
	columns := []string{"Status", "Project", "Source", "Owner", "Owner Does"}
	table := tabwriter.NewWriter(w.options.Out, 0, 0, 2, ' ', 0)
	row(table, "Issue", columns)
	for _, item := range board.Items {
		values := make([]string, 0, len(columns))
		for _, c := range columns {
			values = append(values, item.Values[c])
		}
		row(table, strings.TrimPrefix(item.Ref.String(), org+"/"), values)
	}
	_ = table.Flush() // as in printf
}

func row(table *tabwriter.Writer, first string, cells []string) {
	_, _ = fmt.Fprintf(table, "  %s\t%s\n", first, strings.Join(cells, "\t"))
}
