package upgrade

import (
	"slices"
	"strings"

	"github.com/upkeep-app/upkeep/command"
	"github.com/upkeep-app/upkeep/say"
)

// orchestrator says which team leads the upgrade.
func (r *roadmap) orchestrator(asked Asked, one command.Command) answer {
	named, ok := oneTeam(r.arguments(one))
	own := asked.Objects.Organisation
	switch {
	case !ok:
		return misused(one, say.TeamMissing())
	case named.Organisation != "" && !strings.EqualFold(named.Organisation, own):
		return misused(one, say.TeamElsewhere(say.Quote(own)))
	case !asked.Objects.Team(named):
		return misused(one, say.TeamUnknown(commandMeant(command.Orchestrator, nearest(named.Slug, asked.Objects.TeamNames, ""))))
	}
	return answer{
		outcome: OutcomeDone, text: say.TeamSet(say.Quote(named.Slug)), settles: SettingOrchestrationTeam,
		set: []Setting{asked.setting(SettingOrchestrationTeam, named.Slug, r.arguments(one).Because)},
	}
}

// oneTeam is the one team that arguments name, also without the @ or the organisation.
func oneTeam(given command.Arguments) (command.TeamName, bool) {
	bare := slices.Concat(given.Words, given.Users)
	switch {
	case len(given.Issues) > 0 || len(given.Teams)+len(bare) != 1:
		return command.TeamName{}, false
	case len(given.Teams) == 1:
		return given.Teams[0], true
	default:
		return command.TeamName{Slug: strings.ToLower(bare[0])}, true
	}
}

// steward says who answers for the upgrade's board.
func (r *roadmap) steward(asked Asked, one command.Command) answer {
	given := r.arguments(one)
	named := slices.Concat(given.Words, given.Users)
	if len(named) != 1 || len(given.Issues)+len(given.Teams) > 0 {
		return misused(one, say.PersonMissing())
	}
	user, there := asked.Objects.User(named[0])
	if !there {
		return misused(one, say.PersonUnknown())
	}
	return answer{
		outcome: OutcomeDone, text: say.StewardSet(say.Quote(user.Login)), settles: SettingSteward,
		set: []Setting{asked.setting(SettingSteward, user.Login, given.Because)},
	}
}
