package upgrade

import (
	"cmp"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/upkeep-app/upkeep/description"
)

// Report is what the last run of a child knew of it, for its roadmap issues:
// they read no more of a child than its state. The zero Report knows nothing.
type Report struct {
	Kind ChildKind
	// OnBoard says that it has a card on the Maintenance board, Column where it stands there.
	OnBoard bool
	Column  string
	// Lacks are the fields of the card that apply and are empty, by their names on the board.
	Lacks []string
	// Labels are the issue's labels, of an external dependency: of the others, nothing follows from them.
	Labels []string
	// Owner is the owner's name as the board shows it, empty while nobody knows;
	// Person says that it is a person, whom no public text names.
	Owner  string
	Person bool
	// Level is the accepted level; empty while none is chosen or none applies.
	Level string
	// Undecided says that a level applies and none is chosen.
	Undecided bool
	// WaitsFor are the open issues that it waits for.
	WaitsFor []Awaited
	// Begun says that somebody is assigned, or that a pull request was opened.
	Begun bool
	// ActiveAt is the day, in UTC, of the last act of a person on the issue or its
	// pull requests: told to the second, each comment would be news.
	ActiveAt time.Time
	// DeploymentNote is what operators have to know, in the words of the
	// child's people, at most longestNote bytes; empty when there is nothing.
	DeploymentNote string
}

// Awaited is an issue that a child waits for.
type Awaited struct {
	Ref     Ref
	Private bool
}

// String is the report on a line, for logs.
func (r Report) String() string {
	return fmt.Sprintf("%s, column %q, lacks %q, labels %q, owner %q, level %q, waits for %d, begun %t, last act %s",
		r.Kind, r.Column, r.Lacks, r.Labels, r.Owner, r.Level, len(r.WaitsFor), r.Begun, day(r.ActiveAt))
}

// Same reports whether two reports tell the same.
func (r Report) Same(other Report) bool { return reflect.DeepEqual(r, other) }

// report is what the child's run knows, with the card as the run leaves it.
func (c *child) report() Report {
	r := Report{
		Kind: c.sort, Owner: c.ownerName(), Person: c.owner.User != "",
		WaitsFor: c.awaited(), Begun: len(c.Issue.Assignees)+len(c.Issue.PullRequests) > 0,
		ActiveAt:       latest(c.Reported.ActiveAt, midnight(c.lastAct())),
		DeploymentNote: shortened(description.DeploymentNote(c.Issue.Body)),
	}
	if c.sort == ChildExternal {
		r.Labels = sorted(c.Issue.Labels)
	}
	var writes []FieldWrite
	if c.Excluded[WriteFields] == "" && c.Policy.ModeOf(c.Upgrade, WriteFields) == ModeActive && !c.card.away() {
		writes, r.OnBoard = c.card.writes, c.Board.ID != ""
	}
	fields := c.Policy.Maintenance.Fields
	r.OnBoard = r.OnBoard || c.card.item.ID != ""
	r.Column = c.card.after(fields.Status, writes)
	for _, field := range [...]struct{ key, name string }{
		{fieldStatus, fields.Status},
		{fieldProject, fields.Project},
		{fieldSource, fields.Source},
		{fieldOwner, fields.Owner},
		{fieldOwnerDoes, fields.OwnerDoes},
	} {
		_, there := c.Board.Field(field.name)
		if there && c.applies(field.key) && c.card.after(field.name, writes) == "" {
			r.Lacks = append(r.Lacks, field.name)
		}
	}
	if level, known := c.level(c.chosen); known && c.applies(fieldOwnerDoes) {
		if r.Undecided = level == c.Policy.Undecided; !r.Undecided {
			r.Level = level
		}
	}
	return r
}

// longestNote bounds what is kept of a child's deployment note, in bytes.
const longestNote = 2000

// shortened is a note within its bound.
func shortened(note string) string {
	if len(note) <= longestNote {
		return note
	}
	return strings.TrimSpace(strings.ToValidUTF8(note[:longestNote-len("…")], "")) + "…"
}

// awaited are the open issues that the child waits for, by their places.
func (c *child) awaited() []Awaited {
	open, _ := c.blocking()
	var all []Awaited
	for _, state := range open {
		all = append(all, Awaited{Ref: state.Ref, Private: state.Repository.Private})
	}
	slices.SortFunc(all, func(a, b Awaited) int { return cmp.Compare(a.Ref.String(), b.Ref.String()) })
	return all
}

// sorted are texts in order; nil for none.
func sorted(texts []string) []string {
	if len(texts) == 0 {
		return nil
	}
	return slices.Sorted(slices.Values(texts))
}
