package upgrade

import (
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/upkeep-app/upkeep/command"
	"github.com/upkeep-app/upkeep/say"
)

// tellWhy explains the issue; of several such commands in one comment the last is answered.
func (d desk) tellWhy(one command.Command) answer {
	if len(one.Args) > 0 {
		return misused(one, say.NothingFollows())
	}
	text, names := d.why()
	return answer{outcome: OutcomeDone, informs: true, text: text, names: names, settles: "why"}
}

// explained is what the explanation of every issue of an upgrade begins with.
func explained(now time.Time, p Policy, u Upgrade, laid Settings) say.Explained {
	e := say.Explained{Now: now, Paused: u.Paused, Settings: laid.told(now)}
	for _, kind := range WriteKinds() {
		e.Writes = append(e.Writes, p.writeMode(u, kind))
	}
	return e
}

// writeMode is the mode of a kind of write, for people.
func (p Policy) writeMode(u Upgrade, kind WriteKind) say.WriteMode {
	return say.WriteMode{Kind: string(kind), Active: p.ModeOf(u, kind) == ModeActive}
}

// told are the settings as people laid them down, the newest first. Children
// that were added and taken off are many, and counted elsewhere; so are list issues.
func (s Settings) told(now time.Time) []say.SettingWhy {
	var all []say.SettingWhy
	for _, name := range slices.Sorted(maps.Keys(s)) {
		if strings.HasPrefix(name, SettingAdd) || strings.HasPrefix(name, SettingRemove) || strings.HasPrefix(name, SettingListAt) || name == SettingStarting {
			continue
		}
		laid := say.SettingWhy{Name: say.Quote(sortOf(name)), Word: s.word(name), At: s[name].At}
		if tellable(name) {
			laid.Value = say.Quote(s.Value(name))
		}
		if name == SettingExempt {
			holds, _ := exemption(s, now)
			laid.Over = holds.Value == ""
		}
		all = append(all, laid)
	}
	slices.SortStableFunc(all, func(a, b say.SettingWhy) int { return b.At.Compare(a.At) })
	return all
}

// sortOf is a setting's name without what it is about, which can be an issue
// elsewhere; a kind of write can be told.
func sortOf(name string) string {
	if strings.HasPrefix(name, SettingMode) {
		return name
	}
	sort, _, _ := strings.Cut(name, ":")
	return sort
}

// tellable reports whether a setting's value says something to people and can
// name no other repository. Addresses, and names that are not listed here, can.
func tellable(name string) bool {
	switch name {
	case SettingOrchestrationTeam, SettingSteward, SettingTargetDate, SettingStarted, SettingFrom, SettingTo, SettingNamedRelease,
		SettingPaused, SettingEnded, SettingLevel, SettingProject, SettingOwner, SettingExempt:
		return true
	default:
		return strings.HasPrefix(name, SettingMode)
	}
}
