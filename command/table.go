package command

import (
	"strings"

	"github.com/agnivade/levenshtein"
)

// Spec is all that people are told about a command, wherever they ask.
type Spec struct {
	Name string
	// Usage is the command line with its arguments in angle brackets.
	Usage string
	// Summary is one sentence.
	Summary string
	// Examples are command lines that work as they stand.
	Examples []string
	// Who says who may run it unless the policy says otherwise.
	Who string
	// Where says on which issues it may be used.
	Where string
}

// Table lists every command there is, in the order in which help shows them.
func Table() []Spec {
	return []Spec{
		ownerDoes(),
	}
}

// Known reports whether there is a command of this name, which is in lower case.
func Known(name string) bool {
	for _, spec := range Table() {
		if spec.Name == name {
			return true
		}
	}
	return false
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
