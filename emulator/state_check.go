package emulator

import "time"

// The states of a check run that an app sets; the others are reserved for GitHub Actions.
const (
	checkQueued    = "queued"
	checkRunning   = "in_progress"
	checkCompleted = "completed"
)

// check is a check run: what an app says about a commit. Its suite is the
// commit's with that app.
type check struct {
	id          int64
	nodeID      string
	repo        *repository
	head        *commit
	suite       int64
	name        string
	externalID  string
	detailsURL  string
	status      string
	conclusion  string // empty until it is completed
	startedAt   time.Time
	completedAt time.Time // zero until it is completed
	title       string
	summary     string
	text        string
	annotations []annotation
}

// annotation is what a check run says of lines of a file. Columns are 0 where
// none is named.
type annotation struct {
	Path        string `json:"path" yaml:"path"`
	StartLine   int    `json:"start_line" yaml:"start_line"`
	EndLine     int    `json:"end_line" yaml:"end_line"`
	StartColumn int    `json:"start_column" yaml:"start_column,omitempty"`
	EndColumn   int    `json:"end_column" yaml:"end_column,omitempty"`
	Level       string `json:"annotation_level" yaml:"level"`
	Message     string `json:"message" yaml:"message"`
	Title       string `json:"title" yaml:"title,omitempty"`
	Details     string `json:"raw_details" yaml:"details,omitempty"`
}

// check finds a check run by id; nil if there is none.
func (r *repository) check(id int64) *check {
	for _, c := range r.checks {
		if c.id == id {
			return c
		}
	}
	return nil
}

// checksOf are the check runs of a commit, oldest first.
func (r *repository) checksOf(head *commit) []*check {
	var found []*check
	for _, c := range r.checks {
		if c.head == head {
			found = append(found, c)
		}
	}
	return found
}
