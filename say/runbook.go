package say

import (
	"fmt"
	"strings"
	"time"
)

// sectionsShown is how many sections the counts name: an organisation's own
// runbook may have any number.
const sectionsShown = 20

// RunbookSection is a section of the runbook with how many of its steps are done.
type RunbookSection struct {
	Name     Quoted
	Done, Of int
}

// Runbook is the part that counts the steps by section, and tells those whose
// box is not what people may expect.
func Runbook(sections []RunbookSection, lines []string) Part {
	if len(sections) == 0 {
		return Part{}
	}
	done, of := 0, 0
	var counts []string
	for _, s := range sections {
		done, of = done+s.Done, of+s.Of
		if !s.Name.IsZero() {
			counts = append(counts, fmt.Sprintf("%s %d of %d", s.Name.Code(), s.Done, s.Of))
		}
	}
	text := fmt.Sprintf("%d of %s done", done, count(of, "step", "steps"))
	if len(counts) > 0 {
		text += ": " + strings.Join(counts[:min(len(counts), sectionsShown)], ", ")
	}
	if more := len(counts) - sectionsShown; more > 0 {
		text = AndMore(text, more)
	}
	return Part{Title: "Runbook", Text: text + ".", Lines: lines}
}

// StepGone is the line about a step that is open again.
func StepGone(s StepLine, missing string, since time.Time) string {
	return fmt.Sprintf("%s: open again since %s, as %s", s, day(since), missing)
}

// StepTicked is the line about a step that a person has checked though the app
// does not see it.
func StepTicked(s StepLine, missing string) string {
	return fmt.Sprintf("%s: checked by hand, and it stays so. What the app sees: %s", s, missing)
}

// StepOpened is the line about a step that a person has opened though the app sees it.
func StepOpened(s StepLine, seen string) string {
	return fmt.Sprintf("%s: opened by hand, and it stays so. What the app sees: %s", s, seen)
}

// StepsProposed is the part about the lines that only read like steps; each of
// lines is a StepProposed.
func StepsProposed(lines []string) Part {
	part := Part{Title: "Reads like a step", Lines: lines}
	if len(lines) > 0 {
		part.Text = "These lines are worded otherwise than the steps that are known. Their boxes are left alone until somebody says yes: " +
			"`/upgrade accept-step` with their numbers, or with `all`."
	}
	return part
}

// StepProposed is a line and the step that it reads like.
func StepProposed(s StepLine, known Quoted) string {
	return fmt.Sprintf("%s, reads like %s", s, known.Code())
}

// StepsSeen is the part with the evidence; each of lines is a StepSeen.
func StepsSeen(lines []string) Part { return Part{Title: "Seen of the runbook", Lines: lines} }

// StepSeen is a step with what was seen, and when first.
func StepSeen(s StepLine, seen string, since time.Time) string {
	if since.IsZero() {
		return fmt.Sprintf("%s: %s", s, seen)
	}
	return fmt.Sprintf("%s: %s; seen since %s", s, seen, day(since))
}

// StepsMissing is the part with what is not seen yet; each of lines is a
// StepMisses or a StepUnseen.
func StepsMissing(lines []string) Part {
	return Part{Title: "Not yet seen of the runbook", Lines: lines}
}

// StepMisses is a step with what it lacks.
func StepMisses(s StepLine, missing string) string { return fmt.Sprintf("%s: %s", s, missing) }

// StepUnseen is a step of which nothing is known at present.
func StepUnseen(s StepLine, why string) string {
	return fmt.Sprintf("%s: the box stays as it is, as %s", s, why)
}

// StepsOfPeople is the part with the open steps that only people can judge; each
// of lines is a StepLine or a StepBeyond.
func StepsOfPeople(lines []string) Part {
	return Part{Title: "Steps left to people", Lines: lines}
}

// StepBeyond is a step that has a rule whose facts the app cannot have.
func StepBeyond(s StepLine, why string) string { return fmt.Sprintf("%s: %s", s, why) }
