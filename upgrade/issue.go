package upgrade

import "time"

// Actor is an account on GitHub. Rights are checked by ID, never by Login.
type Actor struct {
	Login string
	ID    int64
	// Bot is true for every account that is no person's.
	Bot bool
}

// Repository is where an issue lives, as far as deciding needs it.
type Repository struct {
	ID       NodeID
	Owner    string
	Name     string
	Private  bool // private or internal
	Archived bool
	// Catalog is catalog-info.yaml as the default branch has it; empty if there is none.
	Catalog string
}

// FullName is "owner/name".
func (r Repository) FullName() string { return r.Owner + "/" + r.Name }

// StateReason is why an issue is closed.
type StateReason string

// The reasons. A merged pull request counts as completed, one closed without
// merging as not planned.
const (
	ReasonNone       StateReason = ""
	ReasonCompleted  StateReason = "completed"
	ReasonNotPlanned StateReason = "not_planned"
	ReasonDuplicate  StateReason = "duplicate"
	ReasonReopened   StateReason = "reopened"
)

// IssueState is the little of an issue or pull request that a list of children needs.
type IssueState struct {
	ID            NodeID
	DatabaseID    int64
	Ref           Ref        // where it lives now, after renames and transfers
	Repository    Repository // Catalog is not filled in
	IsPullRequest bool
	Title         string
	Closed        bool
	Reason        StateReason
	CreatedAt     time.Time
	UpdatedAt     time.Time
	// ChangedAt is when it was last closed or reopened; creation if never.
	ChangedAt time.Time
}

// State tells apart the states that a roadmap issue's run decides by: open or
// closed, why, and since when.
func (s IssueState) State() string {
	state := "open"
	if s.Closed {
		state = "closed " + string(s.Reason)
	}
	return state + " since " + s.ChangedAt.UTC().Format(time.RFC3339)
}

// Issue is an issue or pull request with everything around it that deciders
// look at, read in one go.
type Issue struct {
	IssueState
	Author Actor
	Body   string
	// Over is what stands in the description now, where Body is to come back: the
	// words of a person that an edit of the app has overwritten. Empty otherwise.
	Over string
	// Overwritten is when that happened to words that cannot come back, as
	// somebody has written over them since; zero if it did not.
	Overwritten time.Time
	// BodyEditedAt is the last edit of the description; creation if never edited.
	BodyEditedAt time.Time
	Locked       bool
	Labels       []string
	// Milestone is its milestone's title; empty without one, and for a pull request.
	Milestone string
	Assignees []Actor
	// AssignedAt is the newest assignment; zero if nobody was ever assigned.
	AssignedAt time.Time
	// PullRequests are linked by closing keyword or the sidebar; mere mentions do not count.
	// Of a pull request, they are it itself.
	PullRequests []PullRequest
	// Items are its items on boards the installation can see, archived ones included.
	Items []Item
	// SubIssues are its direct sub-issues.
	SubIssues []IssueState
	// HiddenSubIssues counts the sub-issues that the installation may not see;
	// while there are any, a child that is missing may be one of them.
	HiddenSubIssues int
	// BlockedBy are the issues that GitHub says it waits for, open or closed, as
	// far as the installation may see them. Of an open one, ChangedAt is its
	// creation even if it was reopened.
	BlockedBy []IssueState
	// Comments are the comments changed since the asked-for time, oldest first.
	Comments []Comment
	// Own is the app's own comment that was asked for with the issue; the zero
	// Comment when none was, or when it is there no more.
	Own Comment
}

// Comment is a comment on an issue.
type Comment struct {
	ID         NodeID
	DatabaseID int64
	Author     Actor
	// ByApp is the id of the GitHub App the comment was made with; 0 for people.
	ByApp int64
	// Editor is who edited it last; the zero Actor if nobody did.
	Editor    Actor
	Body      string
	CreatedAt time.Time
	UpdatedAt time.Time
	// Reactions are the reactions this app itself has left, such as "+1" and "confused".
	OwnReactions []string
}

// FieldType is the sort of values a board field holds.
type FieldType string

// The field types the app reads or writes.
const (
	FieldSingleSelect FieldType = "single_select"
	FieldText         FieldType = "text"
	FieldNumber       FieldType = "number"
	FieldDate         FieldType = "date"
	FieldIteration    FieldType = "iteration"
	FieldOther        FieldType = "other" // built-in fields such as Title or Assignees
)

// Board is a Projects v2 board with its fields.
type Board struct {
	ID     NodeID
	Owner  string
	Number int
	Title  string
	Public bool
	Fields []Field
	// Workflows are the automations that GitHub builds into the board.
	Workflows []Workflow
	// Views are the board's tabs.
	Views []View
}

// View is one tab of a board.
type View struct {
	Name   string
	Filter string
}

// Workflow is one of a board's built-in automations, such as "Item closed".
type Workflow struct {
	Name    string
	Enabled bool
}

// Field is one column of a board's table.
type Field struct {
	ID NodeID
	// DatabaseID is how REST names the field.
	DatabaseID int64
	Name       string
	Type       FieldType
	Options    []Option // single select only
	// Iterations are those of an iteration field, coming and running ones first, then completed ones.
	Iterations []Iteration
}

// Iteration is one stretch of time of an iteration field.
type Iteration struct {
	ID    string
	Title string
	// Start is its first day, midnight UTC; Days is how long it takes.
	Start time.Time
	Days  int
}

// Option is one choice of a single-select field.
type Option struct {
	ID   string
	Name string
	// Color and Description are read only to be sent back as they are, when the
	// options of a field are replaced.
	Color, Description string
}

// Field finds a field by its exact name.
func (b Board) Field(name string) (Field, bool) {
	for _, f := range b.Fields {
		if f.Name == name {
			return f, true
		}
	}
	return Field{}, false
}

// Option finds an option by its exact name.
func (f Field) Option(name string) (Option, bool) {
	for _, o := range f.Options {
		if o.Name == name {
			return o, true
		}
	}
	return Option{}, false
}

// optionNames are the names of the field's options, in order.
func (f Field) optionNames() []string {
	names := make([]string, 0, len(f.Options))
	for _, o := range f.Options {
		names = append(names, o.Name)
	}
	return names
}

// Item is a card: one issue's place on one board.
type Item struct {
	ID       NodeID
	Board    NodeID
	Archived bool
	Values   []FieldValue
}

// FieldValue is what a card holds in one field.
type FieldValue struct {
	Field     NodeID
	Text      string // the option's name for a single select, the title for an iteration
	UpdatedAt time.Time
}

// Value returns what the card holds in a field; the zero value if it is empty.
func (i Item) Value(field NodeID) FieldValue {
	for _, v := range i.Values {
		if v.Field == field {
			return v
		}
	}
	return FieldValue{Field: field}
}
