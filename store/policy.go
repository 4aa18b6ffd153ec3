package store

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/upkeep-app/upkeep/upgrade"
)

// Planned is one write that plan mode held back.
type Planned struct {
	Key          upgrade.Key
	Installation int64
	Upgrade      string
	Kind         string
	Target       string
	Text         string
	// Changes are what it would make different.
	Changes []upgrade.Change
	// At is the database's time of the save when it is zero.
	At time.Time
}

// SavePlanned replaces what the claimed key would write. It is no write when
// nothing was and nothing is planned, which is most often so.
func (s *Store) SavePlanned(ctx context.Context, c Claim, planned []Planned) error {
	if len(planned) == 0 {
		_, before, err := find(ctx, s, column[int64], `SELECT position FROM planned WHERE key = $1`, string(c.Key))
		if err != nil || !before {
			return wrap(err, "read what %s would write", c.Key)
		}
	}
	err := s.writeClaimed(ctx, c, func(ctx context.Context, tx session) error {
		if err := tx.run(ctx, `DELETE FROM planned WHERE key = $1`, string(c.Key)); err != nil {
			return err
		}
		for position, p := range planned {
			if err := tx.savePlanned(ctx, c.Key, position, p); err != nil {
				return err
			}
		}
		return nil
	})
	return wrap(err, "save what %s would write", c.Key)
}

func (s session) savePlanned(ctx context.Context, key upgrade.Key, position int, p Planned) error {
	changes, err := json.Marshal(p.Changes)
	if err != nil {
		return fmt.Errorf("encode the changes: %w", err)
	}
	return s.run(ctx, `INSERT INTO planned (key, position, installation, upgrade, kind, target, text, at, changes)
		VALUES ($1, $2, $3, $4, $5, $6, $7, CASE WHEN CAST($8 AS BIGINT) = 0 THEN $now ELSE $8 END, $9)`,
		string(key), position, p.Installation, p.Upgrade, p.Kind, p.Target, p.Text, micros(p.At), string(changes))
}

// Planned lists all that would be written, by installation and key, each key's in order.
func (s *Store) Planned(ctx context.Context) ([]Planned, error) {
	all, err := readAll(ctx, s, func(row scanner) (Planned, error) {
		var p Planned
		var at int64
		var changes string
		if err := row.Scan(&p.Key, &p.Installation, &p.Upgrade, &p.Kind, &p.Target, &p.Text, &at, &changes); err != nil {
			return p, err
		}
		p.At = fromMicros(at)
		if err := json.Unmarshal([]byte(changes), &p.Changes); err != nil {
			return p, fmt.Errorf("decode the changes of %s: %w", p.Key, err)
		}
		return p, nil
	}, `SELECT key, installation, upgrade, kind, target, text, at, changes FROM planned ORDER BY installation, key, position`)
	return all, wrap(err, "list what would be written")
}

// PolicyRecord is an installation's policy file as it was last loaded.
type PolicyRecord struct {
	Installation int64
	Account      string
	// Source is where it lives, Commit the version that was read.
	Source, Commit string
	State          upgrade.PolicyState
	// Text is what was read, LastGood the newest valid text.
	Text, LastGood string
	Problems       string
	// At is the database's time of the save when it is zero.
	At time.Time
}

const policyColumns = `SELECT installation, account, source, commit_sha, state, text, last_good, problems, at FROM policies `

// Policy returns an installation's policy record; false if none was saved.
func (s *Store) Policy(ctx context.Context, installation int64) (PolicyRecord, bool, error) {
	p, found, err := find(ctx, s, readPolicy, policyColumns+`WHERE installation = $1`, installation)
	return p, found, wrap(err, "read the policy of installation %d", installation)
}

// Policies lists all policy records.
func (s *Store) Policies(ctx context.Context) ([]PolicyRecord, error) {
	all, err := readAll(ctx, s, readPolicy, policyColumns+`ORDER BY installation`)
	return all, wrap(err, "list the policies")
}

func readPolicy(row scanner) (PolicyRecord, error) {
	var p PolicyRecord
	var at int64
	err := row.Scan(&p.Installation, &p.Account, &p.Source, &p.Commit, &p.State, &p.Text, &p.LastGood, &p.Problems, &at)
	p.At = fromMicros(at)
	return p, err
}

// SavePolicy replaces an installation's policy record and leaves its roadmap
// issues as they are.
func (s *Store) SavePolicy(ctx context.Context, c Claim, p PolicyRecord) error {
	err := s.writeClaimed(ctx, c, func(ctx context.Context, tx session) error { return tx.savePolicy(ctx, p) })
	return wrap(err, "save the policy of installation %d", p.Installation)
}

func (s session) savePolicy(ctx context.Context, p PolicyRecord) error {
	return s.run(ctx, `
		INSERT INTO policies (installation, account, source, commit_sha, state, text, last_good, problems, at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, CASE WHEN CAST($9 AS BIGINT) = 0 THEN $now ELSE $9 END)
		ON CONFLICT (installation) DO UPDATE SET account = excluded.account, source = excluded.source, commit_sha = excluded.commit_sha,
			state = excluded.state, text = excluded.text, last_good = excluded.last_good,
			problems = excluded.problems, at = excluded.at`,
		p.Installation, p.Account, p.Source, p.Commit, string(p.State), p.Text, p.LastGood, p.Problems, micros(p.At))
}
