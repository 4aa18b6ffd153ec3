package gate

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/upkeep-app/upkeep/ghclient"
	"github.com/upkeep-app/upkeep/store"
)

// ErrHalted is returned while all writes are stopped. The key is handed back
// as it was; nothing is lost and nothing is counted as an attempt.
var ErrHalted = errors.New("writes are halted")

// errHaltedHere is returned while the writes of one installation are stopped.
// The key is parked until something triggers it, as the end of the halt does.
var errHaltedHere = errors.New("writes are halted in this organisation")

// errPlanned is an action that plan mode withheld.
var errPlanned = errors.New("withheld by plan mode")

// Later asks for the key to be looked at again at a time, for a reason.
type Later struct {
	Waiting store.Waiting
	Until   time.Time
	Reason  string
}

// Error is part of error.
func (l Later) Error() string {
	return fmt.Sprintf("%s until %s: %s", l.Waiting, l.Until.UTC().Format(time.RFC3339), l.Reason)
}

// Refused is a write that must not be made and that trying again would not
// change: the key is parked with the reason.
type Refused struct {
	Reason string
}

// Error is part of error.
func (r Refused) Error() string { return "refused: " + r.Reason }

// stops reports whether an error ends the whole run: the actions after it
// would meet the same wall.
func stops(err error) bool {
	var limited ghclient.RateLimited
	return errors.Is(err, ErrHalted) || errors.Is(err, errHaltedHere) || errors.Is(err, store.ErrFenced) || errors.As(err, &limited)
}

// outcome joins the errors of a run. As long as one of them is worth another
// try, those that are not only tell what happened: they must not park the key.
func outcome(errs []error) error {
	if slices.ContainsFunc(errs, func(err error) bool { return !hopeless(err) }) {
		for i, err := range errs {
			if hopeless(err) {
				errs[i] = errors.New(err.Error())
			}
		}
	}
	return errors.Join(errs...)
}

// OnlyPaced reports whether all that is left of a run is text that has to wait
// for its pace, and until when.
func OnlyPaced(err error) (until time.Time, paced bool) {
	var joined interface{ Unwrap() []error }
	if !errors.As(err, &joined) {
		return time.Time{}, false
	}
	for _, one := range joined.Unwrap() {
		later, ok := errors.AsType[Later](one)
		if !ok || later.Waiting != store.WaitPace {
			return time.Time{}, false
		}
		if later.Until.After(until) {
			until = later.Until
		}
	}
	return until, true
}

func hopeless(err error) bool {
	var refused Refused
	return errors.As(err, &refused) || ghclient.Final(err)
}
