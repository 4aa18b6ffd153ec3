package upgrade

import (
	"strings"
	"time"

	"github.com/upkeep-app/upkeep/command"
	"github.com/upkeep-app/upkeep/say"
)

// target sets the day by which the upgrade is to be done.
func (r *roadmap) target(asked Asked, one command.Command) answer {
	given := r.arguments(one)
	date, rest, ok := command.TakeDate(given.Words, asked.today())
	switch {
	case !ok || len(strings.Join(rest, "")) > 0:
		return misused(one, say.DateUnclear(say.Quote(strings.Join(given.Words, " "))))
	case date.Before(asked.today()):
		return misused(one, say.DatePast(date))
	case given.Because == "":
		return misused(one, say.BecauseMissing())
	}
	return answer{
		outcome: OutcomeDone, text: say.TargetSet(date), settles: SettingTargetDate,
		set: []Setting{asked.setting(SettingTargetDate, date.Format(time.DateOnly), given.Because)},
	}
}

// arguments are a command's, as they are read on the roadmap issue.
func (r *roadmap) arguments(one command.Command) command.Arguments {
	return command.ReadArguments(one, command.Context{Owner: r.Issue.Ref.Owner, Repo: r.Issue.Ref.Repo, Host: r.Host})
}

// misused is the answer to a command that lacks something or has too much.
func misused(one command.Command, text string) answer {
	spec, _ := command.Find(one.Name)
	return answer{outcome: OutcomeFailed, text: text + " " + say.Usage(say.Quote(spec.Usage))}
}
