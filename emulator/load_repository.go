package emulator

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"
)

type repositoryFile struct {
	Name          string            `yaml:"name"`
	ID            int64             `yaml:"id,omitempty"`
	Description   string            `yaml:"description,omitempty"`
	Private       bool              `yaml:"private,omitempty"`
	Archived      bool              `yaml:"archived,omitempty"`
	NoIssues      bool              `yaml:"no_issues,omitempty"`
	DefaultBranch string            `yaml:"default_branch,omitempty"`
	Created       time.Time         `yaml:"created,omitempty"`
	Updated       time.Time         `yaml:"updated,omitempty"`
	Pushed        time.Time         `yaml:"pushed,omitempty"`
	FormerNames   []string          `yaml:"former_names,omitempty"`
	People        map[string]string `yaml:"people,omitempty"`
	Teams         map[string]string `yaml:"teams,omitempty"`
	Files         map[string]string `yaml:"files,omitempty"`
	// Commits and Branches are instead of Files.
	Commits       []placed[commitFile]    `yaml:"commits,omitempty"`
	Branches      []placed[branchFile]    `yaml:"branches,omitempty"`
	Labels        []placed[labelFile]     `yaml:"labels,omitempty"`
	Milestones    []placed[milestoneFile] `yaml:"milestones,omitempty"`
	LastMilestone int                     `yaml:"last_milestone,omitempty"`
	Deleted       []int                   `yaml:"deleted,omitempty"`
	Moved         map[int]string          `yaml:"moved,omitempty"`
	Issues        []placed[issueFile]     `yaml:"issues,omitempty"`
	Checks        []placed[checkFile]     `yaml:"checks,omitempty"`
}

// labelFile is a label's name, or a name and more.
type labelFile struct {
	Name        string `yaml:"name"`
	ID          int64  `yaml:"id,omitempty"`
	Node        string `yaml:"node,omitempty"`
	Color       string `yaml:"color,omitempty"`
	Description string `yaml:"description,omitempty"`
}

// UnmarshalYAML is part of yaml.Unmarshaler.
func (f *labelFile) UnmarshalYAML(n *yaml.Node) error {
	if n.Kind == yaml.ScalarNode {
		return n.Decode(&f.Name)
	}
	type plain labelFile
	return decode(n, (*plain)(f))
}

type milestoneFile struct {
	Number      int       `yaml:"number"`
	ID          int64     `yaml:"id,omitempty"`
	Title       string    `yaml:"title"`
	Description string    `yaml:"description,omitempty"`
	Creator     string    `yaml:"creator,omitempty"`
	Created     time.Time `yaml:"created,omitempty"`
	Updated     time.Time `yaml:"updated,omitempty"`
	DueOn       time.Time `yaml:"due_on,omitempty"`
	Closed      bool      `yaml:"closed,omitempty"`
	ClosedAt    time.Time `yaml:"closed_at,omitempty"`
}

func (l *loader) repository(o *organization, f repositoryFile) error {
	if taken := l.findRepository(o.login, f.Name); f.Name == "" || taken != nil && sameFold(taken.fullName(), o.login+"/"+f.Name) {
		return errors.New("the name is missing or taken")
	}
	if err := l.ids.give("repository", f.ID); err != nil {
		return err
	}
	r := l.newRepository(o, f.Name, l.when(f.Created, l.at))
	r.description, r.private, r.archived, r.issuesDisabled = f.Description, f.Private, f.Archived, f.NoIssues
	r.defaultBranch = either(f.DefaultBranch, r.defaultBranch)
	r.updatedAt, r.pushedAt = l.when(f.Updated, r.createdAt), l.when(f.Pushed, r.createdAt)
	for _, part := range []func(*repository, repositoryFile) error{l.formerNames, l.rights, l.contents, l.labels, l.milestones, l.issues, l.checks} {
		if err := part(r, f); err != nil {
			return err
		}
	}
	return nil
}

func (l *loader) formerNames(r *repository, f repositoryFile) error {
	for _, name := range f.FormerNames {
		key := strings.ToLower(name)
		if taken := l.repos[key]; strings.Count(name, "/") != 1 || taken != nil && strings.ToLower(taken.fullName()) != key {
			return fmt.Errorf("former_names: %q is no owner/name, or is the former name of two", name)
		}
		if l.repos[key] == nil {
			l.repos[key] = r
		}
	}
	return nil
}

func (l *loader) rights(r *repository, f repositoryFile) error {
	for _, login := range slices.Sorted(maps.Keys(f.People)) {
		given, err := roleNamed(f.People[login])
		if err != nil {
			return fmt.Errorf("people: %s: %w", login, err)
		}
		u, err := l.person(personFile{Login: login})
		if err != nil {
			return fmt.Errorf("people: %w", err)
		}
		r.roles[u] = given
	}
	for _, slug := range slices.Sorted(maps.Keys(f.Teams)) {
		t := r.owner.team(slug)
		given, err := roleNamed(f.Teams[slug])
		if t == nil || err != nil {
			return fmt.Errorf("teams: no team %q or no role %q; roles are %s", slug, f.Teams[slug], strings.Join(roleNames[:], ", "))
		}
		r.teamRoles[t] = given
	}
	return nil
}

func roleNamed(name string) (role, error) {
	given := slices.Index(roleNames[:], name)
	if given < 0 {
		return roleNone, fmt.Errorf("%q is no role; roles are %s", name, strings.Join(roleNames[:], ", "))
	}
	return role(given), nil
}

func (l *loader) labels(r *repository, f repositoryFile) error {
	for _, each := range f.Labels {
		if err := l.label(r, each.of); err != nil {
			return each.wrong(err, "label %q", each.of.Name)
		}
	}
	return nil
}

func (l *loader) label(r *repository, f labelFile) error {
	if f.Name == "" || f.ID != 0 && r.label(f.Name) != nil {
		return errors.New("the name is missing or taken")
	}
	if f.Color != "" && !colorPattern.MatchString(f.Color) {
		return fmt.Errorf("color %q is not six hexadecimal digits", f.Color)
	}
	if err := l.ids.give("label", f.ID); err != nil {
		return err
	}
	made := l.labelNamed(r, f.Name)
	made.color, made.description = either(f.Color, made.color), either(f.Description, made.description)
	return nil
}

func (l *loader) milestones(r *repository, f repositoryFile) error {
	for _, each := range f.Milestones {
		if err := l.milestone(r, each.of); err != nil {
			return each.wrong(err, "milestone %d", each.of.Number)
		}
	}
	if f.LastMilestone != 0 && f.LastMilestone < r.lastMilestone {
		return fmt.Errorf("last_milestone: there is a milestone %d", r.lastMilestone)
	}
	r.lastMilestone = max(r.lastMilestone, f.LastMilestone)
	return nil
}

func (l *loader) milestone(r *repository, f milestoneFile) error {
	if f.Title == "" || f.Number <= r.lastMilestone {
		return errors.New("the title is missing, or the number is not above those before it")
	}
	creator, err := l.author(r, f.Creator)
	if err != nil {
		return err
	}
	if err := l.ids.give("milestone", f.ID); err != nil {
		return err
	}
	r.lastMilestone = f.Number - 1
	m := l.newMilestone(r, f.Title, creator, l.when(f.Created, l.at))
	m.description, m.closed, m.dueOn = f.Description, f.Closed, f.DueOn.UTC()
	m.updatedAt = l.when(f.Updated, m.createdAt)
	if m.closed {
		m.closedAt = l.when(f.ClosedAt, m.updatedAt)
	}
	return nil
}

// issues loads a repository's issues, and where those are that it had.
func (l *loader) issues(r *repository, f repositoryFile) error {
	for _, each := range f.Issues {
		if err := l.issue(r, each); err != nil {
			return each.wrong(err, "issue %d %q", each.of.Number, each.of.Title)
		}
	}
	for _, number := range f.Deleted {
		if err := l.freed(r, number); err != nil {
			return fmt.Errorf("deleted: %w", err)
		}
		if r.deleted == nil {
			r.deleted = map[int]bool{}
		}
		r.deleted[number] = true
	}
	for _, number := range slices.Sorted(maps.Keys(f.Moved)) {
		if err := l.freed(r, number); err != nil {
			return fmt.Errorf("moved: %w", err)
		}
		l.later = append(l.later, func() error {
			to, err := l.referred(r.owner, r, f.Moved[number])
			if err != nil {
				return fmt.Errorf("repository %s: moved: %d: %w", r.fullName(), number, err)
			}
			if r.moved == nil {
				r.moved = map[int]*issue{}
			}
			r.moved[number] = to
			return nil
		})
	}
	return nil
}

// maxNumber bounds the numbers of a file: a place is kept for each below.
const maxNumber = 1_000_000

// freed keeps a number from being given again.
func (l *loader) freed(r *repository, number int) error {
	if number < 1 || number > maxNumber || number <= len(r.issues) && r.issues[number-1] != nil || r.deleted[number] {
		return fmt.Errorf("%d is out of bounds, is that of an issue, or stands there twice", number)
	}
	for len(r.issues) < number {
		r.issues = append(r.issues, nil)
	}
	return nil
}

func (l *loader) author(r *repository, login string) (*user, error) {
	if login == "" {
		return r.owner.anybody()
	}
	return l.somebody(login)
}
