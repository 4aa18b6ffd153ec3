//go:build services

package simulator_test

import (
	"fmt"
	"strings"

	"github.com/upkeep-app/upkeep/runbook"
)

// boxes keeps what became of every box of the roadmap issue's description, from
// each text that it had.
type boxes struct {
	w     *whole
	steps map[string]string // the texts of steps, by their ids
	now   map[string]byte
	// app and people are the values that each box was given by either, in order.
	app, people map[string]string
	byPerson    bool // a person is writing
}

func newBoxes(w *whole) *boxes {
	b := &boxes{w: w, steps: map[string]string{}, now: map[string]byte{}, app: map[string]string{}, people: map[string]string{}}
	for _, step := range wholeRunbook().Steps {
		b.steps[step.ID] = step.Text
	}
	return b
}

// wholeRunbook is the runbook that people paste.
func wholeRunbook() runbook.Runbook {
	return runbook.Default(runbook.Terms{RoadmapFields: []string{"Type"}, External: "acme/vendors"})
}

// look takes up the descriptions as they are; no child has a box in both.
func (b *boxes) look() {
	body := b.w.body() + "\n" + b.w.github.Issue(b.w.epic).Body
	for id, text := range b.steps {
		b.see("step "+id, body, func(line string) bool { return strings.Contains(line, "] "+text) })
	}
	for name, ref := range b.w.children {
		b.see("child "+name, body, func(line string) bool {
			return strings.Contains(line+" ", "] "+ref.String()+" ") || strings.Contains(line, "] "+ref.String()+":")
		})
	}
}

// see takes up the box of the one line that is meant.
func (b *boxes) see(name, body string, is func(string) bool) {
	box, found := byte(0), 0
	for line := range strings.SplitSeq(body, "\n") {
		line = strings.TrimRight(line, "\r")
		if open := strings.Index(line, "- ["); open >= 0 && len(line) > open+4 && line[open+4] == ']' && is(line) {
			box = line[open+3]
			found++
		}
	}
	if found > 1 {
		b.w.fail("%s has %d boxes", name, found)
	}
	before, known := b.now[name]
	if found == 0 || known && before == box {
		return
	}
	b.now[name] = box
	if !known && box == ' ' {
		return
	}
	by := b.app
	if b.byPerson {
		by = b.people
	}
	by[name] += string(box)
	b.w.note("  box of %s: %q (by a person: %t)", name, box, b.byPerson)
}

// outcome is how a box ends, and all that the app and people made of it on the
// way: "x" checked, " " opened.
type outcome struct {
	now         byte
	app, people string
}

func (o outcome) String() string {
	return fmt.Sprintf("%q after %q by the app and %q by people", o.now, o.app, o.people)
}

func (b *boxes) outcome(name string) outcome {
	return outcome{b.now[name], b.app[name], b.people[name]}
}
