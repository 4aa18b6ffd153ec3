package say

import (
	"fmt"
	"strings"
)

// ProposalTitle is the title of the check of a proposed policy, by what came out.
func ProposalTitle(problems int, removed bool) string {
	switch {
	case removed:
		return "Without this file, Upkeep does nothing"
	case problems > 0:
		return "Not valid: " + count(problems, "problem", "problems")
	default:
		return "Valid"
	}
}

// ProposalRemoved is the check of a pull request that takes the policy away.
func ProposalRemoved(file Quoted) string {
	return fmt.Sprintf("Once this is merged, there is no %s any more. Upkeep then keeps nothing up to date and answers no commands. What it has written stays.", file.Code())
}

// ProposalInvalid is the check of a policy that cannot be used. Kept says that
// a valid version is in force.
func ProposalInvalid(file Quoted, problems []Problem, kept bool) string {
	var text strings.Builder
	fmt.Fprintf(&text, "Upkeep cannot use %s as it is here:\n\n", file.Code())
	text.WriteString(problemList(problems))
	if kept {
		text.WriteString("\nIf it is merged like this, the version that is in force now stays in force.")
	} else {
		text.WriteString("\nIf it is merged like this, Upkeep does nothing.")
	}
	return text.String()
}

// ModeChange is a kind of write whose mode changes, of an upgrade or, if that is
// zero, of everything that says nothing else.
type ModeChange struct {
	Upgrade  Quoted
	Kind     string // one of the kinds of write
	Was, Now string // modes
}

// Proposal is what a valid policy would change.
type Proposal struct {
	File  Quoted
	Modes []ModeChange
	// Written are made as soon as it is in force, Shown are only listed because of
	// their mode, and Gone are wanted no more.
	Written, Shown, Gone Differences
	Unseen               Unseen
	// Unknown says that none of this could be found out, Outside that it was not
	// tried for somebody from outside.
	Unknown, Outside bool
}

// Text is the check of a valid policy.
func (p Proposal) Text() string {
	parts := []string{p.File.Code() + " is valid."}
	if p.Unknown {
		return parts[0] + " What it would change could not be found out just now. *Re-run* tries once more."
	}
	if p.Outside {
		return parts[0] + " GitHub knows its author as nobody of this organisation, so what it would change is found out once somebody who may write here presses *Re-run*."
	}
	if len(p.Modes) > 0 {
		var lines []string
		for _, m := range p.Modes {
			lines = append(lines, m.line())
		}
		parts = append(parts, "### Modes\n\n"+strings.Join(lines, "\n"))
	}
	for _, part := range []struct {
		heading string
		of      Differences
	}{
		{"Written as soon as this is merged", p.Written},
		{"Shown by `upkeep plan`, and not written", p.Shown},
		{"Wanted no more", p.Gone},
	} {
		if part.of.Number > 0 {
			parts = append(parts, fmt.Sprintf("### %s (%d)\n\n%s", part.heading, part.of.Number, strings.TrimRight(part.of.list(), "\n")))
		}
	}
	if len(parts) == 1 {
		parts = append(parts, "It changes nothing of what Upkeep writes or shows today.")
	}
	if unseen := p.Unseen.text(); unseen != "" {
		parts = append(parts, unseen)
	}
	return strings.Join(parts, "\n\n")
}

func (m ModeChange) line() string {
	of := ""
	if !m.Upgrade.IsZero() {
		of = " of " + m.Upgrade.Code()
	}
	return fmt.Sprintf("- %s%s: `%s` → `%s`", kindWords(m.Kind), of, m.Was, m.Now)
}

// kindWords is a kind of write, for people.
func kindWords(kind string) string {
	switch kind {
	case "boxes":
		return "boxes and sections in issues"
	case "fields":
		return "cards and their fields"
	case "comments":
		return "comments and reactions"
	case "issues":
		return "new issues, and closing them"
	default:
		return kind
	}
}
