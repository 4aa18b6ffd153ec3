package store

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/upkeep-app/upkeep/upgrade"
)

// Installation is an account the app is installed on.
type Installation struct {
	ID          int64
	Account     string
	AccountID   int64
	Suspended   bool
	Permissions map[string]string
	SyncedAt    time.Time
}

// SaveInstallation adds or replaces an installation. The triggers are set in
// the same transaction.
func (s *Store) SaveInstallation(ctx context.Context, i Installation, then ...upgrade.Trigger) error {
	permissions, err := json.Marshal(i.Permissions)
	if err != nil {
		return fmt.Errorf("encode the permissions of installation %d: %w", i.ID, err)
	}
	err = s.write(ctx, func(ctx context.Context, tx session) error {
		err := tx.run(ctx, `
			INSERT INTO installations (id, account, account_id, suspended, permissions, synced_at)
			VALUES ($1, $2, $3, $4, $5, $6)
			ON CONFLICT (id) DO UPDATE SET account = excluded.account, account_id = excluded.account_id,
				suspended = excluded.suspended, permissions = excluded.permissions, synced_at = excluded.synced_at`,
			i.ID, i.Account, i.AccountID, i.Suspended, string(permissions), micros(i.SyncedAt))
		if err != nil {
			return err
		}
		return tx.trigger(ctx, then)
	})
	return wrap(err, "save installation %d", i.ID)
}

// Installations lists the installations by id.
func (s *Store) Installations(ctx context.Context) ([]Installation, error) {
	all, err := readAll(ctx, s, readInstallation,
		`SELECT id, account, account_id, suspended, permissions, synced_at FROM installations ORDER BY id`)
	return all, wrap(err, "list the installations")
}

func readInstallation(row scanner) (Installation, error) {
	var i Installation
	var permissions string
	var synced int64
	if err := row.Scan(&i.ID, &i.Account, &i.AccountID, &i.Suspended, &permissions, &synced); err != nil {
		return i, err
	}
	i.SyncedAt = fromMicros(synced)
	if err := json.Unmarshal([]byte(permissions), &i.Permissions); err != nil {
		return i, fmt.Errorf("decode the permissions of installation %d: %w", i.ID, err)
	}
	return i, nil
}

// DropInstallation forgets an installation that is gone: its policy, its
// planned writes and the children of its roadmap issues. Its keys are settled,
// except those being worked on, and keep their fences. The audit stays. The
// triggers are set in the same transaction.
func (s *Store) DropInstallation(ctx context.Context, id int64, then ...upgrade.Trigger) error {
	err := s.write(ctx, func(ctx context.Context, tx session) error {
		for _, text := range []string{
			`DELETE FROM installations WHERE id = $1`,
			`DELETE FROM policies WHERE installation = $1`,
			`DELETE FROM planned WHERE installation = $1`,
			`DELETE FROM members WHERE installation = $1`,
			`DELETE FROM roadmaps WHERE installation = $1`,
			`DELETE FROM boards WHERE installation = $1`,
		} {
			if err := tx.run(ctx, text, id); err != nil {
				return err
			}
		}
		err := tx.run(ctx, `UPDATE keys SET done = wanted, not_before = $2, waiting = '', attempts = 0, cause = 0, taken = 0, confirm = 0,
			reason = 'the app was uninstalled'
			WHERE key IN (SELECT key FROM keys WHERE wanted > done AND lease_until = 0 AND installation = $1
				ORDER BY key $LOCK)`, id, int64(never))
		if err != nil {
			return err
		}
		return tx.trigger(ctx, then)
	})
	return wrap(err, "drop installation %d", id)
}

// The settings that all replicas share.
const (
	FlagHalt        = "halt"         // not empty: all writes to GitHub are stopped, whatever Store.Halt says
	FlagApp         = "app"          // who the app is on GitHub
	FlagSwept       = "swept"        // when the last whole sweep began
	FlagMarkerKeys  = "marker keys"  // fingerprints of the keys that have signed the app's marks
	FlagSweepCursor = "sweep cursor" // where a sweep goes on that is not whole yet
)

// Flag reads a setting that all replicas share; empty if it was never set.
func (s *Store) Flag(ctx context.Context, name string) (string, error) {
	value, err := readFirst(ctx, s, column[string], `SELECT value FROM flags WHERE name = $1`, name)
	return value, wrap(err, "read flag %s", name)
}

// SetFlag sets it.
func (s *Store) SetFlag(ctx context.Context, name, value string) error {
	err := s.write(ctx, func(ctx context.Context, tx session) error {
		return tx.run(ctx, `INSERT INTO flags (name, value) VALUES ($1, $2)
			ON CONFLICT (name) DO UPDATE SET value = excluded.value`, name, value)
	})
	return wrap(err, "set flag %s", name)
}
