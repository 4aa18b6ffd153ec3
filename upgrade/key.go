package upgrade

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Kind says which sort of GitHub object a key identifies.
type Kind string

// The kinds of keys. Issue, Board, Policy, Onboarding and Proposal keys write to GitHub, and Comment
// keys leave one reaction (docs/decisions, 9); the others only find out which of
// those are concerned and trigger them.
const (
	KindIssue        Kind = "issue"        // an issue, or a pull request that is a child, by node id
	KindBoard        Kind = "board"        // a Projects v2 board, by node id
	KindPolicy       Kind = "policy"       // an installation's policy file, by installation id
	KindOnboarding   Kind = "onboarding"   // the one issue that greets an organisation, by installation id
	KindProposal     Kind = "proposal"     // a pull request that may change the policy file: see ProposalKey
	KindComment      Kind = "comment"      // a comment, by its issue's node id, a slash and its own: shows that a command was seen
	KindStart        Kind = "start"        // a comment, identified likewise: finds out whether it asks to start an upgrade on an issue of none
	KindPullRequest  Kind = "pr"           // a pull request, by node id: triggers the issues it closes
	KindBlocker      Kind = "blocker"      // an issue or pull request that was closed or reopened, by node id: triggers the children that wait for it
	KindRepository   Kind = "repository"   // a repository, by node id: triggers the children in it
	KindInstallation Kind = "installation" // an installation's full resync, by installation id
	KindSweep        Kind = "sweep"        // the app's sweep of missed deliveries; the id is always "app"
)

// Key is the identity of one object to bring to its desired state, written
// "kind:id". It says nothing about what happened to the object.
type Key string

// NewKey puts a key together.
func NewKey(kind Kind, id string) Key { return Key(string(kind) + ":" + id) }

// IssueKey is the key of an issue or pull request.
func IssueKey(id NodeID) Key { return NewKey(KindIssue, string(id)) }

// BoardKey is the key of a board.
func BoardKey(id NodeID) Key { return NewKey(KindBoard, string(id)) }

// CommentKey is the key of a comment on an issue. No node id has a slash in it:
// the old ones are ASCII text in Base64, the new ones Base64 for URLs.
func CommentKey(issue, comment NodeID) Key {
	return NewKey(KindComment, string(issue)+"/"+string(comment))
}

// StartKey is the key of a comment that may ask to start an upgrade.
func StartKey(issue, comment NodeID) Key { return NewKey(KindStart, string(issue)+"/"+string(comment)) }

// ProposalKey is the key of a pull request in an installation's policy repository.
// Again is a check run of the app's that somebody asked for once more, 0 for none.
func ProposalKey(installation int64, number int, again int64) Key {
	id := fmt.Sprintf("%d/%d", installation, number)
	if again != 0 {
		id += fmt.Sprintf("/%d", again)
	}
	return NewKey(KindProposal, id)
}

// Proposal takes such a key apart; the number is 0 in a key of another kind.
func (k Key) Proposal() (number int, again int64) {
	if k.Kind() != KindProposal {
		return 0, 0
	}
	parts := append(strings.Split(k.ID(), "/"), "", "")
	number, _ = strconv.Atoi(parts[1])
	again, _ = strconv.ParseInt(parts[2], 10, 64)
	return number, again
}

// Comment takes a comment's key apart; the comment is empty in a key of another kind.
func (k Key) Comment() (issue, comment NodeID) {
	before, after, _ := strings.Cut(k.ID(), "/")
	return NodeID(before), NodeID(after)
}

// Kind is the part before the first colon.
func (k Key) Kind() Kind {
	kind, _, _ := strings.Cut(string(k), ":")
	return Kind(kind)
}

// ID is the part after the first colon.
func (k Key) ID() string {
	_, id, _ := strings.Cut(string(k), ":")
	return id
}

// Trigger is the wish to have a key looked at. Triggers of one key coalesce:
// the earliest NotBefore and the latest Floor count.
type Trigger struct {
	Key Key
	// Installation is the installation whose token reads and writes the object.
	Installation int64
	// NotBefore delays the look; zero means now.
	NotBefore time.Time
	// Floor is the object's updated_at as the event told it: an observation
	// older than this is a lagging read and must not be acted on. Zero if unknown.
	Floor time.Time
	// Confirm asks for one more look 30 seconds after the one this trigger
	// causes: the event told no time that a read too early would fall short of.
	// Of triggers that coalesce, one is enough.
	Confirm bool
	// Urgent also brings a key forward that waits for the pace of its texts: a
	// person asks for something and need not wait for them.
	Urgent bool
	// Cause is what set this off. Of triggers that coalesce, the greatest counts.
	Cause Cause
	// Reason is a short phrase for logs, such as "issues.closed".
	Reason string
	// Delivery is the GUID of the delivery that asks; empty if none does.
	Delivery string
}
