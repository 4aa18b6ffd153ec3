package ghclient

import (
	"errors"
	"fmt"
	"time"
)

// The answers that trying again does not change. Each is found with errors.Is;
// Final asks for all of them at once. An error that is none of these, no
// RateLimited and no ErrUnknownOutcome is worth another try later.
var (
	// ErrNotFound is an object that does not exist or that the installation may not see; GitHub does not say which.
	ErrNotFound = errors.New("not found or not readable")
	// ErrForbidden is a missing permission, an archived repository or a locked issue.
	ErrForbidden = errors.New("forbidden")
	// ErrNotPermitted is what the app was not given the permission for, or a
	// repository that it was not given. It is an ErrForbidden too.
	ErrNotPermitted = fmt.Errorf("%w: the app was not given it", ErrForbidden)
	// ErrGone is a deleted issue, or a repository whose issues are switched off.
	ErrGone = errors.New("gone")
	// ErrInvalid is a request that GitHub understood and refused for its content.
	ErrInvalid = errors.New("refused as invalid")
	// ErrMoved is an object that has another address now. Its node id still finds it.
	ErrMoved = errors.New("moved to another address")
	// ErrSuspended is an installation that its organisation has suspended.
	ErrSuspended = errors.New("installation is suspended")
	// ErrNoInstallation is an installation that is not there (any more).
	ErrNoInstallation = errors.New("no such installation")
	// ErrPersonalToken is what only an app may ask, or a write, where a person's
	// own token reads.
	ErrPersonalToken = errors.New("a personal token is not for that: it only reads, and is no app's")
)

// ErrUnknownOutcome is a write that was sent and whose answer was lost: it may
// have been done or not. Look before sending it again.
var ErrUnknownOutcome = errors.New("sent, but the answer was lost")

// ErrUnauthorized is a refused token or app key; a new token may be accepted.
var ErrUnauthorized = errors.New("token was refused")

// RateLimited is a limit that GitHub stated, or one still running from
// earlier; in the latter case nothing was sent. It is returned by value, so
// look for it with
//
//	var limited ghclient.RateLimited
//	if errors.As(err, &limited) { … }
type RateLimited struct {
	// Until is when the installation may send again, by this machine's clock.
	Until time.Time
	// Secondary tells the limit on bursts from the hourly budget.
	Secondary bool
}

// Error is part of error.
func (r RateLimited) Error() string {
	kind := "rate limit"
	if r.Secondary {
		kind = "secondary rate limit"
	}
	return fmt.Sprintf("%s until %s", kind, r.Until.UTC().Format(time.RFC3339))
}

// LimitedUntil is Until, for those who do not know this type.
func (r RateLimited) LimitedUntil() time.Time { return r.Until }

// Final reports whether an error stays the same until something changes on
// GitHub: park the work and wait for an event instead of trying again.
func Final(err error) bool {
	for _, final := range []error{ErrNotFound, ErrForbidden, ErrGone, ErrInvalid, ErrMoved, ErrSuspended, ErrNoInstallation, ErrPersonalToken} {
		if errors.Is(err, final) {
			return true
		}
	}
	return false
}

// answerError is an answer that is not a success. Kind is one of the errors
// above, or nil when another try may do.
type answerError struct {
	kind      error
	cause     error // what went wrong on the way, if it was not GitHub that said no
	text      string
	requestID string
}

// Error is part of error.
func (a *answerError) Error() string {
	text := a.text
	if a.kind != nil {
		text = a.kind.Error() + ": " + text
	}
	if a.requestID != "" {
		text += " (request " + a.requestID + ")"
	}
	return text
}

// Unwrap is part of errors.Is and errors.As.
func (a *answerError) Unwrap() []error {
	var errs []error
	for _, err := range []error{a.kind, a.cause} {
		if err != nil {
			errs = append(errs, err)
		}
	}
	return errs
}

// requestOf is GitHub's id of the request that failed, if it is known.
func requestOf(err error) string {
	if failure, ok := errors.AsType[*answerError](err); ok {
		return failure.requestID
	}
	return ""
}
