package say

import (
	"fmt"
	"time"
)

// State is where an upgrade stands, as a part of a sentence: "at risk".
type State string

// WhyDone says why an upgrade is done, as a part of a sentence; so do the
// functions below for the other states.
func WhyDone() string { return "a command has finished it" }

// WhyCancelled is for an upgrade that a command has ended undone.
func WhyCancelled() string { return "a command has cancelled it" }

// WhyPaused is for an upgrade that a command holds.
func WhyPaused() string { return "a command has paused it" }

// WhyPlanned is for an upgrade of which nothing has begun, of so many children.
func WhyPlanned(children int) string {
	if children == 0 {
		return "it has no children yet"
	}
	return "no child has begun or has its level"
}

// WhyScheduled is for one that has a target date as well.
func WhyScheduled(target time.Time) string {
	return fmt.Sprintf("it is to be done by %s, and no child has begun or has its level", day(target))
}

// WhyActive is for an upgrade that has begun, with so many children left.
func WhyActive(left int) string {
	return "it has begun, and " + count(left, "child is", "children are") + " left"
}

// WhyAtRisk is for an upgrade that would be done only at the end, at the pace of
// the last weeks; a zero end is never.
func WhyAtRisk(end, target time.Time) string {
	if end.IsZero() {
		return fmt.Sprintf("no child was done in the last four weeks, and it is to be done by %s", day(target))
	}
	return fmt.Sprintf("it would be done by %s at the pace of the last four weeks, after its target date %s", day(end), day(target))
}

// WhyOverdue is for an upgrade with so many children left after its target date.
func WhyOverdue(left int, target time.Time) string {
	if left == 0 {
		return fmt.Sprintf("its target date %s has passed, and it has no children yet", day(target))
	}
	return fmt.Sprintf("its target date %s has passed, and %s left", day(target), count(left, "child is", "children are"))
}

// WhyFinishing is for an upgrade whose children are done, with so many steps of
// the clean-up left.
func WhyFinishing(steps int) string {
	if steps == 0 {
		return "no child keeps it from being finished"
	}
	return "no child keeps it from being finished, and " + count(steps, "step of the clean-up is", "steps of the clean-up are") + " left"
}
