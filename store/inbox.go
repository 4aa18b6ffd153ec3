package store

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"sync"
	"sync/atomic"
	"time"
)

// Bounds of what waits to be written.
const (
	maxWaitingBytes      = 64 << 20
	maxWaitingDeliveries = 4096
	// groupedDeliveries bounds one transaction.
	groupedDeliveries = 256
)

// Delivery is one webhook request, exactly as it came.
type Delivery struct {
	// GUID and HookID name it: GitHub sends the same GUID again when it redelivers.
	GUID    string
	HookID  int64
	Event   string
	Headers map[string]string
	Payload []byte
	// ReceivedAt is the database's time of the accept when it is zero.
	ReceivedAt time.Time
}

// Acceptance is what became of a delivery that Accept was given.
type Acceptance string

// The acceptances.
const (
	AcceptedNew Acceptance = "new"
	// AcceptedKnown is a redelivery of what the inbox holds; there is nothing to do.
	AcceptedKnown Acceptance = "known"
	// AcceptedAgain is a redelivery of a parked delivery, which is pending again.
	AcceptedAgain Acceptance = "queued again"
	// AcceptedConflict is another event or body under a known GUID. It is kept
	// apart, counted, and never handled.
	AcceptedConflict Acceptance = "conflict"
)

// Accept stores a delivery and returns once it is on disk. Deliveries that
// arrive together share a transaction, and each gets its own outcome. The
// payload must not be changed afterwards.
//
// It returns ErrBusy at once when deliveries of more than 64 MB wait, and
// ErrClosed after Close. After any other error the delivery may have been
// stored or not; accepting it again is safe.
func (s *Store) Accept(ctx context.Context, d Delivery) (Acceptance, error) {
	a, err := newArrival(d)
	if err == nil {
		err = s.inbox.put(a)
	}
	if err != nil {
		return "", fmt.Errorf("accept delivery %s: %w", d.GUID, err)
	}
	select {
	case <-a.done:
		return a.acceptance, wrap(a.err, "store delivery %s", d.GUID)
	case <-ctx.Done():
		return "", fmt.Errorf("wait for delivery %s to be stored: %w", d.GUID, ctx.Err())
	}
}

// arrival is a delivery on its way into the database.
type arrival struct {
	Delivery
	headers    string
	sum        [sha256.Size]byte
	acceptance Acceptance
	err        error
	done       chan struct{}
}

func newArrival(d Delivery) (*arrival, error) {
	headers, err := json.Marshal(d.Headers)
	if err != nil {
		return nil, fmt.Errorf("encode the headers: %w", err)
	}
	if d.Payload == nil {
		d.Payload = []byte{}
	}
	return &arrival{Delivery: d, headers: string(headers), sum: sha256.Sum256(d.Payload), done: make(chan struct{})}, nil
}

func (a *arrival) size() int64 { return int64(len(a.Payload) + len(a.headers)) }

// inbox groups arrivals into transactions.
type inbox struct {
	store    *Store
	arrivals chan *arrival
	waiting  atomic.Int64 // bytes
	mu       sync.RWMutex // held for writing while closing
	closed   bool
	running  sync.WaitGroup
}

func openInbox(ctx context.Context, s *Store, acceptors int) *inbox {
	i := &inbox{store: s, arrivals: make(chan *arrival, maxWaitingDeliveries)}
	for range acceptors {
		i.running.Go(func() { i.loop(context.WithoutCancel(ctx)) })
	}
	return i
}

func (i *inbox) put(a *arrival) error {
	i.mu.RLock()
	defer i.mu.RUnlock()
	if i.closed {
		return ErrClosed
	}
	if i.waiting.Add(a.size()) > maxWaitingBytes {
		i.waiting.Add(-a.size())
		return ErrBusy
	}
	select {
	case i.arrivals <- a:
		return nil
	default:
		i.waiting.Add(-a.size())
		return ErrBusy
	}
}

// close refuses what comes from now on and waits for the rest to be stored.
func (i *inbox) close() {
	i.mu.Lock()
	i.closed = true
	close(i.arrivals)
	i.mu.Unlock()
	i.running.Wait()
}

func (i *inbox) loop(ctx context.Context) {
	for a := range i.arrivals {
		i.store.acceptGroup(ctx, gather(a, i.arrivals, groupedDeliveries))
	}
}

// acceptGroup stores a group in one transaction. If that fails, each is tried
// by itself, so that an error stays with the delivery that caused it.
func (s *Store) acceptGroup(ctx context.Context, group []*arrival) {
	err := s.write(ctx, func(ctx context.Context, tx session) error {
		return tx.accept(ctx, group)
	})
	if err != nil && len(group) > 1 {
		for n := range group {
			s.acceptGroup(ctx, group[n:n+1])
		}
		return
	}
	for _, a := range group {
		a.err = err
		s.inbox.waiting.Add(-a.size())
		close(a.done)
	}
}

func (s session) accept(ctx context.Context, group []*arrival) error {
	isNew, err := s.dialect.insert(ctx, s, group)
	if err != nil {
		return err
	}
	for n, a := range group {
		if isNew[n] {
			a.acceptance = AcceptedNew
			continue
		}
		if a.acceptance, err = s.acceptKnown(ctx, a); err != nil {
			return err
		}
	}
	return nil
}

// held is what the inbox has under a GUID.
type held struct {
	id    int64
	event string
	state string
	sum   []byte
}

func (s session) acceptKnown(ctx context.Context, a *arrival) (Acceptance, error) {
	h, _, err := first(ctx, s, func(row scanner) (held, error) {
		var h held
		return h, row.Scan(&h.id, &h.event, &h.state, &h.sum)
	}, `SELECT id, event, state, sha256 FROM deliveries WHERE guid = $1 AND hook_id = $2 $LOCK`, a.GUID, a.HookID)
	switch {
	case err != nil:
		return "", err
	case h.event != a.Event || !bytes.Equal(h.sum, a.sum[:]):
		return AcceptedConflict, s.run(ctx, `INSERT INTO conflicts
			(hook_id, guid, event, sha256, times, received_at, headers, payload)
			VALUES ($1, $2, $3, $4, 1, $now, $5, $6)
			ON CONFLICT (guid, hook_id, event, sha256) DO UPDATE SET times = conflicts.times + 1`,
			a.HookID, a.GUID, a.Event, a.sum[:], a.headers, a.Payload)
	case h.state == DeliveryParked:
		// The payload may have been pruned meanwhile.
		return AcceptedAgain, s.run(ctx, `UPDATE deliveries
			SET state = 'pending', reason = '', ended_at = 0, headers = $2, payload = $3 WHERE id = $1`,
			h.id, a.headers, a.Payload)
	default:
		return AcceptedKnown, nil
	}
}

// insertOneByOne suits SQLite, where a statement costs no round trip.
func insertOneByOne(ctx context.Context, s session, group []*arrival) ([]bool, error) {
	isNew := make([]bool, len(group))
	for n, a := range group {
		added, err := s.exec(ctx, `INSERT INTO deliveries
			(hook_id, guid, event, state, reason, received_at, ended_at, sha256, headers, payload)
			VALUES ($1, $2, $3, 'pending', '', CASE WHEN $4 = 0 THEN $now ELSE $4 END, 0, $5, $6, $7)
			ON CONFLICT (guid, hook_id) DO NOTHING`,
			a.HookID, a.GUID, a.Event, micros(a.ReceivedAt), a.sum[:], a.headers, a.Payload)
		if err != nil {
			return nil, err
		}
		isNew[n] = added == 1
	}
	return isNew, nil
}

// insertTogether suits PostgreSQL: one round trip for the group.
func insertTogether(ctx context.Context, s session, group []*arrival) ([]bool, error) {
	var (
		hooks, received        []int64
		guids, events, headers []string
		sums, payloads         [][]byte
		place                  = map[arrivalName]int{}
	)
	for n, a := range group {
		hooks, guids, events = append(hooks, a.HookID), append(guids, a.GUID), append(events, a.Event)
		received, headers = append(received, micros(a.ReceivedAt)), append(headers, a.headers)
		sums, payloads = append(sums, a.sum[:]), append(payloads, a.Payload)
		if _, twice := place[a.name()]; !twice {
			place[a.name()] = n
		}
	}
	added, err := list(ctx, s, func(row scanner) (arrivalName, error) {
		var name arrivalName
		return name, row.Scan(&name.hook, &name.guid)
	}, `INSERT INTO deliveries
		(hook_id, guid, event, state, reason, received_at, ended_at, sha256, headers, payload)
		SELECT hook, guid, event, 'pending', '', CASE WHEN received = 0 THEN $now ELSE received END, 0, sum, headers, payload
		FROM unnest($1::bigint[], $2::text[], $3::text[], $4::bigint[], $5::bytea[], $6::text[], $7::bytea[])
			WITH ORDINALITY AS arrived (hook, guid, event, received, sum, headers, payload, place) ORDER BY place
		ON CONFLICT (guid, hook_id) DO NOTHING RETURNING hook_id, guid`,
		hooks, guids, events, received, sums, headers, payloads)
	isNew := make([]bool, len(group))
	for _, name := range added {
		isNew[place[name]] = true
	}
	return isNew, err
}

type arrivalName struct {
	hook int64
	guid string
}

func (a *arrival) name() arrivalName { return arrivalName{hook: a.HookID, guid: a.GUID} }
