package store

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"github.com/upkeep-app/upkeep/upgrade"
)

// haltFlag is the flag of an installation's own halt; FlagHalt is everybody's.
func haltFlag(installation int64) string {
	return FlagHalt + ":" + strconv.FormatInt(installation, 10)
}

// Halt is the last halt or release of an installation's writes; the zero Halt
// when there was none.
func (s *Store) Halt(ctx context.Context, installation int64) (upgrade.Halt, error) {
	text, err := s.Flag(ctx, haltFlag(installation))
	if err != nil {
		return upgrade.Halt{}, err
	}
	return readHalt(text)
}

func readHalt(text string) (upgrade.Halt, error) {
	var halt upgrade.Halt
	if text == "" {
		return halt, nil
	}
	if err := json.Unmarshal([]byte(text), &halt); err != nil {
		return halt, fmt.Errorf("decode the halt %q: %w", text, err)
	}
	return halt, nil
}

// SaveHalt halts or releases an installation's writes. One that is older than
// the last changes nothing: it is the same command, run again after a crash.
func (s *Store) SaveHalt(ctx context.Context, c Claim, halt upgrade.Halt) error {
	text, err := json.Marshal(halt)
	if err != nil {
		return fmt.Errorf("encode a halt: %w", err)
	}
	name := haltFlag(halt.Installation)
	err = s.writeClaimed(ctx, c, func(ctx context.Context, tx session) error {
		held, err := list(ctx, tx, column[string], `SELECT value FROM flags WHERE name = $1 $LOCK`, name)
		if err != nil {
			return err
		}
		if last, err := readHalt(strings.Join(held, "")); err != nil || last.At.After(halt.At) {
			return err
		}
		return tx.run(ctx, `INSERT INTO flags (name, value) VALUES ($1, $2)
			ON CONFLICT (name) DO UPDATE SET value = excluded.value`, name, string(text))
	})
	return wrap(err, "save the halt of installation %d", halt.Installation)
}
