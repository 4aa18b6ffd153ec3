package say

import (
	"fmt"
	"strings"
)

// Count is how children count, as a part of a sentence: "open".
type Count string

// Counted is how many children count alike.
type Counted struct {
	As     Count
	Number int
}

// Left is what is left to do before an upgrade is finished: the children that
// count alike.
type Left struct {
	Count Count
	// Children are those that may be named, in the order they are shown.
	Children []Quoted
	// Private is how many more there are that may not be named here.
	Private int
}

// NotFinished is the answer to a finish that comes too early.
func NotFinished(left []Left) string {
	var text strings.Builder
	text.WriteString("The upgrade is not done yet, so it was not finished.")
	for _, l := range left {
		text.WriteString("\n- " + string(l.Count) + ": " + l.names())
	}
	text.WriteString("\n\nFor what nobody will do there are `exempt` and `not-affected`, on the child and with a reason; `remove` takes a child off the upgrade.")
	return text.String()
}

func (l Left) names() string {
	return namesAnd(l.Children, l.Private, fmt.Sprintf("%d that cannot be named here", l.Private))
}

// Finished is the answer to a finish that went well.
func Finished() string { return "Done, the upgrade is finished." }

// FinishPaused is the answer to a finish of an upgrade that is paused.
func FinishPaused() string {
	return "The upgrade is paused, so its boards may not be up to date. Please resume it first."
}

// Cancelled is the answer to a cancel that went well.
func Cancelled() string { return "Done, the upgrade is cancelled." }

// ClosingWithheld is the answer when closing the issue would only be shown.
func ClosingWithheld() string {
	return "Writes of the kind `issues` are only shown here, so the roadmap issue cannot be closed. Please close it by hand, or repeat the command after `/upgrade activate issues`."
}

// Paused is the answer to a command on a child of a paused upgrade.
func Paused() string {
	return "The upgrade is paused, so this was not run. Please repeat it once the upgrade goes on."
}

// PauseBegins is the answer to a pause.
func PauseBegins() string { return "Done, the upgrade is paused." }

// PauseEnds is the answer to a resume.
func PauseEnds() string { return "Done, the upgrade goes on." }
