package upgrade

import (
	"slices"

	"github.com/upkeep-app/upkeep/command"
	"github.com/upkeep-app/upkeep/say"
)

const (
	// mostBlockersNamed is how many issues the commands of one comment can name
	// as blocking: each takes a write, and the gate lets a run make few.
	mostBlockersNamed = 10
	// mostBlockers is how many issues GitHub lets one be blocked by.
	mostBlockers = 50
)

// blockedBy lays down which issues the child waits for. The setting says who
// said so and why; the dependency on GitHub follows it where there is such a thing.
func (c *child) blockedBy(asked Asked, one command.Command) answer {
	states, wrong := c.blockers(asked, one)
	if wrong.text != "" {
		return wrong
	}
	done := answer{outcome: OutcomeDone, text: say.Blocked(len(states))}
	settings := c.Settings
	for _, state := range states {
		set := asked.setting(SettingBlockedBy+string(state.ID), state.Ref.String(), c.arguments(one).Because)
		settings = settings.with(set)
		done.set = append(done.set, set)
		if !state.IsPullRequest && !c.Issue.IsPullRequest { // GitHub's dependencies are between issues
			done.effects = append(done.effects, Depend{Ref: c.Issue.Ref, On: state})
		}
	}
	if len(settings.about(SettingBlockedBy)) > mostBlockers {
		return answer{outcome: OutcomeFailed, text: say.TooManyBlockers(mostBlockers)}
	}
	c.Blockers = append(c.blockersWithout(states), states...)
	return done
}

// blockersWithout are the facts' blockers but for some.
func (c *child) blockersWithout(states []IssueState) []IssueState {
	return slices.DeleteFunc(slices.Clone(c.Blockers), func(known IssueState) bool {
		return slices.ContainsFunc(states, func(state IssueState) bool { return state.ID == known.ID })
	})
}

// unblock takes that back, also of dependencies that people made on GitHub.
func (c *child) unblock(asked Asked, one command.Command) answer {
	states, wrong := c.blockers(asked, one)
	if wrong.text != "" {
		return wrong
	}
	done := answer{outcome: OutcomeDone, text: say.Unblocked(len(states))}
	for _, state := range states {
		done.set = append(done.set, c.without(asked, SettingBlockedBy+string(state.ID))...)
		done.effects = append(done.effects, Depend{Ref: c.Issue.Ref, On: state, Remove: true})
	}
	c.Blockers = c.blockersWithout(states)
	return done
}

// blockers are the issues that a command names, all of which have to be there
// for its author to see; else the answer that says what is wrong.
func (c *child) blockers(asked Asked, one command.Command) ([]IssueState, answer) {
	given := c.arguments(one)
	switch {
	case len(given.Issues) == 0 || len(given.Words)+len(given.Values)+len(given.Users)+len(given.Teams) > 0:
		return nil, misused(one, say.IssuesMissing())
	case c.blockersNamed(asked) > mostBlockersNamed || asked.Objects.More > 0:
		return nil, misused(one, say.TooManyIssues(mostBlockersNamed))
	case c.Excluded[WriteComments] != "":
		return nil, answer{outcome: OutcomeFailed, text: say.Unwritable(c.Excluded[WriteComments])}
	}
	states, unknown := lookUp(given.Issues, func(reference command.Reference) (IssueState, bool) {
		return c.blocker(asked, one, reference)
	})
	switch {
	case slices.ContainsFunc(states, func(state IssueState) bool { return state.ID == c.Issue.ID }):
		return nil, misused(one, say.BlockedByItself())
	case len(unknown) > 0:
		return nil, misused(one, say.IssuesUnknown(unknown))
	}
	return states, answer{}
}

// blocker finds an issue by what its author may see. On a public child a private
// one is not found, because the child would show it to everybody. What the child
// is said to wait for can be taken back also when nobody sees it any more.
func (c *child) blocker(asked Asked, one command.Command, reference command.Reference) (IssueState, bool) {
	named, found := asked.Objects.Issue(reference)
	if found && (c.Issue.Repository.Private || !named.State.Repository.Private) {
		return named.State, true
	}
	ref := Ref{Owner: reference.Owner, Repo: reference.Repo, Number: reference.Number}.Fold()
	for _, id := range c.Settings.about(SettingBlockedBy) {
		said, err := ParseRef(c.Settings.Value(SettingBlockedBy + string(id)))
		if one.Name == command.Unblock && err == nil && said.Fold() == ref {
			return IssueState{ID: id, Ref: said}, true
		}
	}
	return IssueState{}, false
}

// blockersNamed is how many issues the commands of a comment name as blocking.
func (c *child) blockersNamed(asked Asked) int {
	n := 0
	for _, one := range asked.Commands {
		if one.Name == command.BlockedBy || one.Name == command.Unblock {
			given := c.arguments(one)
			n += len(given.Issues) + given.More
		}
	}
	return n
}

// blockedByCommand tells on the child of an issue that it waits for by command.
// The issue's repository may have become private since.
func (c *child) blockedByCommand(id NodeID, word say.Word) string {
	for _, state := range c.Blockers {
		if state.ID == id && !c.nameable(state) {
			return say.BlockedByHidden(word)
		}
	}
	return say.BlockedBy(say.Quote(c.Settings.Value(SettingBlockedBy+string(id))), word)
}

// blockedByDependency tells on the child of an issue that only GitHub says it
// waits for. Nobody has named that one here: on a private child too, not
// everybody who sees the child need see another private repository.
func (c *child) blockedByDependency(state IssueState) string {
	if state.Repository.Private && !c.here(state.Repository) {
		return say.BlockedByHidden(say.Word{})
	}
	return say.BlockedBy(say.Quote(state.Ref.String()), say.Word{})
}

// nameable reports whether a comment on the child may name an issue that a
// command has named, as blocker decides it.
func (c *child) nameable(state IssueState) bool {
	return c.Issue.Repository.Private || !state.Repository.Private
}
