package main

import (
	"fmt"
	"strings"

	"github.com/upkeep-app/upkeep/upgrade"
)

// mostLines is how many lines of a text are shown that goes or comes.
const mostLines = 12

// tellChange prints one change: what it is and why, what is there, and what is to
// be there. Of long texts only what differs is shown.
func tellChange(out *strings.Builder, c upgrade.Change) {
	fmt.Fprintf(out, "    %s (%s)\n", plain(c.What), plain(c.Why))
	is, shouldBe := textLines(c.Is), textLines(c.ShouldBe)
	same := alike(is, shouldBe)
	end := alikeAtEnd(is[same:], shouldBe[same:])
	tellSame(out, same)
	tellLines(out, "- ", is[same:len(is)-end])
	tellLines(out, "+ ", shouldBe[same:len(shouldBe)-end])
	tellSame(out, end)
}

func tellSame(out *strings.Builder, lines int) {
	if lines > 0 {
		fmt.Fprintf(out, "        … %s\n", counted(lines, "line stays", "lines stay"))
	}
}

func tellLines(out *strings.Builder, sign string, lines []string) {
	for i, line := range lines {
		if i == mostLines {
			fmt.Fprintf(out, "      %s… %s more (--format json has all)\n", sign, counted(len(lines)-i, "line", "lines"))
			return
		}
		fmt.Fprintf(out, "      %s%s\n", sign, strings.TrimRight(plain(line), " "))
	}
}

// textLines are the lines of a text; none of an empty one.
func textLines(text string) []string {
	if text == "" {
		return nil
	}
	return strings.Split(strings.TrimRight(strings.ReplaceAll(text, "\r\n", "\n"), "\n"), "\n")
}

// alike is how many lines are the same at the beginning.
func alike(a, b []string) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}

// alikeAtEnd is how many lines are the same at the end.
func alikeAtEnd(a, b []string) int {
	n := 0
	for n < len(a) && n < len(b) && a[len(a)-1-n] == b[len(b)-1-n] {
		n++
	}
	return n
}
