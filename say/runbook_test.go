package say_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/upkeep-app/upkeep/say"
)

// An organisation's own runbook may have any number of sections: the comment
// still fits.
func TestRunbookCountsAreBounded(t *testing.T) {
	t.Parallel()
	var sections []say.RunbookSection
	for i := range 5000 {
		sections = append(sections, say.RunbookSection{Name: say.Quote(fmt.Sprintf("Section %d of the runbook", i)), Of: 1})
	}
	text := say.Living("head", []say.Part{say.Runbook(sections, nil)}, "end", "")
	if len(text) > 5000 || !strings.Contains(text, "0 of 5000 steps done: `Section 0 of the runbook` 0 of 1, ") || !strings.Contains(text, "and 4980 more.") {
		t.Errorf("%d bytes: %.300s", len(text), text)
	}
}
