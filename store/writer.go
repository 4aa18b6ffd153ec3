package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync"
)

// groupedJobs bounds one transaction of the writer, so that nobody waits long.
const groupedJobs = 64

// writer is the one goroutine that uses a SQLite database's one writing
// connection. It takes what waits, in order, into one transaction, so that all
// of it shares one fsync, and undoes by itself only what failed.
type writer struct {
	db      *sql.DB
	conn    *sql.Conn
	session session
	jobs    chan *job
	mu      sync.RWMutex // held for writing while closing
	closed  bool
	ended   chan struct{}
}

type job struct {
	ctx   context.Context //nolint:containedctx // of the caller who waits
	work  func(context.Context, session) error
	reads bool
	err   error
	done  chan struct{}
}

func startWriter(ctx context.Context, db *sql.DB, d *dialect) (*writer, error) {
	conn, err := db.Conn(ctx)
	if err != nil {
		return nil, fmt.Errorf("take the writing connection: %w", err)
	}
	w := &writer{
		db: db, conn: conn, session: session{dialect: d, handle: &prepared{on: conn}},
		jobs: make(chan *job, groupedJobs), ended: make(chan struct{}),
	}
	go w.loop(context.WithoutCancel(ctx))
	return w, nil
}

// write runs work in a transaction, perhaps together with others' work.
func (w *writer) write(ctx context.Context, work func(context.Context, session) error) error {
	return w.do(&job{ctx: ctx, work: work, done: make(chan struct{})})
}

// read runs reads on the writing connection: a database in memory has no other.
func (w *writer) read(ctx context.Context, work func(context.Context, session) error) error {
	return w.do(&job{ctx: ctx, work: work, reads: true, done: make(chan struct{})})
}

// do waits for the job's end even if the caller's context ends once it is
// handed over: what it did or did not do must be known.
func (w *writer) do(j *job) error {
	if err := w.hand(j); err != nil {
		return err
	}
	<-j.done
	return j.err
}

func (w *writer) hand(j *job) error {
	w.mu.RLock()
	defer w.mu.RUnlock()
	if w.closed {
		return ErrClosed
	}
	select {
	case w.jobs <- j:
		return nil
	case <-j.ctx.Done():
		return fmt.Errorf("wait for the database: %w", j.ctx.Err())
	}
}

func (w *writer) close() error {
	w.mu.Lock()
	if !w.closed {
		w.closed = true
		close(w.jobs)
	}
	w.mu.Unlock()
	<-w.ended
	return errors.Join(w.conn.Close(), w.db.Close())
}

// loop has a context of its own: the end of one caller's must not interrupt
// the transaction of all.
func (w *writer) loop(ctx context.Context) {
	defer close(w.ended)
	for j := range w.jobs {
		group := gather(j, w.jobs, groupedJobs)
		if err := w.commit(ctx, group); err != nil {
			for _, j := range group {
				j.err = err
			}
		}
		for _, j := range group {
			close(j.done)
		}
	}
}

// gather takes what waits in a channel behind its first, without waiting.
func gather[T any](first T, from <-chan T, limit int) []T {
	group := []T{first}
	for len(group) < limit {
		select {
		case next, ok := <-from:
			if !ok {
				return group
			}
			group = append(group, next)
		default:
			return group
		}
	}
	return group
}

// commit runs a group in one transaction. Each job gets its own error; the
// returned error is one that undid them all.
func (w *writer) commit(ctx context.Context, group []*job) error {
	if len(group) == 1 && group[0].reads {
		w.run(ctx, group[0])
		return nil
	}
	if err := w.control(ctx, "BEGIN IMMEDIATE"); err != nil {
		return err
	}
	for _, j := range group {
		if err := w.apart(ctx, j, len(group) == 1); err != nil {
			return errors.Join(err, w.control(ctx, "ROLLBACK"))
		}
	}
	if len(group) == 1 && group[0].err != nil {
		return errors.Join(group[0].err, w.control(ctx, "ROLLBACK"))
	}
	if err := w.control(ctx, "COMMIT"); err != nil {
		return errors.Join(err, w.control(ctx, "ROLLBACK"))
	}
	return nil
}

// apart runs one job of a group so that its failure undoes nothing else.
func (w *writer) apart(ctx context.Context, j *job, alone bool) error {
	if alone || j.reads {
		w.run(ctx, j)
		return nil
	}
	if err := w.control(ctx, "SAVEPOINT one"); err != nil {
		return err
	}
	w.run(ctx, j)
	if j.err != nil {
		if err := w.control(ctx, "ROLLBACK TO one"); err != nil {
			return errors.Join(j.err, err)
		}
	}
	return w.control(ctx, "RELEASE one")
}

func (w *writer) run(ctx context.Context, j *job) {
	if j.err = j.ctx.Err(); j.err == nil {
		j.err = j.work(ctx, w.session)
	}
}

func (w *writer) control(ctx context.Context, text string) error {
	if err := w.session.run(ctx, text); err != nil {
		return fmt.Errorf("%s: %w", text, err)
	}
	return nil
}
