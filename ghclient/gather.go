package ghclient

import (
	"context"
	"errors"
	"runtime"
	"sync"
	"sync/atomic"
	"time"
)

// gatherer merges calls that come together into one request. While a request
// of a group is under way its calls gather, and the next request takes as many
// of them as fit, in the order in which they came. What else a request waits
// for is Config.Linger's: a lone call needs no other.
//
// Every call has an answer of its own and a context of its own. Nothing is sent
// for one whose context has ended; a request is cut off when that is so of all
// its calls.
type gatherer[G comparable, Q, A any] struct {
	// most is how much fits into one request, size what a call takes of it. One
	// that is larger goes alone.
	most int
	size func(Q) int
	// write tells that a call whose answer is lost may have been carried out.
	write bool
	// send makes one request and answers each question, in order. Its error is
	// that of the request as a whole. Just before the request leaves the machine
	// it asks ready, and returns its error if there is one.
	send func(ctx context.Context, group G, questions []Q, ready func() error) ([]result[A], error)
	// linger is Config.Linger; nil for none.
	linger func() <-chan time.Time

	mu sync.Mutex
	// waiting are the calls of each group that has a request under way.
	waiting map[G][]*gathered[Q, A]
}

// gathered is one call. What changes in it is guarded by the gatherer's mutex.
type gathered[Q, A any] struct {
	ctx      context.Context //nolint:containedctx // of the caller who waits
	question Q
	answered chan result[A] // has room for the one answer
	sent     bool
	left     bool // the caller waits no more, and nothing was sent for it
}

// result is what one call came to.
type result[A any] struct {
	answer A
	err    error
}

// errLeft keeps a request back one of whose callers does not wait any more.
var errLeft = errors.New("a caller does not wait any more")

// broken is a request that panicked, or, without a cause, one whose goroutine
// was ended by runtime.Goexit. Each of its callers comes to the same end then,
// as if it had made the request by itself.
type broken struct{ cause any }

// Error is part of error.
func (broken) Error() string { return "the request's goroutine broke off" }

func (b broken) end() {
	if b.cause == nil {
		runtime.Goexit()
	}
	panic(b.cause) //nolint:forbidigo // it panicked already, in the request's goroutine
}

// ask makes one call. When ctx ends before the answer comes, the error is
// ctx's; for a write that was sent by then it is ErrUnknownOutcome too.
func (g *gatherer[G, Q, A]) ask(ctx context.Context, group G, question Q) (A, error) {
	if err := ctx.Err(); err != nil {
		var none A
		return none, err
	}
	call := &gathered[Q, A]{ctx: ctx, question: question, answered: make(chan result[A], 1)}
	g.join(group, call)
	var got result[A]
	select {
	case got = <-call.answered:
	case <-ctx.Done():
		got = g.leave(call)
	}
	if b, ok := errors.AsType[broken](got.err); ok {
		b.end()
	}
	return got.answer, got.err
}

func (g *gatherer[G, Q, A]) join(group G, call *gathered[Q, A]) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.waiting == nil {
		g.waiting = map[G][]*gathered[Q, A]{}
	}
	others, busy := g.waiting[group]
	g.waiting[group] = append(others, call)
	if !busy {
		go g.work(group)
	}
}

// leave is the end of a call whose context has ended.
func (g *gatherer[G, Q, A]) leave(call *gathered[Q, A]) result[A] {
	g.mu.Lock()
	defer g.mu.Unlock()
	select {
	case got := <-call.answered:
		return got
	default:
	}
	err := call.ctx.Err()
	if call.left = !call.sent; call.sent && g.write {
		err = &answerError{kind: ErrUnknownOutcome, cause: err, text: err.Error()}
	}
	return result[A]{err: err}
}

// work makes one request after the other until no call waits.
func (g *gatherer[G, Q, A]) work(group G) {
	for {
		if g.linger != nil {
			<-g.linger()
		}
		batch := g.take(group)
		if len(batch) == 0 {
			return
		}
		g.request(group, batch)
	}
}

// take is what fits into the next request; nothing ends the group's work.
func (g *gatherer[G, Q, A]) take(group G) []*gathered[Q, A] {
	g.mu.Lock()
	defer g.mu.Unlock()
	calls := present(g.waiting[group])
	n, taken := 0, 0
	for n < len(calls) {
		if taken += g.size(calls[n].question); n > 0 && taken > g.most {
			break
		}
		n++
	}
	if n == 0 {
		delete(g.waiting, group)
		return nil
	}
	g.waiting[group] = calls[n:]
	return calls[:n:n]
}

// present leaves those out that do not wait any more.
func present[Q, A any](calls []*gathered[Q, A]) []*gathered[Q, A] {
	var still []*gathered[Q, A]
	for _, call := range calls {
		if !call.left && call.ctx.Err() == nil {
			still = append(still, call)
		}
	}
	return still
}

// request answers the calls by one request. Halves of one that failed as a
// whole go out beside the group's next requests, so that one object that takes
// GitHub too long holds up few others.
func (g *gatherer[G, Q, A]) request(group G, batch []*gathered[Q, A]) {
	for len(batch) > 0 {
		results, err := g.once(group, batch)
		switch {
		case errors.Is(err, errLeft):
			g.mu.Lock()
			batch = present(batch)
			g.mu.Unlock()
			continue
		case err != nil && len(batch) > 1 && g.halves(err):
			half := len(batch) / 2
			go g.request(group, batch[:half])
			go g.request(group, batch[half:])
			return
		}
		for n, call := range batch {
			if err != nil {
				call.answered <- result[A]{err: err}
			} else {
				call.answered <- results[n]
			}
		}
		return
	}
}

// halves reports whether a request that failed as a whole may do better in
// halves: one of its parts may be what GitHub refuses or takes too long for. Of
// a write nothing must have been carried out.
func (g *gatherer[G, Q, A]) halves(err error) bool {
	_, limited := errors.AsType[RateLimited](err)
	_, bug := errors.AsType[broken](err)
	if limited || bug || errors.Is(err, ErrSuspended) || errors.Is(err, ErrNoInstallation) || errors.Is(err, ErrUnauthorized) {
		return false
	}
	return !g.write || Final(err)
}

// once makes one request, which is cut off when none of its callers waits. What
// else its context holds is the first caller's.
func (g *gatherer[G, Q, A]) once(group G, batch []*gathered[Q, A]) ([]result[A], error) {
	ctx, cancel := context.WithCancel(context.WithoutCancel(batch[0].ctx))
	defer cancel()
	var waiting atomic.Int64
	waiting.Store(int64(len(batch)))
	questions := make([]Q, len(batch))
	for n, call := range batch {
		questions[n] = call.question
		defer context.AfterFunc(call.ctx, func() {
			if waiting.Add(-1) == 0 {
				cancel()
			}
		})()
	}
	return g.guarded(ctx, group, questions, func() error { return g.leaves(batch) })
}

// guarded sends in a goroutine of its own, which may break off: the group's
// further requests go out all the same.
func (g *gatherer[G, Q, A]) guarded(ctx context.Context, group G, questions []Q, ready func() error) (results []result[A], err error) {
	err = broken{}
	over := make(chan struct{})
	go func() {
		defer close(over)
		defer func() {
			if cause := recover(); cause != nil {
				err = broken{cause}
			}
		}()
		results, err = g.send(ctx, group, questions, ready)
	}()
	<-over
	return results, err
}

// leaves takes note that a request is sent now, unless a caller has left.
func (g *gatherer[G, Q, A]) leaves(batch []*gathered[Q, A]) error {
	g.mu.Lock()
	defer g.mu.Unlock()
	if len(present(batch)) < len(batch) {
		return errLeft
	}
	for _, call := range batch {
		call.sent = true
	}
	return nil
}
