package say

import (
	"fmt"
	"strings"
)

// Doer is who does a part of the work.
type Doer string

// The doers.
const (
	DoerOwner         Doer = "owner"
	DoerOrchestration Doer = "orchestration"
	DoerNone          Doer = "none"
)

// Work says who does each part of the work at a level.
type Work struct {
	PullRequest, Review, Merge, Deploy Doer
}

// ChildLevel is what the living comment on a child tells of its level.
type ChildLevel struct {
	Upgrade Quoted
	// Level is the level's name on the board; zero while none is chosen.
	Level Quoted
	// Work is nil when the policy does not describe the level.
	Work *Work
	// Owner and Orchestration are the names of the two; zero when not known.
	Owner, Orchestration Quoted
	// Levels are the slugs of the levels that can be chosen here.
	Levels []Quoted
}

// Child is the living comment on a child: what people have laid down about it,
// one of the sentences of this package each, and the level, nil when there is
// no field for it.
func Child(laidDown []string, level *ChildLevel) string {
	var text strings.Builder
	if len(laidDown) > 0 {
		text.WriteString("What people have laid down here:\n\n")
		for _, sentence := range laidDown {
			text.WriteString("- " + sentence + "\n")
		}
		text.WriteString("\n")
	}
	if level != nil {
		level.tell(&text)
	}
	if text.Len() == 0 {
		return "Nothing is laid down here."
	}
	return strings.TrimRight(text.String(), "\n")
}

// tell says which level holds, who does what, and how to change it.
func (c ChildLevel) tell(text *strings.Builder) {
	switch {
	case c.Level.IsZero():
		fmt.Fprintf(text, "No upgrade service level is chosen yet for this repository in the upgrade %s.\n", c.Upgrade.Code())
	case c.Work == nil:
		fmt.Fprintf(text, "The upgrade service level of this repository in the upgrade %s is %s. The policy does not describe who does what at this level.\n", c.Upgrade.Code(), c.Level.Code())
	default:
		fmt.Fprintf(text, "The upgrade service level of this repository in the upgrade %s is %s:\n\n", c.Upgrade.Code(), c.Level.Code())
		for _, part := range []struct {
			name string
			doer Doer
		}{
			{"Pull request", c.Work.PullRequest},
			{"Review", c.Work.Review},
			{"Merge", c.Work.Merge},
			{"Deploy and monitor", c.Work.Deploy},
		} {
			fmt.Fprintf(text, "- %s: %s\n", part.name, c.doer(part.doer))
		}
	}
	change := "change it"
	if c.Level.IsZero() {
		change = "choose one"
	}
	fmt.Fprintf(text, "\nTo %s, write a comment with the line `/upgrade owner-does` followed by one of these levels:\n\n%s", change, bullets(c.Levels))
}

func (c ChildLevel) doer(d Doer) string {
	switch d {
	case DoerOwner:
		return named("the owner", c.Owner)
	case DoerOrchestration:
		return named("the orchestration team", c.Orchestration)
	default:
		return "not needed here"
	}
}

// named is "the owner, `x`", or "the owner" when the name is not known.
func named(who string, name Quoted) string {
	if name.IsZero() {
		return who
	}
	return who + ", " + name.Code()
}

func bullets(texts []Quoted) string {
	var list strings.Builder
	for _, text := range texts {
		list.WriteString("- " + text.Code() + "\n")
	}
	return list.String()
}

// count is "1 child" or "3 children".
func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
