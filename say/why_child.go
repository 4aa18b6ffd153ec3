package say

import (
	"fmt"
	"strings"
	"time"
)

// FieldOutcome is what became of one field of a card.
type FieldOutcome int

// The outcomes.
const (
	FieldAgrees FieldOutcome = iota
	// FieldWritten is to be written, and FieldPlanned would be if fields were
	// written; FieldRefused is wanted too, but GitHub does not let the app.
	FieldWritten
	FieldPlanned
	FieldRefused
	// FieldStays differs from the facts because somebody set it after they last changed.
	FieldStays
	// FieldChosen is filled in once, and from then on is people's.
	FieldChosen
	FieldWithoutFact
	FieldMissing
	FieldOptionMissing
	// FieldUnsuited is of a type that cannot hold the fact.
	FieldUnsuited
)

// PassedOver says why a value on the board is not what Upkeep goes by.
type PassedOver int

// The reasons.
const (
	PassedNot PassedOver = iota
	PassedWithoutRight
	// PassedUnknown is for a value that nobody knows the author of.
	PassedUnknown
	PassedUnfit
)

// Hand is who has set a field, and what Upkeep makes of it.
type Hand struct {
	// By is zero when that is not known.
	By         Quoted
	Automation bool
	Passed     PassedOver
	// GoesBy is what Upkeep goes by instead.
	GoesBy Quoted
}

// who is who has set a field, at the beginning of a clause.
func (h Hand) who() string {
	switch {
	case h.By.IsZero():
		return "somebody"
	case h.Automation:
		return "the automation " + h.By.Code()
	default:
		return h.By.Code()
	}
}

// passed is nothing, or a sentence with a space before it.
func (h Hand) passed() string {
	instead := ", so Upkeep goes by " + h.GoesBy.Code() + "."
	if h.GoesBy.IsZero() {
		instead = ", so Upkeep does not go by it."
	}
	switch h.Passed {
	case PassedWithoutRight:
		return " " + h.By.Code() + " has set it without the right to" + instead
	case PassedUnknown:
		return " GitHub did not tell who has set it" + instead
	case PassedUnfit:
		return " It does not fit this repository" + instead
	case PassedNot:
	}
	return ""
}

// FieldWhy is how one field of a card was decided.
type FieldWhy struct {
	Name    Quoted
	Outcome FieldOutcome
	// Value is what the field holds, zero for nothing; SetAt is since when.
	Value Quoted
	SetAt time.Time
	// Wanted is the value that the facts give, Reason the fact that decides, and
	// Since when it came about; zero where it has no time.
	Wanted, Reason Quoted
	Since          time.Time
	// Rule is the number of the policy's rule that decides; 0 for none.
	Rule int
	Hand Hand
}

// tell is the field in one line.
func (f FieldWhy) tell(now time.Time) string { return f.outcome(now) + f.Hand.passed() }

func (f FieldWhy) outcome(now time.Time) string {
	is := f.Name.Code() + " is empty"
	if !f.Value.IsZero() {
		is = f.Name.Code() + " is " + f.Value.Code()
	}
	reason := "("
	if f.Rule > 0 {
		reason += fmt.Sprintf("rule %d: ", f.Rule)
	}
	reason += f.Reason.Code()
	if !f.Since.IsZero() {
		reason += ", since " + when(f.Since, now)
	}
	reason += ")"
	gives := f.Wanted.Code()
	if f.Wanted.IsZero() {
		gives = "nothing"
	}
	wanted := is + ". The facts give " + gives + " " + reason + ", which "
	switch f.Outcome {
	case FieldAgrees:
		return is + ", as the facts give it " + reason + "."
	case FieldWritten:
		return wanted + "is to be written."
	case FieldPlanned:
		return wanted + "would be written if fields were not only shown here."
	case FieldRefused:
		return wanted + "cannot be written."
	case FieldOptionMissing:
		return wanted + "the board does not offer."
	case FieldStays:
		return is + f.stays(now) + ", and the facts have not moved since. They give " + gives + " " + reason + "."
	case FieldChosen:
		return is + f.set(now) + ". It is for people to choose; Upkeep fills it only once."
	case FieldWithoutFact:
		return is + ". The facts give no value, so it is left alone."
	case FieldMissing:
		return fmt.Sprintf("%s is no field of the board that can be written.", f.Name.Code())
	case FieldUnsuited:
		return fmt.Sprintf("%s is of a type that cannot hold what the policy maps to it.", f.Name.Code())
	}
	return is + "."
}

// stays says why a field is not what the facts give. GitHub does not tell when
// one was emptied.
func (f FieldWhy) stays(now time.Time) string {
	if f.Value.IsZero() {
		return ". It stays so: " + f.Hand.who() + " emptied it"
	}
	return f.set(now) + ". It stays: " + f.Hand.who() + " put it there"
}

func (f FieldWhy) set(now time.Time) string {
	if f.SetAt.IsZero() {
		return ""
	}
	return ", set " + when(f.SetAt, now)
}

// ChildWhy is everything that explains a child.
type ChildWhy struct {
	Explained
	Upgrade Quoted
	// Adopted is when the app first knew the child; Found is one of the phrases below.
	Adopted time.Time
	Found   string
	// Sort is the kind of child, which decides which fields there are below.
	Sort Quoted
	// Others is how many more roadmap issues have the child.
	Others int
	Counts Count
	// Kind is the repository's and Owner its owner, each with the place that
	// says so; zero when nobody does.
	Kind, Owner         Quoted
	KindFrom, OwnerFrom Source
	Fields              []FieldWhy
	// Automations are those that GitHub runs on the board.
	Automations []Quoted
	// Blocks are sentences.
	Blocks []string
}

// WhyChild explains a child.
func WhyChild(c ChildWhy) string {
	var text strings.Builder
	fmt.Fprintf(&text, "This issue is a child of the upgrade %s.\n\n", c.Upgrade.Code())
	fmt.Fprintf(&text, "- Known since %s, %s. It counts as %s.", when(c.Adopted, c.Now), c.Found, c.Counts)
	if c.Others > 0 {
		fmt.Fprintf(&text, " %s it too; the upgrade that people chose on the board rules, else the first.", count(c.Others, "other roadmap issue has", "other roadmap issues have"))
	}
	fmt.Fprintf(&text, "\n- Kind of child: %s.", c.Sort.Code())
	fmt.Fprintf(&text, "\n- Kind of repository: %s. Owner: %s.\n", sourced(c.Kind, c.KindFrom), sourced(c.Owner, c.OwnerFrom))
	text.WriteString(c.writes())
	if len(c.Automations) > 0 {
		text.WriteString("- Automations of the board that are switched on: " + codes(c.Automations, NamesShown) + ".\n")
	}
	fields := make([]string, 0, len(c.Fields))
	for _, f := range c.Fields {
		fields = append(fields, f.tell(c.Now))
	}
	var rest strings.Builder
	c.next(&rest)
	list(&rest, "What blocks it: nothing.", "What blocks it:", c.Blocks)
	c.settings(&rest)
	rest.WriteString(c.end())
	listUpTo(c.roomFor(text.String(), rest.String()), &text, "", "The fields of its card:", fields)
	return text.String() + rest.String()
}

// roomFor is how many fields can be told beside the rest: which value comes from
// where is what people ask for, so all of them if they fit.
func (c ChildWhy) roomFor(before, after string) int {
	const around = 4 // an empty line, the head, how many more there are, the unfinished last line
	return max(whyShown, whyLines-around-strings.Count(before, "\n")-strings.Count(after, "\n"))
}

// Source is the place that says who owns a repository, or of which kind it is.
type Source string

// The sources.
const (
	SourceCommand Source = "a command here"
	SourceCatalog Source = "`catalog-info.yaml`"
	SourcePolicy  Source = "the policy"
)

func sourced(value Quoted, from Source) string {
	if value.IsZero() {
		return "not known, as nobody says it"
	}
	return value.Code() + ", says " + string(from)
}

// FoundInList says that a child was found as a link of a list.
func FoundInList() string { return "from a list on the roadmap issue" }

// FoundInSection says that a person has written the child into the app's own list.
func FoundInSection() string { return "in the list of the roadmap issue that Upkeep keeps" }

// FoundAsSubIssue says that a child was found as a sub-issue.
func FoundAsSubIssue() string { return "as a sub-issue of the roadmap issue" }

// FoundByCommand says that people have made an issue a child by itself.
func FoundByCommand() string { return "added by people, by a command or on the board" }

// PutOnBoard is the phrase for a card that is to be made, with its fields.
func PutOnBoard(fields, values []Quoted) string {
	if len(fields) == 0 {
		return "put this issue on the board"
	}
	return "put this issue on the board and " + FillFields(fields, values)
}

// FillFields is the phrase for fields that are to be written, each with its value.
func FillFields(fields, values []Quoted) string {
	parts := make([]string, 0, len(fields))
	for i, field := range fields {
		value := "nothing"
		if !values[i].IsZero() {
			value = values[i].Code()
		}
		parts = append(parts, field.Code()+" to "+value)
	}
	return "set " + strings.Join(parts, ", ")
}

// BlockedByArchive tells of a card that a person has archived.
func BlockedByArchive() string { return "The card is archived on the board, so it is left alone." }

// BlockedByRemoval tells of a card that somebody has taken off the board; by is
// zero when nobody knows who.
func BlockedByRemoval(by Quoted) string {
	who := "Somebody"
	if !by.IsZero() {
		who = by.Code()
	}
	return who + " has taken the issue off the board, so it is left alone until it is put back."
}

// BlockedByRefusal tells of a kind of write that GitHub would refuse.
func BlockedByRefusal(kind string, reason Quoted) string {
	return fmt.Sprintf("Nothing of the kind %s can be written here: %s.", kind, reason.Code())
}

// BlockedByPause tells of an upgrade that is paused.
func BlockedByPause() string { return "The upgrade is paused." }
