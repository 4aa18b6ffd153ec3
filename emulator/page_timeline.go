package emulator

import (
	"html/template"
	"slices"
	"strings"
	"time"
)

// entry is one entry of a timeline: a comment, or else what somebody did.
type entry struct {
	At      time.Time
	Comment *commentShown
	Actor   string
	Did     string
	// Body is a review's text.
	Body template.HTML
}

// commentShown is a comment on its page.
type commentShown struct {
	ID        int64
	Path      string
	Author    string
	At        time.Time
	Edited    *editedBy
	Body      template.HTML
	Text      string
	Mine      bool // the visitor may edit and delete it
	Reactions []reactionShown
}

// reactionShown is everybody's reaction of one kind.
type reactionShown struct {
	Content, Sign, Who string
	Count              int
}

// reactionSigns shows reactions; the names are those of the API.
var reactionSigns = map[string]string{
	"+1": "👍", "-1": "👎", "laugh": "😄", "confused": "😕", "heart": "❤", "hooray": "🎉", "rocket": "🚀", "eyes": "👀",
}

// timeline is what was said and done, the oldest first.
func (v *visit) timeline(i *issue) []entry {
	var all []entry
	for _, c := range i.comments {
		all = append(all, entry{At: c.createdAt, Comment: v.commentShown(c)})
	}
	for _, ev := range i.events {
		all = append(all, entry{At: ev.at, Actor: loginOf(ev.actor), Did: v.deed(ev)})
	}
	if i.pull != nil {
		for _, rv := range i.pull.reviews {
			body := written{visit: v, in: i.repo, text: rv.body}.show()
			all = append(all, entry{At: rv.at, Actor: loginOf(rv.author), Did: reviewDeeds[rv.state], Body: body})
		}
	}
	slices.SortStableFunc(all, func(a, b entry) int { return a.At.Compare(b.At) })
	return all
}

func (v *visit) commentShown(c *comment) *commentShown {
	shown := &commentShown{
		ID: c.id, Path: issuePath(c.issue) + "/comments/" + decimal(c.id), Author: loginOf(c.author), At: c.createdAt,
		Body: written{visit: v, in: c.issue.repo, text: c.body}.show(), Text: c.body,
		Mine: c.author == v.user || v.role(c.issue.repo) >= roleWrite, Reactions: reactionsShown(c.reactions),
	}
	if c.editor != nil {
		shown.Edited = &editedBy{c.editor.login, c.editedAt}
	}
	return shown
}

func reactionsShown(all []*reaction) []reactionShown {
	var shown []reactionShown
	for _, content := range reactionContents {
		var who []string
		for _, r := range all {
			if r.content == content {
				who = append(who, r.user.login)
			}
		}
		if len(who) > 0 {
			shown = append(shown, reactionShown{content, reactionSigns[content], strings.Join(who, ", "), len(who)})
		}
	}
	return shown
}

func loginOf(u *user) string {
	if u == nil {
		return "ghost"
	}
	return u.login
}

var reviewDeeds = map[string]string{"approved": "approved these changes", "changes_requested": "requested changes", "commented": "reviewed"}

// deed says what an event was.
func (v *visit) deed(ev *event) string {
	switch ev.kind {
	case "assigned":
		return "assigned " + loginOf(ev.assignee)
	case "unassigned":
		return "unassigned " + loginOf(ev.assignee)
	case "closed":
		return strings.TrimSpace("closed this " + closedAs[ev.reason])
	case "reopened":
		return "reopened this"
	case "labeled":
		return "added a label"
	case "unlabeled":
		return "removed a label"
	case "renamed":
		return "changed the title"
	case "merged":
		return "merged this"
	default:
		return strings.ReplaceAll(ev.kind, "_", " ")
	}
}

var closedAs = map[string]string{"completed": "as completed", "not_planned": "as not planned", "duplicate": "as a duplicate"}
