package upgrade

import (
	"time"

	"github.com/upkeep-app/upkeep/command"
)

// roadmap is one DecideRoadmap.
type roadmap struct {
	RoadmapFacts
	// ordered says that a command has laid down something in this run.
	ordered bool
	// forgotten are the bases that a command has made void in this run.
	forgotten map[string]string
	// early is what commands lay down before the descriptions are edited, and
	// tidying says that one wants their fences opened.
	early   []Action
	tidying bool
	card    *card
}

// commands answers the comments on the roadmap issue. What comes first in the
// plan is told apart from the answers.
func (r *roadmap) commands() (first, answers []Action) {
	d := desk{
		now: r.Now, adoptedAt: r.adoptedAt(), issue: r.Issue, policy: r.Policy, upgrade: r.Upgrade,
		place:  command.OnRoadmap,
		decide: r.decide,
		status: r.tellStatus,
		why:    r.why,
		set: func(s Setting) {
			r.ordered = true
			r.Settings = r.Settings.with(s)
			r.Upgrade = r.Upgrade.With(Settings{s.Name: s})
			r.surveyed = nil
		},
		setting:     func(name string) Setting { return r.Settings[name] },
		commandMode: func() Mode { return r.Policy.CommandMode(r.Upgrade) },

		installation: r.Installation,
	}
	first, left := d.administer(r.Asked)
	return first, d.answer(left)
}

// decide decides one command whose author may run it.
func (r *roadmap) decide(asked Asked, one command.Command) answer {
	r.look()
	switch one.Name {
	case command.Activate:
		return r.chooseMode(asked, one, ModeActive)
	case command.PlanOnly:
		return r.chooseMode(asked, one, ModePlan)
	case command.Target:
		return r.target(asked, one)
	case command.Orchestrator:
		return r.orchestrator(asked, one)
	case command.Steward:
		return r.steward(asked, one)
	case command.Add:
		return r.add(asked, one)
	case command.Remove:
		return r.remove(asked, one)
	case command.ListAt:
		return r.listAt(asked, one)
	case command.Tidy:
		return r.tidy(asked, one)
	case command.Check, command.Uncheck:
		return r.checkStep(asked, one)
	case command.AcceptStep:
		return r.acceptStep(asked, one)
	case command.Milestone:
		return r.milestone(asked, one)
	case command.Docs:
		return r.link(asked, one, SettingDocs)
	case command.Instructions:
		return r.link(asked, one, SettingInstructions)
	case command.Pause:
		return r.pause(asked, one)
	case command.Resume:
		return r.resume(asked, one)
	case command.Finish:
		return r.finish(asked, one)
	case command.Cancel:
		return r.cancel(asked, one)
	default:
		return unknownCommand(one.Name)
	}
}

// adoptedAt is when the app first knew a child of the upgrade.
func (r *roadmap) adoptedAt() time.Time {
	adopted := r.Now
	for _, m := range r.Members {
		if m.AdoptedAt.Before(adopted) {
			adopted = m.AdoptedAt
		}
	}
	return adopted
}
