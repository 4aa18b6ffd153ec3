package store

import (
	"context"
	"time"

	"github.com/upkeep-app/upkeep/upgrade"
)

// How long ended deliveries and touches are kept, and how many one transaction prunes.
const (
	keepPayloads = 4 * 24 * time.Hour
	keepRows     = 30 * 24 * time.Hour
	keepTouches  = 90 * 24 * time.Hour
	prunedRows   = 500
)

// Prune drops the payloads of deliveries that ended four days ago, and the rows
// of those that ended thirty days ago. Pending deliveries stay. Conflicts go by
// when they came. Keys of comments, of which there is no end, go thirty days
// after the comment was last written; so do those of pull requests that proposed
// a policy. Touches go after ninety days: what a person set on a board was taken
// up by then, or its refusal said. What edits of descriptions replaced, and what
// they overwrote, goes after four days: GitHub sends the event of an edit again
// for three. It works in small transactions, so that nobody waits long.
func (s *Store) Prune(ctx context.Context) error {
	for _, step := range []struct {
		text string
		keep time.Duration
	}{
		{`UPDATE deliveries SET payload = NULL WHERE id IN (SELECT id FROM deliveries
			WHERE ended_at > 0 AND payload IS NOT NULL AND ended_at < $now - $1 LIMIT $2)`, keepPayloads},
		{`DELETE FROM deliveries WHERE id IN (SELECT id FROM deliveries
			WHERE ended_at > 0 AND ended_at < $now - $1 LIMIT $2)`, keepRows},
		{`UPDATE conflicts SET payload = NULL WHERE (guid, hook_id, event, sha256) IN
			(SELECT guid, hook_id, event, sha256 FROM conflicts
			WHERE payload IS NOT NULL AND received_at < $now - $1 LIMIT $2)`, keepPayloads},
		{`DELETE FROM conflicts WHERE (guid, hook_id, event, sha256) IN
			(SELECT guid, hook_id, event, sha256 FROM conflicts
			WHERE received_at < $now - $1 LIMIT $2)`, keepRows},
		{`DELETE FROM keys WHERE key IN (SELECT key FROM keys WHERE (key LIKE '` + string(upgrade.KindComment) + `:%' OR key LIKE '` + string(upgrade.KindStart) + `:%'
			OR key LIKE '` + string(upgrade.KindProposal) + `:%')
			AND wanted <= done AND lease_until = 0 AND floor < $now - $1 LIMIT $2)`, keepRows},
		{`DELETE FROM touches WHERE (content, board, field) IN
			(SELECT content, board, field FROM touches WHERE at < $now - $1 LIMIT $2)`, keepTouches},
		{`DELETE FROM edits WHERE (object, at) IN (SELECT object, at FROM edits WHERE at < $now - $1 LIMIT $2)`, keepPayloads},
		{`DELETE FROM overwritten WHERE object IN (SELECT object FROM overwritten WHERE at < $now - $1 LIMIT $2)`, keepPayloads},
	} {
		if err := s.pruneAll(ctx, step.text, step.keep); err != nil {
			return wrap(err, "prune old rows")
		}
	}
	return nil
}

func (s *Store) pruneAll(ctx context.Context, text string, keep time.Duration) error {
	for pruned := int64(prunedRows); pruned == prunedRows; {
		err := s.write(ctx, func(ctx context.Context, tx session) error {
			var err error
			pruned, err = tx.exec(ctx, text, keep.Microseconds(), prunedRows)
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}
