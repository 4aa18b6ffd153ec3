package emulator

import "time"

// board is a Projects v2 project of an organisation.
type board struct {
	id        int64
	nodeID    string
	org       *organization
	number    int
	title     string
	summary   string // shortDescription in GraphQL
	readme    string
	public    bool
	closed    bool
	creator   *user
	createdAt time.Time
	updatedAt time.Time
	closedAt  time.Time // zero while open
	fields    []*field
	items     []*item       // in the order of their positions, archived ones too
	views     []*boardView  // a table named "View 1" first, as on GitHub
	workflows []*workflow   // the built-in ones, switched on or off
	linked    []*repository // the repositories that show it
	nextView  int           // the number of the next view
}

// field finds a field by its exact name; nil if there is none.
func (b *board) field(name string) *field {
	for _, f := range b.fields {
		if f.name == name {
			return f
		}
	}
	return nil
}

// item finds the card of an issue, archived or not; nil if there is none.
func (b *board) item(content *issue) *item {
	for _, it := range content.items {
		if it.board == b {
			return it
		}
	}
	return nil
}

// fieldType is the type of a field as GraphQL's ProjectV2FieldType has it.
type fieldType string

const (
	typeTitle        fieldType = "TITLE"
	typeAssignees    fieldType = "ASSIGNEES"
	typeLabels       fieldType = "LABELS"
	typeLinkedPulls  fieldType = "LINKED_PULL_REQUESTS"
	typeMilestone    fieldType = "MILESTONE"
	typeRepository   fieldType = "REPOSITORY"
	typeReviewers    fieldType = "REVIEWERS"
	typeParentIssue  fieldType = "PARENT_ISSUE"
	typeSubIssues    fieldType = "SUB_ISSUES_PROGRESS"
	typeText         fieldType = "TEXT"
	typeNumber       fieldType = "NUMBER"
	typeDate         fieldType = "DATE"
	typeSingleSelect fieldType = "SINGLE_SELECT"
	typeIteration    fieldType = "ITERATION"
)

// custom reports whether people make fields of the type. The others are built
// in: every board has one of each, and their values are the content's.
func (t fieldType) custom() bool {
	switch t {
	case typeText, typeNumber, typeDate, typeSingleSelect, typeIteration:
		return true
	default:
		return false
	}
}

// field is one column of a board.
type field struct {
	id        int64
	nodeID    string
	board     *board
	name      string
	dataType  fieldType
	createdAt time.Time
	updatedAt time.Time
	options   []*option // single select only
	// iterations are those of an iteration field, the earliest first. The ones
	// that are over count as completed by the content clock.
	iterations []*iteration
	// days is how long a new iteration is, start the day from which they are counted.
	days  int
	start string // 2006-01-02
}

// iteration finds an iteration by id; nil if there is none.
func (f *field) iteration(id string) *iteration {
	for _, it := range f.iterations {
		if it.id == id {
			return it
		}
	}
	return nil
}

// option finds an option by name without regard to case; nil if there is none.
func (f *field) option(name string) *option {
	for _, o := range f.options {
		if sameFold(o.name, name) {
			return o
		}
	}
	return nil
}

// optionByID finds an option by id; nil if there is none.
func (f *field) optionByID(id string) *option {
	for _, o := range f.options {
		if o.id == id {
			return o
		}
	}
	return nil
}

// option is one choice of a single-select field.
type option struct {
	id          string // eight hexadecimal digits, unique in its field
	name        string
	color       string // GRAY, BLUE, GREEN, YELLOW, ORANGE, RED, PINK, PURPLE
	description string
}

// iteration is one period of an iteration field.
type iteration struct {
	id    string // eight hexadecimal digits
	title string
	start string // 2006-01-02
	days  int
}

// over reports whether the iteration has ended by a time.
func (i *iteration) over(at time.Time) bool {
	start, err := time.Parse(time.DateOnly, i.start)
	return err == nil && !start.AddDate(0, 0, i.days).After(at)
}

// boardView is a saved view of a board.
type boardView struct {
	id        int64
	nodeID    string
	board     *board
	number    int
	name      string
	layout    string // table, board or roadmap
	filter    string
	visible   []*field
	groupBy   []*field
	columnsBy []*field // vertical groups: the columns of a board layout
	sortBy    []sorting
	creator   *user
	createdAt time.Time
	updatedAt time.Time
}

type sorting struct {
	field      *field
	descending bool
}

// workflow is one of the automations that GitHub builds into every board. What
// they do is done by the user github-project-automation[bot].
type workflow struct {
	id        int64
	nodeID    string
	board     *board
	number    int
	name      string // as GitHub names it, such as "Item closed"
	enabled   bool
	createdAt time.Time
	updatedAt time.Time
}

// draftIssue is the content of a card that is no issue yet.
type draftIssue struct {
	id        int64
	nodeID    string
	item      *item
	title     string
	body      string
	assignees []*user
	creator   *user
	createdAt time.Time
	updatedAt time.Time
}

// item is a card: of an issue or pull request in content, or else of a draft.
type item struct {
	id         int64
	nodeID     string
	board      *board
	content    *issue      // nil for a draft
	draft      *draftIssue // nil for an issue or pull request
	creator    *user
	createdAt  time.Time
	updatedAt  time.Time
	archivedAt time.Time // zero if not archived
	values     []*value
}

// archived reports whether the card was put away.
func (it *item) archived() bool { return !it.archivedAt.IsZero() }

// value is the item's value in a field; nil if it is empty. Values of the
// built-in fields are the content's and not stored.
func (it *item) value(f *field) *value {
	for _, v := range it.values {
		if v.field == f {
			return v
		}
	}
	return nil
}

// value is what a card holds in a field.
type value struct {
	id        int64
	nodeID    string
	field     *field
	text      string     // text, and a date as 2006-01-02
	number    float64    // number only
	option    *option    // single select only
	iteration *iteration // iteration only
	creator   *user
	createdAt time.Time
	updatedAt time.Time
}

// String is the value as people see it.
func (v *value) String() string {
	switch {
	case v == nil:
		return ""
	case v.option != nil:
		return v.option.name
	case v.iteration != nil:
		return v.iteration.title
	case v.field.dataType == typeNumber:
		return formatNumber(v.number)
	default:
		return v.text
	}
}
