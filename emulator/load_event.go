package emulator

import (
	"errors"
	"fmt"
	"time"

	"go.yaml.in/yaml/v3"
)

// eventFile is an entry of a timeline. The word "commented" alone stands for
// the next of the issue's comments.
type eventFile struct {
	Kind      string     `yaml:"event"`
	ID        int64      `yaml:"id,omitempty"`
	Actor     string     `yaml:"actor,omitempty"`
	App       bool       `yaml:"app,omitempty"`
	At        time.Time  `yaml:"at,omitempty"`
	Assignee  string     `yaml:"assignee,omitempty"`
	Reason    string     `yaml:"reason,omitempty"`
	Pull      string     `yaml:"pull,omitempty"`   // that closed it
	Commit    string     `yaml:"commit,omitempty"` // the same
	Label     *labelFile `yaml:"label,omitempty"`
	Milestone string     `yaml:"milestone,omitempty"`
	From      string     `yaml:"from,omitempty"`
	To        string     `yaml:"to,omitempty"`
	Issue     string     `yaml:"issue,omitempty"`
	Origin    string     `yaml:"origin,omitempty"`
	Board     string     `yaml:"board,omitempty"`
	GoneBoard *goneBoard `yaml:"gone_board,omitempty"`
	Reviewer  string     `yaml:"reviewer,omitempty"`
	Team      string     `yaml:"team,omitempty"`
	Review    int64      `yaml:"review,omitempty"`
	Was       string     `yaml:"was,omitempty"`
	Message   string     `yaml:"message,omitempty"`
}

// goneBoard is what a timeline keeps of a board that was deleted.
type goneBoard struct {
	Owner  string `yaml:"owner"`
	Number int    `yaml:"number"`
	Title  string `yaml:"title"`
	Public bool   `yaml:"public,omitempty"`
}

const kindCommented = "commented"

// UnmarshalYAML is part of yaml.Unmarshaler.
func (f *eventFile) UnmarshalYAML(n *yaml.Node) error {
	if n.Kind == yaml.ScalarNode {
		if n.Value != kindCommented {
			return fmt.Errorf("line %d: %q is no entry of a timeline; only %s stands alone", n.Line, n.Value, kindCommented)
		}
		return n.Decode(&f.Kind)
	}
	type plain eventFile
	return decode(n, (*plain)(f))
}

// MarshalYAML is part of yaml.Marshaler.
func (f eventFile) MarshalYAML() (any, error) {
	if f.Kind == kindCommented {
		return f.Kind, nil
	}
	type plain eventFile
	return plain(f), nil
}

// timeline replaces an issue's timeline, which has just its comments, by a
// file's; nil leaves it.
func (l *loader) timeline(i *issue, files *[]placed[eventFile]) error {
	if files == nil {
		return nil
	}
	said := i.events
	i.events = nil
	for n, each := range *files {
		if each.of.Kind == kindCommented && len(said) > 0 {
			i.events, said = append(i.events, said[0]), said[1:]
			continue
		}
		if err := l.event(i, each); err != nil {
			return each.wrong(err, "entry %d of the timeline", n+1)
		}
	}
	if len(said) > 0 {
		return fmt.Errorf("the timeline lacks %d of the comments; put %s in their places", len(said), kindCommented)
	}
	return nil
}

func (l *loader) event(i *issue, p placed[eventFile]) error {
	f := p.of
	if eventPrefixes[f.Kind] == "" {
		return fmt.Errorf("there is no event %q, or no comment that goes with it", f.Kind)
	}
	by, err := l.whoever(f.Actor)
	if err != nil {
		return fmt.Errorf("actor: %w", err)
	}
	if err := l.ids.give("event", f.ID); err != nil {
		return err
	}
	ev := l.newEvent(f.Kind, by, l.when(f.At, i.createdAt))
	l.byApp(f.App, &ev.via)
	ev.reason, ev.milestone, ev.from, ev.to = f.Reason, f.Milestone, f.From, f.To
	ev.origin, ev.was, ev.message = f.Origin, f.Was, f.Message
	i.note(ev)
	if err := l.eventPeople(i, ev, f); err != nil {
		return err
	}
	if f.Label != nil {
		ev.label = l.eventLabel(i, *f.Label)
	}
	if err := checkEvent(ev, f); err != nil {
		return err
	}
	l.later = append(l.later, func() error {
		return p.wrong(l.eventLinks(i, ev, f), "timeline of %s", i.ref())
	})
	return nil
}

func (l *loader) eventPeople(i *issue, ev *event, f eventFile) error {
	var err error
	if ev.assignee, err = l.whoever(f.Assignee); err != nil {
		return fmt.Errorf("assignee: %w", err)
	}
	if ev.reviewer, err = l.whoever(f.Reviewer); err != nil {
		return fmt.Errorf("reviewer: %w", err)
	}
	if f.Team != "" {
		if ev.reviewTeam, err = l.teamNamed(i.repo.owner, f.Team); err != nil {
			return err
		}
	}
	if f.Review != 0 {
		if i.pull == nil || i.pull.review(f.Review) == nil {
			return fmt.Errorf("there is no review with the id %d", f.Review)
		}
		ev.review = i.pull.review(f.Review)
	}
	return nil
}

// eventLabel is a label as it was: a copy, which need not be a label any more.
func (l *loader) eventLabel(i *issue, f labelFile) *label {
	made := &label{id: f.ID, name: f.Name, color: either(f.Color, "ededed"), description: f.Description}
	made.nodeID = either(f.Node, nodeID("LA", i.repo.id, made.id))
	return made
}

// checkEvent refuses an event without what it is about.
func checkEvent(ev *event, f eventFile) error {
	var lacks string
	switch ev.kind {
	case "assigned", "unassigned":
		if ev.assignee == nil {
			lacks = "assignee"
		}
	case "labeled", "unlabeled":
		if ev.label == nil {
			lacks = "label"
		}
	case "reviewed", "review_dismissed":
		if ev.review == nil {
			lacks = "review"
		}
	case "review_requested", "review_request_removed":
		if ev.reviewer == nil && ev.reviewTeam == nil {
			lacks = "reviewer or team"
		}
	case "cross-referenced", "marked_as_duplicate", "connected", "disconnected":
		if f.Issue == "" {
			lacks = "issue"
		}
	}
	if linkMembers[ev.kind] != "" && f.Issue == "" {
		lacks = "issue"
	}
	if lacks != "" {
		return errors.New(ev.kind + " needs a " + lacks)
	}
	return nil
}

// eventLinks are what an event names that may stand anywhere in the files.
func (l *loader) eventLinks(i *issue, ev *event, f eventFile) error {
	var err error
	if f.Issue != "" {
		if ev.other, err = l.referred(i.repo.owner, i.repo, f.Issue); err != nil {
			return err
		}
	}
	switch {
	case f.Pull != "":
		by, err := l.referred(i.repo.owner, i.repo, f.Pull)
		if err != nil {
			return err
		}
		ev.closer = by
	case f.Commit != "" && l.commits[f.Commit] != nil:
		ev.closer = l.commits[f.Commit]
	case f.Commit != "":
		// Of a repository that was deleted: only its name is left.
		if err := l.ids.claimHex("sha", f.Commit, 40); err != nil {
			return fmt.Errorf("commit: %w", err)
		}
		ev.closer = &commit{sha: f.Commit}
	}
	switch {
	case f.Board != "":
		ev.board, err = l.boardNamed(f.Board)
	case f.GoneBoard != nil:
		o := l.findOrganization(f.GoneBoard.Owner)
		if o == nil {
			return fmt.Errorf("gone_board: there is no organization %q", f.GoneBoard.Owner)
		}
		ev.board = &board{org: o, number: f.GoneBoard.Number, title: f.GoneBoard.Title, public: f.GoneBoard.Public}
	}
	return err
}
