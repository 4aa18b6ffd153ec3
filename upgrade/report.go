package upgrade

import "time"

// Report is what the last run of a child knew of it, for its roadmap issues:
// they read no more of a child than its state. The zero Report knows nothing.
type Report struct {
	Kind ChildKind
	// OnBoard says that it has a card on the Maintenance board, Column where it stands there.
	OnBoard bool
	Column  string
	// Lacks are the fields of the card that apply and are empty, by their names on the board.
	Lacks []string
	// Labels are the labels.
	Labels []string
	// Owner is the owner's name as the board shows it, empty while nobody knows;
	// Person says that it is a person, whom no public text names.
	Owner  string
	Person bool
	// Level is the accepted level; empty while none is chosen or none applies.
	Level string
	// Undecided says that a level applies and none is chosen.
	Undecided bool
	// WaitsFor are the open issues that it waits for.
	WaitsFor []Awaited
	// Begun says that somebody is assigned, or that a pull request was opened.
	Begun bool
	// ActiveAt is the last act of a person on the issue or its pull requests.
	ActiveAt time.Time
	// DeploymentNote is what operators have to know, in the words of the
	// child's people; empty when there is nothing.
	DeploymentNote string
}

// Awaited is an issue that a child waits for.
type Awaited struct {
	Ref     Ref
	Private bool
}
