package upgrade_test

import (
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/upkeep-app/upkeep/upgrade"
)

const statusTable = "testdata/status.md"

// TestStatusTable decides every row of the table: what the facts and the level
// give for Status, by which rule, and what becomes of the card, which shows
// "now" and for which "base" was derived last.
func TestStatusTable(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile(statusTable)
	if err != nil {
		t.Fatal(err)
	}
	var got strings.Builder
	board, rows := onThree, 0
	for line := range strings.Lines(string(text)) {
		cells := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), "|")
		switch {
		case strings.HasPrefix(line, "## The Open edX board"):
			board = onOpenEdX
		case len(cells) == 7 && !strings.HasPrefix(line, "| facts") && !strings.HasPrefix(line, "|--"):
			rows++
			line = decideRow(t, board(settledChild()), cells)
		}
		got.WriteString(line)
	}
	if *update {
		if err := os.WriteFile(statusTable, []byte(got.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff(string(text), got.String()); diff != "" && !*update {
		t.Errorf("the table differs (-want +got):\n%s", diff)
	}
	if rows < 60 {
		t.Errorf("the table has %d rows", rows)
	}
}

// decideRow is a row with what is decided filled in.
func decideRow(t *testing.T, f upgrade.ChildFacts, cells []string) string {
	t.Helper()
	for i := range cells {
		cells[i] = strings.TrimSpace(cells[i])
	}
	facts, level, now, base := cells[0], cells[1], cells[2], cells[3]
	f = withFacts(t, f, facts)
	f.Issue.Items = []upgrade.Item{sampleItem(now, levelNames[level])}
	f.Bases = sampleBases(base, levelNames[level])
	f = said(f, upgrade.SettingLevel, levelNames[level])
	switch {
	case levelNames[level] == "":
		t.Fatalf("no level %q in %q", level, facts)
	case now == "":
		setValue(&f, "FS", "", time.Time{})
	}
	d := statusOf(t, f)
	return "| " + strings.Join([]string{facts, level, now, base, d.column, d.rule, d.verdict}, " | ") + " |\n"
}

var levelNames = map[string]string{
	"TBD": "TBD", "everything": everything, "monitors": monitors, "merges": merges, "deploys": deploys, "reviews": reviews, "advice": advice,
}

// decided is what an answer to /upgrade why tells of Status.
type decided struct{ column, rule, verdict string }

var (
	statusLine = regexp.MustCompile("(?m)^.*- `Status` is .*$")
	givenBy    = regexp.MustCompile("(?:is|give) `([^`]+)`(?:, as the facts give it)? \\(rule ([0-9]+): ")
)

func told(plan upgrade.Plan) decided {
	var line string
	for _, action := range plan.Actions {
		if reply, ok := action.(upgrade.SaveComment); ok && !reply.Living {
			line = statusLine.FindString(reply.Text)
		}
	}
	given := givenBy.FindStringSubmatch(line)
	if given == nil {
		return decided{}
	}
	d := decided{column: given[1], rule: given[2]}
	for text, verdict := range map[string]string{
		"to be written": "write", "as the facts give it": "agrees", "It stays": "stays", "does not offer": "missing",
	} {
		if strings.Contains(line, text) {
			d.verdict = verdict
		}
	}
	return d
}

// onThree is the child on a board with three columns.
func onThree(f upgrade.ChildFacts) upgrade.ChildFacts {
	fields := append([]upgrade.Field(nil), f.Board.Fields...)
	fields[0] = selectField("FS", "Status", "Todo", "In Progress", "Done", "Parked")
	f.Board.Fields = fields
	return f
}

// onOpenEdX is the child on a board with the columns of Open edX, one of its own
// for what is not done, and one for what is blocked.
func onOpenEdX(f upgrade.ChildFacts) upgrade.ChildFacts {
	f = onThree(f)
	f.Policy.Maintenance.Statuses.NotPlanned = "Will not do"
	f.Board.Fields[0] = selectField("FS", "Status",
		"Todo", "In Progress", "Author Team Review", "Owner Review", "Approved", "Blocked", "Done", "Will not do", "Parked")
	return f
}
