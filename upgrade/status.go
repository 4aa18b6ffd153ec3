package upgrade

import (
	"strings"
	"time"
)

// derived is the value that the facts give a field, with the fact that decides.
type derived struct {
	field string
	value string
	at    time.Time // when the deciding fact came about; zero if it has no time
	why   string
	// rule is the number of the rule that decided, from 1; 0 when none did.
	rule int
	// mapped is what the policy maps to the field; nil for the fields that every
	// Maintenance board has.
	mapped *mapped
	// names are the private repositories that the value names.
	names []Repository
}

// status is the child's column. It is what the first rule that holds says, and
// nothing when none does. The time is that since which the column holds, or one before
// it, so that a person's later move is never overruled.
func (c *child) status() derived {
	board := c.Policy.Maintenance
	rules := c.ruled()
	d := derived{field: board.Fields.Status}
	first := 0
	for first < len(rules) && !rules[first].holds {
		first++
	}
	if first == len(rules) {
		return d
	}
	decides := rules[first]
	d.value, d.why, d.rule, d.at = decides.column, decides.why, decides.number, c.columnSince(rules, first)
	return d
}

// columnSince is since when the column of the rule that decides holds. The rules
// beside it that lead to the same column are as one with it; those of other
// columns before it must have ended.
func (c *child) columnSince(rules []ruled, decides int) time.Time {
	column, since := rules[decides].column, rules[decides].since
	begin, end := decides, decides
	for begin > 0 && rules[begin-1].column == column {
		begin--
	}
	for end < len(rules) && rules[end].column == column {
		end++
	}
	for _, beside := range rules[begin:end] {
		// One that holds no longer may have led to the column until then.
		if beside.holds || beside.since.After(c.Issue.CreatedAt) {
			since = earliest(since, beside.since)
		}
	}
	for _, before := range rules[:begin] {
		if before.column != column {
			since = latest(since, before.since)
		}
	}
	return since
}

// ruled is what becomes of a rule on the child.
type ruled struct {
	finding
	number int
	column string
}

// ruled are the policy's rules, those left out that are passed over on the board.
func (c *child) ruled() []ruled {
	board := c.Policy.Maintenance
	field, _ := c.Board.Field(board.Fields.Status)
	found := map[Condition]finding{}
	var all []ruled
	for i, rule := range board.Rules {
		column, there := board.Statuses.column(rule.Status, field)
		if !there {
			continue
		}
		var findings []finding
		for _, condition := range rule.When {
			f, known := found[condition]
			if !known {
				f = c.find(condition)
				found[condition] = f
			}
			findings = append(findings, f)
		}
		one := ruled{finding: allOf(findings), number: i + 1, column: column}
		if len(rule.When) == 0 {
			one.why = c.otherwise()
		}
		all = append(all, one)
	}
	return all
}

// otherwise is why a rule without conditions decides.
func (c *child) otherwise() string {
	if len(c.Issue.Assignees) == 0 && !c.pullOpen().holds {
		return "nobody is assigned and no pull request is open"
	}
	return "no rule before it holds"
}

// finding is whether something holds for the child, since when, and why. Where
// GitHub does not tell since when, it is the latest time before it that is known, zero
// for none.
type finding struct {
	holds bool
	since time.Time
	why   string
}

// allOf is whether all hold. They have since the last one began to, and have
// not since the first that does not ended; but if one that holds began after
// that, they may never have held, or nobody knows.
func allOf(findings []finding) finding {
	all := finding{holds: true}
	var began, ended time.Time
	var why []string
	for _, f := range findings {
		switch {
		case f.holds:
			began = latest(began, f.since)
			why = append(why, f.why)
		case all.holds:
			all.holds, ended = false, f.since
		default:
			ended = earliest(ended, f.since)
		}
	}
	switch {
	case all.holds:
		all.since, all.why = began, strings.Join(why, ", ")
	case !began.After(ended):
		all.since = ended
	}
	return all
}

func latest(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

func earliest(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}
