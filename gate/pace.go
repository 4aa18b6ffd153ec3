package gate

import (
	"context"
	"fmt"
	"time"

	"github.com/upkeep-app/upkeep/store"
)

// paceReset is how long a text must have been quiet for the next write to come at once.
const paceReset = 60 * time.Second

// paceSteps are the shortest times between two writes of one text: people get
// an edit in their history for each, so a burst is told in few of them.
var paceSteps = []time.Duration{5 * time.Second, 15 * time.Second, 30 * time.Second}

// pace says whether a text may be written now, and what its pace is after
// that. A text that must wait comes back as Later.
func (r *run) pace(ctx context.Context, object string) (store.Pace, error) {
	if object == "" {
		return store.Pace{}, nil
	}
	p, err := r.Store.Pace(ctx, object)
	if err != nil {
		return store.Pace{}, fmt.Errorf("read the pace of %s: %w", object, err)
	}
	now := r.Now()
	if p.Last.IsZero() || now.Sub(p.Last) >= paceReset {
		return store.Pace{Last: now, Step: 0}, nil
	}
	due := p.Last.Add(paceSteps[min(p.Step, len(paceSteps)-1)])
	if now.Before(due) {
		return store.Pace{}, Later{Waiting: store.WaitPace, Until: due, Reason: "told in few edits"}
	}
	return store.Pace{Last: now, Step: p.Step + 1}, nil
}
