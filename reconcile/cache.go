package reconcile

import (
	"context"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"sync"
	"time"

	"github.com/upkeep-app/upkeep/config"
	"github.com/upkeep-app/upkeep/runbook"
	"github.com/upkeep-app/upkeep/store"
	"github.com/upkeep-app/upkeep/upgrade"
)

const (
	// boardAge is how long a board's fields are taken as known without a sign that
	// they changed. No event tells of it.
	boardAge = 24 * time.Hour
	// boardDoubt is how long such a sign is passed over that may be there for good.
	boardDoubt = time.Minute
)

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
	if known, ok := c.known(name); ok && !fresh && r.Now().Sub(known.at) < boardAge {
		return known.board, true, nil
	}
	asked := r.Now()
	board, err := r.GitHub.Board(ctx, name.installation, name.owner, name.number)
	if err != nil {
		return upgrade.Board{}, false, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.boards == nil {
		c.boards = map[boardName]knownBoard{}
	}
	c.boards[name] = knownBoard{board: board, at: asked}
	return board, false, nil
}

func (c *boardCache) known(name boardName) (knownBoard, bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	known, ok := c.boards[name]
	return known, ok
}

// aged reports whether the board was read long enough ago to be doubted.
func (c *boardCache) aged(now time.Time, name boardName) bool {
	known, ok := c.known(name)
	return ok && now.Sub(known.at) >= boardDoubt
}

// doubted reports whether cards hold what the board as it is known has not: a
// field or an option was made or renamed since.
func (c *boardCache) doubted(now time.Time, name boardName, cards []upgrade.Item) bool {
	known, _ := c.known(name)
	if !c.aged(now, name) {
		return false
	}
	for _, card := range cards {
		if card.Board == known.board.ID && slices.ContainsFunc(card.Values, known.lacks) {
			return true
		}
	}
	return false
}

func (k knownBoard) lacks(value upgrade.FieldValue) bool {
	i := slices.IndexFunc(k.board.Fields, func(f upgrade.Field) bool { return f.ID == value.Field })
	if i < 0 {
		return true
	}
	_, has := k.board.Fields[i].Option(value.Text)
	return k.board.Fields[i].Type == upgrade.FieldSingleSelect && !has
}

// forget makes the next run read the boards anew that a plan writes to.
func (c *boardCache) forget(plan upgrade.Plan) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, action := range plan.Actions {
		if board := writtenTo(action); board != "" {
			maps.DeleteFunc(c.boards, func(_ boardName, k knownBoard) bool { return k.board.ID == board })
		}
	}
}

// writtenTo is the board that an action writes to; empty for none.
func writtenTo(action upgrade.Action) upgrade.NodeID {
	switch a := action.(type) {
	case upgrade.PutItem:
		return a.Board.ID
	case upgrade.AddField:
		return a.Board.ID
	case upgrade.AddOptions:
		return a.Board.ID
	case upgrade.FinishOptions:
		return a.Board.ID
	case upgrade.AddView:
		return a.Board.ID
	default:
		return ""
	}
}

// matcherCache spares making the steps of the same runbook ready again and again.
type matcherCache struct {
	mu    sync.Mutex
	known map[int64]knownMatcher
}

type knownMatcher struct {
	terms runbook.Terms
	own   runbook.Runbook
	steps *runbook.Matcher
}

// matcher tells the steps of the runbook that the policy of an installation means.
func (r *Reconciler) matcher(installation int64, policy upgrade.Policy) *runbook.Matcher {
	terms, c := policy.RunbookTerms(), &r.matchers
	c.mu.Lock()
	defer c.mu.Unlock()
	if known, ok := c.known[installation]; ok && reflect.DeepEqual(known.terms, terms) && reflect.DeepEqual(known.own, policy.Runbook) {
		return known.steps
	}
	if c.known == nil {
		c.known = map[int64]knownMatcher{}
	}
	known := knownMatcher{terms: terms, own: policy.Runbook, steps: runbook.NewMatcher(terms, policy.Runbook)}
	c.known[installation] = known
	return known.steps
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
