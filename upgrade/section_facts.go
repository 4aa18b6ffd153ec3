package upgrade

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/upkeep-app/upkeep/description"
	"github.com/upkeep-app/upkeep/say"
)

// SectionFacts is what is laid down about the upgrade, in the description. An
// upgrade that a command has started has it, and whoever puts its markers.
const SectionFacts = "facts"

// sectionPut is the base of a section that has been put once: where it is gone
// since, somebody has taken it out.
const sectionPut = "put"

// tellFacts keeps the section with the facts. Who takes it out does not want it;
// it comes back where somebody puts its markers.
func (t *texts) tellFacts() {
	_, there, err := description.Find(t.Issue.Body, SectionFacts)
	if err != nil {
		t.unwritable(SectionFacts, err)
		return
	}
	base := SectionBase(SectionFacts)
	if !there && (!t.startedByCommand() || t.Bases[base] != "") {
		return
	}
	t.put(SectionWrite{
		Section: description.Section{Name: SectionFacts, Text: t.Policy.shown(say.Facts(t.laidDown(), t.Policy.codemods(t.Upgrade)))},
		Why:     "the facts of the upgrade", Names: distinct(t.listRepositories()), Bases: map[string]string{base: sectionPut},
	})
}

// startedByCommand tells an upgrade from those that only the policy lists.
func (f RoadmapFacts) startedByCommand() bool { return f.Settings.Value(SettingStarted) != "" }

// codemods are those of the policy for the ecosystem of an upgrade.
func (p Policy) codemods(u Upgrade) []say.Codemod {
	var suitable []say.Codemod
	for _, c := range p.Codemods {
		if c.suits(u.Name) {
			suitable = append(suitable, say.Codemod{Name: say.Quote(c.Name), Address: say.QuoteAddress(c.Address)})
		}
	}
	return suitable
}

// suits reports whether an upgrade's name begins with the ecosystem as a word:
// "Python" suits "python 3.12" and "Python3", not "Pythonista".
func (c Codemod) suits(name string) bool {
	if len(name) < len(c.Ecosystem) || !strings.EqualFold(name[:len(c.Ecosystem)], c.Ecosystem) {
		return false
	}
	next, _ := utf8.DecodeRuneInString(name[len(c.Ecosystem):])
	return !unicode.IsLetter(next)
}
