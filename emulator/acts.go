package emulator

import (
	"fmt"

	"github.com/upkeep-app/upkeep/upgrade"
)

// Comment writes a comment as a person and returns its database id.
func (e *Emulator) Comment(login string, ref upgrade.Ref, body string) (int64, error) {
	var id int64
	err := e.on(login, ref, func(t *tx, i *issue) error {
		c, err := t.writeComment(i, body)
		if err != nil {
			return err
		}
		id = c.id
		return nil
	})
	return id, err
}

// EditComment replaces the text of a comment, given by database id.
func (e *Emulator) EditComment(login string, id int64, body string) error {
	return e.onComment(login, id, func(t *tx, c *comment) error { return t.editComment(c, body) })
}

// DeleteComment removes a comment, given by database id.
func (e *Emulator) DeleteComment(login string, id int64) error {
	return e.onComment(login, id, func(t *tx, c *comment) error { return t.deleteComment(c) })
}

func (e *Emulator) onComment(login string, id int64, f func(*tx, *comment) error) error {
	return e.act(login, func(t *tx) error {
		c := e.comments[id]
		if c == nil {
			return fmt.Errorf("find comment %d: %w", id, notFound())
		}
		return f(t, c)
	})
}

// OpenIssue opens an issue in "owner/name" and returns its reference.
func (e *Emulator) OpenIssue(login, repo, title, body string) (upgrade.Ref, error) {
	var ref upgrade.Ref
	err := e.onRepository(login, repo, func(t *tx, r *repository) error {
		i, err := t.openIssue(r, draft{title: title, body: body})
		if err != nil {
			return err
		}
		ref = i.ref()
		return nil
	})
	return ref, err
}

// EditBody replaces the description of an issue or pull request, byte for byte.
func (e *Emulator) EditBody(login string, ref upgrade.Ref, body string) error {
	return e.on(login, ref, func(t *tx, i *issue) error { return t.editTexts(i, nil, &body) })
}

// CloseIssue closes an issue for a reason; without one as completed.
func (e *Emulator) CloseIssue(login string, ref upgrade.Ref, reason upgrade.StateReason) error {
	return e.on(login, ref, func(t *tx, i *issue) error { return t.setState(i, true, string(reason)) })
}

// ReopenIssue reopens an issue.
func (e *Emulator) ReopenIssue(login string, ref upgrade.Ref) error {
	return e.on(login, ref, func(t *tx, i *issue) error { return t.setState(i, false, "") })
}

// Assign adds an assignee.
func (e *Emulator) Assign(login string, ref upgrade.Ref, assignee string) error {
	return e.on(login, ref, func(t *tx, i *issue) error {
		if err := t.mayEdit(i, roleTriage); err != nil {
			return err
		}
		found := t.assignable(i.repo, []string{assignee})
		if len(found) == 0 {
			return fmt.Errorf("assign %s to %s: cannot be assigned there", assignee, ref)
		}
		t.setAssignees(i, append(without(i.assignees, found[0]), found[0]))
		return nil
	})
}

// Unassign takes an assignee away.
func (e *Emulator) Unassign(login string, ref upgrade.Ref, assignee string) error {
	return e.on(login, ref, func(t *tx, i *issue) error {
		if err := t.mayEdit(i, roleTriage); err != nil {
			return err
		}
		t.setAssignees(i, without(i.assignees, t.findUser(assignee)))
		return nil
	})
}

// SetLabels makes these the labels of an issue or pull request.
func (e *Emulator) SetLabels(login string, ref upgrade.Ref, names ...string) error {
	return e.on(login, ref, func(t *tx, i *issue) error {
		if err := t.mayEdit(i, roleTriage); err != nil {
			return err
		}
		t.setLabels(i, t.labelsNamed(i.repo, names))
		return nil
	})
}

// AddSubIssue puts a child under a parent of the same owner.
func (e *Emulator) AddSubIssue(login string, parent, child upgrade.Ref) error {
	return e.onTwo(login, parent, child, func(t *tx, p, c *issue) error { return t.addSubIssue(p, c, false) })
}

// RemoveSubIssue takes a child from its parent.
func (e *Emulator) RemoveSubIssue(login string, parent, child upgrade.Ref) error {
	return e.onTwo(login, parent, child, func(t *tx, p, c *issue) error { return t.removeSubIssue(p, c) })
}

func (e *Emulator) onTwo(login string, one, other upgrade.Ref, f func(t *tx, one, other *issue) error) error {
	return e.on(login, one, func(t *tx, i *issue) error {
		second := e.findIssue(other)
		if second == nil || !t.sees(second.repo) {
			return fmt.Errorf("find %s: %w", other, notFound())
		}
		return f(t, i, second)
	})
}

// TransferIssue moves an open issue to "owner/name" and returns its new reference.
func (e *Emulator) TransferIssue(login string, ref upgrade.Ref, repo string) (upgrade.Ref, error) {
	var now upgrade.Ref
	err := e.on(login, ref, func(t *tx, i *issue) error {
		to := e.repositoryNamed(repo)
		if to == nil {
			return fmt.Errorf("find repository %s: %w", repo, notFound())
		}
		if err := t.transferIssue(i, to, false); err != nil {
			return err
		}
		now = i.ref()
		return nil
	})
	return now, err
}
