package upgrade

import (
	"github.com/upkeep-app/upkeep/command"
	"github.com/upkeep-app/upkeep/say"
)

// The values of SettingPaused.
const (
	paused  = "yes"
	resumed = "no"
)

// pause holds the upgrade, without an end: a date is refused, not passed over.
func (r *roadmap) pause(asked Asked, one command.Command) answer {
	return r.setPaused(asked, one, paused, say.PauseBegins())
}

// resume lets the upgrade go on. That nothing was held is no mistake.
func (r *roadmap) resume(asked Asked, one command.Command) answer {
	return r.setPaused(asked, one, resumed, say.PauseEnds())
}

func (r *roadmap) setPaused(asked Asked, one command.Command, value, text string) answer {
	given := r.arguments(one)
	if mistake := beforeReason(given); mistake != "" {
		return misused(one, mistake)
	}
	return answer{
		outcome: OutcomeDone, text: text, settles: SettingPaused,
		set: []Setting{asked.setting(SettingPaused, value, given.Because)},
	}
}

// holds reports whether a pause withholds a kind of write. Commands are
// answered all the same, and an upgrade that was ended is closed.
func (u Upgrade) holds(kind WriteKind) bool {
	switch kind {
	case WriteComments:
		return false
	case WriteIssues:
		return u.Paused && u.Ended == ""
	default:
		return u.Paused
	}
}

// CommandMode is the mode in which commands that set a field are run and
// answered: that of fields and comments, paused or not. It is empty when those two
// differ: an answer without the field would be untrue, and a command whose answer
// is withheld would be run again and again.
func (p Policy) CommandMode(u Upgrade) Mode {
	u.Paused = false
	mode := p.ModeOf(u, WriteFields)
	if mode != p.ModeOf(u, WriteComments) {
		return ""
	}
	return mode
}

// After is the upgrade with what a plan lays down on its roadmap issue, for
// the rest of the plan.
func (u Upgrade) After(plan Plan, roadmap NodeID) Upgrade {
	for _, action := range plan.Actions {
		if set, ok := action.(Set); ok && set.Issue == roadmap {
			u = u.With(Settings{set.Setting.Name: set.Setting})
		}
	}
	return u
}
