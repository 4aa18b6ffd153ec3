package reconcile

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/upkeep-app/upkeep/checkup"
	"github.com/upkeep-app/upkeep/config"
	"github.com/upkeep-app/upkeep/ghclient"
	"github.com/upkeep-app/upkeep/store"
	"github.com/upkeep-app/upkeep/upgrade"
)

// automationAge is how far back it is told which programs set fields.
const automationAge = 30 * 24 * time.Hour

// examined is an organisation that is being looked at for a checkup.
type examined struct {
	*Reconciler
	ghclient.Installation
	// stored says that there is a database that knows of it.
	stored   bool
	record   store.PolicyRecord
	policy   upgrade.Policy
	upgrades []upgrade.Upgrade // under way
}

// Checkup looks at what an organisation's policy names and how it is there, and
// writes nothing. What cannot be looked at is a finding like others. Stored is
// false where the store is empty because there is no database; the policy on
// GitHub counts then.
func (r *Reconciler) Checkup(ctx context.Context, i ghclient.Installation, stored bool) []checkup.Finding {
	e := &examined{Reconciler: r, Installation: i, stored: stored}
	findings := e.policyFile(ctx)
	if e.record.LastGood == "" {
		return findings
	}
	var err error
	if e.policy, err = r.policies.inForce(e.record); err != nil {
		return append(findings, checkup.NotFoundOut("policy in force", err))
	}
	if e.upgrades, err = e.underWay(ctx); err != nil {
		return append(findings, checkup.NotFoundOut("upgrades", err))
	}
	for _, look := range []func(context.Context) []checkup.Finding{e.modes, e.named, e.boards, e.polled} {
		findings = append(findings, look(ctx)...)
	}
	return findings
}

// Recorded is what can be said of an organisation while GitHub does not answer.
func (r *Reconciler) Recorded(ctx context.Context, i store.Installation) []checkup.Finding {
	e := &examined{Reconciler: r, Installation: ghclient.Installation{ID: i.ID, Account: i.Account}, stored: true}
	var err error
	if e.record, _, err = r.Store.Policy(ctx, i.ID); err == nil {
		e.policy, err = r.policies.inForce(e.record)
	}
	if err == nil {
		e.upgrades, err = e.underWay(ctx)
	}
	if err != nil {
		return []checkup.Finding{checkup.NotFoundOut("policy in force", err)}
	}
	return e.modes(ctx)
}

// policyFile compares the policy on GitHub with what the server goes by.
func (e *examined) policyFile(ctx context.Context) []checkup.Finding {
	record, known, err := e.Store.Policy(ctx, e.ID)
	if err != nil {
		return []checkup.Finding{checkup.NotFoundOut("policy in force", err)}
	}
	e.record = record
	file, err := e.GitHub.Policy(ctx, e.ID, e.Account, upgrade.PolicyRepository, upgrade.PolicyFile)
	facts := checkup.PolicyFile{
		Source: e.Account + "/" + upgrade.PolicyRepository + "/" + upgrade.PolicyFile, State: upgrade.PolicyValid,
		Ruled: record.LastGood != "", Stale: known && file.Text != record.Text, Stored: e.stored, Err: err,
	}
	switch _, problems := config.ParsePolicy(e.Account, []byte(file.Text)); {
	case errors.Is(err, ghclient.ErrNotFound):
		facts.State = upgrade.PolicyAbsent
	case err != nil:
		facts.State = upgrade.PolicyUnreadable
	case len(problems) > 0:
		facts.State = upgrade.PolicyInvalid
		for _, p := range problems {
			facts.Problems = append(facts.Problems, p.String())
		}
	case !e.stored:
		e.record = store.PolicyRecord{Installation: e.ID, Account: e.Account, Text: file.Text, LastGood: file.Text}
	}
	return facts.Findings()
}

// underWay are the upgrades that have not ended: those of the policy, with what
// people have laid down, and those that commands have started.
func (e *examined) underWay(ctx context.Context) ([]upgrade.Upgrade, error) {
	if !e.stored {
		return e.policy.Upgrades, nil
	}
	roadmaps, err := e.Store.Roadmaps(ctx, e.ID)
	if err != nil {
		return nil, fmt.Errorf("list the roadmap issues: %w", err)
	}
	var upgrades []upgrade.Upgrade
	for _, roadmap := range roadmaps {
		_, u, err := e.upgradeOf(ctx, roadmap)
		if err != nil {
			return nil, err
		}
		if u.Name != "" && u.Ended == "" {
			upgrades = append(upgrades, u)
		}
	}
	return upgrades, nil
}

func (e *examined) modes(ctx context.Context) []checkup.Finding {
	halt, haltErr := e.Store.Halt(ctx, e.ID)
	planned, err := e.Store.Planned(ctx)
	if err := errors.Join(haltErr, err); err != nil {
		return []checkup.Finding{checkup.NotFoundOut("modes", err)}
	}
	facts := checkup.Modes{Policy: e.policy, Upgrades: e.upgrades, Halt: halt}
	for _, p := range planned {
		if p.Installation == e.ID {
			facts.Withheld++
		}
	}
	return facts.Findings()
}

// boards looks at each board that the policy names.
func (e *examined) boards(ctx context.Context) []checkup.Finding {
	var findings []checkup.Finding
	for _, named := range namedBoards(e.record, e.policy) {
		findings = append(findings, e.board(ctx, named)...)
	}
	features, err := e.GitHub.Features(ctx, e.ID)
	if err != nil {
		return append(findings, checkup.NotFoundOut("features", err))
	}
	return append(findings, checkup.Features(features).Findings()...)
}

func (e *examined) board(ctx context.Context, named store.Board) []checkup.Finding {
	about := fmt.Sprintf("board %s/%d", named.Owner, named.Number)
	board, err := e.GitHub.Board(ctx, e.ID, named.Owner, named.Number)
	if err != nil && !unreadable(err) {
		return []checkup.Finding{checkup.NotFoundOut(about, err)}
	}
	automations, err := e.Store.Automations(ctx, board.ID, e.Now().Add(-automationAge))
	if err != nil {
		return []checkup.Finding{checkup.NotFoundOut(about, err)}
	}
	facts := checkup.Board{
		Role: named.Role, Owner: named.Owner, Number: named.Number, Board: board,
		Policy: e.policy, Upgrades: e.upgrades, Automations: automations,
	}
	return facts.Findings()
}

// polled are the children that only a look now and then tells of.
func (e *examined) polled(ctx context.Context) []checkup.Finding {
	counts, err := e.Store.PolledChildren(ctx, e.ID)
	if err != nil {
		return []checkup.Finding{checkup.NotFoundOut("children elsewhere", err)}
	}
	var findings []checkup.Finding
	for _, owner := range slices.SortedFunc(maps.Keys(counts), func(a, b string) int { return strings.Compare(strings.ToLower(a), strings.ToLower(b)) }) {
		findings = append(findings, checkup.Polled{Owner: owner, Children: counts[owner]}.Findings()...)
	}
	return findings
}
