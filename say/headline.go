package say

import (
	"fmt"
	"strings"
)

// barCells is how long the bar of a progress is.
const barCells = 20

// Headline is how far an upgrade is.
type Headline struct {
	Facts UpgradeFacts
	// State is where it stands, such as "active", and Because why.
	State, Because string
	// Done of Of are the children that are done, of those that have to be.
	Done, Of int
}

// String is the head of the living comment. The bar is drawn below the words
// that say the same, so that nobody has to listen to it for the number.
func (h Headline) String() string {
	var text strings.Builder
	fmt.Fprintf(&text, "### %s: %s\n\n", h.Facts.Name.Code(), h.progress())
	if h.Of > 0 {
		text.WriteString(bar(h.Done, h.Of) + "\n\n")
	}
	if news := h.Facts.news(); news != "" {
		text.WriteString(news + "\n\n")
	}
	fmt.Fprintf(&text, "State: **%s**, because %s.", h.State, h.Because)
	if !h.Facts.TargetDate.IsZero() {
		fmt.Fprintf(&text, " Target date: **%s**.", day(h.Facts.TargetDate))
	}
	if !h.Facts.SupportEnd.IsZero() {
		fmt.Fprintf(&text, " Support ends: **%s**.", day(h.Facts.SupportEnd))
	}
	return text.String()
}

func (h Headline) progress() string {
	if h.Of == 0 {
		return "nothing to do yet"
	}
	return fmt.Sprintf("%s (%d %%)", Progress(h.Done, h.Of), percent(h.Done, h.Of))
}

// percent is in full per cents, so that 100 means all.
func percent(done, of int) int { return 100 * done / of }

// bar is full only when all is done.
func bar(done, of int) string {
	full := barCells * done / of
	return strings.Repeat("▓", full) + strings.Repeat("░", barCells-full)
}
