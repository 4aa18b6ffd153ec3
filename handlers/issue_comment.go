package handlers

import (
	"slices"
	"strings"
	"unicode"

	"github.com/upkeep-app/upkeep/command"
	"github.com/upkeep-app/upkeep/upgrade"
)

// issueComment handles comments on issues and on pull requests, whoever wrote
// them: what they say is judged where they are read.
func issueComment() handler {
	return handler{
		event:   "issue_comment",
		actions: []string{"created", "edited", "deleted"},
		blank:   func() payload { return new(issueCommentPayload) },
	}
}

type issueCommentPayload struct {
	header
	Issue   object        `json:"issue"`
	Comment commentObject `json:"comment"`
}

// commentObject is a comment in a payload.
type commentObject struct {
	object
	CreatedAt string `json:"created_at"`
	Body      string `json:"body"`
	// App is there when an app wrote the comment, be it in a person's name.
	App *struct{} `json:"performed_via_github_app"`
}

// outcome takes the issue's own updated_at as the floor; a comment's is never
// one, for the issue need not get as far. A new comment moves its issue, so
// that an issue at least as new as the comment has it. An edit and a deletion
// need not move the issue: there the floor does not show that they were seen.
func (p *issueCommentPayload) outcome() (Outcome, error) {
	floor, err := p.Issue.read("issue")
	if err != nil {
		return Outcome{}, err
	}
	created, err := moment("comment.created_at", p.Comment.CreatedAt)
	if err != nil {
		return Outcome{}, err
	}
	t := p.triggerFrom(upgrade.IssueKey(p.Issue.NodeID), floor)
	seen := p.Action == "created" && !created.IsZero() && !floor.Before(created)
	t.Confirm = t.Confirm || !seen
	triggers := []upgrade.Trigger{t}
	if p.Action != "deleted" && p.cause() == upgrade.CausePerson && p.Comment.App == nil && mayCommand(p.Comment.Body) {
		own, err := p.own()
		if err != nil {
			return Outcome{}, err
		}
		triggers[0].Urgent = true
		triggers = append(triggers, own)
		if strings.Contains(strings.ToLower(p.Comment.Body), command.Start) {
			own.Key = upgrade.StartKey(p.Issue.NodeID, p.Comment.NodeID)
			triggers = append(triggers, own)
		}
	}
	return Outcome{Triggers: triggers}, nil
}

// own is the trigger of the comment's own key.
func (p *issueCommentPayload) own() (upgrade.Trigger, error) {
	floor, err := p.Comment.read("comment")
	return p.triggerFrom(upgrade.CommentKey(p.Issue.NodeID, p.Comment.NodeID), floor), err
}

// mayCommand reports whether a line begins as a command does, once what nobody
// sees is left out: space, hidden characters, HTML comments. It only saves work:
// what is a command, and after which prefix, is found out where the comment is read.
func mayCommand(body string) bool {
	lines := strings.FieldsFunc(strings.ReplaceAll(body, "-->", "\n"), func(r rune) bool { return r == '\n' || r == '\r' })
	return slices.ContainsFunc(lines, func(line string) bool {
		seen := strings.TrimLeftFunc(line, func(r rune) bool { return unicode.IsSpace(r) || !unicode.IsGraphic(r) })
		return strings.HasPrefix(seen, "/")
	})
}
