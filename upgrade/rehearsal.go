package upgrade

import (
	"slices"
	"strings"

	"github.com/upkeep-app/upkeep/say"
)

// Wanted is one thing that the app would make different under a policy, whatever
// its modes say.
type Wanted struct {
	Upgrade string // its name; empty for none
	Kind    WriteKind
	Change  Change
}

// Rehearsal is what a policy would have the app write.
type Rehearsal struct {
	Wanted []Wanted
	// Failed is how many places could not be looked at, Unfinished how many there
	// was no time for.
	Failed, Unfinished int
}

// Audience says what may be named in a place.
type Audience struct {
	// All is set in a place that is not for everybody.
	All bool
	// Public are the repositories that everybody sees, as "owner/repo" in lower
	// case, as far as they were looked up.
	Public map[string]bool
}

// names is what a text in a repository for this audience counts as naming: the
// repository itself, so that the text is not written once everybody reads there.
func (a Audience) names(in Repository) []Repository {
	if !a.All {
		return nil
	}
	return []Repository{in}
}

// Repository is where a change is, as "owner/repo" in lower case; empty for one of a board.
func (c Change) Repository() string {
	name, _, _ := strings.Cut(c.Object, "#")
	if !strings.Contains(name, "/") || strings.Contains(name, " ") {
		return ""
	}
	return strings.ToLower(name)
}

const (
	// differencesShown is how many differences a text names.
	differencesShown = 20
	// valueShown is how long a value may be to be shown.
	valueShown = 80
)

// differences are what a text tells of changes to its readers. Where everybody
// reads it, no value is shown either: one of a board may name what is private.
func (a Audience) differences(all []Wanted) say.Differences {
	told := say.Differences{Number: len(all)}
	for _, w := range all {
		switch {
		case !a.All && !a.Public[w.Change.Repository()]:
			told.Unnamed++
		case len(told.First) < differencesShown:
			told.First = append(told.First, a.difference(w.Change))
		}
	}
	return told
}

func (a Audience) difference(c Change) say.Difference {
	d := say.Difference{Object: say.Quote(c.Object), What: say.Quote(c.What)}
	if long := func(text string) bool { return len(text) > valueShown || strings.Contains(text, "\n") }; a.All && !long(c.Is) && !long(c.ShouldBe) {
		d.Is, d.ShouldBe = say.Quote(c.Is), say.Quote(c.ShouldBe)
	}
	return d
}

// without are the wanted things of one rehearsal that are not in another.
func (r Rehearsal) without(other Rehearsal) []Wanted {
	there := map[Wanted]bool{}
	for _, w := range other.Wanted {
		there[w.known()] = true
	}
	return slices.DeleteFunc(slices.Clone(r.Wanted), func(w Wanted) bool { return there[w.known()] })
}

// known is the thing without what says why it is wanted.
func (w Wanted) known() Wanted {
	w.Upgrade, w.Change.Why = "", ""
	return w
}

// unseen is what a text says of the parts that are missing.
func (r Rehearsal) unseen() say.Unseen { return say.Unseen{Failed: r.Failed, Unfinished: r.Unfinished} }
