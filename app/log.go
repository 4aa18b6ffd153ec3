package app

import (
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/rs/zerolog"
)

const (
	// linesPerMinute bounds the warnings and errors of one message: what is broken
	// comes again and again, and the first lines say it.
	linesPerMinute = 30
	// countedMessages bounds what is remembered; messages are constants of the program.
	countedMessages = 1000
)

// quieter is a zerolog.Hook that keeps a fault in a loop from flooding the log.
// It drops warnings and errors beyond the bound, counts them, and tells with the
// message's next line how many there were.
type quieter struct {
	now     func() time.Time
	dropped prometheus.Counter

	mu     sync.Mutex
	counts map[lineKind]lineCount
}

type lineKind struct {
	level   zerolog.Level
	message string
}

type lineCount struct {
	minute  time.Time // when it began
	lines   int
	dropped int
}

// Run is part of zerolog.Hook.
func (q *quieter) Run(line *zerolog.Event, level zerolog.Level, message string) {
	if level < zerolog.WarnLevel {
		return
	}
	more, keep := q.count(lineKind{level, message})
	switch {
	case !keep:
		q.dropped.Inc()
		line.Discard()
	case more > 0:
		line.Int("dropped_before", more)
	}
}

// count says whether a line is kept, and how many like it were dropped before.
func (q *quieter) count(kind lineKind) (dropped int, keep bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.counts == nil || len(q.counts) >= countedMessages {
		q.counts = map[lineKind]lineCount{}
	}
	c, now := q.counts[kind], q.now()
	if now.Sub(c.minute) >= time.Minute {
		dropped, c = c.dropped, lineCount{minute: now}
	}
	if c.lines++; c.lines > linesPerMinute {
		c.dropped++
	}
	q.counts[kind] = c
	return dropped, c.lines <= linesPerMinute
}
