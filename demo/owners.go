package demo

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/upkeep-app/upkeep/upgrade"
)

// answer is one owner's command and the level it stands for.
type answer struct {
	login, repo, command, level string
}

func answers() []answer {
	return []answer{
		{"ada", "credentials", "/upgrade owner-does arbi-bom", "Owner deploys and monitors"},
		{"ada", "auth-backends", "Happy to let you do it.\n\n/upgrade owner-does arbi-bom", "Owner offers advice"},
		{"lin", "event-bus", "/upgrade owner-does owner-reviews-and-merges", "Owner reviews and merges"},
		{"cora", "grading", "/upgrade owner-does Owner does everything", "Owner does everything"},
	}
}

// owners is the part where owners say how much of the work they do.
func (w *world) owners() []step {
	notes := child("notes-api")
	return []step{
		{
			title: "Owners answer with /upgrade owner-does, each in their own words",
			act: func(context.Context) error {
				var errs []error
				for _, a := range answers() {
					_, err := w.github.Comment(a.login, child(a.repo), a.command)
					errs = append(errs, err)
				}
				return errors.Join(errs...)
			},
			check: func(context.Context) error { return w.answered() },
			tell:  func(context.Context) { w.quote(child("credentials"), "Owner deploys and monitors") },
		},
		{
			title: "One mistypes the level: 😕 and one reply that helps",
			act: func(context.Context) error {
				_, err := w.github.Comment("lin", notes, "/upgrade owner-does owner-dose-everything")
				return err
			},
			check: func(context.Context) error {
				if err := w.reaction(notes, "lin", "confused"); err != nil {
					return err
				}
				_, err := w.said(notes, "owner-does-everything")
				return err
			},
			tell: func(context.Context) { w.quote(notes, "owner-does-everything") },
		},
		{
			title: "Somebody without the right is told who may; a quoted command is nothing",
			act: func(context.Context) error {
				_, err := w.github.Comment("sam-stranger", child("forum"), "/upgrade owner-does owner-does-everything")
				_, quoted := w.github.Comment("cora", child("forum"), "> /upgrade owner-does owner-does-everything\n\nNot yet.")
				return errors.Join(err, quoted)
			},
			check: func(context.Context) error {
				if err := w.reaction(child("forum"), "sam-stranger", "confused"); err != nil {
					return err
				}
				if n := len(w.github.Comments(child("forum"))); n != 3 {
					return fmt.Errorf("%d comments on forum, want the two of people and one reply", n)
				}
				return w.field(child("forum"), "Owner Does", "TBD")
			},
		},
	}
}

func (w *world) answered() error {
	for _, a := range answers() {
		if err := w.field(child(a.repo), "Owner Does", a.level); err != nil {
			return err
		}
		if err := w.reaction(child(a.repo), a.login, "+1"); err != nil {
			return err
		}
		if _, err := w.said(child(a.repo), a.level); err != nil {
			return err
		}
	}
	return nil
}

// quote prints the app's comment that holds a text, without its marker.
func (w *world) quote(on upgrade.Ref, text string) {
	comment, err := w.said(on, text)
	if err != nil {
		return
	}
	body, _, _ := strings.Cut(comment.Body, "<!--")
	for line := range strings.Lines(strings.TrimSpace(body)) {
		w.printf("      | %s\n", strings.TrimRight(line, "\n"))
	}
}
