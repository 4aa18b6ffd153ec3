package ghclient

import (
	"errors"
	"sync"
	"time"
)

const (
	// shortestWait is GitHub's advice for a limit that comes without a time; it
	// doubles with every further one in a row.
	shortestWait = time.Minute
	mostDoubled  = 5
	// longestWait bounds what a header can make the app wait.
	longestWait = 24 * time.Hour
	// probeWait is how long others wait while one request tries whether a limit is over.
	probeWait = 2 * time.Second
)

// limits remembers until when an installation is limited. GitHub may ban an
// app that goes on sending, so nothing is sent before, and then one request
// goes ahead to see.
type limits struct {
	now func() time.Time

	mu        sync.Mutex
	limited   bool
	secondary bool
	until     time.Time
	inARow    int
	probing   bool
}

// admit lets a request pass or returns RateLimited. Every request that it lets
// pass must be settled.
func (l *limits) admit() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if !l.limited {
		return nil
	}
	now := l.now()
	if now.Before(l.until) {
		return RateLimited{Until: l.until, Secondary: l.secondary}
	}
	if l.probing {
		return RateLimited{Until: now.Add(probeWait), Secondary: l.secondary}
	}
	l.probing = true
	return nil
}

// settle takes note of a request's result and returns its error, with the
// time filled in if it is a limit that came without one.
func (l *limits) settle(k *call, err error) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.now()
	running := l.limited && now.Before(l.until)
	l.probing = false
	var limit RateLimited
	switch {
	case errors.As(err, &limit):
		stated := l.bounded(limit, now, running)
		l.limit(stated, limit.Secondary)
		return RateLimited{Until: stated, Secondary: limit.Secondary}
	case k.exhausted.After(now):
		l.limit(earlier(k.exhausted, now.Add(longestWait)), false)
	case k.header != nil && !running: // GitHub has answered, whatever it said
		l.limited, l.inARow = false, 0
	}
	return err
}

// bounded is the end of a limit, by GitHub's word or by growing waits.
func (l *limits) bounded(limit RateLimited, now time.Time, running bool) time.Time {
	if limit.Until.IsZero() {
		wait := shortestWait << min(l.inARow, mostDoubled)
		// Requests that were on their way together meet the same limit once.
		if !running {
			l.inARow++
		} else {
			wait = l.until.Sub(now)
		}
		return now.Add(wait)
	}
	return earlier(later(limit.Until, now.Add(time.Second)), now.Add(longestWait))
}

func (l *limits) limit(until time.Time, secondary bool) {
	if !l.limited || until.After(l.until) {
		l.until, l.secondary = until, secondary
	}
	l.limited = true
}

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
