package emulator

import (
	"errors"
	"fmt"
	"strings"
	"time"
)

type commentFile struct {
	Author    string                 `yaml:"author,omitempty"`
	App       bool                   `yaml:"app,omitempty"`
	Body      string                 `yaml:"body"`
	At        time.Time              `yaml:"at,omitempty"`
	Updated   time.Time              `yaml:"updated,omitempty"`
	ID        int64                  `yaml:"id,omitempty"`
	Node      string                 `yaml:"node,omitempty"`
	Edited    *editedFile            `yaml:"edited,omitempty"`
	Reactions []placed[reactionFile] `yaml:"reactions,omitempty"`
}

// editedFile says who edited a text last and when, how often it was, and which
// texts it had: the first one and each that came after, as far as they are kept.
type editedFile struct {
	By    string             `yaml:"by"`
	At    time.Time          `yaml:"at"`
	Count int                `yaml:"count,omitempty"` // of issues only
	Texts []placed[editFile] `yaml:"texts,omitempty"`
}

type editFile struct {
	ID   int64     `yaml:"id,omitempty"`
	By   string    `yaml:"by,omitempty"`
	At   time.Time `yaml:"at"`
	Text string    `yaml:"text"`
}

type reactionFile struct {
	User    string    `yaml:"user"`
	Content string    `yaml:"content"`
	At      time.Time `yaml:"at,omitempty"`
	ID      int64     `yaml:"id,omitempty"`
	Node    string    `yaml:"node,omitempty"`
}

func (l *loader) comments(i *issue, files []placed[commentFile]) error {
	for n, each := range files {
		if err := l.comment(i, each.of); err != nil {
			return each.wrong(err, "comment %d", n+1)
		}
	}
	return nil
}

func (l *loader) comment(i *issue, f commentFile) error {
	author, err := l.author(i.repo, f.Author)
	if err != nil {
		return err
	}
	if err := l.ids.give("comment", f.ID); err != nil {
		return err
	}
	c := l.newComment(i, actor{user: author}, f.Body, l.when(f.At, l.at))
	if c.createdAt.After(i.updatedAt) {
		i.updatedAt = c.createdAt
	}
	l.byApp(f.App, &c.byApp)
	l.byApp(f.App, &i.events[len(i.events)-1].via)
	c.updatedAt = l.when(f.Updated, c.createdAt)
	if err := replaceNode(l, &c.nodeID, f.Node, c); err != nil {
		return err
	}
	if f.Edited != nil {
		c.editedAt = l.when(f.Edited.At, c.createdAt)
		if c.editor, err = l.somebody(f.Edited.By); err != nil {
			return fmt.Errorf("edited: %w", err)
		}
		if c.edits, err = l.edits(f.Edited); err != nil {
			return err
		}
	}
	return l.reactions(c.reactable(), f.Reactions)
}

func (l *loader) edits(f *editedFile) ([]*edit, error) {
	if len(f.Texts) > maxEdits {
		return nil, fmt.Errorf("edited: %d texts are kept at most", maxEdits)
	}
	var kept []*edit
	for n, each := range f.Texts {
		by, err := l.whoever(each.of.By)
		if err == nil {
			err = l.ids.give("edit", each.of.ID)
		}
		if err != nil {
			return nil, each.wrong(err, "edited: text %d", n+1)
		}
		kept = append(kept, l.newEdit(edit{editor: by, at: l.when(each.of.At, l.at), text: each.of.Text}))
	}
	return kept, nil
}

func (l *loader) reactions(to reactable, files []placed[reactionFile]) error {
	for _, each := range files {
		if err := l.reaction(to, each.of); err != nil {
			return each.wrong(err, "reaction %s", each.of.Content)
		}
	}
	return nil
}

func (l *loader) reaction(to reactable, f reactionFile) error {
	by, err := l.somebody(f.User)
	switch {
	case err != nil:
		return err
	case !contains(reactionContents, f.Content):
		return fmt.Errorf("the content is one of %s", strings.Join(reactionContents, ", "))
	case to.find(by, f.Content) != nil:
		return errors.New("the same person left it twice")
	}
	if err := l.ids.give("reaction", f.ID); err != nil {
		return err
	}
	r := &reaction{id: l.ids.number("reaction"), user: by, content: f.Content, at: l.when(f.At, l.at)}
	r.nodeID = nodeID("REA", to.issue.repo.id, r.id)
	*to.reactions = append(*to.reactions, r)
	l.nodes[r.nodeID] = r
	return replaceNode(l, &r.nodeID, f.Node, r)
}
