package report

import (
	"fmt"
	"strings"
)

// barWidth is how many characters a picture of progress has.
const barWidth = 40

// Text is the report for a terminal.
func (r Report) Text() string {
	t := &textReport{Report: r}
	t.line("A look at %s on %s, %s. Nothing was written.", printable(r.Organisation), printable(r.Host), r.At.Format("2 January 2006, 15:04 UTC"))
	t.line("%s", r.who())
	if gaps := r.gaps(); gaps != "" {
		t.line("%s", gaps)
	}
	t.line("")
	for _, n := range r.Numbers {
		t.line("%12s  %s", n.Value, n.Of)
	}
	t.boards()
	t.upgrades()
	t.groups("STALE TODAY", r.Stale, "Nothing is stale today.")
	t.groups("WHAT UPKEEP WOULD HAVE KEPT TRUE", r.Kept, "A rehearsal of the policy writes nothing.")
	t.unknown()
	t.policy()
	t.heading("NEXT")
	for i, step := range r.next() {
		t.line("%d. %s", i+1, printable(step))
	}
	return t.out.String()
}

type textReport struct {
	Report
	out strings.Builder
}

func (t *textReport) line(format string, values ...any) {
	t.out.WriteString(strings.TrimRight(fmt.Sprintf(format, values...), " ") + "\n")
}

func (t *textReport) heading(words string) {
	t.line("")
	t.line("%s", words)
	t.line("")
}

func (t *textReport) boards() {
	t.heading("BOARDS")
	if len(t.Boards) == 0 {
		t.line("No board was found that children or upgrades are on.")
	}
	for _, b := range t.Boards {
		t.line("%s: board %d, %s, with %d %s", b.Role, b.Number, printable(b.Title), b.Cards, plural(b.Cards, "card", "cards"))
		for _, why := range b.Why {
			t.line("  %s", why)
		}
	}
}

func (t *textReport) upgrades() {
	t.heading("UPGRADES UNDER WAY")
	if len(t.Upgrades) == 0 {
		t.line("None was found: no open issue has a list of issues in several repositories and looks like an upgrade.")
	}
	for i, u := range t.Upgrades {
		if i > 0 {
			t.line("")
		}
		t.line("%s  (%s)", printable(u.Name), u.Ref)
		t.line("  [%s] %d %%", bar(u), u.Percent())
		t.line("  %s", u.counts())
	}
	if len(t.Upgrades) > 0 {
		t.line("")
		t.line("# done   x closed without doing it   . open   ? cannot be read")
	}
}

// counts are the numbers below the picture.
func (u Upgrade) counts() string {
	parts := []string{fmt.Sprintf("%d of %d done", u.Done, u.All())}
	for _, p := range []struct {
		n    int
		what string
	}{{u.WithoutDoing, "closed without doing it"}, {u.Open, "open"}, {u.Unknown, "cannot be read"}, {u.Stale, plural(u.Stale, "thing stale", "things stale")}} {
		if p.n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", p.n, p.what))
		}
	}
	return strings.Join(parts, ", ")
}

// bar is the picture of progress. What there is some of has a character at least,
// as far as there is room.
func bar(u Upgrade) string {
	var b strings.Builder
	done := 0
	for _, part := range []struct {
		n    int
		with string
	}{{u.Done, "#"}, {u.WithoutDoing, "x"}, {u.Unknown, "?"}} {
		done += part.n
		for part.n > 0 && b.Len() < done*barWidth/max(u.All(), 1) {
			b.WriteString(part.with)
		}
	}
	b.WriteString(strings.Repeat(".", barWidth-b.Len()))
	return b.String()
}

func (t *textReport) groups(heading string, groups []Group, none string) {
	t.heading(heading)
	if len(groups) == 0 {
		t.line("%s", none)
	}
	for i, g := range groups {
		if i > 0 {
			t.line("")
		}
		t.line("%s: %d", g.Title, g.Count)
		for _, e := range g.Examples {
			t.line("  %s", e.text())
		}
		if g.More() > 0 {
			t.line("  and %d more", g.More())
		}
	}
}

// text is an example on one line.
func (e Example) text() string {
	line := printable(e.Object) + "  " + e.Says
	if e.Age != "" {
		line += " " + e.Age
	}
	if e.Why != "" {
		line += ": " + printable(e.Why)
	}
	return line
}

func (t *textReport) unknown() {
	if len(t.Unread)+len(t.LeftOut)+len(t.Failed) == 0 {
		return
	}
	t.heading("WHAT THIS REPORT DOES NOT KNOW")
	for _, u := range t.Unread {
		t.line("Could not read %s. It takes %s.", u.What, u.Mend)
		t.line("  %s", printable(u.Why))
	}
	for _, what := range t.LeftOut {
		t.line("Left out: %s.", what)
	}
	for _, what := range t.Failed {
		t.line("Not rehearsed: %s", printable(what))
	}
}

func (t *textReport) policy() {
	if t.Own {
		t.heading("THE UPKEEP.YML IN FORCE WAS REHEARSED")
		t.line("The organisation has its own, and it is valid. None is proposed.")
		return
	}
	t.heading("THE PROPOSED UPKEEP.YML")
	if len(t.Problems) > 0 {
		t.line("The organisation has one, which is not valid:")
		for _, problem := range t.Problems {
			t.line("  %s", printable(problem))
		}
		t.line("")
	}
	t.out.WriteString(t.Policy)
}
