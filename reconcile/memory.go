package reconcile

import (
	"context"
	"fmt"

	"github.com/upkeep-app/upkeep/upgrade"
)

// memory is what the app itself knows about children, of one as of many.
type memory struct {
	bases, notes map[upgrade.NodeID]map[string]string
	settings     map[upgrade.NodeID]upgrade.Settings
	touches      map[upgrade.NodeID][]upgrade.Touch
	reports      map[upgrade.NodeID]upgrade.Report
}

// remembered reads the memory of children from the database.
func (r *Reconciler) remembered(ctx context.Context, children []upgrade.NodeID) (m memory, err error) {
	if m.bases, err = r.Store.BasesOf(ctx, children); err != nil {
		return memory{}, fmt.Errorf("read the bases: %w", err)
	}
	if m.notes, err = r.Store.Notes(ctx, children); err != nil {
		return memory{}, fmt.Errorf("read the notes: %w", err)
	}
	if m.settings, err = r.Store.Settings(ctx, children); err != nil {
		return memory{}, fmt.Errorf("read the settings: %w", err)
	}
	if m.touches, err = r.Store.Touches(ctx, children); err != nil {
		return memory{}, fmt.Errorf("read who touched the cards: %w", err)
	}
	if m.reports, err = r.Store.Reports(ctx, children); err != nil {
		return memory{}, fmt.Errorf("read the reports: %w", err)
	}
	return m, nil
}

// into fills in what is known about the child of the facts.
func (m memory) into(facts upgrade.ChildFacts) upgrade.ChildFacts {
	id := facts.Issue.ID
	facts.Bases, facts.Notes, facts.Settings, facts.Touches = m.bases[id], m.notes[id], m.settings[id], m.touches[id]
	facts.Reported = m.reports[id]
	return facts
}
