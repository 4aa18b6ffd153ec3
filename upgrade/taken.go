package upgrade

import (
	"maps"
	"slices"

	"github.com/upkeep-app/upkeep/say"
)

// takeUp lays down what people with the right have put on the card, so that
// the rest of the decision goes by it. What is not taken up stays on the board,
// and decisions go on as before.
func (c *child) takeUp() []Action {
	var actions []Action
	for _, change := range c.changes() {
		if change.taking(c.Touches) == taken {
			actions = append(actions, c.take(change)...)
		}
	}
	return actions
}

// take lays down one change.
func (c *child) take(change change) []Action {
	var actions []Action
	by, at := change.by(c.Touches)
	for _, set := range change.set {
		set.Setting.By, set.Setting.At = by, at
		actions = append(actions, TakeUp{Set: set, Ref: c.Issue.Ref, Field: change.field.Name, From: change.from})
		if set.Issue == c.Issue.ID {
			c.Settings = c.Settings.with(set.Setting)
		} else if set.Setting.Value != "" {
			actions = append(actions, Wake{Trigger: Trigger{
				Key: IssueKey(set.Issue), Installation: c.UpgradeInstallation, Reason: "a card of its board names it",
			}})
		}
	}
	c.owner, c.kind = c.Policy.Owning(c.Issue.Repository, c.Settings)
	if change.becomes == "" {
		return actions
	}
	base := map[string]string{FieldBase(c.Board.ID, change.field.ID): change.becomes}
	c.Bases = maps.Clone(c.Bases)
	if c.Bases == nil {
		c.Bases = map[string]string{}
	}
	maps.Copy(c.Bases, base)
	c.card = c.newCard()
	return append(actions, Remember{Object: c.Issue.ID, Bases: base})
}

// added are the settings that make an issue a child of an upgrade.
func added(to Adopter, issue IssueState) []Set {
	return []Set{
		{Issue: to.Roadmap, Setting: Setting{Name: SettingAdd + string(issue.ID), Value: issue.Ref.String()}},
		{Issue: to.Roadmap, Setting: Setting{Name: SettingRemove + string(issue.ID)}},
	}
}

// acceptedLevel is the level that decisions go by.
func (c *child) acceptedLevel() string {
	if level := c.Settings.Value(SettingLevel); level != "" {
		return level
	}
	return c.Policy.Undecided
}

// noteRefusals notes what people have put on the card without the right. Where
// that was not found out now, what was noted of the same value before stays.
func (c *child) noteRefusals() {
	c.left = c.changes() // commands may have laid down the same
	for _, change := range c.left {
		if slices.ContainsFunc(c.card.writes, func(w FieldWrite) bool { return w.Field.ID == change.field.ID }) {
			continue // the facts have moved on
		}
		name := noteNoRight + change.field.Name
		switch change.taking(c.Touches) {
		case takingRefused:
			c.card.notes[name] = change.now.Text
		case takingWaits, takingUnknown:
			if held := c.Notes[name]; held != "" && held == change.now.Text {
				c.card.notes[name] = held
			}
		case takingUnfit:
			c.card.notes[noteUnfit+change.field.Name] = change.now.Text
		case taken, takingAutomation:
		}
	}
}

// remover is the login of who took the card off the board; zero when nobody knows.
func (c *child) remover() say.Quoted {
	if i := touchOf(c.Touches, c.Board.ID, ""); i >= 0 && c.Touches[i].Did == TouchRemoved {
		return say.Quote(c.Touches[i].By.Login)
	}
	return say.Quoted{}
}

// hand is who has set a field and what became of it, for people.
func (c *child) hand(t traced) say.Hand {
	told := say.Hand{By: say.Quote(t.automation), Automation: t.automation != ""}
	if i := handOn(c.Touches, c.Board.ID, t.now, t.now.UpdatedAt); i >= 0 && t.now.Text != "" {
		told.By = say.Quote(c.Touches[i].By.Login)
	}
	for _, change := range c.left {
		if change.field.Name != t.field || told.Automation {
			continue
		}
		by, _ := change.by(c.Touches)
		told.By, told.GoesBy = say.Quote(by.Login), say.Quote(change.from)
		switch change.taking(c.Touches) {
		case takingRefused:
			told.Passed = say.PassedWithoutRight
		case takingUnknown:
			told.Passed = say.PassedUnknown
		case takingUnfit:
			told.Passed = say.PassedUnfit
		case taken, takingWaits, takingAutomation:
		}
	}
	return told
}
