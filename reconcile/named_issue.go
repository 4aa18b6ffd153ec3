package reconcile

import (
	"context"
	"fmt"
	"maps"
	"strings"

	"github.com/upkeep-app/upkeep/command"
	"github.com/upkeep-app/upkeep/upgrade"
)

// findIssues keeps the issues that the author of the comment may read.
func (l *lookup) findIssues(ctx context.Context, asked *upgrade.Asked, refs []upgrade.Ref, roles []command.Role) error {
	if err := l.resolve(ctx, refs); err != nil {
		return err
	}
	for _, ref := range refs {
		state, found := l.states[ref.Fold()]
		if !found {
			continue
		}
		issue, visible, err := l.namedIssue(ctx, *asked, state, roles)
		if err != nil {
			return err
		}
		if visible {
			asked.Objects.Issues[ref.Fold()] = issue
		}
	}
	return nil
}

// resolve reads issues that this run has not read yet, each with the token of
// the organisation that it is said to be in, or with the issue's own where the
// app is not installed: that sees what everybody sees.
func (l *lookup) resolve(ctx context.Context, refs []upgrade.Ref) error {
	byHome := map[int64][]upgrade.Ref{}
	var homes []int64
	for _, ref := range refs {
		if l.resolved[ref.Fold()] {
			continue
		}
		l.resolved[ref.Fold()] = true
		home, err := l.installationOf(ctx, ref.Owner)
		if err != nil {
			return err
		}
		if home == 0 {
			home = l.claim.Installation
		}
		if byHome[home] == nil {
			homes = append(homes, home)
		}
		byHome[home] = append(byHome[home], ref.Fold())
	}
	for _, home := range homes {
		states, err := l.GitHub.Resolve(ctx, home, byHome[home])
		if err != nil {
			return fmt.Errorf("look up what is named on %s: %w", l.issue.Ref, err)
		}
		maps.Copy(l.states, states)
	}
	return nil
}

// namedIssue is an issue with its rights; false when the author may not read it.
func (l *lookup) namedIssue(ctx context.Context, asked upgrade.Asked, state upgrade.IssueState, roles []command.Role) (upgrade.NamedIssue, bool, error) {
	author, own := asked.Comment.Author, asked.Rights
	home, err := l.installationOf(ctx, state.Repository.Owner)
	if err != nil {
		return upgrade.NamedIssue{}, false, err
	}
	permission := "none" // the app cannot ask where it is not installed
	if home != 0 {
		if permission, err = l.permission(ctx, home, state.Repository, author); err != nil {
			return upgrade.NamedIssue{}, false, err
		}
	}
	if state.Repository.Private && permission == "none" {
		return upgrade.NamedIssue{}, false, nil
	}
	rights := upgrade.Rights{
		Write: certain(writes(permission)), Owner: upgrade.No, Author: upgrade.No,
		Orchestration: own.Orchestration, Steward: own.Steward, People: own.People,
	}
	err = l.complete(ctx, author, roles, &rights)
	return upgrade.NamedIssue{State: state, Rights: rights}, true, err
}

// installationOf is that of an organisation; 0 where the app is not at work.
func (l *lookup) installationOf(ctx context.Context, organisation string) (int64, error) {
	if l.installations == nil {
		all, err := l.Store.Installations(ctx)
		if err != nil {
			return 0, fmt.Errorf("list the installations: %w", err)
		}
		l.installations = map[string]int64{}
		for _, i := range all {
			if !i.Suspended {
				l.installations[strings.ToLower(i.Account)] = i.ID
			}
		}
	}
	return l.installations[strings.ToLower(organisation)], nil
}
