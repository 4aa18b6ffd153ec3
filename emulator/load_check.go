package emulator

import (
	"errors"
	"time"
)

// checkFile is a check run of a commit of its repository.
type checkFile struct {
	ID          int64        `yaml:"id,omitempty"`
	Suite       int64        `yaml:"suite,omitempty"`
	Commit      string       `yaml:"commit"`
	Name        string       `yaml:"name"`
	External    string       `yaml:"external_id,omitempty"`
	Details     string       `yaml:"details_url,omitempty"`
	Status      string       `yaml:"status,omitempty"` // completed when absent
	Conclusion  string       `yaml:"conclusion,omitempty"`
	Started     time.Time    `yaml:"started,omitempty"`
	Completed   time.Time    `yaml:"completed,omitempty"`
	Title       string       `yaml:"title,omitempty"`
	Summary     string       `yaml:"summary,omitempty"`
	Text        string       `yaml:"text,omitempty"`
	Annotations []annotation `yaml:"annotations,omitempty"`
}

// checks loads a repository's check runs, oldest first.
func (l *loader) checks(r *repository, f repositoryFile) error {
	for _, each := range f.Checks {
		if err := l.check(r, each.of); err != nil {
			return each.wrong(err, "check %q", each.of.Name)
		}
	}
	return nil
}

func (l *loader) check(r *repository, f checkFile) error {
	head, err := l.commitNamed(f.Commit)
	if err != nil || head == nil || f.Name == "" {
		return errors.Join(errors.New("it needs a name and a commit that is there"), err)
	}
	if err := l.ids.give("check", f.ID); err != nil {
		return err
	}
	if len(r.checksOf(head)) == 0 {
		if err := l.ids.give("check suite", f.Suite); err != nil {
			return err
		}
	}
	c := l.newCheck(r, head)
	c.name, c.externalID, c.detailsURL, c.annotations = f.Name, f.External, f.Details, f.Annotations
	c.status, c.conclusion = either(f.Status, checkCompleted), f.Conclusion
	c.startedAt = l.when(f.Started, l.at)
	if c.status == checkCompleted {
		c.conclusion, c.completedAt = either(c.conclusion, "neutral"), l.when(f.Completed, c.startedAt)
	}
	c.title, c.summary, c.text = f.Title, f.Summary, f.Text
	r.checks = append(r.checks, c)
	return nil
}

func (d *dumper) check(c *check) checkFile {
	return checkFile{
		ID: c.id, Suite: c.suite, Commit: c.head.sha, Name: c.name, External: c.externalID, Details: c.detailsURL, Status: c.status,
		Conclusion: c.conclusion, Started: d.unless(c.startedAt, d.at), Completed: d.unless(c.completedAt, c.startedAt),
		Title: c.title, Summary: c.summary, Text: c.text, Annotations: c.annotations,
	}
}
