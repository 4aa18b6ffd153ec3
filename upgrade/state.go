package upgrade

import (
	"slices"
	"time"

	"github.com/upkeep-app/upkeep/say"
)

// State is where an upgrade stands, as the Roadmap board shows it.
type State string

// The states, in the order in which an upgrade goes through them.
const (
	// StatePlanned is an upgrade of which nothing has begun.
	StatePlanned State = "planned"
	// StateScheduled is a planned one with a target date.
	StateScheduled State = "scheduled"
	// StateActive is one of which a child has begun or is done, or has its level.
	StateActive State = "active"
	// StateAtRisk is an active one that goes too slowly for its target date.
	StateAtRisk State = "at risk"
	// StateOverdue has work left after its target date.
	StateOverdue State = "overdue"
	StatePaused  State = "paused"
	// StateFinishing is an upgrade of which nothing is left to do but to clean up
	// and to finish it.
	StateFinishing State = "finishing"
	StateDone      State = "done"
	StateCancelled State = "cancelled"
)

// state is where the upgrade stands, and why. It is computed anew from what is
// known: a child that is opened again takes the upgrade back to where it was.
func (f RoadmapFacts) state() (State, string) {
	done, of := f.progress()
	all := f.counted()
	target := f.Upgrade.TargetDate
	switch {
	case f.Upgrade.Ended == EndFinished:
		return StateDone, say.WhyDone()
	case f.Upgrade.Ended == EndCancelled:
		return StateCancelled, say.WhyCancelled()
	case f.Upgrade.Paused:
		return StatePaused, say.WhyPaused()
	case done == of && (len(all) > 0 || f.Settings.Value(SettingNotesDraft) != ""):
		return StateFinishing, say.WhyFinishing(len(f.toCleanUp()))
	case f.overdue():
		return StateOverdue, say.WhyOverdue(of-done, target)
	case !slices.ContainsFunc(all, f.begun) && !target.IsZero():
		return StateScheduled, say.WhyScheduled(target)
	case !slices.ContainsFunc(all, f.begun):
		return StatePlanned, say.WhyPlanned(len(all))
	}
	if end, late := f.late(); late {
		return StateAtRisk, say.WhyAtRisk(end, target)
	}
	return StateActive, say.WhyActive(of - done)
}

// begun reports whether work on a child has begun: it is done, somebody is at
// it, or its level is chosen. Of a child without a report only the first is known.
func (f RoadmapFacts) begun(c counted) bool {
	report := f.Reports[c.member.Child]
	return c.Count == CountDone || report.Begun || report.Level != ""
}

// overdue reports whether the target date, until its end in UTC, has passed.
func (f RoadmapFacts) overdue() bool {
	return !f.Upgrade.TargetDate.IsZero() && !f.Now.Before(f.overdueFrom())
}

func (f RoadmapFacts) overdueFrom() time.Time { return f.Upgrade.TargetDate.AddDate(0, 0, 1) }

// late reports whether the upgrade will be done after its target date if it
// goes on at today's pace, and when; zero if never, as work has come to a halt.
func (f RoadmapFacts) late() (end time.Time, late bool) {
	done, _ := f.progress()
	if f.Upgrade.TargetDate.IsZero() || done == 0 {
		return time.Time{}, false
	}
	end = f.forecast()
	return end, end.IsZero() || end.After(f.Upgrade.TargetDate)
}

// stateSince is when the state changed last, as far as that is known.
func (f RoadmapFacts) stateSince() time.Time {
	since := f.lastOfAll()
	for _, name := range []string{SettingPaused, SettingEnded, SettingTargetDate} {
		since = latest(since, f.Settings[name].At)
	}
	for _, c := range f.counted() {
		if report := f.Reports[c.member.Child]; report.Begun {
			since = latest(since, report.ActiveAt)
		}
	}
	if f.overdue() {
		since = latest(since, f.overdueFrom())
	}
	return since
}

// on is the state as a field shows it: one without an option for a finer state
// shows the one that it is a case of.
func (s State) on(field Field) State {
	coarse := map[State]State{StateScheduled: StatePlanned, StateAtRisk: StateActive, StateOverdue: StateActive}[s]
	if _, there := field.Option(field.like(string(s))); field.Type != FieldSingleSelect || there || coarse == "" {
		return s
	}
	return coarse
}

// wakeTomorrow wakes the roadmap issue at midnight UTC where the day alone can
// change its state.
func (f RoadmapFacts) wakeTomorrow() []Action {
	state, _ := f.state()
	if f.Upgrade.TargetDate.IsZero() || !slices.Contains([]State{StateScheduled, StateActive, StateAtRisk}, state) {
		return nil
	}
	tomorrow := f.Now.UTC().Truncate(24*time.Hour).AddDate(0, 0, 1)
	return []Action{Wake{Trigger: Trigger{
		Key: IssueKey(f.Issue.ID), Installation: f.Installation, NotBefore: tomorrow, Reason: "the target date is a day nearer",
	}}}
}
