package upgrade

import (
	"strings"

	"github.com/upkeep-app/upkeep/command"
	"github.com/upkeep-app/upkeep/say"
)

// anywhere decides one command that is the same on every issue.
func (d desk) anywhere(asked Asked, one command.Command) answer {
	switch one.Name {
	case command.Help:
		return d.help(one)
	case command.Status:
		return d.tellStatus(one)
	case command.Why:
		return d.tellWhy(one)
	case command.Halt:
		return d.halt(asked, one, true)
	case command.ResumeWrites:
		return d.halt(asked, one, false)
	case command.Resync:
		return d.resync(one)
	default:
		return unknownCommand(one.Name)
	}
}

// help lists the commands of this place, or explains one, wherever that is used.
func (d desk) help(one command.Command) answer {
	if len(one.Args) == 0 {
		return answer{outcome: OutcomeDone, informs: true, text: say.Help(d.place)}
	}
	name := strings.ToLower(one.Args[0])
	spec, known := command.Find(name)
	if !known {
		return unknownCommand(name)
	}
	return answer{outcome: OutcomeDone, informs: true, text: say.HelpOn(spec, d.policy.WhoMay(spec, d.upgrade))}
}
