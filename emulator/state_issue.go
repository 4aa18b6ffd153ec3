package emulator

import (
	"strings"
	"time"

	"github.com/upkeep-app/upkeep/upgrade"
)

// issue is an issue or, with pull set, a pull request.
type issue struct {
	id           int64 // a pull request's id in the issues API; its own is pull.id
	nodeID       string
	repo         *repository
	number       int
	title        string
	body         string
	author       *user
	byApp        *app // the app it was opened with; nil for people
	createdAt    time.Time
	updatedAt    time.Time
	bodyEditedAt time.Time // zero if never edited
	bodyEditor   *user     // who edited it last; nil if nobody did
	bodyEdits    int       // how often
	closed       bool
	reason       string // completed, not_planned, duplicate or reopened; empty for pull requests and never closed issues
	closedAt     time.Time
	closedBy     *user
	locked       bool
	lockReason   string
	labels       []*label
	assignees    []*user
	comments     []*comment
	reactions    []*reaction
	parent       *issue
	subIssues    []*issue
	events       []*event // timeline, oldest first
	items        []*item  // its cards on boards
	linkedPulls  []*issue // pull requests that close it when they merge
	milestone    *milestone
	blockedBy    []*issue // issues it waits for
	blocking     []*issue // issues that wait for it
	duplicateOf  *issue   // set when closed as a duplicate of a named issue
	pull         *pull
}

func (i *issue) ref() upgrade.Ref {
	return upgrade.Ref{Owner: i.repo.owner.login, Repo: i.repo.name, Number: i.number}
}

func (i *issue) state() string {
	if i.closed {
		return "closed"
	}
	return "open"
}

type comment struct {
	id        int64
	nodeID    string
	issue     *issue
	author    *user
	byApp     *app // the app it was written with; nil for people
	body      string
	createdAt time.Time
	updatedAt time.Time
	editor    *user // who edited it last; nil if nobody did
	editedAt  time.Time
	reactions []*reaction
}

// reaction is a user's reaction; content is as REST has it: +1, -1, laugh, confused, heart, hooray, rocket, eyes.
type reaction struct {
	id      int64
	nodeID  string
	user    *user
	content string
	at      time.Time
}

// event is one entry of an issue's timeline.
type event struct {
	id     int64
	nodeID string
	// kind is assigned, unassigned, closed, reopened, labeled, unlabeled, renamed, merged, connected, disconnected,
	// review_requested, review_request_removed, review_dismissed, ready_for_review, convert_to_draft, head_ref_deleted.
	kind  string
	actor *user
	at    time.Time
	// assignee is set for assigned and unassigned, reason for closed and reopened.
	assignee *user
	reason   string
	// closer is what closed it, a pull (*issue) or a *commit; nil for a person.
	closer any
	// subject is the other end of a link that was connected or disconnected.
	subject *issue
	// reviewer and reviewTeam are who was asked for a review; review is the one
	// that was dismissed, was its state and message the reason given.
	reviewer   *user
	reviewTeam *team
	review     *review
	was        string
	message    string
}

func sameFold(a, b string) bool { return strings.EqualFold(a, b) }
