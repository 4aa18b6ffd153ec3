package emulator

import (
	"context"
	"fmt"
	"time"

	"github.com/upkeep-app/upkeep/emulator/chaos"
)

// mostOvertaken bounds how long a reordered delivery waits to be overtaken.
const mostOvertaken = 3 * time.Second

// enqueue adds a delivery to those that are to be sent, with what chaos makes
// of it. The mutex must be held.
func (e *Emulator) enqueue(d *delivery) {
	e.log.pending = append(e.log.pending, d)
	if plan := e.chaos.Load(); plan != nil {
		e.upset(plan, d)
	}
	e.announce()
}

// upset lets chaos decide over a delivery.
func (e *Emulator) upset(plan *chaos.Plan, d *delivery) {
	asked := fmt.Sprintf("delivery %s %s in %d", d.event, d.action, d.repositoryID)
	if d.redelivery {
		asked = "redelivery " + d.guid
	}
	now := e.options.Now()
	draw, due := plan.Next(now, asked, chaos.Lost, chaos.Duplicate, chaos.Reorder, chaos.Delay)
	if !due {
		return
	}
	switch draw.Kind {
	case chaos.Lost:
		d.lost = true
	case chaos.Duplicate:
		twin := *d
		twin.id = e.deliveryID()
		e.log.pending = append(e.log.pending, &twin)
	case chaos.Reorder:
		d.overtaken = 1 + draw.Pick(3)
		d.due = now.Add(mostOvertaken)
	case chaos.Delay:
		d.due = now.Add(plan.Settings().DelayTime * time.Duration(1+draw.Pick(100)) / 100)
	default:
	}
}

// nextPlace is the place of the first pending delivery that is not held back;
// if all are, that of the one due first and how long it has to wait; -1 when
// none is pending. The mutex must be held.
func (e *Emulator) nextPlace() (place int, wait time.Duration) {
	now := e.options.Now()
	place = -1
	for n, d := range e.log.pending {
		if !d.due.After(now) {
			return n, 0
		}
		if left := d.due.Sub(now); place < 0 || left < wait {
			place, wait = n, left
		}
	}
	return place, wait
}

// overtake lets go those that the delivery at a place is the last to overtake. The mutex must be held.
func (e *Emulator) overtake(place int) {
	for _, d := range e.log.pending[:place] {
		if d.overtaken > 0 {
			if d.overtaken--; d.overtaken == 0 {
				d.due = time.Time{}
			}
		}
	}
}

// deliverDue sends the pending deliveries, and if early also those that are
// still held back once there is no other. It returns how many it tried, and how
// long the next one has to wait; 0 when none does.
func (e *Emulator) deliverDue(ctx context.Context, early bool) (tried int, wait time.Duration, err error) {
	for ctx.Err() == nil {
		e.mu.Lock()
		place, wait := e.nextPlace()
		idle := e.options.WebhookURL == "" || place < 0
		e.mu.Unlock()
		if idle {
			return tried, 0, nil
		}
		if wait > 0 && !early {
			return tried, wait, nil
		}
		if err := e.DeliverOne(ctx, place); err != nil {
			return tried, 0, err
		}
		tried++
	}
	return tried, 0, ctx.Err()
}
