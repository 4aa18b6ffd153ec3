package look

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/upkeep-app/upkeep/upgrade"
)

// Kind is one way in which boards and lists go stale.
type Kind string

// The kinds, in the order in which they are told.
const (
	StaleBox        Kind = "box"        // open although its issue is closed, or the other way round
	StaleStatus     Kind = "status"     // Status says done and the issue is open, or the other way round
	StaleMissing    Kind = "missing"    // a child that is not on the board
	StaleProject    Kind = "project"    // the card does not say which upgrade it is of
	StaleOwner      Kind = "owner"      // the card names no owner
	StaleOwnerDoes  Kind = "owner does" // the card does not say how much the owner does
	StaleSilent     Kind = "silent"     // open, and nobody has touched it for long
	StaleNoUpgrade  Kind = "no upgrade" // a card of no upgrade under way
	StaleUnreadable Kind = "unreadable" // a child that cannot be read
)

// Kinds are all kinds, in the order in which they are told.
func Kinds() []Kind {
	return []Kind{
		StaleBox, StaleStatus, StaleMissing, StaleProject, StaleOwner, StaleOwnerDoes, StaleSilent, StaleNoUpgrade, StaleUnreadable,
	}
}

// silence is how long an open child is left alone before that is told.
const silence = 90 * 24 * time.Hour

// Stale is one thing that is not as it should be today.
type Stale struct {
	Kind Kind
	// Upgrade is the name of the upgrade; empty for a card of none.
	Upgrade string
	Ref     upgrade.Ref
	// Title is people's; empty where it is not known.
	Title string
	// Says is what is not as it should be, so that "since" and a day can follow.
	// People's words in it are notes.
	Says string
	// Since is from when on; zero if nobody knows.
	Since time.Time
}

// Stale is all that is not as it should be today, by kind and the oldest first.
func (f Found) Stale() []Stale {
	s := &staleness{found: f, cards: map[upgrade.NodeID]Card{}}
	for _, card := range f.Maintenance.Cards {
		s.cards[card.ID] = card
	}
	for _, u := range f.Upgrades {
		for _, child := range u.Children {
			s.child(u, child)
		}
	}
	s.strangers()
	order := Kinds()
	slices.SortStableFunc(s.all, func(a, b Stale) int {
		return cmp.Or(
			cmp.Compare(slices.Index(order, a.Kind), slices.Index(order, b.Kind)),
			cmp.Compare(unknown(a.Since), unknown(b.Since)), a.Since.Compare(b.Since),
			strings.Compare(a.Ref.String(), b.Ref.String()),
		)
	})
	return s.all
}

// unknown sorts what has no time behind the rest.
func unknown(t time.Time) int {
	if t.IsZero() {
		return 1
	}
	return 0
}

// staleness collects what is stale.
type staleness struct {
	found Found
	cards map[upgrade.NodeID]Card
	all   []Stale
}

func (s *staleness) add(kind Kind, of string, state upgrade.IssueState, since time.Time, says string, values ...any) {
	s.all = append(s.all, Stale{Kind: kind, Upgrade: of, Ref: state.Ref, Title: state.Title, Says: fmt.Sprintf(says, values...), Since: since})
}

func (s *staleness) child(u Upgrade, child Child) {
	state := child.State
	if !child.Known {
		s.add(StaleUnreadable, u.Name, upgrade.IssueState{Ref: child.Ref}, time.Time{}, "it cannot be read: deleted, or not for this token")
		return
	}
	switch {
	case child.Boxed && state.Closed && !child.Checked:
		s.add(StaleBox, u.Name, state, state.ChangedAt, "the box in line %d of %s is open; closed", child.Line, note(u.Issue.Ref.String()))
	case child.Boxed && !state.Closed && child.Checked:
		s.add(StaleBox, u.Name, state, state.ChangedAt, "the box in line %d of %s is checked; open", child.Line, note(u.Issue.Ref.String()))
	}
	if !state.Closed && s.found.At.Sub(state.UpdatedAt) > silence {
		s.add(StaleSilent, u.Name, state, state.UpdatedAt, "untouched")
	}
	board := s.found.Maintenance
	if !board.Known() {
		return
	}
	card, there := s.cards[state.ID]
	switch {
	case !there && board.CardsKnown:
		s.add(StaleMissing, u.Name, state, state.ChangedAt, "no card; %s", openOrClosed(state))
	case there && !card.Archived:
		s.card(u, state, card)
	}
}

// card compares a child's card with its issue.
func (s *staleness) card(u Upgrade, state upgrade.IssueState, card Card) {
	fields, statuses := s.found.Maintenance.Fields, s.found.Maintenance.Statuses
	status := card.Values[fields.Status]
	done := status == statuses.Done || status == statuses.NotPlanned && status != ""
	switch {
	case fields.Status == "" || statuses.Done == "":
	case state.Closed && !done:
		s.add(StaleStatus, u.Name, state, state.ChangedAt, "Status is %s; closed", shown(status))
	case !state.Closed && done:
		s.add(StaleStatus, u.Name, state, state.ChangedAt, "Status is %s; open", shown(status))
	}
	if state.Closed {
		return
	}
	if value := card.Values[fields.Project]; fields.Project != "" && value != u.Name && !s.namesUpgrade(value) {
		s.add(StaleProject, u.Name, state, state.ChangedAt, "%s is %s; open", note(fields.Project), shown(value))
	}
	if fields.Owner != "" && card.Values[fields.Owner] == "" {
		s.add(StaleOwner, u.Name, state, state.ChangedAt, "no owner; open")
	}
	if fields.OwnerDoes != "" && card.Values[fields.OwnerDoes] == "" {
		s.add(StaleOwnerDoes, u.Name, state, state.ChangedAt, "no level; open")
	}
}

func openOrClosed(state upgrade.IssueState) string {
	if state.Closed {
		return "closed"
	}
	return "open"
}

// shown is a value of a field.
func shown(value string) string {
	if value == "" {
		return "empty"
	}
	return note(value)
}

// namesUpgrade reports whether the value of a Project field is an upgrade under way.
func (s *staleness) namesUpgrade(value string) bool {
	return slices.ContainsFunc(s.found.Upgrades, func(u Upgrade) bool { return u.Name == value })
}

// strangers are the open cards that belong to no upgrade under way.
func (s *staleness) strangers() {
	children := map[upgrade.NodeID]bool{}
	for _, u := range s.found.Upgrades {
		children[u.Issue.ID] = true
		for _, child := range u.Children {
			children[child.State.ID] = true
		}
	}
	field := s.found.Maintenance.Fields.Project
	for _, card := range s.found.Maintenance.Cards {
		value := card.Values[field]
		if card.Closed || card.Archived || children[card.ID] || s.namesUpgrade(value) {
			continue
		}
		says := "for no upgrade; untouched"
		if value != "" {
			says = fmt.Sprintf("for %s; untouched", note(value))
		}
		s.add(StaleNoUpgrade, "", card.IssueState, card.UpdatedAt, "%s", says)
	}
}

// Progress counts what became of an upgrade's children.
type Progress struct {
	Done, WithoutDoing, Open, Unknown int
	// OldestOpen is the open child that was made first; the zero state if there is none.
	OldestOpen upgrade.IssueState
}

// All is how many children there are.
func (p Progress) All() int { return p.Done + p.WithoutDoing + p.Open + p.Unknown }

// Progress is how far an upgrade is, by what became of its children.
func (u Upgrade) Progress() Progress {
	var p Progress
	for _, child := range u.Children {
		switch {
		case !child.Known:
			p.Unknown++
		case !child.State.Closed:
			p.Open++
			if p.OldestOpen.ID == "" || child.State.CreatedAt.Before(p.OldestOpen.CreatedAt) {
				p.OldestOpen = child.State
			}
		case child.State.Reason == upgrade.ReasonCompleted:
			p.Done++
		default:
			p.WithoutDoing++
		}
	}
	return p
}
