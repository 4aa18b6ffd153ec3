package command

import (
	"strings"

	"github.com/agnivade/levenshtein"
)

// Spec is all that people are told about a command, wherever they ask: in a
// comment, on the page of commands, in the documentation.
type Spec struct {
	Name string
	// Usage is the command line, with what has to be filled in in angle
	// brackets, what may be left out in square ones, … for "and more", and a
	// bar before what can stand there instead.
	Usage string
	// Summary says in a sentence or two what the command does.
	Summary string
	// Differs says in one sentence how the command differs from the one that
	// sounds alike; empty when none does.
	Differs string
	// Examples are command lines that work as they stand.
	Examples []string
	// Who may run it unless the policy says otherwise: one of the roles is enough.
	Who []Role
	// Where it may be used.
	Where Place
	// Takes says what the arguments name, so that it can be looked up before
	// the command is decided on.
	Takes []Object
	// SetsField says that the command writes a field of the board itself, so
	// that it waits until fields and comments are both written, or both only shown.
	SetsField bool
	// Administrative commands decide whether the app writes. They take effect
	// also in plan mode and while the organisation's writes are halted.
	Administrative bool
}

// Place is on which issues a command may be used.
type Place string

// The places.
const (
	Anywhere  Place = "on every issue of an upgrade"
	OnChild   Place = "on a child"
	OnRoadmap Place = "on the roadmap issue"
	// OnNew is an issue of a roadmap repository that is no upgrade's yet.
	OnNew Place = "on an issue that is to become a roadmap issue"
)

// Object is what an argument can name on GitHub.
type Object string

// The objects.
const (
	Issues Object = "issues"
	Team   Object = "team"
	User   Object = "user"
)

// Table lists every command there is, in the order in which help shows them.
func Table() []Spec {
	return []Spec{
		help(),
		why(),
		status(),
		ownerDoes(),
		owner(),
		column(),
		claim(),
		unclaim(),
		blockedBy(),
		unblock(),
		exempt(),
		notAffected(),
		start(),
		target(),
		orchestrator(),
		steward(),
		milestone(),
		docs(),
		instructions(),
		add(),
		remove(),
		check(),
		uncheck(),
		acceptStep(),
		listAt(),
		tidy(),
		pause(),
		resume(),
		finish(),
		cancel(),
		halt(),
		resumeWrites(),
		resync(),
		activate(),
		planOnly(),
	}
}

// Find is the command of a name, which is in lower case.
func Find(name string) (Spec, bool) {
	for _, spec := range Table() {
		if spec.Name == name {
			return spec, true
		}
	}
	return Spec{}, false
}

// Known reports whether there is a command of this name, which is in lower case.
func Known(name string) bool {
	_, ok := Find(name)
	return ok
}

// Suggest is the command that was probably meant by a name that Table does not
// have; empty if none is near.
func Suggest(name string) string {
	const longest = 40 // beyond it nothing is near, and comparing costs time
	if name == "" || len(name) > longest {
		return ""
	}
	name = strings.ToLower(name)
	best, nearest := "", 0
	for _, spec := range Table() {
		distance := levenshtein.ComputeDistance(name, spec.Name)
		if begins(spec.Name, name) {
			distance = 0
		}
		if distance <= len(spec.Name)/3 && (best == "" || distance < nearest) {
			best, nearest = spec.Name, distance
		}
	}
	return best
}

// begins holds for a start of the name that is long enough to mean it.
func begins(name, start string) bool {
	return len(start) >= 3 && strings.HasPrefix(name, start)
}
