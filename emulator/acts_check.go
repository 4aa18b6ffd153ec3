package emulator

import (
	"fmt"

	"github.com/upkeep-app/upkeep/upgrade"
)

// CheckRun is what a check sees of a check run.
type CheckRun struct {
	ID                                         int64
	Name, Head, ExternalID, Status, Conclusion string
	Title, Summary, Text                       string
	// Annotations are "path:line:column level: message"; the column is 0 without one.
	Annotations []string
}

// CheckRuns are the check runs of a pull request's head, oldest first.
func (e *Emulator) CheckRuns(ref upgrade.Ref) []CheckRun {
	e.mu.Lock()
	defer e.mu.Unlock()
	i := e.findIssue(ref)
	if i == nil || i.pull == nil {
		return nil
	}
	return list(i.repo.checksOf(i.pull.headCommit), func(c *check) CheckRun {
		return CheckRun{
			ID: c.id, Name: c.name, Head: c.head.sha, ExternalID: c.externalID, Status: c.status, Conclusion: c.conclusion,
			Title: c.title, Summary: c.summary, Text: c.text,
			Annotations: list(c.annotations, func(a annotation) string {
				return fmt.Sprintf("%s:%d:%d %s: %s", a.Path, a.StartLine, a.StartColumn, a.Level, a.Message)
			}),
		}
	})
}

// RerequestCheck presses the button that asks the app for a check run again.
func (e *Emulator) RerequestCheck(login string, ref upgrade.Ref, id int64) error {
	return e.on(login, ref, func(t *tx, i *issue) error {
		c := i.repo.check(id)
		if c == nil {
			return fmt.Errorf("find check run %d of %s: %w", id, ref, notFound())
		}
		return t.rerequest(c)
	})
}
