package upgrade

import (
	"cmp"
	"time"

	"github.com/upkeep-app/upkeep/command"
)

// Adopter is an upgrade that can adopt issues, as the installation whose policy
// rules knows it.
type Adopter struct {
	// Name is the upgrade's, and the option's in the Project field.
	Name    string
	Roadmap NodeID
	Ref     Ref
}

// Hand is a touch by which a person asks for what a command does too.
type Hand struct {
	// Touch is the place of the touch in the facts' Touches.
	Touch int
	// Command is the name of the command that takes the same right.
	Command string
	// To is the upgrade in which the right counts; the zero Adopter for the child's own.
	To Adopter
}

// taking is what becomes of a change that others made on the card.
type taking int

const (
	// takingWaits is for a right that was not read.
	takingWaits taking = iota
	taken
	// takingRefused is for a person without the right.
	takingRefused
	// takingUnknown is for a value that nobody knows the author of.
	takingUnknown
	// takingUnfit is for a value that cannot be laid down here.
	takingUnfit
	// takingAutomation is for a value that an automation has set: it is nobody's.
	takingAutomation
)

// change is a value that others put on the card in the place of the one that
// the app goes by.
type change struct {
	field Field
	// from is the value that the app goes by, now the one that is there.
	from string
	now  FieldValue
	// first says that nothing was accepted yet: then what is there is. A card that
	// was put back is not the first.
	first bool
	// unfit says that the value cannot be laid down.
	unfit bool
	// hand is the touch, its place -1 when nobody knows who it was.
	hand Hand
	// set is what taking it up lays down, without who and when.
	set []Set
	// becomes is the field's base once it is taken up; empty if it stays.
	becomes string
}

// Hands are the touches of people that the app would follow, if they have the
// right: it is read for these alone.
func (f ChildFacts) Hands() []Hand {
	var hands []Hand
	c := newChild(f)
	for _, change := range c.changes() {
		if change.taking(f.Touches) == takingWaits {
			hands = append(hands, change.hand)
		}
	}
	if hand, is := c.dragged(); is {
		hands = append(hands, hand)
	}
	return hands
}

// changes are what others have put on the card for the app to follow. A paused
// upgrade follows nothing, as its commands do nothing.
func (c *child) changes() []change {
	if c.Board.ID == "" || c.card.away() || c.card.item.ID == "" || c.Upgrade.Paused {
		return nil
	}
	var all []change
	for _, field := range []struct {
		name   string
		change func() (change, bool)
	}{{fieldOwnerDoes, c.levelChange}, {fieldOwner, c.ownerChange}, {fieldProject, c.projectChange}} {
		if one, is := field.change(); is && c.applies(field.name) {
			all = append(all, one)
		}
	}
	return all
}

// changeOf begins a change of a field, if it does not hold what the app goes by.
// What the app itself was about to write is none.
func (c *child) changeOf(name, from, by string, laid Setting) (change, bool) {
	field, there := c.Board.Field(name)
	now := c.card.item.Value(field.ID)
	base := FieldBase(c.Board.ID, field.ID)
	sent := c.card.bases[SentBase(base)]
	if !there || now.Text == from || sent != "" && now.Text == sent {
		return change{}, false
	}
	hand := Hand{Touch: handOn(c.Touches, c.Board.ID, now, laid.At), Command: by}
	return change{
		field: field, from: from, now: now, hand: hand,
		first: laid.Value == "" && c.card.bases[base] == "" && sent == "" && !c.card.returned,
	}, true
}

// levelChange is another level than the one that is accepted. An empty field is
// one that nobody has chosen for.
func (c *child) levelChange() (change, bool) {
	laid := c.Settings[SettingLevel]
	one, is := c.changeOf(c.Policy.Maintenance.Fields.OwnerDoes, c.acceptedLevel(), command.OwnerDoes, laid)
	level := cmp.Or(one.now.Text, c.Policy.Undecided)
	if !is || level == one.from {
		return change{}, false
	}
	one.unfit, one.becomes = !c.levels().fits(level), level
	one.set = []Set{{Issue: c.Issue.ID, Setting: Setting{Name: SettingLevel, Value: level}}}
	return one, true
}

// ownerChange is another owner than the one that is known. An empty field says
// nothing.
func (c *child) ownerChange() (change, bool) {
	one, is := c.changeOf(c.Policy.Maintenance.Fields.Owner, c.ownerName(), command.Owner, c.Settings[SettingOwner])
	if !is || one.now.Text == "" || one.now.Text == c.card.bases[FieldBase(c.Board.ID, one.field.ID)] {
		return change{}, false
	}
	owner := Owner{Team: c.Policy.teamCalled(one.now.Text)}
	one.unfit, one.becomes = owner.Team == "", one.now.Text
	one.set = []Set{{Issue: c.Issue.ID, Setting: Setting{Name: SettingOwner, Value: owner.String()}}}
	return one, true
}

// projectChange is the name of another upgrade. Other names are people's own
// business. A child that nobody has added to that upgrade is added to it, by
// the person whose hand it is, and not for having been there before.
func (c *child) projectChange() (change, bool) {
	// What was chosen may have to wait until that upgrade has adopted the child.
	chosen := cmp.Or(c.Settings.Value(SettingProject), c.Upgrade.Name)
	one, is := c.changeOf(c.Policy.Maintenance.Fields.Project, chosen, command.Add, c.Settings[SettingProject])
	if !is || one.now.Text == "" || one.now.Text == c.card.bases[FieldBase(c.Board.ID, one.field.ID)] {
		return change{}, false
	}
	to, found := adopter(c.Adopters, one.now.Text)
	in := c.isIn(to)
	if !found {
		return change{}, false
	}
	one.hand.To, one.first = to, one.first && in
	one.set = []Set{{Issue: c.Issue.ID, Setting: Setting{Name: SettingProject, Value: to.Name}}}
	if !in {
		one.set = append(one.set, added(to, c.Issue.IssueState)...)
	}
	return one, true
}

// isIn reports whether the child belongs to an upgrade.
func (c *child) isIn(to Adopter) bool {
	for _, parent := range c.Parents {
		if parent.Roadmap == to.Roadmap {
			return true
		}
	}
	return false
}

// taking is what becomes of the change, by the touches with their rights.
func (ch change) taking(touches []Touch) taking {
	known := ch.hand.Touch >= 0
	switch {
	case known && touches[ch.hand.Touch].By.Bot:
		return takingAutomation
	case ch.first:
		return taken
	case ch.unfit:
		return takingUnfit
	case !known:
		return takingUnknown
	}
	switch touches[ch.hand.Touch].May {
	case Yes:
		return taken
	case No:
		return takingRefused
	case Unknown:
	}
	return takingWaits
}

// by is who made the change and when; nobody when that is not known.
func (ch change) by(touches []Touch) (Actor, time.Time) {
	if ch.hand.Touch < 0 {
		return Actor{}, ch.now.UpdatedAt
	}
	return touches[ch.hand.Touch].By, touches[ch.hand.Touch].At
}

func adopter(all []Adopter, name string) (Adopter, bool) {
	for _, a := range all {
		if a.Name == name {
			return a, true
		}
	}
	return Adopter{}, false
}
