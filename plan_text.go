package main

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/upkeep-app/upkeep/upgrade"
)

// of is what is for one upgrade, or with an empty name for none.
func (p plan) of(name string) plan {
	p.Writes = slices.DeleteFunc(slices.Clone(p.Writes), func(w planned) bool { return w.Upgrade != name })
	return p
}

// narrowed is of, for a name that people have given: it may be mistyped.
func (p plan) narrowed(name string) plan {
	names := slices.DeleteFunc(p.upgrades(), func(n string) bool { return n == "" })
	p.nothing = fmt.Sprintf("Nothing for the upgrade %q.", name)
	if len(names) > 0 && !slices.Contains(names, name) {
		p.nothing += " There is something for " + quoted(names) + "."
	}
	return p.of(name)
}

// quoted are names as a list in a sentence.
func quoted(names []string) string {
	all := make([]string, len(names))
	for i, name := range names {
		all[i] = strconv.Quote(name)
	}
	return strings.Join(all, ", ")
}

// tell prints it, and says by its error how it ends.
func (p plan) tell(w io.Writer, format string) error {
	var err error
	if format == "json" {
		p.Writes, p.Failed = append([]planned{}, p.Writes...), append([]failed{}, p.Failed...) // [] and not null
		err = printJSON(w, p)
	} else {
		_, err = io.WriteString(w, p.text())
	}
	switch {
	case err != nil:
		return fmt.Errorf("print the plan: %w", err)
	case len(p.Failed) > 0 || p.Unfinished > 0:
		return errUnknown
	case len(p.Writes) > 0:
		return errDiffers
	}
	return nil
}

// text is the plan as people read it.
func (p plan) text() string {
	var out strings.Builder
	for _, name := range p.upgrades() {
		fmt.Fprintf(&out, "%s\n", cmp.Or(plain(name), "For no upgrade"))
		changes := p.of(name).changes()
		for i, c := range changes {
			if i == 0 || changes[i-1].Object != c.Object {
				fmt.Fprintf(&out, "\n  %s\n", plain(c.Object))
			}
			tellChange(&out, c)
		}
		out.WriteString("\n")
	}
	for _, f := range p.Failed {
		fmt.Fprintf(&out, "Could not look at %s: %s\n", plain(f.Key), plain(f.Reason))
	}
	if p.Unfinished > 0 {
		fmt.Fprintf(&out, "Stopped before all was looked at: %s.\n", counted(p.Unfinished, "object is left", "objects are left"))
	}
	out.WriteString(p.sum())
	return out.String()
}

// upgrades are the names of the upgrades, in order; "" comes last.
func (p plan) upgrades() []string {
	var names []string
	for _, w := range p.Writes {
		names = append(names, w.Upgrade)
	}
	slices.SortFunc(names, func(a, b string) int {
		if (a == "") != (b == "") {
			return len(b) - len(a)
		}
		return cmp.Compare(a, b)
	})
	return slices.Compact(names)
}

// changes are the changes object by object; those of one stay in their order.
func (p plan) changes() []upgrade.Change {
	var all []upgrade.Change
	for _, w := range p.Writes {
		all = append(all, w.Changes...)
	}
	slices.SortStableFunc(all, func(a, b upgrade.Change) int { return upgrade.CompareObjects(a.Object, b.Object) })
	return all
}

// sum says how much there is, of what kinds, and when it was found out.
func (p plan) sum() string {
	if len(p.Writes) == 0 {
		if len(p.Failed) > 0 || p.Unfinished > 0 {
			return ""
		}
		return p.nothing + "\n"
	}
	counts := map[string]int{}
	for _, w := range p.Writes {
		counts[w.Kind]++
	}
	var kinds []string
	for _, kind := range slices.Sorted(maps.Keys(counts)) {
		kinds = append(kinds, fmt.Sprintf("%s %d", kind, counts[kind]))
	}
	return fmt.Sprintf("%s %s (%s), as found out %s.\n", counted(len(p.Writes), "write", "writes"), p.about, strings.Join(kinds, ", "), p.span())
}

// minute is how a time is told.
const minute = "2006-01-02 15:04 UTC"

// span is when the writes were found out.
func (p plan) span() string {
	earlier := func(a, b planned) int { return a.FoundAt.Compare(b.FoundAt) }
	first := slices.MinFunc(p.Writes, earlier).FoundAt.UTC().Format(minute)
	last := slices.MaxFunc(p.Writes, earlier).FoundAt.UTC().Format(minute)
	if first == last {
		return "at " + first
	}
	return "between " + first + " and " + last
}

func counted(n int, one, more string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, more)
}
