package upgrade

import (
	"strings"

	"github.com/upkeep-app/upkeep/command"
	"github.com/upkeep-app/upkeep/say"
)

// notAffected says that the child has nothing to do.
func (c *child) notAffected(asked Asked, one command.Command) answer {
	given := c.arguments(one)
	switch {
	case takesBack(given):
		return c.takeBack(asked, SettingNotAffected, say.Affected())
	case !onlyWords(given):
		return misused(one, say.NothingNamed())
	case len(given.Words) > 0:
		return misused(one, say.WordsLeft(say.Quote(strings.Join(given.Words, " "))))
	case given.Because == "":
		return misused(one, say.BecauseMissing())
	}
	return answer{
		outcome: OutcomeDone, text: say.NotAffectedSet(), settles: "standing",
		set: append(c.without(asked, SettingExempt), asked.setting(SettingNotAffected, "yes", given.Because)),
	}
}
