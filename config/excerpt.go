package config

import (
	"fmt"
	"strings"
	"unicode"
)

// Excerpt is the line of a text in which the problem is, with a caret below
// its column; empty for a problem without a line. Control characters of the
// text are not in it, and of a long line only what is around the column.
func (p Problem) Excerpt(text []byte) string {
	lines := strings.Split(string(text), "\n")
	if p.Line < 1 || p.Line > len(lines) {
		return ""
	}
	line, column := window(visible(lines[p.Line-1]), p.Column)
	number := fmt.Sprint(p.Line)
	excerpt := fmt.Sprintf("%s | %s", number, strings.TrimRight(string(line), " "))
	if column > 0 && column <= len(line)+1 {
		excerpt += fmt.Sprintf("\n%s | %s^", strings.Repeat(" ", len(number)), strings.Repeat(" ", column-1))
	}
	return excerpt
}

// visible is a line with a space for every character that shows nothing.
func visible(line string) []rune {
	return []rune(strings.Map(func(c rune) rune {
		if !unicode.IsPrint(c) {
			return ' '
		}
		return c
	}, strings.TrimSuffix(line, "\r")))
}

// window is the part of a line around a column, and where the column is in it.
func window(line []rune, column int) ([]rune, int) {
	const before, most = 60, 100
	cut := []rune{'…'}
	if start := column - before; start > 1 && len(line) > most {
		line, column = append(cut, line[min(start, len(line)):]...), before+1
	}
	if len(line) > most {
		line = append(line[:most-1:most-1], cut...)
	}
	return line, column
}
