package store

import (
	"context"
	"fmt"
	"time"

	"github.com/upkeep-app/upkeep/upgrade"
)

// Audit is the record of one write to GitHub.
type Audit struct {
	ID int64
	// At is the database's time of the save when it is zero.
	At           time.Time
	Installation int64
	Key          upgrade.Key
	Kind         string
	Target       string
	// Why is the fact that decided; Before and After what was and is to be there.
	Why, Before, After string
	// Outcome is empty until AuditOutcome tells it.
	Outcome   string
	RequestID string
	// Create marks writes that make something new.
	Create bool
	// Cause is what set off the run that writes.
	Cause upgrade.Cause
}

// Audit records a write before it is sent and returns the row's id. A claim
// that no longer holds its key is refused, and with it the write.
func (s *Store) Audit(ctx context.Context, c Claim, a Audit) (int64, error) {
	var id int64
	err := s.writeClaimed(ctx, c, func(ctx context.Context, tx session) error {
		var err error
		id, _, err = first(ctx, tx, column[int64], `
			INSERT INTO audits (at, installation, creates, cause, target, key, kind, why, before, after, outcome, request_id)
			VALUES (CASE WHEN CAST($1 AS BIGINT) = 0 THEN $now ELSE $1 END, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
			RETURNING id`,
			micros(a.At), a.Installation, flag(a.Create), a.Cause, a.Target, string(a.Key), a.Kind, a.Why, a.Before, a.After, a.Outcome, a.RequestID)
		return err
	})
	return id, wrap(err, "audit a write to %s", a.Target)
}

// AuditOutcome completes a row after the send. It takes no claim: what was
// sent was sent, also by a worker that has lost its key since.
func (s *Store) AuditOutcome(ctx context.Context, id int64, outcome, requestID string) error {
	err := s.write(ctx, func(ctx context.Context, tx session) error {
		known, err := tx.exec(ctx, `UPDATE audits SET outcome = $2, request_id = $3 WHERE id = $1`, id, outcome, requestID)
		if err == nil && known == 0 {
			err = fmt.Errorf("there is no such row")
		}
		return err
	})
	return wrap(err, "complete audit row %d", id)
}

// WritesSince counts an installation's audited writes, and those of them that
// create, from a time on, whatever came of them.
func (s *Store) WritesSince(ctx context.Context, installation int64, since time.Time) (writes, creates int, err error) {
	counts, err := readFirst(ctx, s, func(row scanner) ([2]int, error) {
		var both [2]int
		return both, row.Scan(&both[0], &both[1])
	}, `SELECT COUNT(*), CAST(COALESCE(SUM(creates), 0) AS BIGINT) FROM audits WHERE installation = $1 AND at >= $2`,
		installation, micros(since))
	return counts[0], counts[1], wrap(err, "count the writes of installation %d", installation)
}

// OutcomeDone is the outcome of a write that GitHub has confirmed.
const OutcomeDone = "done"

// UnexplainedWrites counts the audited writes to a target, from a time on, that
// neither a person nor a resync set off. Those that failed are not counted:
// trying them again is no quarrel with anybody, and is slowed down by the key's
// backoff.
func (s *Store) UnexplainedWrites(ctx context.Context, target string, since time.Time) (int, error) {
	n, err := readFirst(ctx, s, column[int], `SELECT COUNT(*) FROM audits WHERE target = $1 AND cause = $4 AND at >= $2 AND outcome IN ('', $3)`,
		target, micros(since), OutcomeDone, upgrade.CauseOther)
	return n, wrap(err, "count the unexplained writes to %s", target)
}

// Audits lists the newest rows, newest first.
func (s *Store) Audits(ctx context.Context, limit int) ([]Audit, error) {
	all, err := readAll(ctx, s, func(row scanner) (Audit, error) {
		var a Audit
		var at, creates int64
		err := row.Scan(&a.ID, &at, &a.Installation, &creates, &a.Cause, &a.Target, &a.Key, &a.Kind, &a.Why,
			&a.Before, &a.After, &a.Outcome, &a.RequestID)
		a.At, a.Create = fromMicros(at), creates > 0
		return a, err
	}, `SELECT id, at, installation, creates, cause, target, key, kind, why, before, after, outcome, request_id
		FROM audits ORDER BY id DESC LIMIT $1`, limit)
	return all, wrap(err, "list the audit")
}

// Pace is how fast an object was written to lately.
type Pace struct {
	Last time.Time
	Step int
}

// Pace returns an object's pace; zero if it was never written to.
func (s *Store) Pace(ctx context.Context, object string) (Pace, error) {
	p, err := readFirst(ctx, s, func(row scanner) (Pace, error) {
		var p Pace
		var last int64
		err := row.Scan(&last, &p.Step)
		p.Last = fromMicros(last)
		return p, err
	}, `SELECT last, step FROM paces WHERE object = $1`, object)
	return p, wrap(err, "read the pace of %s", object)
}

// SetPace replaces an object's pace.
func (s *Store) SetPace(ctx context.Context, c Claim, object string, p Pace) error {
	err := s.writeClaimed(ctx, c, func(ctx context.Context, tx session) error {
		return tx.run(ctx, `INSERT INTO paces (object, last, step) VALUES ($1, $2, $3)
			ON CONFLICT (object) DO UPDATE SET last = excluded.last, step = excluded.step`, object, micros(p.Last), p.Step)
	})
	return wrap(err, "set the pace of %s", object)
}
