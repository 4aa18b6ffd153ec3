package say

import (
	"fmt"
	"strings"
	"time"
)

// LateComment is what became of a comment that was read late.
type LateComment struct {
	Author  Quoted
	At      time.Time // when it was written
	Answers []Answer
}

// Late is the one reply to the comments that were read late, as after an
// outage; levels as in Reply.
func Late(comments []LateComment, levels []Quoted) string {
	var text strings.Builder
	if len(comments) == 1 {
		text.WriteString("One comment was read much later than it was written.\n\n")
	} else {
		text.WriteString("Some comments were read much later than they were written, so their answers come together.\n\n")
	}
	shown, more := 0, 0
	for _, c := range comments {
		n := min(len(c.Answers), answersShown-shown)
		shown, more = shown+n, more+len(c.Answers)-n
		if n > 0 {
			fmt.Fprintf(&text, "By %s on %s:\n\n", c.Author.Code(), c.At.UTC().Format("2006-01-02 at 15:04 UTC"))
			writeAnswers(&text, c.Answers[:n])
		}
	}
	writeEnd(&text, more, levels)
	return strings.TrimRight(text.String(), "\n")
}
