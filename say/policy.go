package say

import (
	"fmt"
	"strings"
)

// problemsShown is how many problems the policy issue lists.
const problemsShown = 50

// Problem is one thing that is wrong in the policy file.
type Problem struct {
	Line, Column int // 0 without a place
	Path         Quoted
	Message      Quoted
	Mend         Quoted // what to write or to do; empty where nobody knows
}

// PolicyTitle is the title of the policy issue; it holds nobody's text.
const PolicyTitle = "The policy of Upkeep needs mending"

// PolicyProblems is the text of the policy issue. Kept says that an earlier
// version of the file is in force.
func PolicyProblems(file Quoted, problems []Problem, kept bool) string {
	var text strings.Builder
	fmt.Fprintf(&text, "The policy file %s cannot be used as it is. ", file.Code())
	if kept {
		text.WriteString("Its last valid version stays in force.\n\n")
	} else {
		text.WriteString("No valid version is known, so nothing is done until it is mended.\n\n")
	}
	text.WriteString(problemList(problems) + "\nThis issue closes itself when the file is valid.")
	return text.String()
}

func problemList(problems []Problem) string {
	var text strings.Builder
	for _, p := range problems[:min(len(problems), problemsShown)] {
		text.WriteString("- " + p.place() + p.Message.Code() + "\n")
		if !p.Mend.IsZero() {
			text.WriteString("  To mend it: " + p.Mend.Code() + "\n")
		}
	}
	if more := len(problems) - problemsShown; more > 0 {
		fmt.Fprintf(&text, "\nAnd %s.\n", count(more, "more problem", "more problems"))
	}
	return text.String()
}

func (p Problem) place() string {
	var parts []string
	if p.Line > 0 {
		parts = append(parts, fmt.Sprintf("line %d", p.Line))
	}
	if p.Column > 0 {
		parts = append(parts, fmt.Sprintf("column %d", p.Column))
	}
	if !p.Path.IsZero() {
		parts = append(parts, p.Path.Code())
	}
	if len(parts) == 0 {
		return ""
	}
	place := strings.Join(parts, ", ") + ": "
	if strings.HasPrefix(place, "line") {
		return "L" + place[1:]
	}
	return place
}

// PolicyMended is the text of the policy issue once the file is valid.
func PolicyMended(file Quoted) string {
	return fmt.Sprintf("The policy file %s is valid, and it is in force. Thank you.", file.Code())
}

// PolicyGone is the text of the policy issue once there is no file any more.
func PolicyGone(file Quoted) string {
	return fmt.Sprintf("There is no policy file %s any more, so there is nothing to mend. Without a policy, Upkeep does nothing.", file.Code())
}
