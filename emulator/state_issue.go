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
	edits        []*edit   // the texts it had, oldest first; bounded
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
	edits     []*edit // the texts it had, oldest first; bounded
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

// edit is a text as one person left it. The first of a text's edits is the
// text as it was written, made when the second comes.
type edit struct {
	id     int64
	nodeID string
	editor *user
	at     time.Time
	text   string
}

// event is one entry of an issue's timeline. Its kind is the word that REST has
// for it. Comments and reviews stand among the events, as kinds "commented"
// and "reviewed", which have no id of their own.
type event struct {
	id     int64
	nodeID string
	kind   string
	actor  *user
	via    *app // the app it was done with; nil for people
	at     time.Time

	assignee   *user    // assigned, unassigned
	reason     string   // closed, reopened: the state's; locked: the lock's
	closer     any      // closed: by a pull request (*issue) or a *commit; nil by a person
	label      *label   // labeled, unlabeled: a copy, as it was then
	milestone  string   // milestoned, demilestoned: the title
	from, to   string   // renamed: the titles; project_v2_item_status_changed: the values
	other      *issue   // the other end of a link, or what a cross-reference stands in
	origin     string   // transferred: the full name of the repository it came from
	comment    *comment // commented
	board      *board   // added_to_project_v2, project_v2_item_status_changed
	reviewer   *user    // review_requested, review_request_removed: who, or else which team
	reviewTeam *team
	review     *review // reviewed, review_dismissed
	was        string  // review_dismissed: the review's state before
	message    string  // review_dismissed: why
}

func sameFold(a, b string) bool { return strings.EqualFold(a, b) }
