package ratelimit

import (
	"sync"
	"time"
)

const (
	// mostAccounts bounds the memory; an account takes about 1 kB.
	mostAccounts = 4096
	// mostCrossings bounds how many crossings are remembered.
	mostCrossings = 1000
)

// Limiter counts what each owner sends. All methods may be called from several goroutines.
type Limiter struct {
	now func() time.Time

	mu       sync.Mutex
	mode     Mode
	accounts map[string]*account
	crossed  []Crossing
}

// New makes a Limiter on a clock, which is the one that resets are told by.
func New(mode Mode, now func() time.Time) *Limiter {
	return &Limiter{now: now, mode: mode, accounts: map[string]*account{}}
}

// Mode is what becomes of limits now.
func (l *Limiter) Mode() Mode {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.mode
}

// SetMode changes the mode, for the requests that begin from now on.
func (l *Limiter) SetMode(mode Mode) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.mode = mode
}

// Begin counts a request, unless it crosses a limit. Its standing is that after
// the request. One that Begin let pass must be given to End.
func (l *Limiter) Begin(r Request) (Standing, *Crossing) {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.now()
	a := l.accounts[r.Owner]
	if a == nil {
		if l.mode == Off {
			return Standing{Limit: r.Limit, Used: r.Cost, Reset: resetAfter(now)}, nil
		}
		a = l.open(r.Owner, now)
	}
	a.seen = now
	crossing := a.imposition(r, now)
	switch {
	case crossing != nil:
		return a.standing(r.Resource, r.Limit, now), crossing
	case l.mode == Off:
		return Standing{Limit: r.Limit, Used: r.Cost, Reset: resetAfter(now)}, nil
	}
	if crossing = a.crossing(r, now); crossing != nil {
		l.remember(*crossing)
	} else {
		a.count(r, now)
	}
	return a.standing(r.Resource, r.Limit, now), crossing
}

// End is called when a request has been answered.
func (l *Limiter) End(r Request) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if a := l.accounts[r.Owner]; a != nil && a.running > 0 {
		a.running--
	}
}

// Refund gives back what a request took from the hourly budget, because it was
// answered with 304. Charged is the standing that Begin gave.
func (l *Limiter) Refund(r Request, charged Standing) Standing {
	l.mu.Lock()
	defer l.mu.Unlock()
	a := l.accounts[r.Owner]
	if a == nil || l.mode == Off {
		charged.Used -= r.Cost
		return charged
	}
	now := l.now()
	if b := a.budgets[r.Resource]; b != nil && b.reset.Equal(charged.Reset) {
		b.used = max(0, b.used-r.Cost)
	}
	return a.standing(r.Resource, r.Limit, now)
}

// Standing is how much of a budget an owner has used. Asking is free.
func (l *Limiter) Standing(owner string, resource Resource, limit int) Standing {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.now()
	if a := l.accounts[owner]; a != nil {
		return a.standing(resource, limit, now)
	}
	return Standing{Limit: limit, Reset: resetAfter(now)}
}

// Note counts content that an owner made without a request, as people do in the
// browser. It is not refused.
func (l *Limiter) Note(owner string, creates int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.mode == Off || creates == 0 {
		return
	}
	now := l.now()
	a := l.accounts[owner]
	if a == nil {
		a = l.open(owner, now)
	}
	a.seen = now
	a.contentMinute.add(now, creates)
	a.contentHour.add(now, creates)
}

// Impose limits an owner for a while, whatever it has sent and in every mode.
func (l *Limiter) Impose(owner string, secondary bool, length time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.now()
	a := l.accounts[owner]
	if a == nil {
		a = l.open(owner, now)
	}
	a.seen, a.imposedUntil, a.imposedSecondary = now, now.Add(length), secondary
}

// Imposed reports whether an owner is limited by Impose at present.
func (l *Limiter) Imposed(owner string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	a := l.accounts[owner]
	return a != nil && l.now().Before(a.imposedUntil)
}

// Lift ends all that was imposed.
func (l *Limiter) Lift() {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, a := range l.accounts {
		a.imposedUntil = time.Time{}
	}
}

// Crossings lists the requests that crossed a limit, oldest first, without
// those that met an imposed one. At most the last 1,000 are remembered.
func (l *Limiter) Crossings() []Crossing {
	l.mu.Lock()
	defer l.mu.Unlock()
	return append([]Crossing(nil), l.crossed...)
}

func (l *Limiter) remember(c Crossing) {
	if len(l.crossed) == mostCrossings {
		l.crossed = l.crossed[1:]
	}
	l.crossed = append(l.crossed, c)
}

// open makes an owner's account. When there are too many, the one that was used
// longest ago is forgotten.
func (l *Limiter) open(owner string, now time.Time) *account {
	if len(l.accounts) >= mostAccounts {
		oldest := ""
		for name, a := range l.accounts {
			if a.running == 0 && (oldest == "" || a.seen.Before(l.accounts[oldest].seen)) {
				oldest = name
			}
		}
		delete(l.accounts, oldest)
	}
	a := newAccount(now)
	l.accounts[owner] = a
	return a
}
