package upgrade

import "time"

// Count is how a child counts towards its upgrade; every child counts once.
type Count string

// The counts.
const (
	CountOpen Count = "open"
	CountDone Count = "done"
	// CountNotDone is a child closed as not planned or as duplicate.
	CountNotDone     Count = "closed without doing it"
	CountExempt      Count = "exempt"
	CountNotAffected Count = "not affected"
	// CountUnknown is a child that was deleted or cannot be read.
	CountUnknown Count = "unknown"
)

// Standing is what a child's state means for its upgrade.
type Standing struct {
	Count Count
	// Said is the setting that decides; the zero Setting when GitHub's state alone does.
	Said Setting
	// Until is when the exemption ends; zero if it has no end, or for every other count.
	Until time.Time
}

// standing is what the state of a child and the settings of its issue mean. A
// child that is not readable has no state.
func standing(state IssueState, settings Settings, now time.Time, readable bool) Standing {
	exempt, until := exemption(settings, now)
	notAffected := settings[SettingNotAffected]
	switch {
	case !readable:
		return Standing{Count: CountUnknown}
	case notAffected.Value != "":
		return Standing{Count: CountNotAffected, Said: notAffected}
	case state.Closed && !state.withoutDoing():
		return Standing{Count: CountDone}
	case exempt.Value != "":
		return Standing{Count: CountExempt, Said: exempt, Until: until}
	case state.Closed:
		return Standing{Count: CountNotDone}
	default:
		return Standing{Count: CountOpen}
	}
}

// exemption is the setting that exempts a child now, and when that ends, zero
// for never. It is the zero Setting when there is none, or none any longer.
func exemption(settings Settings, now time.Time) (Setting, time.Time) {
	exempt := settings[SettingExempt]
	if exempt.Value == exemptAlways {
		return exempt, time.Time{}
	}
	until, err := time.Parse(time.DateOnly, exempt.Value)
	if err != nil || !now.Before(until) {
		return Setting{}, time.Time{}
	}
	return exempt, until
}

// wakeAfter wakes a key when the first exemption that holds now has ended. A
// key forgets a later time when it is woken earlier, so each run asks again.
func wakeAfter(now time.Time, key Key, installation int64, children ...Settings) []Action {
	var first time.Time
	for _, settings := range children {
		if _, until := exemption(settings, now); first.IsZero() || !until.IsZero() && until.Before(first) {
			first = until
		}
	}
	if first.IsZero() {
		return nil
	}
	return []Action{Wake{Trigger: Trigger{Key: key, Installation: installation, NotBefore: first, Reason: "an exemption ends"}}}
}

// standing is what a child of the roadmap issue that can be read means for its upgrade.
func (f RoadmapFacts) standing(state IssueState) Standing {
	return standing(state, f.ChildSettings[state.ID], f.Now, true)
}

// BlocksFinish reports whether the upgrade cannot be finished with the child as it stands.
func (s Standing) BlocksFinish() bool {
	switch s.Count {
	case CountDone, CountExempt, CountNotAffected:
		return false
	case CountOpen, CountNotDone, CountUnknown:
		return true
	}
	return true
}

// withoutDoing reports whether the issue was closed without doing what it asks for.
func (s IssueState) withoutDoing() bool {
	return s.Closed && (s.Reason == ReasonNotPlanned || s.Reason == ReasonDuplicate)
}
