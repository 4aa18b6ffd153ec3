package chaos

import (
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"slices"
	"sync"
	"time"
)

const (
	// mostAsked bounds what a Plan remembers of what was asked; past it, it forgets all and counts anew.
	mostAsked = 1 << 18
	// mostNoted is how many of the latest faults a Plan keeps for Log.
	mostNoted = 1000
)

// Plan decides what goes wrong. Its methods may be called from several goroutines.
type Plan struct {
	settings Settings
	seed     uint64
	start    time.Time

	mu     sync.Mutex
	asked  map[uint64]times // by the hash of what was asked
	log    []Fault
	faults int
}

// times is how often something was asked and how often in a row that met a fault by now.
type times struct{ asked, inRow int }

// Fault is one thing that went wrong.
type Fault struct {
	At   time.Time
	Kind Kind
	// Asked is what it happened to, and Time the how manieth time that was asked, from 1 on.
	Asked string
	Time  int
}

// String is a line for a log.
func (f Fault) String() string {
	return fmt.Sprintf("%s %s: %s (time %d)", f.At.UTC().Format(time.RFC3339), f.Kind, f.Asked, f.Time)
}

// NewPlan makes the plan that settings and a seed give. Settings.Until counts from start.
func NewPlan(settings Settings, seed int64, start time.Time) *Plan {
	return &Plan{settings: settings.withDefaults(), seed: uint64(seed), start: start, asked: map[uint64]times{}}
}

// Settings are the plan's with every default filled in.
func (p *Plan) Settings() Settings { return p.settings }

// Skew is by how much GitHub's clock is wrong: the same for as long as the plan lasts.
func (p *Plan) Skew() time.Duration {
	bound := int64(p.settings.Skew)
	return time.Duration(p.random("skew", 0, 0).Int64N(2*bound+1) - bound)
}

// Draw is a fault that is due, with randomness to decide its particulars.
type Draw struct {
	Fault
	random *rand.Rand
}

// Pick chooses one of n, from 0 on. The same draw gives the same choices in the same order.
func (d Draw) Pick(n int) int { return d.random.IntN(n) }

// Next decides what happens to the next occasion of what is asked, of the
// kinds that can happen to it: the first one that is due, or false for none.
func (p *Plan) Next(at time.Time, asked string, kinds ...Kind) (Draw, bool) {
	key := hash(asked)
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.asked) >= mostAsked {
		clear(p.asked)
	}
	now := p.asked[key]
	now.asked++
	draw, due := p.first(key, now.asked, kinds)
	due = due && now.inRow < p.settings.Row && !p.over(at)
	if !due {
		p.asked[key] = times{asked: now.asked}
		return Draw{}, false
	}
	now.inRow++
	p.asked[key] = now
	draw.At, draw.Asked, draw.Time = at, asked, now.asked
	p.note(draw.Fault)
	return draw, true
}

// first is the first of the kinds that is due.
func (p *Plan) first(key uint64, time int, kinds []Kind) (Draw, bool) {
	for _, kind := range kinds {
		rate := p.settings.Rates[kind]
		if rate <= 0 {
			continue
		}
		if random := p.random(string(kind), key, time); random.Float64() < rate {
			return Draw{Fault: Fault{Kind: kind}, random: random}, true
		}
	}
	return Draw{}, false
}

// over reports whether the chaos has had its time.
func (p *Plan) over(at time.Time) bool {
	s := p.settings
	return s.Faults > 0 && p.faults >= s.Faults || s.Until > 0 && !at.Before(p.start.Add(s.Until))
}

func (p *Plan) note(f Fault) {
	p.faults++
	p.log = append(p.log, f)
	if len(p.log) >= 2*mostNoted {
		p.log = slices.Clone(p.log[len(p.log)-mostNoted:])
	}
}

// Log lists the latest thousand faults, oldest first.
func (p *Plan) Log() []Fault {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.log[max(0, len(p.log)-mostNoted):])
}

// random is the randomness of one occasion.
func (p *Plan) random(series string, key uint64, time int) *rand.Rand {
	return rand.New(rand.NewPCG(p.seed^hash(series), key+uint64(time)))
}

func hash(text string) uint64 {
	h := fnv.New64a()
	_, _ = h.Write([]byte(text))
	return h.Sum64()
}
