package store

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/upkeep-app/upkeep/upgrade"
)

// Touches are what others last did to the cards of issues and pull requests,
// one for each card and each of its fields. Contents without any are not in the map.
func (s *Store) Touches(ctx context.Context, contents []upgrade.NodeID) (map[upgrade.NodeID][]upgrade.Touch, error) {
	asked, err := texts(contents)
	if err != nil {
		return nil, err
	}
	all, err := readAll(ctx, s, func(row scanner) (upgrade.Touched, error) {
		var t upgrade.Touched
		var bot, at int64
		err := row.Scan(&t.Content, &t.Board, &t.Field, &t.Did, &t.By.ID, &t.By.Login, &bot, &at)
		t.By.Bot, t.At = bot > 0, fromMicros(at)
		return t, err
	}, `SELECT content, board, field, did, by_id, by_login, by_bot, at FROM touches WHERE content IN EACH($1) ORDER BY board, field`, asked)
	touches := map[upgrade.NodeID][]upgrade.Touch{}
	for _, t := range all {
		touches[t.Content] = append(touches[t.Content], t.Touch)
	}
	return touches, wrap(err, "read the touches of %d contents", len(contents))
}

// saveTouches keeps the latest touch of each card and field, in whatever order
// they come. GitHub's times are whole seconds, and a card's time need not move
// when it is removed: of one time, the removal counts, and that it was added
// counts least.
func (s session) saveTouches(ctx context.Context, touches []upgrade.Touched) error {
	// One order for all replicas, as in End.
	ordered := slices.SortedStableFunc(slices.Values(touches), func(a, b upgrade.Touched) int {
		return cmp.Or(cmp.Compare(a.Content, b.Content), cmp.Compare(a.Board, b.Board), cmp.Compare(a.Field, b.Field))
	})
	for _, t := range ordered {
		err := s.run(ctx, `INSERT INTO touches (content, board, field, did, by_id, by_login, by_bot, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
			ON CONFLICT (content, board, field) DO UPDATE SET did = excluded.did, by_id = excluded.by_id,
				by_login = excluded.by_login, by_bot = excluded.by_bot, at = excluded.at
			WHERE excluded.at > touches.at OR excluded.at = touches.at AND excluded.did <> $9 AND touches.did <> $10`,
			string(t.Content), string(t.Board), string(t.Field), string(t.Did), t.By.ID, t.By.Login, flag(t.By.Bot), micros(t.At),
			string(upgrade.TouchAdded), string(upgrade.TouchRemoved))
		if err != nil {
			return fmt.Errorf("keep a touch of %s: %w", t.Content, err)
		}
	}
	return nil
}
