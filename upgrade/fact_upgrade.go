package upgrade

import (
	"strconv"
	"time"

	"github.com/upkeep-app/upkeep/say"
)

// fact is the value of a fact that the policy maps to a field of the Roadmap
// board, with the time of what was laid down, or of the children's last change.
func (f RoadmapFacts) fact(m FieldFact) derived {
	is := func(value, why string, at time.Time) derived {
		d := m.Fact.derived(m.Field, value, why)
		d.at = at
		return d
	}
	laid := func(value, what, setting string) derived {
		d := m.Fact.laidDown(m.Field, value, what)
		d.at = f.Settings[setting].At
		return d
	}
	switch m.Fact {
	case FactState:
		state, why := f.state()
		shown, _ := f.Board.Field(m.Field)
		return is(string(state.on(shown)), why, f.stateSince())
	case FactTargetDate:
		return laid(day(f.Upgrade.TargetDate), "the upgrade's target date", SettingTargetDate)
	case FactOrchestrationTeam:
		team := f.Upgrade.OrchestrationTeam
		if team != "" {
			team = f.Policy.TeamName(team)
		}
		return laid(team, "the orchestration team", SettingOrchestrationTeam)
	case FactNamedRelease:
		return laid(f.Upgrade.NamedRelease, "the release that the upgrade is for", SettingNamedRelease)
	case FactSteward:
		return laid(f.Upgrade.Steward, "who answers for a true board", SettingSteward)
	case FactProgress:
		return is(f.progressIn(m.Field), "the children that are done", f.lastOfAll())
	case FactForecast:
		return is(day(f.forecast()), "the children done in the last four weeks, and those left", f.lastOfAll())
	default:
		return derived{field: m.Field}
	}
}

// lastOfAll is when the state of a child changed last.
func (f RoadmapFacts) lastOfAll() time.Time {
	all := f.counted()
	states := make([]IssueState, 0, len(all))
	for _, c := range all {
		states = append(states, c.state)
	}
	return f.lastChange(states)
}

// progress is how many children are done, of those that have to be before the
// upgrade is finished: the exempt and the unaffected are not among them.
func (f RoadmapFacts) progress() (done, of int) {
	all := f.counted()
	links, unnamed := f.neverRead()
	of = len(links) + unnamed + f.hidden(all)
	for _, c := range all {
		switch c.Count {
		case CountDone:
			done, of = done+1, of+1
		case CountOpen, CountNotDone, CountUnknown:
			of++
		case CountExempt, CountNotAffected:
		}
	}
	return done, of
}

// progressIn is the progress in the form of a field: full per cents in a
// number, so that 100 means all. It is empty when there is nothing to do.
func (f RoadmapFacts) progressIn(field string) string {
	done, of := f.progress()
	shown, _ := f.Board.Field(field)
	switch {
	case of == 0:
		return ""
	case shown.Type == FieldNumber:
		return strconv.Itoa(100 * done / of)
	default:
		return say.Progress(done, of)
	}
}

// forecastOver is the time over which the pace is measured.
const forecastOver = 28 * 24 * time.Hour

// forecast is when all children are done if they go on being done as in the last
// weeks, taken to the Monday on or after it, so that it does not move every day.
// It is zero when nothing is left, and when no child was done lately.
func (f RoadmapFacts) forecast() time.Time {
	done, of := f.progress()
	today := midnight(f.Now)
	lately := 0
	for _, c := range f.counted() {
		if c.Count == CountDone && c.state.ChangedAt.After(today.Add(-forecastOver)) {
			lately++
		}
	}
	left := of - done
	if left == 0 || lately == 0 {
		return time.Time{}
	}
	days := int(forecastOver / (24 * time.Hour))
	end := today.AddDate(0, 0, (left*days+lately-1)/lately)
	return end.AddDate(0, 0, (int(time.Monday)-int(end.Weekday())+7)%7)
}
