package emulator

import (
	"fmt"

	"github.com/upkeep-app/upkeep/upgrade"
)

// EditTitle gives an issue or pull request another title.
func (e *Emulator) EditTitle(login string, ref upgrade.Ref, title string) error {
	return e.on(login, ref, func(t *tx, i *issue) error { return t.editTexts(i, &title, nil) })
}

// Lock closes a conversation to all but collaborators. The reason is off-topic,
// too heated, resolved, spam or empty.
func (e *Emulator) Lock(login string, ref upgrade.Ref, reason string) error {
	return e.on(login, ref, func(t *tx, i *issue) error { return t.lock(i, reason) })
}

// Unlock opens a conversation again.
func (e *Emulator) Unlock(login string, ref upgrade.Ref) error {
	return e.on(login, ref, func(t *tx, i *issue) error { return t.unlock(i) })
}

// CreateMilestone adds a milestone to "owner/name" and returns its number.
func (e *Emulator) CreateMilestone(login, repo, title string) (int, error) {
	number := 0
	err := e.onRepository(login, repo, func(t *tx, r *repository) error {
		m, err := t.createMilestone(r, milestoneEdit{title: &title})
		if err != nil {
			return err
		}
		number = m.number
		return nil
	})
	return number, err
}

// SetMilestone puts an issue or pull request into the milestone of a number, or
// out of the one it has when the number is 0.
func (e *Emulator) SetMilestone(login string, ref upgrade.Ref, number int) error {
	return e.on(login, ref, func(t *tx, i *issue) error {
		m := i.repo.milestone(number)
		if m == nil && number != 0 {
			return fmt.Errorf("set milestone %d of %s: %w", number, ref, notFound())
		}
		return t.setMilestone(i, m)
	})
}

// AddBlockedBy makes an issue wait for another.
func (e *Emulator) AddBlockedBy(login string, blocked, blocking upgrade.Ref) error {
	return e.onTwo(login, blocked, blocking, func(t *tx, i, by *issue) error { return t.addBlockedBy(i, by) })
}

// RemoveBlockedBy lets an issue wait no longer for another.
func (e *Emulator) RemoveBlockedBy(login string, blocked, blocking upgrade.Ref) error {
	return e.onTwo(login, blocked, blocking, func(t *tx, i, by *issue) error { return t.removeBlockedBy(i, by) })
}

// DeleteIssue removes an issue for good.
func (e *Emulator) DeleteIssue(login string, ref upgrade.Ref) error {
	return e.on(login, ref, func(t *tx, i *issue) error { return t.deleteIssue(i) })
}
