package upgrade

import (
	"github.com/upkeep-app/upkeep/command"
	"github.com/upkeep-app/upkeep/say"
)

// commands answers the child's comments and says which level they chose.
func (c *child) commands() (chosen, []Action) {
	d := desk{
		now: c.Now, adoptedAt: c.adoptedAt(), issue: c.Issue, policy: c.Policy, upgrade: c.Upgrade, owner: c.owner,
		place:  command.OnChild,
		levels: say.Quotes(slugs(c.levels().offered())),
		decide: func(asked Asked, one command.Command) answer {
			got := c.decide(asked, one)
			c.commanded = c.commanded || got.outcome == OutcomeDone
			return got
		},
		set: func(s Setting) {
			c.Settings = c.Settings.with(s)
			c.owner, c.kind = c.Policy.Owning(c.Issue.Repository, c.Settings)
		},
		waits: func(Asked) bool { return !c.answerable() },
	}
	actions := d.answer(c.Asked)
	return c.chosen, actions
}

// decide decides one command whose author may run it.
func (c *child) decide(asked Asked, one command.Command) answer {
	switch one.Name {
	case command.OwnerDoes:
		return c.ownerDoes(asked, one)
	case command.Owner:
		return c.setOwner(asked, one)
	case command.Column:
		return c.column(asked, one)
	case command.Exempt:
		return c.exempt(asked, one)
	case command.NotAffected:
		return c.notAffected(asked, one)
	default:
		return unknownCommand(one.Name)
	}
}

// answerable reports whether the field and the answer are written, or planned,
// together: an answer without the field would be untrue, and a command whose
// answer is withheld would be run again and again.
func (c *child) answerable() bool {
	return c.Policy.CommandMode(c.Upgrade) != ""
}
