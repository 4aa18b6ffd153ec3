package store

import (
	"context"
	"fmt"

	"github.com/upkeep-app/upkeep/upgrade"
)

// Seen records what others need to know of an issue as it was observed: when it
// changed, of which an earlier time than the one known changes nothing, what
// GitHub says it waits for, and the reports of its run, if there are any. The
// triggers are set in the same transaction.
func (s *Store) Seen(ctx context.Context, issue upgrade.Issue, reports []upgrade.KeepReport, then ...upgrade.Trigger) error {
	err := s.write(ctx, func(ctx context.Context, tx session) error {
		err := tx.run(ctx, `UPDATE members SET seen_at = $2 WHERE child = $1 AND seen_at < $2`, string(issue.ID), micros(issue.UpdatedAt))
		if err != nil {
			return err
		}
		if err := tx.saveDependencies(ctx, issue); err != nil {
			return err
		}
		for _, report := range reports {
			if err := tx.saveReport(ctx, report); err != nil {
				return err
			}
		}
		return tx.trigger(ctx, then)
	})
	return wrap(err, "record that %s was seen", issue.ID)
}

// saveDependencies replaces what GitHub says that an issue waits for.
func (s session) saveDependencies(ctx context.Context, issue upgrade.Issue) error {
	blocking := make([]upgrade.NodeID, len(issue.BlockedBy))
	for n, blocker := range issue.BlockedBy {
		blocking[n] = blocker.ID
	}
	kept, err := texts(blocking)
	if err != nil {
		return err
	}
	if err := s.run(ctx, `DELETE FROM dependencies WHERE blocked = $1 AND blocking NOT IN EACH($2)`, string(issue.ID), kept); err != nil {
		return err
	}
	for _, blocker := range blocking {
		err := s.run(ctx, `INSERT INTO dependencies (blocked, blocking) VALUES ($1, $2) ON CONFLICT DO NOTHING`, string(issue.ID), string(blocker))
		if err != nil {
			return fmt.Errorf("keep that it waits for %s: %w", blocker, err)
		}
	}
	return nil
}

// Waiting lists the children that wait for an issue, by command or, as they
// were seen last, by GitHub's own dependencies.
func (s *Store) Waiting(ctx context.Context, issue upgrade.NodeID) ([]upgrade.Member, error) {
	name := upgrade.SettingBlockedBy + string(issue)
	all, err := readAll(ctx, s, readMember, memberColumns+`WHERE child IN (
		SELECT issue FROM settings WHERE name = $1 UNION SELECT blocked FROM dependencies WHERE blocking = $2
	) ORDER BY child, roadmap`, name, string(issue))
	return all, wrap(err, "list what waits for %s", issue)
}
