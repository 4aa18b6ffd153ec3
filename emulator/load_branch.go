package emulator

import (
	"errors"
	"fmt"
	"time"

	"go.yaml.in/yaml/v3"
)

// commitFile is a commit by what it changed of its first parent's files; null
// stands for a deleted one. Without parents its parent is the commit before it
// in the file.
type commitFile struct {
	SHA       string             `yaml:"sha"`
	Message   string             `yaml:"message"`
	Author    signatureFile      `yaml:"author"`
	Committer *signatureFile     `yaml:"committer,omitempty"`
	Parents   *[]string          `yaml:"parents,omitempty"`
	Files     map[string]*string `yaml:"files,omitempty"`
}

// signatureFile is a login, or who signed, how and when.
type signatureFile struct {
	User  string    `yaml:"user,omitempty"`
	Name  string    `yaml:"name,omitempty"`
	Email string    `yaml:"email,omitempty"`
	At    time.Time `yaml:"at,omitempty"`
}

// UnmarshalYAML is part of yaml.Unmarshaler.
func (f *signatureFile) UnmarshalYAML(n *yaml.Node) error {
	if n.Kind == yaml.ScalarNode {
		return n.Decode(&f.User)
	}
	type plain signatureFile
	return decode(n, (*plain)(f))
}

type branchFile struct {
	Name string `yaml:"name"`
	Head string `yaml:"head"`
}

// contents loads a repository's files: those of one first commit, or all commits.
func (l *loader) contents(r *repository, f repositoryFile) error {
	if len(f.Files) > 0 && len(f.Commits)+len(f.Branches) > 0 {
		return errors.New("files: there are commits too; name the files in a commit")
	}
	if err := l.files(r, f.Files); err != nil {
		return err
	}
	for _, each := range f.Commits {
		if err := l.commit(r, each.of); err != nil {
			return each.wrong(err, "commit %s", each.of.SHA)
		}
	}
	for _, each := range f.Branches {
		head := l.commits[each.of.Head]
		if !validBranch(each.of.Name) || r.branch(each.of.Name) != nil || head == nil {
			return each.wrong(fmt.Errorf("the name is malformed or taken, or there is no commit %q", each.of.Head), "branch %s", each.of.Name)
		}
		r.branches = append(r.branches, &branch{name: each.of.Name, head: head})
	}
	return nil
}

func (l *loader) files(r *repository, files map[string]string) error {
	if len(files) == 0 {
		return nil
	}
	author, err := r.owner.anybody()
	if err != nil {
		return err
	}
	changed := map[string]*string{}
	for path, text := range files {
		changed[path] = &text
	}
	first := l.addCommit(r, &commit{message: "Initial commit", author: sign(author, l.at), files: withChanged(nil, changed)})
	r.branches = append(r.branches, &branch{name: r.defaultBranch, head: first})
	return nil
}

func (l *loader) commit(r *repository, f commitFile) error {
	if l.commits[f.SHA] != nil {
		return errors.New("the hash is taken")
	}
	if err := l.ids.claimHex("sha", f.SHA, 40); err != nil {
		return err
	}
	c := &commit{sha: f.SHA, message: f.Message}
	var err error
	if c.author, err = l.signature(f.Author); err != nil {
		return fmt.Errorf("author: %w", err)
	}
	c.committer = c.author
	if f.Committer != nil {
		if c.committer, err = l.signature(*f.Committer); err != nil {
			return fmt.Errorf("committer: %w", err)
		}
	}
	if c.parents, err = l.parents(r, f.Parents); err != nil {
		return err
	}
	var files map[string]*blob
	if len(c.parents) > 0 {
		files = c.parents[0].files
	}
	c.files = withChanged(files, f.Files)
	r.commits = append(r.commits, c)
	l.commits[c.sha] = c
	return nil
}

func (l *loader) parents(r *repository, names *[]string) ([]*commit, error) {
	if names == nil {
		if n := len(r.commits); n > 0 {
			return []*commit{r.commits[n-1]}, nil
		}
		return nil, nil
	}
	var found []*commit
	for _, sha := range *names {
		c := l.commits[sha]
		if c == nil {
			return nil, fmt.Errorf("parents: there is no commit %q before it", sha)
		}
		found = append(found, c)
	}
	return found, nil
}

func (l *loader) signature(f signatureFile) (signature, error) {
	u, err := l.whoever(f.User)
	if err != nil {
		return signature{}, err
	}
	at := l.when(f.At, l.at)
	switch {
	case f.Name != "":
		return signature{user: u, name: f.Name, email: f.Email, at: at}, nil
	case u == nil:
		return signature{}, errors.New("it needs a user or a name")
	default:
		return sign(u, at), nil
	}
}

// commitNamed finds a commit that was loaded; nil for no name.
func (l *loader) commitNamed(sha string) (*commit, error) {
	if c := l.commits[sha]; c != nil || sha == "" {
		return c, nil
	}
	return nil, fmt.Errorf("there is no commit %q", sha)
}
