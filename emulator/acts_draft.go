package emulator

import (
	"fmt"

	"github.com/upkeep-app/upkeep/upgrade"
)

// AddDraft puts a draft on a board and returns its card's id. With the address
// of an issue as its title it adds that issue.
func (e *Emulator) AddDraft(login string, on BoardRef, title, body string) (upgrade.NodeID, error) {
	var id upgrade.NodeID
	err := e.act(login, func(t *tx) error {
		b, err := t.boardAt(on)
		if err != nil {
			return err
		}
		it, err := t.addDraft(b, newDraft{title: title, body: body})
		if err != nil {
			return err
		}
		id = upgrade.NodeID(it.nodeID)
		return nil
	})
	return id, err
}

// EditDraft replaces the title and body of a draft, given by its card's id.
func (e *Emulator) EditDraft(login string, card upgrade.NodeID, title, body string) error {
	return e.onDraft(login, card, func(t *tx, it *item) error {
		return t.editDraft(it.draft, draftChange{title: &title, body: &body})
	})
}

// ConvertDraft opens the issue of a draft, given by its card's id, in
// "owner/name" and returns its reference.
func (e *Emulator) ConvertDraft(login string, card upgrade.NodeID, repo string) (upgrade.Ref, error) {
	var ref upgrade.Ref
	err := e.onDraft(login, card, func(t *tx, it *item) error {
		r := e.repositoryNamed(repo)
		if r == nil {
			return fmt.Errorf("find repository %s: %w", repo, notFound())
		}
		if err := t.convertDraft(it, r); err != nil {
			return err
		}
		ref = it.content.ref()
		return nil
	})
	return ref, err
}

func (e *Emulator) onDraft(login string, card upgrade.NodeID, f func(*tx, *item) error) error {
	return e.act(login, func(t *tx) error {
		it, ok := e.node(string(card)).(*item)
		if !ok || it.draft == nil || !t.seesBoard(it.board) {
			return fmt.Errorf("find draft %s: %w", card, notFound())
		}
		return f(t, it)
	})
}
