package report

import (
	"fmt"
	"strings"
)

// Markdown is the report for an issue, a wiki or a message. Nothing in it is a
// mention or a reference, wherever it is put.
func (r Report) Markdown() string {
	m := &markdownReport{Report: r}
	m.line("# A look at %s", quoted(r.Organisation))
	m.line("")
	m.line("On %s, %s. Nothing was written. %s", quoted(r.Host), r.At.Format("2 January 2006, 15:04 UTC"), r.who())
	m.line("")
	if gaps := r.gaps(); gaps != "" {
		m.line("**%s**", gaps)
		m.line("")
	}
	for _, n := range r.Numbers {
		m.line("- **%s** %s", n.Value, n.Of)
	}
	m.boards()
	m.upgrades()
	m.groups("Stale today", r.Stale, "Nothing is stale today.")
	m.groups("What Upkeep would have kept true", r.Kept, "A rehearsal of the policy writes nothing.")
	m.unknown()
	m.policy()
	m.heading("Next")
	for i, step := range r.next() {
		m.line("%d. %s", i+1, step)
	}
	return m.out.String()
}

type markdownReport struct {
	Report
	out strings.Builder
}

func (m *markdownReport) line(format string, values ...any) {
	fmt.Fprintf(&m.out, format+"\n", values...)
}

func (m *markdownReport) heading(words string) {
	m.line("")
	m.line("## %s", words)
	m.line("")
}

func (m *markdownReport) boards() {
	m.heading("Boards")
	if len(m.Boards) == 0 {
		m.line("No board was found that children or upgrades are on.")
	}
	for _, b := range m.Boards {
		m.line("- **%s**: board %d, %s, with %d %s; %s", b.Role, b.Number, quoted(b.Title), b.Cards, plural(b.Cards, "card", "cards"), strings.Join(b.Why, "; "))
	}
}

func (m *markdownReport) upgrades() {
	m.heading("Upgrades under way")
	if len(m.Upgrades) == 0 {
		m.line("None was found: no open issue has a list of issues in several repositories and looks like an upgrade.")
	}
	for _, u := range m.Upgrades {
		m.line("- **%s** (%s): %s", quoted(u.Name), quoted(u.Ref.String()), u.counts())
		m.line("")
		m.line("  `%s` %d %%", bar(u), u.Percent())
	}
}

func (m *markdownReport) groups(heading string, groups []Group, none string) {
	m.heading(heading)
	if len(groups) == 0 {
		m.line("%s", none)
	}
	for _, g := range groups {
		m.line("- **%s**: %d", g.Title, g.Count)
		for _, e := range g.Examples {
			m.line("  - %s", e.markdown())
		}
		if g.More() > 0 {
			m.line("  - and %d more", g.More())
		}
	}
}

// markdown is an example on one line.
func (e Example) markdown() string {
	line := quoted(e.Object) + " – " + e.Says
	if e.Age != "" {
		line += " " + e.Age
	}
	if e.Why != "" {
		line += "; why: " + quoted(e.Why)
	}
	return line
}

func (m *markdownReport) unknown() {
	if len(m.Unread)+len(m.LeftOut)+len(m.Failed) == 0 {
		return
	}
	m.heading("What this report does not know")
	for _, u := range m.Unread {
		m.line("- Could not read %s. It takes %s: %s", u.What, u.Mend, quoted(u.Why))
	}
	for _, what := range m.LeftOut {
		m.line("- Left out: %s.", what)
	}
	for _, what := range m.Failed {
		m.line("- Not rehearsed: %s", quoted(what))
	}
}

func (m *markdownReport) policy() {
	if m.Own {
		m.heading("The upkeep.yml in force was rehearsed")
		m.line("The organisation has its own, and it is valid. None is proposed.")
		return
	}
	m.heading("The proposed upkeep.yml")
	if len(m.Problems) > 0 {
		m.line("The organisation has one, which is not valid:")
		m.line("")
		for _, problem := range m.Problems {
			m.line("- %s", quoted(problem))
		}
		m.line("")
	}
	fence := "```"
	for strings.Contains(m.Policy, fence) {
		fence += "`"
	}
	m.line("%syaml", fence)
	m.out.WriteString(m.Policy)
	m.line("%s", fence)
}
