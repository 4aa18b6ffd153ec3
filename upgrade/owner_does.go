package upgrade

import (
	"strings"

	"github.com/upkeep-app/upkeep/command"
	"github.com/upkeep-app/upkeep/say"
)

// chosen is the level that the commands ended on; the zero value for none.
type chosen struct {
	level string
	why   string
}

// ownerDoes chooses the level.
func (c *child) ownerDoes(asked Asked, one command.Command) answer {
	if c.card.archived {
		return answer{outcome: OutcomeFailed, text: say.CardArchived()}
	}
	if _, excluded := c.Excluded[WriteFields]; excluded || !c.card.canHold(c.Policy.Maintenance.Fields.OwnerDoes) {
		return answer{outcome: OutcomeFailed, text: say.NoBoard()}
	}
	level, reply := c.levels().choose(strings.Join(one.Args, " "))
	if level != "" {
		c.chosen = chosen{level, "/upgrade " + command.OwnerDoes + " by " + asked.Comment.Author.Login}
		reply.settles = "level"
	}
	return reply
}

// levels are the choices on this child's board.
func (c *child) levels() levels {
	field, _ := c.Board.Field(c.Policy.Maintenance.Fields.OwnerDoes)
	l := levels{policy: c.Policy, kind: c.kind, team: c.Upgrade.OrchestrationTeam}
	for _, option := range field.Options {
		l.names = append(l.names, option.Name)
	}
	return l
}

// living keeps the living comment right. The first command that goes well
// makes it; from then on it follows the card, whoever changes that.
func (c *child) living(now chosen) []Action {
	field, there := c.Board.Field(c.Policy.Maintenance.Fields.OwnerDoes)
	if !there || c.card.archived || c.Living.Comment == 0 && now.level == "" {
		return nil
	}
	level := now.level
	if level == "" {
		level = c.card.item.Value(field.ID).Text
	}
	text := say.Child(c.levelText(level))
	if c.Living.Comment != 0 && c.Living.Same(text) {
		return nil
	}
	return []Action{SaveComment{
		Issue: c.Issue.ID, Ref: c.Issue.Ref, Comment: c.Living.Comment, Purpose: PurposeLiving, Living: true, Text: text,
	}}
}

func (c *child) levelText(level string) say.ChildLevel {
	text := say.ChildLevel{
		Upgrade: say.Quote(c.Upgrade.Name), Owner: say.Quote(c.owner.Name()),
		Orchestration: say.Quote(c.Upgrade.OrchestrationTeam), Levels: say.Quotes(slugs(c.levels().offered())),
	}
	if level == c.Policy.Undecided {
		return text
	}
	text.Level = say.Quote(level)
	if described, ok := c.Policy.Level(level); ok {
		text.Work = &say.Work{
			PullRequest: say.Doer(described.PullRequest), Review: say.Doer(described.Review),
			Merge: say.Doer(described.Merge), Deploy: say.Doer(described.Deploy),
		}
	}
	return text
}
