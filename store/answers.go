package store

import (
	"context"
	"time"

	"github.com/upkeep-app/upkeep/upgrade"
)

// Answer records that one command of a comment has been dealt with.
type Answer struct {
	Comment upgrade.NodeID
	// By is the account that wrote the comment.
	By int64
	// Digest tells the commands of a comment apart.
	Digest  string
	Outcome string
	// At is the database's time of the save when it is zero.
	At time.Time
}

// Answers lists the answered commands of an issue, oldest first.
func (s *Store) Answers(ctx context.Context, issue upgrade.NodeID) ([]Answer, error) {
	all, err := readAll(ctx, s, func(row scanner) (Answer, error) {
		var a Answer
		var at int64
		err := row.Scan(&a.Comment, &a.By, &a.Digest, &a.Outcome, &at)
		a.At = fromMicros(at)
		return a, err
	}, `SELECT comment, by_id, digest, outcome, at FROM answers WHERE issue = $1 ORDER BY at, comment, digest`, string(issue))
	return all, wrap(err, "list the answered commands of %s", issue)
}

// SaveAnswers records answers. A command that has one keeps it. The triggers are
// set in the same transaction.
func (s *Store) SaveAnswers(ctx context.Context, c Claim, issue upgrade.NodeID, answers []Answer, then ...upgrade.Trigger) error {
	err := s.writeClaimed(ctx, c, func(ctx context.Context, tx session) error {
		for _, a := range answers {
			if err := tx.run(ctx, `INSERT INTO answers (issue, comment, digest, outcome, at, by_id)
				VALUES ($1, $2, $3, $4, CASE WHEN CAST($5 AS BIGINT) = 0 THEN $now ELSE $5 END, $6)
				ON CONFLICT (issue, comment, digest) DO NOTHING`,
				string(issue), string(a.Comment), a.Digest, a.Outcome, micros(a.At), a.By); err != nil {
				return err
			}
		}
		return tx.trigger(ctx, then)
	})
	return wrap(err, "save %d answers of %s", len(answers), issue)
}

// Watermark is the time before which all comments of an issue were looked at;
// zero if none were.
func (s *Store) Watermark(ctx context.Context, issue upgrade.NodeID) (time.Time, error) {
	at, err := readFirst(ctx, s, column[int64], `SELECT at FROM watermarks WHERE issue = $1`, string(issue))
	return fromMicros(at), wrap(err, "read the watermark of %s", issue)
}

// SetWatermark sets it.
func (s *Store) SetWatermark(ctx context.Context, c Claim, issue upgrade.NodeID, at time.Time) error {
	err := s.writeClaimed(ctx, c, func(ctx context.Context, tx session) error {
		return tx.run(ctx, `INSERT INTO watermarks (issue, at) VALUES ($1, $2)
			ON CONFLICT (issue) DO UPDATE SET at = excluded.at`, string(issue), micros(at))
	})
	return wrap(err, "set the watermark of %s", issue)
}
