package upgrade

import (
	"strings"
	"time"

	"github.com/upkeep-app/upkeep/command"
	"github.com/upkeep-app/upkeep/say"
)

// exemptYears is how far ahead an exemption can end.
const exemptYears = 5

// exempt lets the upgrade finish without the child.
func (c *child) exempt(asked Asked, one command.Command) answer {
	given := c.arguments(one)
	if takesBack(given) {
		return c.takeBack(asked, SettingExempt, say.NotExempt())
	}
	until, mistake := exemptUntil(given, asked.today())
	switch {
	case mistake != "":
		return misused(one, mistake)
	case given.Because == "":
		return misused(one, say.BecauseMissing())
	}
	value := exemptAlways
	if !until.IsZero() {
		value = until.Format(time.DateOnly)
	}
	return answer{
		outcome: OutcomeDone, text: say.ExemptSet(until), settles: "standing",
		set: append(c.without(asked, SettingNotAffected), asked.setting(SettingExempt, value, given.Because)),
	}
}

// exemptUntil reads when an exemption ends, zero for never; else what is wrong.
func exemptUntil(given command.Arguments, today time.Time) (until time.Time, mistake string) {
	words := strings.Join(given.Words, " ")
	until, rest, ok := command.TakeDate(given.Words, today)
	switch {
	case !onlyWords(given):
		return time.Time{}, say.NothingNamed()
	case words == "":
		return time.Time{}, ""
	case !ok || !strings.EqualFold(strings.Join(rest, " "), "until"):
		return time.Time{}, say.DateUnclear(say.Quote(strings.TrimSpace(strings.TrimPrefix(words, "until"))))
	case !until.After(today):
		return time.Time{}, say.ExemptOver(until)
	case until.After(today.AddDate(exemptYears, 0, 0)):
		return time.Time{}, say.ExemptTooLong(exemptYears)
	}
	return until, ""
}

// arguments are a command's, as they are read on the child.
func (c *child) arguments(one command.Command) command.Arguments {
	return command.ReadArguments(one, command.Context{Owner: c.Issue.Ref.Owner, Repo: c.Issue.Ref.Repo, Host: c.Host})
}

// onlyWords reports whether arguments name nothing and set nothing.
func onlyWords(given command.Arguments) bool {
	return len(given.Values)+len(given.Issues)+len(given.Teams)+len(given.Users) == 0
}

// beforeReason is what is wrong with arguments that are to be nothing but a
// reason; empty if nothing is.
func beforeReason(given command.Arguments) string {
	switch {
	case !onlyWords(given):
		return say.NothingNamed()
	case len(given.Words) > 0:
		return say.WordsLeft(say.Quote(strings.Join(given.Words, " ")))
	}
	return ""
}

// takesBack reports whether a command asks to take back what it laid down before.
func takesBack(given command.Arguments) bool {
	return onlyWords(given) && len(given.Words) == 1 && strings.EqualFold(given.Words[0], "off")
}

// takeBack takes back what a child's standing was said to be. Without it there
// is nothing to do, and that is well too.
func (c *child) takeBack(asked Asked, name, text string) answer {
	return answer{outcome: OutcomeDone, text: text, settles: "standing", set: c.without(asked, name)}
}

// without takes back a setting if there is one.
func (c *child) without(asked Asked, name string) []Setting {
	if c.Settings.Value(name) == "" {
		return nil
	}
	return []Setting{asked.setting(name, "", "")}
}
