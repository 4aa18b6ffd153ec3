package ghclient

import (
	"context"
	"errors"
	"math/rand/v2"
	"runtime"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
)

type sentBatch = []int

// gateway stands for GitHub: it keeps requests under way until it is told to answer.
type gateway struct {
	gatherer[string, int, int]
	arrived chan sentBatch // each request, with its questions
	answer  chan func([]int) ([]result[int], error)
}

// newGateway is a gatherer of at most three calls a request.
func newGateway(write bool) *gateway {
	g := &gateway{arrived: make(chan sentBatch), answer: make(chan func([]int) ([]result[int], error))}
	g.most, g.size, g.write = 3, func(int) int { return 1 }, write
	g.send = func(ctx context.Context, _ string, questions []int, ready func() error) ([]result[int], error) {
		if err := ready(); err != nil {
			return nil, err
		}
		g.arrived <- questions
		select {
		case answer := <-g.answer:
			return answer(questions)
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	return g
}

func doubled(questions []int) ([]result[int], error) {
	var all []result[int]
	for _, q := range questions {
		all = append(all, result[int]{answer: 2 * q})
	}
	return all, nil
}

// called makes a call; it waits behind the request under way.
func (g *gateway) called(ctx context.Context, question int, answers chan<- result[int]) {
	go func() {
		answer, err := g.ask(ctx, "group", question)
		answers <- result[int]{answer, err}
	}()
	synctest.Wait()
}

// begun has one call under way and the others waiting behind it.
func begun(t *testing.T, write bool, others ...int) (*gateway, chan result[int]) {
	t.Helper()
	g, answers := newGateway(write), make(chan result[int], 100)
	g.called(t.Context(), 1, answers)
	if got := <-g.arrived; !slices.Equal(got, sentBatch{1}) {
		t.Fatalf("first went %v", got)
	}
	for _, other := range others {
		g.called(t.Context(), other, answers)
	}
	return g, answers
}

// What comes while a request is under way goes out together, in the order in
// which it came, and no more than fits.
func TestCallsGatherBehindARequest(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		g, answers := begun(t, false, 2, 3, 4, 5)
		g.answer <- doubled
		for _, want := range []sentBatch{{2, 3, 4}, {5}} {
			if got := <-g.arrived; !slices.Equal(got, want) {
				t.Errorf("went %v, want %v", got, want)
			}
			g.answer <- doubled
		}
		sum := 0
		for range 5 {
			got := <-answers
			sum += got.answer
			if got.err != nil {
				t.Error(got.err)
			}
		}
		if sum != 2*(1+2+3+4+5) {
			t.Errorf("the answers' sum is %d", sum)
		}
	})
}

// Groups do not wait for each other.
func TestGroupsGoSideBySide(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		g, answers := begun(t, false)
		go func() {
			answer, err := g.ask(t.Context(), "other", 7)
			answers <- result[int]{answer, err}
		}()
		if got := <-g.arrived; !slices.Equal(got, sentBatch{7}) {
			t.Errorf("went %v", got)
		}
		g.answer <- doubled
		g.answer <- doubled
		<-answers
		<-answers
	})
}

// Nothing is sent for a caller that has given up.
func TestWhoGaveUpIsNotSent(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		g, answers := begun(t, true)
		ctx, giveUp := context.WithCancel(t.Context())
		left := make(chan result[int], 1)
		g.called(ctx, 2, left)
		g.called(t.Context(), 3, answers)
		giveUp()
		if got := <-left; !errors.Is(got.err, context.Canceled) || errors.Is(got.err, ErrUnknownOutcome) {
			t.Errorf("gave up: %v", got.err)
		}
		g.answer <- doubled
		if got := <-g.arrived; !slices.Equal(got, sentBatch{3}) {
			t.Errorf("went %v", got)
		}
		g.answer <- doubled
	})
}

// A caller that gives up after its write was sent cannot know what became of
// it; the others' request goes on, and is cut off when nobody waits.
func TestWhoGivesUpUnderWay(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		g, answers := begun(t, true)
		first, giveUp := context.WithCancel(t.Context())
		second, giveUpToo := context.WithCancel(t.Context())
		left := make(chan result[int], 1)
		g.called(first, 2, left)
		g.called(second, 3, left)
		g.answer <- doubled
		<-answers
		<-g.arrived
		giveUp()
		if got := <-left; !errors.Is(got.err, ErrUnknownOutcome) || !errors.Is(got.err, context.Canceled) {
			t.Errorf("gave up under way: %v", got.err)
		}
		giveUpToo() // nobody answers, so only the cut ends the request
		<-left
	})
}

// A caller that leaves while the request waits for its turn or its token is
// taken out of it.
func TestWhoGivesUpJustBefore(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		g := newGateway(true)
		turn, asked := make(chan struct{}), make(chan sentBatch, 10)
		send := g.send
		g.send = func(ctx context.Context, group string, questions []int, ready func() error) ([]result[int], error) {
			asked <- questions
			<-turn
			return send(ctx, group, questions, ready)
		}
		answers, left := make(chan result[int], 1), make(chan result[int], 1)
		ctx, giveUp := context.WithCancel(t.Context())
		go func() { _, _ = g.ask(t.Context(), "group", 1) }()
		<-asked
		g.called(ctx, 2, left)
		g.called(t.Context(), 3, answers)
		turn <- struct{}{}
		<-g.arrived
		g.answer <- doubled
		<-asked // 2 and 3 wait for their turn
		giveUp()
		if got := <-left; errors.Is(got.err, ErrUnknownOutcome) {
			t.Errorf("nothing was sent, but %v", got.err)
		}
		turn <- struct{}{} // noticed just before sending
		<-asked
		turn <- struct{}{}
		if got := <-g.arrived; !slices.Equal(got, sentBatch{3}) {
			t.Errorf("went %v", got)
		}
		g.answer <- doubled
		if got := <-answers; got.answer != 6 {
			t.Errorf("answer %+v", got)
		}
	})
}

// A request that fails as a whole is tried in halves, unless that cannot help.
func TestHalves(t *testing.T) {
	t.Parallel()
	refused := func(int) error { return &answerError{kind: ErrInvalid, text: "no"} }
	for name, test := range map[string]struct {
		write bool
		fails func(alone int) error
		want  int // requests for two calls
	}{
		"a read":                       {false, func(int) error { return errors.New("bad gateway") }, 3},
		"a write that was refused":     {true, refused, 3},
		"a write whose answer is lost": {true, func(int) error { return lost(true, &answerError{text: "cut"}) }, 1},
		"a limit":                      {false, func(int) error { return RateLimited{} }, 1},
		"a suspended installation":     {false, func(int) error { return ErrSuspended }, 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				g, answers := begun(t, test.write, 2, 3)
				g.answer <- doubled
				<-answers
				for range test.want {
					<-g.arrived
					g.answer <- func(questions []int) ([]result[int], error) { return nil, test.fails(len(questions)) }
				}
				for range 2 {
					if got := <-answers; !errors.Is(got.err, test.fails(1)) && got.err.Error() != test.fails(1).Error() {
						t.Errorf("answer %+v", got)
					}
				}
			})
		})
	}
}

// One object that cannot be read hurts no other.
func TestOneBadCallOfMany(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		g, answers := begun(t, false, 2, 3, 4)
		g.answer <- doubled
		go func() {
			for range g.arrived {
				g.answer <- func(questions []int) ([]result[int], error) {
					if slices.Contains(questions, 3) {
						return nil, errors.New("takes too long")
					}
					return doubled(questions)
				}
			}
		}()
		failed := 0
		for range 4 {
			if got := <-answers; got.err != nil {
				failed++
			}
		}
		close(g.arrived)
		if failed != 1 {
			t.Errorf("%d calls failed", failed)
		}
	})
}

// A panic of the transport ends the runs that asked, not the process.
func TestPanicsReachTheCallers(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		g := newGateway(true)
		g.send = func(context.Context, string, []int, func() error) ([]result[int], error) { panic("a bug") }
		defer func() {
			if cause := recover(); cause != "a bug" {
				t.Errorf("recovered %v", cause)
			}
		}()
		_, err := g.ask(t.Context(), "group", 1)
		t.Errorf("answered %v", err)
	})
}

// So does the end of its goroutine; nobody waits for an answer that never comes,
// and further requests of the group go out.
func TestTheEndOfTheGoroutineReachesTheCallers(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		g := newGateway(true)
		g.send = func(_ context.Context, _ string, questions []int, _ func() error) ([]result[int], error) {
			if slices.Contains(questions, 1) {
				runtime.Goexit()
			}
			return doubled(questions)
		}
		ended := make(chan bool)
		go func() {
			defer close(ended)
			_, err := g.ask(t.Context(), "group", 1)
			t.Errorf("answered %v", err)
		}()
		<-ended
		if got, err := g.ask(t.Context(), "group", 2); got != 4 || err != nil {
			t.Errorf("the next call: %d, %v", got, err)
		}
	})
}

// Whatever comes together, gives up or fails: every call has exactly one
// answer, its own; none is in two requests that went well; none is sent after
// its context has ended; a caller's calls go in order; no request is too long;
// and nothing is left behind, no goroutine either.
func TestGathererHoldsWhateverComes(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		const callers, callsEach = 40, 30
		var mu sync.Mutex
		done, last := map[int]int{}, map[int]int{}
		var g gatherer[int, int, int]
		g.most, g.size = 7, func(q int) int { return 1 + q%3 }
		g.send = func(_ context.Context, _ int, questions []int, ready func() error) ([]result[int], error) {
			if err := ready(); err != nil {
				return nil, err
			}
			runtime.Gosched()
			mu.Lock()
			defer mu.Unlock()
			size := 0
			for _, q := range questions {
				size += g.size(q)
			}
			if size > g.most && len(questions) > 1 {
				t.Errorf("a request of %d: %v", size, questions)
			}
			if rand.N(5) == 0 {
				return nil, errors.New("passing")
			}
			var results []result[int]
			for _, q := range questions {
				if done[q]++; done[q] > 1 || last[q/callsEach] > q {
					t.Errorf("call %d was carried out %d times, after %d", q, done[q], last[q/callsEach])
				}
				last[q/callsEach] = q
				results = append(results, result[int]{answer: -q})
			}
			return results, nil
		}
		var running sync.WaitGroup
		for caller := range callers {
			running.Go(func() {
				for call := range callsEach {
					q := caller*callsEach + call
					ctx, cancel := context.WithCancel(t.Context())
					if rand.N(4) == 0 {
						go cancel()
					}
					if got, err := g.ask(ctx, caller%3, q); err == nil && got != -q {
						t.Errorf("call %d was answered %d", q, got)
					}
					cancel()
				}
			})
		}
		running.Wait()
		synctest.Wait()
		if len(g.waiting) > 0 {
			t.Errorf("left: %d groups", len(g.waiting))
		}
	})
}
