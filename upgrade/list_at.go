package upgrade

import (
	"slices"
	"strings"

	"github.com/upkeep-app/upkeep/command"
	"github.com/upkeep-app/upkeep/say"
)

// mostLists is how many list issues an upgrade can have: every run reads them all.
const mostLists = 10

// listAt lets the lists of issues count as the roadmap issue's own, or no longer.
func (r *roadmap) listAt(asked Asked, one command.Command) answer {
	given := r.arguments(one)
	off := len(given.Words) == 1 && strings.EqualFold(given.Words[0], "off")
	if off {
		given.Words = nil
	}
	states, wrong := r.named(asked, one, given)
	if wrong.text != "" {
		return wrong
	}
	if off {
		return answer{outcome: OutcomeDone, text: say.ListsOff(len(states)), set: asked.lists(states, false)}
	}
	if unwritable := r.unwritable(asked, given.Issues); len(unwritable) > 0 {
		return answer{outcome: OutcomeFailed, text: say.ListsUnwritable(unwritable)}
	}
	if len(r.Settings.with(asked.lists(states, true)...).ListsAt()) > mostLists {
		return answer{outcome: OutcomeFailed, text: say.TooManyLists(mostLists)}
	}
	return answer{outcome: OutcomeDone, text: say.ListsAt(len(states)), set: asked.lists(states, true)}
}

// lists are the settings that make issues list issues, or no longer.
func (a Asked) lists(states []IssueState, on bool) []Setting {
	var set []Setting
	for _, state := range states {
		place := ""
		if on {
			place = state.Ref.String()
		}
		set = append(set, a.setting(SettingListAt+string(state.ID), place, ""))
	}
	return set
}

// unwritable are the issues of other repositories with the app in which the
// author of a comment may not write: who may not check a box there does not make
// the app do it.
func (r *roadmap) unwritable(asked Asked, named []command.Reference) []say.Quoted {
	var all []say.Quoted
	for _, reference := range named {
		issue, _ := asked.Objects.Issue(reference)
		at := issue.State.Repository
		elsewhere := r.Installed[at.ID] != 0 && at.ID != r.Issue.Repository.ID
		if elsewhere && issue.Rights.Write != Yes {
			all = append(all, say.Quote(reference.String()))
		}
	}
	return all
}

// changesLists reports whether a command changes which lists count. What comes
// after it waits for the next run, which has read them.
func changesLists(a answer) bool {
	return slices.ContainsFunc(a.set, func(s Setting) bool { return strings.HasPrefix(s.Name, SettingListAt) })
}
