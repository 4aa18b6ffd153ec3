// Package handlers turns webhook payloads into triggers: one file per event,
// no I/O. A payload is a hint that something moved; what is right is read from
// GitHub later, so a handler takes no more from a payload than which keys are
// concerned, how old an observation of them may be, and what GitHub tells
// nowhere else: who touched a card, and what an edit of the app replaced.
//
// A new event is one file and one line in New.
package handlers

import (
	"context"
	"errors"
	"fmt"

	"github.com/palantir/go-githubapp/githubapp"

	"github.com/upkeep-app/upkeep/upgrade"
)

// Outcome is what a delivery comes to: triggers, or the reason why there are none.
type Outcome struct {
	Triggers []upgrade.Trigger
	// Touches are what somebody else did to cards. Only the payload tells it.
	Touches []upgrade.Touched
	// OwnEdits are the app's own edits of descriptions: what one has replaced is
	// told nowhere else either.
	OwnEdits []upgrade.OwnEdit
	// Ignored says why nothing follows; empty when there are triggers.
	Ignored string
}

// Handlers holds the handler of every event the app looks at.
type Handlers struct {
	self    func() int64
	byEvent map[string]githubapp.EventHandler
}

// New makes the handlers. Self tells the user id of the app's own bot, 0 while
// it is unknown. The error is a programming mistake: an event with two handlers.
func New(self func() int64) (*Handlers, error) {
	byEvent, err := register(
		issues(),
		issueComment(),
		pullRequest(),
		pullRequestReview(),
		projectsV2Item(),
		subIssues(),
		issueDependencies(),
		push(),
		checkRun(),
		repositoryChanged(),
		installationChanged(),
		installationRepositories(),
	)
	if err != nil {
		return nil, err
	}
	return &Handlers{self: self, byEvent: byEvent}, nil
}

// register refuses a second handler for an event, which go-githubapp's own
// dispatcher would silently never call.
func register(all ...githubapp.EventHandler) (map[string]githubapp.EventHandler, error) {
	byEvent := make(map[string]githubapp.EventHandler, len(all))
	for _, handler := range all {
		for _, event := range handler.Handles() {
			if _, taken := byEvent[event]; taken {
				return nil, fmt.Errorf("register the webhook handlers: event %q has two", event)
			}
			byEvent[event] = handler
		}
	}
	return byEvent, nil
}

// Read says what a delivery comes to. The same payload always comes to the
// same. An error means that the payload is not what GitHub documents; it names
// what is missing or malformed, and trying again will not help.
func (h *Handlers) Read(ctx context.Context, event, guid string, payload []byte) (Outcome, error) {
	handler, known := h.byEvent[event]
	if !known {
		return Outcome{Ignored: fmt.Sprintf("event %q is not looked at", event)}, nil
	}
	r := &record{self: h.self()}
	if err := handler.Handle(context.WithValue(ctx, recordKey{}, r), event, guid, payload); err != nil {
		return Outcome{}, fmt.Errorf("read the %s delivery %s: %w", event, guid, err)
	}
	return r.outcome, nil
}

// record travels in the context, because githubapp.EventHandler returns nothing but an error.
type record struct {
	self    int64
	outcome Outcome
}

type recordKey struct{}

var errNoRecord = errors.New("a handler was called other than by Handlers.Read")
