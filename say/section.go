package say

import (
	"fmt"
	"strings"
)

// SectionProblem is what keeps one of the app's own sections of a description
// from being written, and how to mend it.
type SectionProblem string

// The problems of a section.
const (
	SectionUnpaired   SectionProblem = "One of its two markers is missing. Please put it back, or take the other one out as well."
	SectionDoubled    SectionProblem = "It has more than two markers. Please leave one pair."
	SectionReversed   SectionProblem = "Its end stands above its beginning. Please change the two round."
	SectionNested     SectionProblem = "It holds the markers of another section. Please take them out of it."
	SectionMisplaced  SectionProblem = "One of its markers does not stand on a line of its own, outside of lists and quotes. Please move it."
	SectionHidden     SectionProblem = "The text above it leaves code or HTML open. Please close that."
	SectionUnreadable SectionProblem = "The description is nested too deeply to be read."
	SectionTooLong    SectionProblem = "The description would become longer than GitHub takes. Please shorten it."
)

// SectionDamaged says that a section of the description cannot be written, and
// in which lines the reason stands, if that is known.
func SectionDamaged(section string, problem SectionProblem, lines []int) string {
	markers := ""
	if len(lines) > 0 {
		const most = 5
		var numbers []string
		for _, line := range lines[:min(len(lines), most)] {
			numbers = append(numbers, fmt.Sprint(line))
		}
		markers = fmt.Sprintf(" The markers are comments such as `<!-- upkeep:%s begin -->`; see line %s.", section, strings.Join(numbers, ", "))
	}
	return fmt.Sprintf("**The section %s of the description cannot be kept up to date.** %s%s", Quote(section).Code(), problem, markers)
}
