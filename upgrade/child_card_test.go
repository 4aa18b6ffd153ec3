package upgrade_test

import (
	"testing"

	"github.com/upkeep-app/upkeep/upgrade"
)

// A card that is not there any more is believed to be gone when somebody is
// known to have taken it off; else GitHub's reads may lag.
func TestCardDoubted(t *testing.T) {
	t.Parallel()
	base := upgrade.ItemBase(settledChild().Board.ID)
	known := map[string]string{base: "IT"}
	settled := func(change func(*upgrade.ChildFacts)) upgrade.ChildFacts { return with(settledChild(), change) }
	gone := func(touches ...upgrade.Touch) upgrade.ChildFacts {
		return settled(func(f *upgrade.ChildFacts) {
			f.Issue.Items, f.Bases, f.Touches = nil, known, touches
			for i := range f.Touches {
				f.Touches[i].Board = f.Board.ID
			}
		})
	}
	tests := []struct {
		name    string
		facts   upgrade.ChildFacts
		doubted bool
	}{
		{"it is there", settled(func(f *upgrade.ChildFacts) { f.Bases = known }), false},
		{"it never was", settled(func(f *upgrade.ChildFacts) { f.Issue.Items, f.Bases = nil, nil }), false},
		{"it was", gone(), true},
		{"it is on another board", settled(func(f *upgrade.ChildFacts) {
			f.Issue.Items, f.Bases = []upgrade.Item{{ID: "IT2", Board: "other"}}, known
		}), true},
		{"somebody took it off", gone(upgrade.Touch{Did: upgrade.TouchRemoved}), false},
		{"somebody set a field of it", gone(upgrade.Touch{Field: "F", Did: upgrade.TouchSet}), true},
	}
	doubted := func(f upgrade.ChildFacts) bool {
		return upgrade.CardDoubted(f.Board.ID, f.Issue.Items, f.Bases, f.Touches)
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if got := doubted(test.facts); got != test.doubted {
				t.Errorf("doubted: %t", got)
			}
		})
	}
	believed := gone()
	for _, action := range upgrade.DecideChild(reported(believed)).Actions {
		if memory, ok := action.(upgrade.Remember); ok {
			believed.Bases = memory.Bases
		}
	}
	if doubted(believed) {
		t.Error("what was believed once is doubted again")
	}
}
