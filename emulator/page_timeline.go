package emulator

import (
	"html/template"
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

// entries are what was said and done, the oldest first.
func (v *visit) entries(i *issue) []entry {
	var all []entry
	for _, ev := range v.timeline(i) {
		made := entry{At: ev.at, Actor: loginOf(ev.actor)}
		switch {
		case ev.comment != nil:
			made.Comment = v.commentShown(ev.comment)
		case ev.kind == "reviewed":
			made.Did, made.Body = reviewDeeds[ev.review.state], written{visit: v, in: i.repo, text: ev.review.body}.show()
		default:
			made.Did = v.deed(ev)
		}
		all = append(all, made)
	}
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
