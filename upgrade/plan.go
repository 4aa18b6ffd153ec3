package upgrade

import (
	"cmp"
	"time"

	"github.com/upkeep-app/upkeep/description"
)

// Plan is what a decider wants done. It is data: printed it is the dry run,
// compared it is a test, handed to the gate it is carried out in order.
type Plan struct {
	Actions []Action
	// Why says why an object is left alone, such as "closed roadmap issue is not touched"; empty otherwise.
	Why string
	// Lacks says that a board, as it was read, lacks something that the facts
	// want in place; whoever knows the board from earlier reads it anew.
	Lacks bool
}

// Empty reports whether the plan writes nothing to GitHub. Bookkeeping and
// triggers do not count: a plan that only remembers is quiescent.
func (p Plan) Empty() bool {
	for _, a := range p.Actions {
		if a.Write() != "" {
			return false
		}
	}
	return true
}

// Action is one step of a plan; the structs in this file and in plan_board.go are
// all there are.
type Action interface {
	// Write is the kind of write to GitHub this is; empty for bookkeeping.
	Write() WriteKind
}

// PutItem puts an issue on a board if it is not there, and sets fields of its
// card, all in one request after the add. It is idempotent.
type PutItem struct {
	Board   Board
	Content NodeID
	// Ref is the issue's place, for people.
	Ref Ref
	// Item is the card; empty when the issue is not on the board yet.
	Item   NodeID
	Values []FieldWrite
	// Ordered says that a command on the object is the reason; a pause does not hold it then.
	Ordered bool
}

// FieldWrite sets one field of a card, or with an empty Text clears it. Once
// it is done the written value, or Base where it is set, is the field's base.
type FieldWrite struct {
	Field Field
	// Option is set for a single select, Iteration for an iteration; Text carries
	// every other type, and the option's name or the iteration's title.
	Option    Option
	Iteration Iteration
	Text      string
	// Base is what the facts give, where a person asked for something else.
	Base string
	// Overrules says that an automation has set what is there; it is overruled once.
	Overrules bool
	// Was is the value seen, Why the fact that decides; both for the plan and the audit.
	Was string
	Why string
	// Names are the private repositories that Text names; the board must not be public.
	Names []Repository
}

// Value is what is written, in the form of a base.
func (w FieldWrite) Value() string { return cmp.Or(w.Text, Nothing) }

// EditBody changes an issue's description: single boxes, and the app's own
// sections. The gate reads the description just before it writes and gives up
// when it is no longer Present.
type EditBody struct {
	Issue NodeID
	Ref   Ref
	Body  string // the description as observed
	// Over is what the description is instead, which Body is to replace: see
	// Issue.Over. Empty when Body stands there.
	Over  string
	Boxes []BoxWrite
	// Fences is how many [tasklist] fences become plain lists once the boxes are
	// set. It is asked for by a command, whose answer waits for it.
	Fences int
	// Sections are put in this order after that; none is damaged there.
	Sections []SectionWrite
	// Then are set off once it is written.
	Then []Trigger
}

// SectionWrite puts one of the app's own sections into a description.
type SectionWrite struct {
	description.Section
	// Place is where it goes if it is not there yet.
	Place description.Place
	Why   string
	// Links are the issues that the text links; nothing else in it may come alive.
	Links []Ref
	// Names are the repositories that the text names: none may be less visible than the issue.
	Names []Repository
	// Bases are remembered once it is written.
	Bases map[string]string
}

// BoxWrite is one box. Once it is done the state is the box's base.
type BoxWrite struct {
	// Offset is the place in Body of the byte between the brackets; Line is for people, from 1.
	Offset  int
	Line    int
	Checked bool
	// Child names the box's base: the node ids of the item's children joined by a
	// space, or what step.base or parentNames make of one without children.
	Child string
	Why   string
}

// SaveComment writes the app's own comment of a purpose on an issue: made if
// it is not there, edited if its text differs. Paced as bodies are when Living.
type SaveComment struct {
	Issue NodeID
	Ref   Ref
	// Comment is the comment to edit; 0 makes a new one.
	Comment int64
	// Purpose tells the app's comments on one issue apart: "living", "reply:<comment id>",
	// or "late:<comment id>" for the reply to several from that comment on.
	Purpose string
	Living  bool
	// IfThere only edits: nothing is made when the comment is not there (any more).
	IfThere bool
	// Once says that no later run brings the text up to date: a command's answer
	// waits for it.
	Once bool
	Text string // without the marker, which the gate adds
	// Was is the text that is there, as far as it is known.
	Was string
	// Names are the repositories that the text names: none may be less visible than the issue.
	Names []Repository
}

// React leaves a reaction on a comment; leaving it twice is leaving it once.
type React struct {
	Ref     Ref
	Comment int64
	Content string // "+1", "confused", "eyes"
	Why     string // for the audit
}

// Unreact takes away a reaction that the app itself has left; one that is not
// there is taken away already.
type Unreact struct {
	Ref     Ref
	Comment NodeID
	Content string // as in React
	Why     string // for the audit
}

// Assign assigns a person to an issue, next to those who are, or with Remove
// takes the person off; what is so already stays so. It is a write of the kind
// of the reaction beside it: somebody asks for it in a comment, and the two are
// made or withheld together.
type Assign struct {
	Ref    Ref
	User   Actor
	Remove bool
}

// Depend makes an issue wait for another on GitHub, or with Remove ends that;
// what is so already stays so, and what GitHub does not do is left. It is a
// write of the kind of the reaction beside it, as Assign is.
type Depend struct {
	Ref Ref
	// On is the issue waited for. To end it only its ID and Ref are needed.
	On     IssueState
	Remove bool
}

// LinkSubIssue makes an issue a sub-issue of a roadmap issue, or with Remove
// takes it away; an issue that has another parent keeps that one. What GitHub
// refuses is remembered as LinkDeclined.
type LinkSubIssue struct {
	Parent NodeID
	// Ref is the parent's place.
	Ref    Ref
	Child  IssueState
	Remove bool
}

// SaveIssue writes the app's own issue of a purpose in a repository: made if
// it is not there and Open, its text kept up to date, closed when not Open.
type SaveIssue struct {
	Repository Repository
	Number     int // 0 makes a new one
	Purpose    string
	Title      string
	Text       string
	Open       bool
	// Names are the repositories that the text names: none may be less visible than the issue.
	Names []Repository
}

// CloseIssue closes an issue for a reason; one that is closed already stays as
// it is. It is the last of a plan and left out when anything before it failed:
// on a closed roadmap issue nothing is made up for.
type CloseIssue struct {
	Ref    Ref
	Reason StateReason
	Why    string
}

// Remember sets bases without a write: the value found is the value wanted. An
// empty base is none.
type Remember struct {
	Object NodeID
	Bases  map[string]string
}

// Note says what a person has to mend for an object, or, with an empty Text,
// that it is mended. The roadmap issue's living comment shows it once.
type Note struct {
	Object NodeID
	// Name is the sort of note, such as "no-option:Owner"; one of each per object.
	Name string
	// Text is the short statement, such as the missing option's name, as a person wrote it.
	Text string
}

// KeepReport keeps what a child's run knows, for its roadmap issues. It comes
// only when that is not what is kept already.
type KeepReport struct {
	Child  NodeID
	Report Report
}

// Answered records that the commands of a comment have been dealt with, so
// that they are never run again.
type Answered struct {
	Issue   NodeID
	Comment NodeID
	// By is the account that wrote the comment.
	By int64
	// Commands are the digests of the command lines that were dealt with.
	Commands []string
	Outcome  string // one of the outcomes, such as OutcomeDone
}

// Set keeps a setting of an issue, or takes it back when its value is empty.
type Set struct {
	Issue   NodeID
	Setting Setting
	// Was is the value that is taken back; with another one in its place
	// nothing is. Empty means whatever there is.
	Was string
}

// TakeUp keeps as a setting what a person has put on a board, and leaves a row
// in the audit. It follows the mode of fields: where the app does not write to
// the board, it does not go by it either.
type TakeUp struct {
	Set
	// Ref is the issue whose card it was, Field the field's name, From what the
	// app has gone by.
	Ref         Ref
	Field, From string
}

// Start makes an issue the roadmap issue of a new upgrade, and takes off the
// mark that somebody asks for it. It is idempotent.
type Start struct {
	Installation int64
	Issue        NodeID
	Ref          Ref
	Name         string
}

// Halt stops the writes of an installation, or releases them. One that is older
// than the last does nothing.
type Halt struct {
	Installation int64
	On           bool
	By           Actor
	At           time.Time
}

// Administer carries out the administrative commands of one comment, in any
// mode and also while the installation is halted. It comes first in a plan: the
// rest of the plan goes by what it has changed. The reaction is left if it may
// be before the effects or after them.
type Administer struct {
	// Effects are Set, Halt and Start.
	Effects []Action
	// Offer is said besides, before the effects; nil for nothing.
	Offer *SaveComment
	// Reaction is nil while other commands of the comment are left.
	Reaction *React
	Answered Answered
	// Then are set off together with the record of the answer, so that neither
	// is lost and none is repeated.
	Then []Trigger
}

// Wake triggers another key.
type Wake struct {
	Trigger Trigger
}

// Present is what has to stand in the description for the edit to be made.
func (a EditBody) Present() string { return cmp.Or(a.Over, a.Body) }

// Write is part of Action.
func (PutItem) Write() WriteKind      { return WriteFields }
func (EditBody) Write() WriteKind     { return WriteBoxes }
func (SaveComment) Write() WriteKind  { return WriteComments }
func (React) Write() WriteKind        { return WriteComments }
func (Unreact) Write() WriteKind      { return WriteComments }
func (Assign) Write() WriteKind       { return WriteComments }
func (Depend) Write() WriteKind       { return WriteComments }
func (LinkSubIssue) Write() WriteKind { return WriteIssues }
func (SaveIssue) Write() WriteKind    { return WriteIssues }
func (CloseIssue) Write() WriteKind   { return WriteIssues }
func (SaveCheck) Write() WriteKind    { return WriteChecks }
func (Remember) Write() WriteKind     { return "" }
func (Note) Write() WriteKind         { return "" }
func (KeepReport) Write() WriteKind   { return "" }
func (Answered) Write() WriteKind     { return "" }
func (Set) Write() WriteKind          { return "" }
func (Start) Write() WriteKind        { return "" }
func (Halt) Write() WriteKind         { return "" }
func (Administer) Write() WriteKind   { return "" }
func (Wake) Write() WriteKind         { return "" }

// Origin says how an issue came to be a child.
type Origin string

// The origins.
const (
	OriginList     Origin = "list"
	OriginSubIssue Origin = "sub-issue"
	OriginCommand  Origin = "command"
	// OriginSection is a child that a person has written into the app's own list.
	OriginSection Origin = "section"
)

// written reports whether people have named the child in the description.
func (o Origin) written() bool { return o == OriginList || o == OriginSection }

// Member is one row of the membership index: this child belongs to that
// roadmap issue.
type Member struct {
	Child   NodeID
	Roadmap NodeID
	// Installation is the roadmap issue's, ChildInstallation the child's; the
	// latter is 0 where the app is not installed, and nothing is written there.
	Installation      int64
	ChildInstallation int64
	RoadmapRef        Ref
	ChildRef          Ref
	ChildRepository   NodeID
	Origin            Origin
	// AdoptedAt is when the app first knew; the earliest decides between two parents.
	AdoptedAt time.Time
	// SeenAt is the newest updatedAt of the child that any observation had.
	SeenAt time.Time
	// SeenState is the child's IssueState.State as the roadmap issue's last run
	// knew it; empty before the first.
	SeenState string
	// ReadAt is the day, midnight UTC, on which the roadmap issue's runs could read
	// the child last; zero if they never could.
	ReadAt time.Time
}
