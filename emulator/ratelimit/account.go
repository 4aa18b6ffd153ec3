package ratelimit

import "time"

// account is what one owner has sent.
type account struct {
	seen    time.Time // when it was last used
	running int
	budgets map[Resource]*budget

	restPace, graphQLPace      *sliding
	contentMinute, contentHour *sliding

	imposedUntil     time.Time
	imposedSecondary bool
}

// budget is an hour's, from its first request on.
type budget struct {
	used  int
	reset time.Time
}

func newAccount(now time.Time) *account {
	return &account{
		seen: now, budgets: map[Resource]*budget{},
		restPace: newSliding(time.Minute), graphQLPace: newSliding(time.Minute),
		contentMinute: newSliding(time.Minute), contentHour: newSliding(time.Hour),
	}
}

// resetAfter is the end of a budget that begins now, as clients are told it.
func resetAfter(now time.Time) time.Time { return now.Add(budgetWindow).Truncate(time.Second) }

// current is the budget that is running; nil when none has begun or the last is over.
func (a *account) current(of Resource, now time.Time) *budget {
	if b := a.budgets[of]; b != nil && now.Before(b.reset) {
		return b
	}
	return nil
}

// standing is what a client is told. An imposed end of the budget looks like a
// real one; its reset is in whole seconds, and not before the limit ends.
func (a *account) standing(of Resource, limit int, now time.Time) Standing {
	if now.Before(a.imposedUntil) && !a.imposedSecondary {
		return Standing{Limit: limit, Used: limit, Reset: a.imposedUntil.Add(time.Second - 1).Truncate(time.Second)}
	}
	if b := a.current(of, now); b != nil {
		return Standing{Limit: limit, Used: b.used, Reset: b.reset}
	}
	return Standing{Limit: limit, Reset: resetAfter(now)}
}

// imposition is the imposed limit that refuses a request. One on the budget lets pass what is free.
func (a *account) imposition(r Request, now time.Time) *Crossing {
	if !now.Before(a.imposedUntil) || !a.imposedSecondary && r.Cost == 0 {
		return nil
	}
	kind := Primary
	if a.imposedSecondary {
		kind = Pace
	}
	return &Crossing{At: now, Owner: r.Owner, Resource: r.Resource, Kind: kind, Until: a.imposedUntil, Imposed: true}
}

// crossing is the limit that refuses a request; nil when none does. A request
// that asks for more than what is left of the budget takes the rest with it:
// clients wait for the reset only when they see that nothing remains.
func (a *account) crossing(r Request, now time.Time) *Crossing {
	found := Crossing{At: now, Owner: r.Owner, Resource: r.Resource}
	pace, mostPace := a.pace(r.Resource)
	content := later(a.contentMinute.room(now, r.Creates, mostContentPerMinute), a.contentHour.room(now, r.Creates, mostContentPerHour))
	room := pace.room(now, r.Points, mostPace)
	switch {
	case r.Cost > 0 && a.standing(r.Resource, r.Limit, now).Used+r.Cost > r.Limit:
		b := a.begun(r.Resource, now)
		b.used = max(b.used, r.Limit)
		found.Kind, found.Until = Primary, b.reset
	case a.running >= mostConcurrent:
		found.Kind = Concurrency
	case room.After(now):
		found.Kind, found.Until = Pace, room
	case r.Creates > 0 && content.After(now):
		found.Kind, found.Until = Content, content
	default:
		return nil
	}
	return &found
}

// count takes a request into account. The first that costs something begins the budget's hour.
func (a *account) count(r Request, now time.Time) {
	a.running++
	pace, _ := a.pace(r.Resource)
	pace.add(now, r.Points)
	a.contentMinute.add(now, r.Creates)
	a.contentHour.add(now, r.Creates)
	if r.Cost > 0 {
		a.begun(r.Resource, now).used += r.Cost
	}
}

// begun is the budget that is running, begun now if there is none.
func (a *account) begun(of Resource, now time.Time) *budget {
	b := a.current(of, now)
	if b == nil {
		b = &budget{reset: resetAfter(now)}
		a.budgets[of] = b
	}
	return b
}

func (a *account) pace(of Resource) (*sliding, int) {
	if of == GraphQL {
		return a.graphQLPace, graphQLPace
	}
	return a.restPace, restPace
}

func later(one, other time.Time) time.Time {
	if one.After(other) {
		return one
	}
	return other
}
