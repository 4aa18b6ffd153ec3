package ratelimit_test

import (
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/upkeep-app/upkeep/emulator/ratelimit"
	"github.com/upkeep-app/upkeep/testclock"
)

var start = time.Date(2026, 3, 2, 9, 0, 0, 500_000_000, time.UTC)

func limiter(t testing.TB) (*ratelimit.Limiter, *testclock.Clock) {
	t.Helper()
	clock := testclock.At(start)
	return ratelimit.New(ratelimit.GitHub, clock.Now), clock
}

func get(owner string) ratelimit.Request {
	return ratelimit.Request{Owner: owner, Resource: ratelimit.Core, Limit: 5000, Cost: 1, Points: 1}
}

// send begins and ends n requests and returns how many passed.
func send(l *ratelimit.Limiter, r ratelimit.Request, n int) (passed int, last *ratelimit.Crossing) {
	for range n {
		if _, crossing := l.Begin(r); crossing != nil {
			last = crossing
			continue
		}
		passed++
		l.End(r)
	}
	return passed, last
}

func TestTheHourlyBudgetStartsWithTheFirstRequest(t *testing.T) {
	t.Parallel()
	l, clock := limiter(t)
	r := get("anna")
	r.Limit, r.Points = 3, 0
	clock.Pass(17 * time.Minute)
	reset := clock.Now().Add(time.Hour).Truncate(time.Second)
	for used := 1; used <= 3; used++ {
		standing, crossing := l.Begin(r)
		if crossing != nil || standing.Used != used || standing.Remaining() != 3-used || !standing.Reset.Equal(reset) {
			t.Fatalf("request %d: %+v, %v", used, standing, crossing)
		}
		l.End(r)
		clock.Pass(time.Minute)
	}
	standing, crossing := l.Begin(r)
	if crossing == nil || crossing.Kind != ratelimit.Primary || crossing.Secondary() || standing.Remaining() != 0 || !crossing.Until.Equal(reset) {
		t.Fatalf("over the budget: %+v, %+v", standing, crossing)
	}
	free := r
	free.Cost = 0
	if _, crossing := l.Begin(free); crossing != nil {
		t.Errorf("a free request was refused: %v", crossing)
	}
	l.End(free)
	clock.Pass(reset.Sub(clock.Now()))
	if standing, crossing := l.Begin(r); crossing != nil || standing.Used != 1 || !standing.Reset.Equal(reset.Add(time.Hour)) {
		t.Errorf("after the reset: %+v, %v", standing, crossing)
	}
}

func TestOwnersAndResourcesAreApart(t *testing.T) {
	t.Parallel()
	l, _ := limiter(t)
	r := get("anna")
	r.Limit = 1
	send(l, r, 2)
	other, graph := r, r
	other.Owner, graph.Resource = "ben", ratelimit.GraphQL
	for _, each := range []ratelimit.Request{other, graph} {
		if _, crossing := l.Begin(each); crossing != nil {
			t.Errorf("%s %s was refused: %v", each.Owner, each.Resource, crossing)
		}
	}
}

func TestAQueryThatCostsMoreThanIsLeftTakesTheRest(t *testing.T) {
	t.Parallel()
	l, _ := limiter(t)
	r := ratelimit.Request{Owner: "anna", Resource: ratelimit.GraphQL, Limit: 100, Cost: 51, Points: 1}
	send(l, r, 1)
	standing, crossing := l.Begin(r)
	if crossing == nil || standing.Remaining() != 0 {
		t.Errorf("%+v, %v; want a refusal with nothing left", standing, crossing)
	}
	r.Owner, r.Cost = "ben", 101
	if standing, crossing := l.Begin(r); crossing == nil || standing.Remaining() != 0 || crossing.Until.IsZero() {
		t.Errorf("a first query above the budget: %+v, %+v", standing, crossing)
	}
}

func TestAHundredRequestsAtOnce(t *testing.T) {
	t.Parallel()
	l, _ := limiter(t)
	r, graph := get("anna"), get("anna")
	graph.Resource = ratelimit.GraphQL
	for n := range 100 {
		each := r
		if n%2 == 0 {
			each = graph
		}
		if _, crossing := l.Begin(each); crossing != nil {
			t.Fatalf("request %d: %v", n, crossing)
		}
	}
	if _, crossing := l.Begin(r); crossing == nil || crossing.Kind != ratelimit.Concurrency || !crossing.Until.IsZero() || !crossing.Secondary() {
		t.Errorf("101st at once: %+v", crossing)
	}
	l.End(graph)
	if _, crossing := l.Begin(r); crossing != nil {
		t.Errorf("after one has ended: %v", crossing)
	}
}

func TestSecondaryLimits(t *testing.T) {
	t.Parallel()
	get, post := get("anna"), get("anna")
	post.Points = 5
	query := ratelimit.Request{Owner: "anna", Resource: ratelimit.GraphQL, Limit: 5000, Cost: 1, Points: 1}
	mutation := query
	mutation.Points = 5
	create, batch := post, mutation
	create.Creates, batch.Creates = 1, 20
	tests := []struct {
		name   string
		r      ratelimit.Request
		passes int
		kind   ratelimit.Kind
	}{
		{"REST reads", get, 900, ratelimit.Pace},
		{"REST writes", post, 180, ratelimit.Pace},
		{"queries", query, 2000, ratelimit.Pace},
		{"mutations", mutation, 400, ratelimit.Pace},
		{"new content", create, 80, ratelimit.Content},
		{"batches of new content", batch, 4, ratelimit.Content},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			l, clock := limiter(t)
			passed, crossing := send(l, tt.r, tt.passes+1)
			if passed != tt.passes || crossing == nil || crossing.Kind != tt.kind {
				t.Fatalf("%d passed, %v; want %d and %s", passed, crossing, tt.passes, tt.kind)
			}
			wait := crossing.Until.Sub(clock.Now())
			if wait < time.Second || wait > 62*time.Second {
				t.Errorf("told to wait %s", wait)
			}
			clock.Pass(wait - time.Millisecond)
			if passed, _ := send(l, tt.r, 1); passed != 0 {
				t.Error("passed before the time")
			}
			clock.Pass(time.Millisecond)
			if passed, _ := send(l, tt.r, 1); passed != 1 {
				t.Error("refused after the time")
			}
		})
	}
}

func TestContentOfAnHour(t *testing.T) {
	t.Parallel()
	l, clock := limiter(t)
	r := get("anna")
	r.Points, r.Creates = 5, 1
	passed := 0
	for range 10 {
		n, _ := send(l, r, 60)
		passed += n
		clock.Pass(2 * time.Minute)
	}
	_, crossing := l.Begin(r)
	if passed != 500 || crossing == nil || crossing.Kind != ratelimit.Content || crossing.Until.Before(start.Add(time.Hour)) {
		t.Errorf("%d passed, then %+v", passed, crossing)
	}
	r.Creates = 0
	if _, crossing := l.Begin(r); crossing != nil {
		t.Errorf("what makes no content was refused: %v", crossing)
	}
}

func TestContentMadeInTheBrowserCounts(t *testing.T) {
	t.Parallel()
	l, _ := limiter(t)
	l.Note("anna", 79)
	r := get("anna")
	r.Creates = 1
	if passed, crossing := send(l, r, 2); passed != 1 || crossing.Kind != ratelimit.Content {
		t.Errorf("%d passed, %v; want one", passed, crossing)
	}
}

func TestRefund(t *testing.T) {
	t.Parallel()
	l, clock := limiter(t)
	r := get("anna")
	charged, _ := l.Begin(r)
	if got := l.Refund(r, charged); got.Used != 0 || got.Remaining() != 5000 {
		t.Errorf("after the refund: %+v", got)
	}
	charged, _ = l.Begin(r)
	clock.Pass(2 * time.Hour)
	later, _ := l.Begin(r)
	if got := l.Refund(r, charged); got != later {
		t.Errorf("a refund for the last hour changed this one: %+v, want %+v", got, later)
	}
}

func TestImposedLimits(t *testing.T) {
	t.Parallel()
	for _, mode := range []ratelimit.Mode{ratelimit.Off, ratelimit.GitHub, ratelimit.Strict} {
		for _, secondary := range []bool{false, true} {
			t.Run(fmt.Sprintf("%q secondary %v", mode, secondary), func(t *testing.T) {
				t.Parallel()
				clock := testclock.At(start)
				l := ratelimit.New(mode, clock.Now)
				r := get("anna")
				l.Impose("anna", secondary, 90*time.Second)
				standing, crossing := l.Begin(r)
				if crossing == nil || !crossing.Imposed || crossing.Secondary() != secondary || (standing.Remaining() == 0) == secondary {
					t.Fatalf("%+v, %+v", standing, crossing)
				}
				if !l.Imposed("anna") || l.Imposed("ben") {
					t.Errorf("imposed on anna %v, on ben %v", l.Imposed("anna"), l.Imposed("ben"))
				}
				if _, crossing := l.Begin(get("ben")); crossing != nil {
					t.Errorf("another owner: %v", crossing)
				}
				clock.Pass(crossing.Until.Sub(clock.Now()))
				if _, crossing := l.Begin(r); crossing != nil {
					t.Errorf("when it is over: %v", crossing)
				}
				l.Impose("anna", secondary, time.Hour)
				l.Lift()
				if _, crossing := l.Begin(r); crossing != nil || l.Imposed("anna") {
					t.Errorf("when it is lifted: %v", crossing)
				}
				if got := l.Crossings(); len(got) != 0 {
					t.Errorf("crossings %v; want none for what was imposed", got)
				}
			})
		}
	}
}

func TestOffRefusesNothing(t *testing.T) {
	t.Parallel()
	l := ratelimit.New(ratelimit.Off, testclock.At(start).Now)
	r := get("anna")
	r.Creates = 1
	for range 10_000 {
		if standing, crossing := l.Begin(r); crossing != nil || standing.Used != 1 {
			t.Fatalf("%+v, %v", standing, crossing)
		}
	}
}

func TestForgottenOwnersStartAnew(t *testing.T) {
	t.Parallel()
	l, clock := limiter(t)
	first := get("first")
	send(l, first, 1)
	for n := range 5000 {
		clock.Pass(time.Millisecond)
		send(l, get(fmt.Sprint(n)), 1)
	}
	if got := l.Standing("first", ratelimit.Core, 5000); got.Used != 0 {
		t.Errorf("the first of 5,001 owners is remembered: %+v", got)
	}
	if got := l.Standing("4999", ratelimit.Core, 5000); got.Used != 1 {
		t.Errorf("the last owner is forgotten: %+v", got)
	}
}

func TestModes(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]ratelimit.Mode{"off": ratelimit.Off, "github": ratelimit.GitHub, "strict": ratelimit.Strict} {
		if got, err := ratelimit.ParseMode(text); err != nil || got != want || got.String() != text {
			t.Errorf("%s: %q, %v", text, got, err)
		}
	}
	if _, err := ratelimit.ParseMode("on"); err == nil {
		t.Error("on is a mode")
	}
}

// TestNoWindowHoldsMoreThanItsLimit sends at random and adds up by hand.
func TestNoWindowHoldsMoreThanItsLimit(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		clock := testclock.At(start)
		l := ratelimit.New(ratelimit.GitHub, clock.Now)
		type passed struct {
			at              time.Time
			points, creates int
		}
		var all []passed
		spent := map[time.Time]int{}
		for range rapid.IntRange(1, 60).Draw(t, "requests") {
			clock.Pass(time.Duration(rapid.IntRange(0, 90_000).Draw(t, "pause")) * time.Millisecond)
			r := get("anna")
			r.Limit = 3000
			r.Cost, r.Points, r.Creates = rapid.IntRange(0, 300).Draw(t, "cost"), rapid.IntRange(0, 400).Draw(t, "points"), rapid.IntRange(0, 40).Draw(t, "creates")
			standing, crossing := l.Begin(r)
			if crossing != nil {
				continue
			}
			l.End(r)
			spent[standing.Reset] += r.Cost
			if r.Cost > 0 && spent[standing.Reset] > 3000 {
				t.Fatalf("%d of 3,000 spent before %s", spent[standing.Reset], standing.Reset)
			}
			all = append(all, passed{clock.Now(), r.Points, r.Creates})
			points, minute, hour := 0, 0, 0
			for _, each := range all {
				if ago := clock.Now().Sub(each.at); ago < time.Hour {
					hour += each.creates
					if ago < time.Minute {
						points, minute = points+each.points, minute+each.creates
					}
				}
			}
			if points > 900 || minute > 80 || hour > 500 {
				t.Fatalf("%d points and %d creations in a minute, %d in an hour", points, minute, hour)
			}
		}
	})
}
