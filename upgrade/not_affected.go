package upgrade

import (
	"github.com/upkeep-app/upkeep/command"
	"github.com/upkeep-app/upkeep/say"
)

// notAffected says that the child has nothing to do.
func (c *child) notAffected(asked Asked, one command.Command) answer {
	given := c.arguments(one)
	mistake := beforeReason(given)
	switch {
	case takesBack(given):
		return c.takeBack(asked, SettingNotAffected, say.Affected())
	case mistake != "":
		return misused(one, mistake)
	case given.Because == "":
		return misused(one, say.BecauseMissing())
	}
	return answer{
		outcome: OutcomeDone, text: say.NotAffectedSet(), settles: "standing",
		set: append(c.without(asked, SettingExempt), asked.setting(SettingNotAffected, "yes", given.Because)),
	}
}
