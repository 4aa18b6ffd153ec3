package demo

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/upkeep-app/upkeep/emulator"
	"github.com/upkeep-app/upkeep/upgrade"
)

// work is the part where things get done.
func (w *world) work() []step {
	var pull upgrade.Ref
	return []step{
		{
			title: "Issues are assigned and a pull request opens: In Progress, and a field has its address",
			act: func(context.Context) (err error) {
				pull, err = w.github.OpenPullRequest("ari", org+"/enrollment", "Support Django 5.2", "Closes #1.", child("enrollment"))
				return errors.Join(err, w.github.Assign("ada", child("credentials"), "ada"))
			},
			check: func(context.Context) error {
				address := fmt.Sprintf("%s/%s/%s/pull/%d", w.githubURL, org, pull.Repo, pull.Number)
				return errors.Join(
					w.field(child("credentials"), "Status", "In Progress"), w.field(child("enrollment"), "Status", "In Progress"),
					w.field(child("enrollment"), "Pull request", address),
				)
			},
		},
		{
			title: "The pull request merges, GitHub closes its issue: Done, and the box is checked",
			act:   func(context.Context) error { return w.github.MergePullRequest("ari", pull) },
			check: func(context.Context) error {
				return errors.Join(w.field(child("enrollment"), "Status", "Done"), w.box(child("enrollment"), true))
			},
		},
		{
			title: "A person moves a card and ticks a box by hand",
			act: func(ctx context.Context) error {
				if err := w.github.MoveCard("cora", emulator.BoardRef{Org: org, Number: maintenance}, child("grading"), "Owner Review"); err != nil {
					return err
				}
				return w.tick(ctx, "cora", child("forum"))
			},
			check: w.byHand,
		},
	}
}

// end is the part where children close.
func (w *world) end() []step {
	burst := []string{"notes-api", "course-discovery", "auth-backends", "event-bus", "course-keys", "rest-client"}
	edits := 0
	return []step{
		{
			title: "Six children close in a burst: six boxes, few edits of the description",
			act: func(context.Context) error {
				edits = w.writes("edit body")
				var errs []error
				for _, repo := range burst {
					errs = append(errs, w.github.CloseIssue("ari", child(repo), upgrade.ReasonCompleted))
				}
				return errors.Join(errs...)
			},
			check: func(context.Context) error {
				for _, repo := range burst {
					if err := errors.Join(w.field(child(repo), "Status", "Done"), w.box(child(repo), true)); err != nil {
						return err
					}
				}
				// A write whose answer is lost is made again.
				if n := w.writes("edit body") - edits; n > 3 && w.options.Chaos.Off() {
					return fmt.Errorf("%d edits of the description for a burst of six", n)
				}
				return nil
			},
		},
		{
			title: "One is closed as not planned: done with, and checked",
			act: func(context.Context) error {
				return w.github.CloseIssue("lin", child("block-sdk"), upgrade.ReasonNotPlanned)
			},
			check: func(context.Context) error {
				return errors.Join(w.field(child("block-sdk"), "Status", "Done"), w.box(child("block-sdk"), true))
			},
		},
		{
			title: "One is reopened: back to Todo, and the box is open again",
			act:   func(context.Context) error { return w.github.ReopenIssue("lin", child("event-bus")) },
			check: func(context.Context) error {
				return errors.Join(w.field(child("event-bus"), "Status", "Todo"), w.box(child("event-bus"), false))
			},
		},
		{
			title: "The Roadmap board tells the upgrade's leaders: active, 50 per cent done",
			act:   func(context.Context) error { return nil },
			check: func(context.Context) error {
				card := w.github.Board(org, leaders).Item(roadmap()).Values
				if card["Stage"] != "Active" || card["Progress"] != "50" || card["Forecast"] == "" || card["Type"] != "Maintenance" {
					return fmt.Errorf("the card of %s on the Roadmap board is %v", roadmap(), card)
				}
				return nil
			},
			tell: func(context.Context) {
				card := w.github.Board(org, leaders).Item(roadmap()).Values
				w.printf("    Stage %s, %s %% done, forecast %s, type %s\n", card["Stage"], card["Progress"], card["Forecast"], card["Type"])
			},
		},
		{
			title: "What people did by hand is still there; their words are byte for byte theirs",
			act:   w.quiet,
			check: func(ctx context.Context) error { return errors.Join(w.byHand(ctx), w.untouched()) },
		},
	}
}

// byHand wants what cora did by hand to have stayed.
func (w *world) byHand(context.Context) error {
	return errors.Join(w.field(child("grading"), "Status", "Owner Review"), w.box(child("forum"), true))
}

// tick checks the box of a child as a person does in the browser, at a quiet
// moment. GitHub has no compare-and-swap for descriptions: while its reads lag, a
// write of the app can undo an edit of the same moment, and nobody promises that
// it does not.
func (w *world) tick(ctx context.Context, login string, ref upgrade.Ref) error {
	if err := w.quiet(ctx); err != nil {
		return err
	}
	issue := w.github.Issue(roadmap())
	line := childLine(issue.Body, ref)
	if line == "" {
		return fmt.Errorf("no line for %s in the roadmap issue", ref)
	}
	ticked := strings.Replace(line, "[ ]", "[x]", 1)
	if err := w.github.EditBody(login, roadmap(), strings.Replace(issue.Body, line, ticked, 1)); err != nil {
		return err
	}
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-w.clock.After(lagEnds):
		return nil
	}
}
