package upgrade

import (
	"github.com/upkeep-app/upkeep/command"
	"github.com/upkeep-app/upkeep/say"
)

// commands answers the child's comments and says which level they chose. What
// comes first in the plan is told apart from the answers.
func (c *child) commands() (level chosen, first, answers []Action) {
	d := desk{
		now: c.Now, adoptedAt: c.adoptedAt(), issue: c.Issue, policy: c.Policy, upgrade: c.Upgrade, owner: c.owner,
		place:  command.OnChild,
		levels: say.Quotes(slugs(c.levels().offered())),
		decide: func(asked Asked, one command.Command) answer {
			got := c.decide(asked, one)
			c.commanded = c.commanded || got.outcome == OutcomeDone
			return got
		},
		status: c.tellStatus,
		why:    c.why,
		set: func(s Setting) {
			c.Settings = c.Settings.with(s)
			c.owner, c.kind = c.Policy.Owning(c.Issue.Repository, c.Settings)
		},
		setting:      func(name string) Setting { return c.Settings[name] },
		commandMode:  func() Mode { return c.Policy.CommandMode(c.Upgrade) },
		installation: c.UpgradeInstallation,
	}
	first, left := d.administer(c.Asked)
	answers = d.answer(left)
	return c.chosen, first, answers
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
	case command.Claim:
		return c.claim(asked, one)
	case command.Unclaim:
		return c.unclaim(asked, one)
	case command.BlockedBy:
		return c.blockedBy(asked, one)
	case command.Unblock:
		return c.unblock(asked, one)
	case command.Exempt:
		return c.exempt(asked, one)
	case command.NotAffected:
		return c.notAffected(asked, one)
	default:
		return unknownCommand(one.Name)
	}
}
