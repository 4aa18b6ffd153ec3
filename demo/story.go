package demo

import (
	"context"
	_ "embed" // the sample organisation
	"fmt"
	"strings"

	"github.com/upkeep-app/upkeep/upgrade"
)

//go:embed organisation.yml
var organisation []byte

// What the sample organisation is made of.
const (
	org               = "openlearn"
	maintenance       = 51
	leaders           = 4 // the Roadmap board
	appID       int64 = 1207
	bot               = "upkeep[bot]"
)

// roadmap is the upgrade's roadmap issue, ordinary one that is no business of the app.
func roadmap() upgrade.Ref  { return upgrade.Ref{Owner: org, Repo: "platform-roadmap", Number: 1} }
func ordinary() upgrade.Ref { return upgrade.Ref{Owner: org, Repo: "platform-roadmap", Number: 2} }

// children are the repositories with a child, in the order of the roadmap issue.
func children() []string {
	return []string{
		"credentials", "enrollment", "notes-api", "course-discovery", "grading", "forum",
		"auth-backends", "event-bus", "course-keys", "rest-client", "block-sdk", "completion",
	}
}

func child(repo string) upgrade.Ref { return upgrade.Ref{Owner: org, Repo: repo, Number: 1} }

// step is one chapter of the story: what people do, and what must come of it.
type step struct {
	title string
	act   func(ctx context.Context) error
	check func(ctx context.Context) error
	tell  func(ctx context.Context) // prints more of what came of it; nil for nothing
}

// play goes through the story and prints each step as it comes out.
func (w *world) play(ctx context.Context) error {
	w.printf("%s upgrades Django 4.2 to 5.2 in 12 repositories.\n", org)
	if !w.options.Chaos.Off() {
		w.printf("Chaos is on; play it again with --seed %d --chaos %s\n", w.options.Seed, w.options.Chaos)
	}
	w.remember()
	w.printBoard("The Maintenance board before:")
	w.printf("\n")
	steps := w.story()
	for i, s := range steps {
		if err := s.act(ctx); err != nil {
			return fmt.Errorf("step %d, %s: %w", i+1, s.title, err)
		}
		if err := w.eventually(ctx, func() error { return s.check(ctx) }); err != nil {
			w.printf("%2d. %s\n    WRONG: %v\n", i+1, s.title, err)
			return fmt.Errorf("step %d, %s: %w", i+1, s.title, err)
		}
		w.printf("%2d. %s\n", i+1, s.title)
		if s.tell != nil {
			s.tell(ctx)
		}
	}
	w.printBoard("The Maintenance board after:")
	w.printRoadmap()
	w.printf("\nEvery step came out right: %d steps, %d writes to GitHub, %d of them to the roadmap issue's description.\n",
		len(steps), w.writes(""), w.writes("edit body"))
	return nil
}

// story is the steps in order.
func (w *world) story() []step {
	return append(append(w.beginning(), w.owners()...), append(w.work(), w.end()...)...)
}

// remember keeps the descriptions as people wrote them.
func (w *world) remember() {
	w.before = map[string]string{}
	for _, ref := range []upgrade.Ref{roadmap(), ordinary()} {
		issue := w.github.Issue(ref)
		w.before[ref.String()] = issue.Body
	}
}

// printRoadmap prints the lines of the roadmap issue that have a box.
func (w *world) printRoadmap() {
	w.printf("\nThe roadmap issue's boxes:\n")
	issue := w.github.Issue(roadmap())
	for line := range strings.Lines(issue.Body) {
		if strings.Contains(line, "- [") || strings.Contains(line, "* [") {
			w.printf("  %s\n", strings.TrimRight(line, "\r\n"))
		}
	}
}

// untouched wants every byte outside the boxes to be as people wrote it.
func (w *world) untouched() error {
	for _, ref := range []upgrade.Ref{roadmap(), ordinary()} {
		issue := w.github.Issue(ref)
		was, is := w.before[ref.String()], issue.Body
		if ref == roadmap() {
			was, is = withoutBoxes(was), withoutBoxes(is)
		}
		if was != is {
			return fmt.Errorf("the description of %s was changed outside its boxes", ref)
		}
	}
	return nil
}

func withoutBoxes(body string) string { return strings.ReplaceAll(body, "[x]", "[ ]") }
