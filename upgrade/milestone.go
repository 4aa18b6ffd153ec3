package upgrade

import (
	"strings"
	"unicode/utf8"

	"github.com/upkeep-app/upkeep/command"
	"github.com/upkeep-app/upkeep/say"
)

// releaseRunes is how long the name of a release can be, in characters.
const releaseRunes = 100

// milestone says which named release the upgrade is for.
func (r *roadmap) milestone(asked Asked, one command.Command) answer {
	given := r.arguments(one)
	name := strings.Join(given.Words, " ")
	switch {
	case !onlyWords(given):
		return misused(one, say.NameOnly())
	case say.Quote(name).IsZero():
		return misused(one, say.ReleaseMissing())
	case utf8.RuneCountInString(name) > releaseRunes:
		return misused(one, say.ReleaseTooLong(releaseRunes))
	}
	return answer{
		outcome: OutcomeDone, text: say.ReleaseSet(say.Quote(name)), settles: SettingNamedRelease,
		set: []Setting{asked.setting(SettingNamedRelease, name, given.Because)},
	}
}
