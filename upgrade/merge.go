package upgrade

import (
	"cmp"
	"strings"
	"time"
)

// Nothing is the derived value of a field that the facts want to be empty. It
// is a control character, which people do not put on boards, so that as a base
// it is told apart from the empty text, which is no value at all.
const Nothing = "\x1a"

// Merge is one value that people and the app both set: a field of a card, or
// a box. The app remembers the value it last derived, the base; only a change
// of the derived value makes it write, so what a person puts there stays.
type Merge struct {
	// Derived is the value the facts give, or Nothing; empty when they say nothing.
	Derived string
	// DecidedAt is the time of the fact that decides; zero if it has none.
	DecidedAt time.Time
	// Current is the value that is there; empty when there is none.
	Current string
	// UpdatedAt is when Current was last set.
	UpdatedAt time.Time
	// Base is the value last derived; it says nothing unless Known.
	Base  string
	Known bool
}

// Verdict is what to do with a value.
type Verdict string

// The verdicts.
const (
	// VerdictLeave does nothing.
	VerdictLeave Verdict = "leave"
	// VerdictRemember makes the derived value the base and leaves the current value.
	VerdictRemember Verdict = "remember"
	// VerdictWrite writes the derived value and makes it the base.
	VerdictWrite Verdict = "write"
)

// Verdict is the three-way merge. Without a base the later of the two values
// counts, and the person wins a tie; the base is then set whoever wins, so
// that the next change of the derived value is seen as one.
func (m Merge) Verdict() Verdict {
	switch {
	case m.Derived == "" || m.Known && m.Derived == m.Base:
		return VerdictLeave
	case m.Derived == cmp.Or(m.Current, Nothing):
		return VerdictRemember
	case m.Known || m.Current == "" || m.DecidedAt.After(m.UpdatedAt):
		return VerdictWrite
	default:
		return VerdictRemember
	}
}

// FieldBase is the name under which the base of a card's field is remembered.
func FieldBase(board, field NodeID) string { return "field:" + string(board) + ":" + string(field) }

// BoxBase is the name under which the base of a box is remembered: child is
// the BoxWrite's Child.
func BoxBase(child string) string { return "box:" + child }

// SectionBase is the name under which is remembered what the app has written
// into one of its own sections; what that is, the section says.
func SectionBase(section string) string { return "section:" + section }

// BaseKind is the kind of write that a base belongs to.
func BaseKind(name string) WriteKind {
	name = strings.TrimPrefix(name, "sent:")
	if strings.HasPrefix(name, SubIssueBase("")) {
		return WriteIssues
	}
	if strings.HasPrefix(name, "box:") || strings.HasPrefix(name, "section:") {
		return WriteBoxes
	}
	return WriteFields
}

// SentBase is the name under which a value is remembered while it is being
// written as the base of a name: a run that is cut off, or whose answer is
// lost, does not know whether it was.
func SentBase(name string) string { return "sent:" + name }

// sending reports whether a write of the name was begun whose end is not known.
func sending(bases map[string]string, name string) bool { return bases[SentBase(name)] != "" }

// baseOf is the base of a name, empty for none, in view of the current value. A
// value that was being written and is there was written. If another one is
// there than before, nobody knows what came first, and there is no base.
func baseOf(bases map[string]string, name, current string) string {
	base, sent := bases[name], bases[SentBase(name)]
	current = cmp.Or(current, Nothing)
	switch {
	case !sending(bases, name) || current == base:
		return base
	case current == sent:
		return sent
	default:
		return ""
	}
}

// BoxValue is the value of a box as its base holds it.
func BoxValue(checked bool) string {
	if checked {
		return "checked"
	}
	return "unchecked"
}
