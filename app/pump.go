package app

import (
	"context"
	"fmt"
	"runtime/debug"

	"github.com/rs/zerolog"

	"github.com/upkeep-app/upkeep/handlers"
	"github.com/upkeep-app/upkeep/store"
)

// pumpBatch is how many deliveries are read and ended in one transaction.
const pumpBatch = 100

// pumpStore is the inbox from the reading side.
type pumpStore interface {
	Pending(ctx context.Context, limit int) ([]store.Delivery, error)
	End(ctx context.Context, endings []store.Ending) error
}

// pump turns stored deliveries into triggers. It is the only place where
// payloads are looked into.
type pump struct {
	store    pumpStore
	handlers *handlers.Handlers
	log      zerolog.Logger
	ended    func([]store.Ending) // told what was read; nil for nobody
	spans    spans
}

// once reads a batch of deliveries and ends each of them visibly, in one
// transaction with its triggers and what it tells. It returns how many there were.
func (p *pump) once(ctx context.Context) (int, error) {
	deliveries, err := p.store.Pending(ctx, pumpBatch)
	if err != nil {
		return 0, fmt.Errorf("read pending deliveries: %w", err)
	}
	endings := make([]store.Ending, 0, len(deliveries))
	for _, d := range deliveries {
		endings = append(endings, p.read(ctx, d))
	}
	if len(endings) == 0 {
		return 0, nil
	}
	if err := p.store.End(ctx, endings); err != nil {
		return 0, fmt.Errorf("end %d deliveries: %w", len(endings), err)
	}
	if p.ended != nil {
		p.ended(endings)
	}
	return len(endings), nil
}

// read judges one delivery. A payload that a handler cannot read, or that
// makes it panic, is parked: it stays, is counted, and can be queued again.
func (p *pump) read(ctx context.Context, d store.Delivery) (ending store.Ending) {
	ending = store.Ending{GUID: d.GUID, HookID: d.HookID}
	ctx, span := p.spans.reading(ctx, d)
	defer func() { end(span, ending.State, ending.State == store.DeliveryParked) }()
	defer func() {
		if cause := recover(); cause != nil {
			ending.State, ending.Reason, ending.Triggers = store.DeliveryParked, fmt.Sprintf("the handler panicked: %v", cause), nil
			p.log.Error().Str("delivery", d.GUID).Str("event", d.Event).Str("reason", ending.Reason).Bytes("stack", debug.Stack()).Msg("panic in a handler")
		}
	}()
	outcome, err := p.handlers.Read(ctx, d.Event, d.GUID, d.Payload)
	switch {
	case err != nil:
		ending.State, ending.Reason = store.DeliveryParked, err.Error()
		p.log.Error().Str("delivery", d.GUID).Str("event", d.Event).Str("reason", ending.Reason).Msg("delivery parked")
	case len(outcome.Triggers) == 0:
		ending.State, ending.Reason, ending.OwnEdits = store.DeliveryIgnored, outcome.Ignored, outcome.OwnEdits
	default:
		ending.State, ending.Triggers, ending.Touches = store.DeliveryDone, outcome.Triggers, outcome.Touches
	}
	p.log.Debug().Str("delivery", d.GUID).Str("event", d.Event).Str("state", ending.State).
		Str("reason", ending.Reason).Int("triggers", len(ending.Triggers)).Msg("delivery read")
	return ending
}
