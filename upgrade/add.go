package upgrade

import (
	"maps"
	"slices"
	"strings"

	"github.com/upkeep-app/upkeep/command"
	"github.com/upkeep-app/upkeep/say"
)

// mostAdded is how many issues one command can add or remove.
const mostAdded = 20

// add makes issues children that stand in no list.
func (r *roadmap) add(asked Asked, one command.Command) answer {
	states, wrong := r.named(asked, one, r.arguments(one))
	if wrong.text != "" {
		return wrong
	}
	r.Added = maps.Clone(r.Added)
	if r.Added == nil {
		r.Added = map[NodeID]IssueState{}
	}
	for _, state := range states {
		r.Added[state.ID] = state
	}
	return answer{outcome: OutcomeDone, text: say.Added(len(states)), set: r.moved(asked, states, SettingAdd, SettingRemove)}
}

// remove keeps issues out, whatever names them.
func (r *roadmap) remove(asked Asked, one command.Command) answer {
	states, wrong := r.named(asked, one, r.arguments(one))
	if wrong.text != "" {
		return wrong
	}
	return answer{outcome: OutcomeDone, text: say.Removed(len(states)), set: r.moved(asked, states, SettingRemove, SettingAdd)}
}

// moved are the settings that say so of each issue, and take back the contrary.
func (r *roadmap) moved(asked Asked, states []IssueState, to, from string) []Setting {
	var set []Setting
	for _, state := range states {
		set = append(set, asked.setting(to+string(state.ID), state.Ref.String(), ""))
		if r.Settings.Value(from+string(state.ID)) != "" {
			set = append(set, asked.setting(from+string(state.ID), "", ""))
		}
	}
	return set
}

// named are the issues that a command names, all of which have to be there
// for its author to see; else the answer that says what is wrong.
func (r *roadmap) named(asked Asked, one command.Command, given command.Arguments) ([]IssueState, answer) {
	switch {
	case len(given.Issues) == 0 || len(given.Words)+len(given.Values)+len(given.Users)+len(given.Teams) > 0:
		return nil, misused(one, say.IssuesMissing())
	case len(given.Issues)+given.More > mostAdded || asked.Objects.More > 0:
		return nil, misused(one, say.TooManyIssues(mostAdded))
	}
	states, unknown := lookUp(given.Issues, func(reference command.Reference) (IssueState, bool) {
		return r.find(asked, one, reference)
	})
	switch {
	case slices.ContainsFunc(states, func(state IssueState) bool { return state.ID == r.Issue.ID }):
		return nil, misused(one, own(one))
	case len(unknown) > 0:
		return nil, misused(one, say.IssuesUnknown(unknown))
	}
	return states, answer{}
}

// own is the answer to the roadmap issue named in its own command.
func own(one command.Command) string {
	if one.Name == command.ListAt {
		return say.OwnLists()
	}
	return say.OwnIssue()
}

// find finds an issue by what its author may see. What nobody can read can be
// taken off all the same: a child that a list names for all to see, and a list issue.
func (r *roadmap) find(asked Asked, one command.Command, reference command.Reference) (IssueState, bool) {
	if named, found := asked.Objects.Issue(reference); found {
		return named.State, true
	}
	ref := Ref{Owner: reference.Owner, Repo: reference.Repo, Number: reference.Number}.Fold()
	switch one.Name {
	case command.Remove:
		return r.findChild(ref)
	case command.ListAt:
		return r.findList(ref)
	}
	return IssueState{}, false
}

func (r *roadmap) findChild(ref Ref) (IssueState, bool) {
	states, shown := statesByID(r.RoadmapFacts), r.shown()
	for _, m := range r.Members {
		_, readable := states[m.Child]
		if m.Origin.written() && !readable && m.ChildRef.Fold() == ref && shown[ref] {
			return IssueState{ID: m.Child, Ref: m.ChildRef}, true
		}
	}
	return IssueState{}, false
}

func (r *roadmap) findList(ref Ref) (IssueState, bool) {
	for _, id := range r.Settings.ListsAt() {
		if at, err := ParseRef(r.Settings.Value(SettingListAt + string(id))); err == nil && at.Fold() == ref {
			return IssueState{ID: id, Ref: at}, true
		}
	}
	return IssueState{}, false
}

// Added are the issues that settings make children of their own, by node id, sorted.
func (s Settings) Added() []NodeID { return s.about(SettingAdd) }

// removed are the issues that settings keep out.
func (s Settings) removed() map[NodeID]bool {
	out := map[NodeID]bool{}
	for _, id := range s.about(SettingRemove) {
		out[id] = true
	}
	return out
}

// about are what the settings of one sort are about, sorted.
func (s Settings) about(sort string) []NodeID {
	var ids []NodeID
	for _, name := range slices.Sorted(maps.Keys(s)) {
		if id, ok := strings.CutPrefix(name, sort); ok {
			ids = append(ids, NodeID(id))
		}
	}
	return ids
}
