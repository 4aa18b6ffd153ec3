package emulator

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// pullFile is what a pull request has beyond an issue. Without a head it is
// from a branch of its own, with one commit that changes no file.
type pullFile struct {
	ID          int64                `yaml:"id,omitempty"`
	Draft       bool                 `yaml:"draft,omitempty"`
	Merged      bool                 `yaml:"merged,omitempty"`
	MergedAt    time.Time            `yaml:"merged_at,omitempty"`
	MergedBy    string               `yaml:"merged_by,omitempty"`
	MergeCommit string               `yaml:"merge_commit,omitempty"`
	Fork        string               `yaml:"fork,omitempty"` // who has the fork that the head is in
	Head        string               `yaml:"head,omitempty"`
	HeadCommit  string               `yaml:"head_commit,omitempty"`
	Base        string               `yaml:"base,omitempty"`
	BaseCommit  string               `yaml:"base_commit,omitempty"`
	Closes      []string             `yaml:"closes,omitempty"`
	Mentions    *[]string            `yaml:"mentions,omitempty"` // read from the body when absent
	Reviewers   []string             `yaml:"reviewers,omitempty"`
	ReviewTeams []string             `yaml:"review_teams,omitempty"`
	Reviews     []placed[reviewFile] `yaml:"reviews,omitempty"`
}

type reviewFile struct {
	Author  string      `yaml:"author"`
	State   string      `yaml:"state"`
	Body    string      `yaml:"body,omitempty"`
	ID      int64       `yaml:"id,omitempty"`
	Commit  string      `yaml:"commit,omitempty"` // the pull request's head when absent
	Created time.Time   `yaml:"created,omitempty"`
	Updated time.Time   `yaml:"updated,omitempty"`
	At      time.Time   `yaml:"at,omitempty"`
	Edited  *editedFile `yaml:"edited,omitempty"`
}

// pull loads what a pull request has beyond an issue, which is closed by now if it is.
func (l *loader) pull(i *issue, f pullFile) error {
	p := i.pull
	p.draft, p.merged = f.Draft, f.Merged
	var err error
	if f.Fork != "" {
		if p.fork, err = l.somebody(f.Fork); err != nil {
			return fmt.Errorf("fork: %w", err)
		}
	}
	if p.merged {
		p.mergedAt = l.when(f.MergedAt, i.closedAt)
		if p.mergedBy, err = l.somebodyOr(f.MergedBy, i.closedBy); err != nil {
			return fmt.Errorf("merged_by: %w", err)
		}
		if p.mergeCommit, err = l.commitNamed(f.MergeCommit); err != nil {
			return fmt.Errorf("merge_commit: %w", err)
		}
		if p.mergeCommit == nil {
			p.mergeCommit = p.headCommit
		}
	}
	if p.reviewers, err = l.all(f.Reviewers); err != nil {
		return fmt.Errorf("reviewers: %w", err)
	}
	for _, slug := range f.ReviewTeams {
		asked, err := l.teamNamed(i.repo.owner, slug)
		if err != nil {
			return fmt.Errorf("review_teams: %w", err)
		}
		p.reviewTeams = append(p.reviewTeams, asked)
	}
	for n, each := range f.Reviews {
		if err := l.review(i, each.of); err != nil {
			return each.wrong(err, "review %d", n+1)
		}
	}
	l.later = append(l.later, func() error { return l.closes(i, f) })
	return nil
}

// closes links the issues that a pull request closes.
func (l *loader) closes(i *issue, f pullFile) error {
	connected, err := l.referredAll(i, f.Closes)
	if err != nil {
		return fmt.Errorf("issue %s: closes: %w", i.ref(), err)
	}
	mentions := l.mentioned(i, actor{user: i.author})
	if f.Mentions != nil {
		if mentions, err = l.referredAll(i, *f.Mentions); err != nil {
			return fmt.Errorf("issue %s: mentions: %w", i.ref(), err)
		}
	}
	i.relink(mentions, connected)
	return nil
}

func (l *loader) referredAll(from *issue, refs []string) ([]*issue, error) {
	var found []*issue
	for _, text := range refs {
		other, err := l.referred(from.repo.owner, from.repo, text)
		if err != nil {
			return nil, err
		}
		found = append(found, other)
	}
	return found, nil
}

// teamNamed finds a team by its slug, or by "owner/slug" where it is another owner's.
func (l *loader) teamNamed(o *organization, name string) (*team, error) {
	owner, slug, elsewhere := strings.Cut(name, "/")
	if elsewhere {
		o = l.findOrganization(owner)
	} else {
		slug = name
	}
	if o == nil || o.team(slug) == nil {
		return nil, fmt.Errorf("there is no team %q", name)
	}
	return o.team(slug), nil
}

func (l *loader) review(i *issue, f reviewFile) error {
	author, err := l.somebody(f.Author)
	if err != nil {
		return err
	}
	states := []string{reviewApproved, reviewChanges, reviewCommented, reviewDismissed, reviewPending}
	if !slices.Contains(states, f.State) {
		return fmt.Errorf("the state is one of %s, not %q", strings.Join(states, ", "), f.State)
	}
	if err := l.ids.give("review", f.ID); err != nil {
		return err
	}
	rv := &review{id: l.ids.number("review"), pull: i, author: author, state: f.State, body: f.Body, createdAt: l.when(f.Created, l.at)}
	rv.updatedAt = l.when(f.Updated, rv.createdAt)
	if rv.state != reviewPending {
		rv.at = l.when(f.At, rv.createdAt)
	}
	if rv.commit, err = l.commitNamed(f.Commit); err != nil {
		return err
	}
	if rv.commit == nil {
		rv.commit = i.pull.headCommit
	}
	if f.Edited != nil {
		rv.editedAt = l.when(f.Edited.At, rv.createdAt)
		if rv.editor, err = l.somebody(f.Edited.By); err != nil {
			return fmt.Errorf("edited: %w", err)
		}
	}
	rv.nodeID = nodeID("PRR", i.repo.id, rv.id)
	i.pull.reviews = append(i.pull.reviews, rv)
	l.nodes[rv.nodeID] = rv
	return nil
}
