package say

import (
	"fmt"
	"strings"
)

// stepsNamed is how many steps an answer names.
const stepsNamed = 5

// StepLine is a line of the runbook: its number there, from 1, and what it says.
type StepLine struct {
	Number int
	Text   Quoted
}

func (s StepLine) String() string { return fmt.Sprintf("step %d, %s", s.Number, s.Text.Code()) }

// StepSet is the answer to a box that is set.
func StepSet() string { return "Done." }

// StepMissing is the answer to a command that names no step.
func StepMissing() string {
	return "Which step? Its number in the runbook, its name or some of its words will do."
}

// StepUnknown is the answer to words that no step has; near are those that
// have some of them.
func StepUnknown(near []StepLine) string {
	if len(near) == 0 {
		return "No step of the runbook in the description is called so."
	}
	return "No step of the runbook in the description is called so. Near are:" + stepList(near)
}

// StepsSeveral is the answer to words that several steps have.
func StepsSeveral(steps []StepLine) string { return "Several steps are called so:" + stepList(steps) }

func stepList(steps []StepLine) string {
	var text strings.Builder
	for _, s := range steps[:min(len(steps), stepsNamed)] {
		text.WriteString("\n- " + s.String())
	}
	if more := len(steps) - stepsNamed; more > 0 {
		fmt.Fprintf(&text, "\n- and %s", count(more, "more", "more"))
	}
	return text.String()
}

// StepStruck is the answer to a step that people have crossed out; its box is not
// the app's, and so it is with the next two.
func StepStruck(s StepLine) string {
	return "That is " + s.String() + ", which is crossed out. Please take the strokes away first."
}

// StepWithoutBox is for a line without a box.
func StepWithoutBox(s StepLine) string { return "That is " + s.String() + ", which has no box." }

// StepOnlyProposed is for a line that only reads like a step.
func StepOnlyProposed(s StepLine) string {
	return fmt.Sprintf("That is %s, which only reads like a step. `/upgrade accept-step %d` says that it is one.", s, s.Number)
}

// BoxesWithheld is the answer when a change of the description would only be shown.
func BoxesWithheld() string {
	return "Writes of the kind `boxes` are only shown here. Please make the change by hand, or repeat the command after `/upgrade activate boxes`."
}

// StepNumbersMissing is the answer to an acceptance of nothing.
func StepNumbersMissing() string {
	return "Which lines? Their numbers stand in the app's comment on this issue; `all` takes all that are proposed."
}

// NotProposed is the answer to a number of no line that waits for a yes.
func NotProposed(word Quoted) string {
	return "Nothing is proposed for the number " + word.Code() + "."
}

// NothingProposed is the answer to an acceptance when nothing waits for one.
func NothingProposed() string { return "Nothing is proposed, so there is nothing to accept." }

// StepsAccepted is the answer to an acceptance.
func StepsAccepted(steps int) string {
	return "Done, " + count(steps, "line is a step", "lines are steps") + " from here on."
}
