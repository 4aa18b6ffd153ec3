package upgrade

import (
	"strings"

	"github.com/upkeep-app/upkeep/command"
)

// chosen is the level that the commands ended on; the zero value for none.
type chosen struct {
	level string
	why   string
}

// ownerDoes chooses the level.
func (c *child) ownerDoes(asked Asked, one command.Command) answer {
	if reply, stuck := c.stuck(c.Policy.Maintenance.Fields.OwnerDoes); stuck {
		return reply
	}
	level, reply := c.levels().choose(strings.Join(one.Args, " "))
	if level != "" {
		c.chosen = chosen{level, "/upgrade " + command.OwnerDoes + " by " + asked.Comment.Author.Login}
		reply.settles, reply.set = SettingLevel, []Setting{asked.setting(SettingLevel, level, "")}
	}
	return reply
}

// levels are the choices on this child's board.
func (c *child) levels() levels {
	field, _ := c.Board.Field(c.Policy.Maintenance.Fields.OwnerDoes)
	return levels{policy: c.Policy, kind: c.kind, team: c.Upgrade.OrchestrationTeam, names: field.optionNames()}
}
