package handlers

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/upkeep-app/upkeep/upgrade"
)

// handler is one event's githubapp.EventHandler.
type handler struct {
	event string
	// actions are the actions that are looked at; nil for an event that has none.
	actions []string
	// echoes is set where the app's own doing has to be looked at too.
	echoes bool
	// blank makes the struct that a payload is decoded into.
	blank func() payload
}

// payload is the little of an event that is decoded: decoding whole events
// costs more than everything else on a delivery's way.
type payload interface {
	head() *header
	// outcome is asked only when the action is one of the handler's.
	outcome() (Outcome, error)
}

// echo is a payload that tells something of the app's own writes that only it knows.
type echo interface {
	ownEdits() ([]upgrade.OwnEdit, error)
}

// ownWrite is why an event that the app has set off itself is ignored.
const ownWrite = "our own write"

// Handles is part of githubapp.EventHandler.
func (h handler) Handles() []string { return []string{h.event} }

// Handle is part of githubapp.EventHandler. The outcome goes into the record of Read.
func (h handler) Handle(ctx context.Context, _, _ string, body []byte) error {
	r, ok := ctx.Value(recordKey{}).(*record)
	if !ok {
		return errNoRecord
	}
	p := h.blank()
	if err := json.Unmarshal(body, p); err != nil {
		return fmt.Errorf("decode the payload: %w", err)
	}
	p.head().event = h.event
	if reason := h.ignores(*p.head(), r.self); reason != "" {
		r.outcome = Outcome{Ignored: reason}
		if own, tells := p.(echo); tells && reason == ownWrite {
			var err error
			r.outcome.OwnEdits, err = own.ownEdits()
			return err
		}
		return nil
	}
	if err := h.needsAction(*p.head()); err != nil {
		return err
	}
	var err error
	r.outcome, err = p.outcome()
	for i := range r.outcome.Triggers {
		r.outcome.Triggers[i].Cause = p.head().cause()
	}
	return err
}

// ignores says why nothing of such an event is looked at; empty if it is.
func (h handler) ignores(head header, self int64) string {
	switch {
	case head.Installation.ID == 0:
		return "no installation"
	case !h.echoes && self != 0 && head.Sender.ID == self:
		return ownWrite
	case h.actions != nil && head.Action != "" && !slices.Contains(h.actions, head.Action):
		return fmt.Sprintf("action %q is not looked at", head.Action)
	}
	return ""
}

func (h handler) needsAction(head header) error {
	if h.actions != nil && head.Action == "" {
		return missing("action")
	}
	return nil
}

// header is what all events have in common. Push has no action.
type header struct {
	event        string
	Action       string `json:"action"`
	Installation struct {
		ID int64 `json:"id"`
	} `json:"installation"`
	Sender struct {
		ID    int64  `json:"id"`
		Login string `json:"login"`
		Type  string `json:"type"`
	} `json:"sender"`
}

// cause is who set the event off. Apps and GitHub's own automations are of type
// Bot, whatever their login.
func (h *header) cause() upgrade.Cause {
	if h.Sender.Type == "User" {
		return upgrade.CausePerson
	}
	return upgrade.CauseOther
}

func (h *header) head() *header { return h }

// reason is the phrase for logs, such as "issues.closed".
func (h *header) reason() string {
	if h.Action == "" {
		return h.event
	}
	return h.event + "." + h.Action
}

// trigger wishes a key to be looked at, and once more later: nothing in the
// event tells whether an observation already has what the event is about.
func (h *header) trigger(key upgrade.Key) upgrade.Trigger {
	return upgrade.Trigger{Key: key, Installation: h.Installation.ID, Confirm: true, Reason: h.reason()}
}

// triggerFrom is trigger for a key whose object had the given updated_at after
// the event. Without a time it is as trigger.
func (h *header) triggerFrom(key upgrade.Key, floor time.Time) upgrade.Trigger {
	t := h.trigger(key)
	t.Floor, t.Confirm = floor, floor.IsZero()
	return t
}

// numbered is the key of an object that is known by the installation's id.
func (h *header) numbered(kind upgrade.Kind) upgrade.Key {
	return upgrade.NewKey(kind, fmt.Sprint(h.Installation.ID))
}

// object is an issue or a pull request in a payload. The issue of a pull
// request's comment has the pull request's node id.
type object struct {
	NodeID    upgrade.NodeID `json:"node_id"`
	UpdatedAt string         `json:"updated_at"`
	Body      string         `json:"body"` // the description
}

// read checks the object and returns its updated_at, zero if there is none.
// Name is its place in the payload.
func (o object) read(name string) (time.Time, error) {
	if o.NodeID == "" {
		return time.Time{}, missing(name + ".node_id")
	}
	return moment(name+".updated_at", o.UpdatedAt)
}

// repository is the repository in a payload.
type repository struct {
	NodeID        upgrade.NodeID `json:"node_id"`
	Name          string         `json:"name"`
	DefaultBranch string         `json:"default_branch"`
}

func isPolicyHome(name string) bool { return strings.EqualFold(name, upgrade.PolicyRepository) }

// moment reads a time of a payload, zero if it is not there.
func moment(name, text string) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return time.Time{}, fmt.Errorf("%s is not a time: %w", name, err)
	}
	return at.UTC(), nil
}

// missing names what a payload has to have and does not.
func missing(name string) error { return errors.New("the payload has no " + name) }
