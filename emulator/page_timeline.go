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
			if rv.state == reviewPending {
				continue
			}
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
	case "connected":
		return "linked " + v.nameOf(ev.subject)
	case "disconnected":
		return "unlinked " + v.nameOf(ev.subject)
	case "review_requested":
		return "asked " + reviewerOf(ev) + " for a review"
	case "review_request_removed":
		return "no longer asks " + reviewerOf(ev) + " for a review"
	case "review_dismissed":
		return strings.TrimSuffix("dismissed a review: "+ev.message, ": ")
	case "ready_for_review":
		return "marked this ready for review"
	case "convert_to_draft":
		return "made this a draft"
	case "head_ref_deleted":
		return "deleted the branch"
	default:
		return strings.ReplaceAll(ev.kind, "_", " ")
	}
}

// nameOf names the other end of a link as far as the visitor may know it.
func (v *visit) nameOf(i *issue) string {
	if i == nil || !v.sees(i.repo) {
		return "something you may not see"
	}
	return i.ref().String()
}

func reviewerOf(ev *event) string {
	if ev.reviewTeam != nil {
		return "@" + ev.reviewTeam.org.login + "/" + ev.reviewTeam.slug
	}
	return loginOf(ev.reviewer)
}

var closedAs = map[string]string{"completed": "as completed", "not_planned": "as not planned", "duplicate": "as a duplicate"}
