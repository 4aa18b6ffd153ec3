package reconcile

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/upkeep-app/upkeep/config"
	"github.com/upkeep-app/upkeep/store"
	"github.com/upkeep-app/upkeep/upgrade"
)

// boardAge is how long a board's fields are taken as known.
const boardAge = time.Minute

type boardName struct {
	installation int64
	owner        string
	number       int
}

// boardCache spares every child's run the reading of the same fields.
type boardCache struct {
	mu     sync.Mutex
	boards map[boardName]knownBoard
}

type knownBoard struct {
	board upgrade.Board
	at    time.Time
}

// get returns the board, and whether it came from the cache; fresh reads it anew.
func (c *boardCache) get(ctx context.Context, r *Reconciler, name boardName, fresh bool) (upgrade.Board, bool, error) {
	c.mu.Lock()
	known, ok := c.boards[name]
	c.mu.Unlock()
	if ok && !fresh && r.Now().Sub(known.at) < boardAge {
		return known.board, true, nil
	}
	board, err := r.GitHub.Board(ctx, name.installation, name.owner, name.number)
	if err != nil {
		return upgrade.Board{}, false, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.boards == nil {
		c.boards = map[boardName]knownBoard{}
	}
	c.boards[name] = knownBoard{board: board, at: r.Now()}
	return board, false, nil
}

// forget makes the next run of each key read its board anew.
func (c *boardCache) forget() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.boards = nil
}

// policyCache spares parsing the same text again and again.
type policyCache struct {
	mu     sync.Mutex
	parsed map[int64]parsedPolicy
}

type parsedPolicy struct {
	text   string
	policy upgrade.Policy
}

// policyOf is the policy in force of an installation: its last good version,
// or the zero Policy, which lists no upgrades.
func (r *Reconciler) policyOf(ctx context.Context, installation int64) (upgrade.Policy, error) {
	record, ok, err := r.Store.Policy(ctx, installation)
	if err != nil {
		return upgrade.Policy{}, fmt.Errorf("read the policy of installation %d: %w", installation, err)
	}
	if !ok {
		return upgrade.Policy{}, nil
	}
	return r.policies.inForce(record)
}

// inForce is the last good version of a record.
func (c *policyCache) inForce(record store.PolicyRecord) (upgrade.Policy, error) {
	if record.LastGood == "" {
		return upgrade.Policy{}, nil
	}
	return c.parse(record)
}

func (c *policyCache) parse(record store.PolicyRecord) (upgrade.Policy, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if known, ok := c.parsed[record.Installation]; ok && known.text == record.LastGood {
		return known.policy, nil
	}
	policy, problems := config.ParsePolicy(record.Account, []byte(record.LastGood))
	if len(problems) > 0 {
		return upgrade.Policy{}, fmt.Errorf("the stored policy of installation %d is not valid: %s", record.Installation, problems[0].Message)
	}
	if c.parsed == nil {
		c.parsed = map[int64]parsedPolicy{}
	}
	c.parsed[record.Installation] = parsedPolicy{text: record.LastGood, policy: policy}
	return policy, nil
}
