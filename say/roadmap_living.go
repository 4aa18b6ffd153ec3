package say

import (
	"fmt"
	"strings"
	"time"
)

// Known is the part with the facts of the upgrade.
func Known(u UpgradeFacts) Part {
	return Part{Title: "What is laid down", Lines: u.lines()}
}

// LivingEnd ends the living comment: the day of the last activity, zero if
// there was none, and the address of the board, empty if there is none.
func LivingEnd(active time.Time, board string) string {
	var words []string
	if !active.IsZero() {
		words = append(words, "Last activity: "+day(active)+".")
	}
	if board != "" {
		words = append(words, fmt.Sprintf("The children are on [the board](%s).", board))
	}
	return strings.Join(append(words, "This comment is kept up to date; `/upgrade help` in a comment lists the commands."), " ")
}

// Elsewhere says where what a list leaves out is found: on the board if there is one.
func Elsewhere(board string) string {
	if board == "" {
		return ", see the lists of this issue"
	}
	return fmt.Sprintf(", see [the board](%s)", board)
}
