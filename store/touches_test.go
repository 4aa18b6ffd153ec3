package store_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/upkeep-app/upkeep/store"
	"github.com/upkeep-app/upkeep/upgrade"
)

// touching ends a delivery of its own with touches.
func touching(t *testing.T, f fixture, guid string, touches ...upgrade.Touched) {
	t.Helper()
	must(f.Accept(t.Context(), delivery(guid, "body")))(t)
	check(t, f.End(t.Context(), []store.Ending{{GUID: guid, HookID: 7, State: store.DeliveryDone, Touches: touches}}))
}

func touched(field string, did upgrade.TouchKind, by int64, at time.Time) upgrade.Touched {
	return upgrade.Touched{Content: "I", Touch: upgrade.Touch{
		Board: "B", Field: upgrade.NodeID(field), Did: did, By: upgrade.Actor{ID: by, Login: fmt.Sprint("user", by), Bot: by == 9}, At: at,
	}}
}

// Deliveries come in any order and more than once.
func TestTouchesAreTheLatest(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		come []upgrade.Touched
		want []upgrade.Touch
	}{
		{"none", nil, nil},
		{
			"one for each field, and for the card",
			[]upgrade.Touched{
				touched("F2", upgrade.TouchSet, 1, moment(2)), touched("F1", upgrade.TouchSet, 9, moment(3)), touched("", upgrade.TouchArchived, 2, moment(1)),
			},
			[]upgrade.Touch{
				touched("", upgrade.TouchArchived, 2, moment(1)).Touch, touched("F1", upgrade.TouchSet, 9, moment(3)).Touch,
				touched("F2", upgrade.TouchSet, 1, moment(2)).Touch,
			},
		},
		{
			"in another order",
			[]upgrade.Touched{touched("F", upgrade.TouchSet, 2, moment(5)), touched("F", upgrade.TouchSet, 1, moment(4))},
			[]upgrade.Touch{touched("F", upgrade.TouchSet, 2, moment(5)).Touch},
		},
		{
			"removed in the second in which it was added, told the other way round",
			[]upgrade.Touched{touched("", upgrade.TouchRemoved, 1, moment(4)), touched("", upgrade.TouchAdded, 1, moment(4))},
			[]upgrade.Touch{touched("", upgrade.TouchRemoved, 1, moment(4)).Touch},
		},
		{
			"added again later",
			[]upgrade.Touched{touched("", upgrade.TouchRemoved, 1, moment(4)), touched("", upgrade.TouchAdded, 2, moment(5))},
			[]upgrade.Touch{touched("", upgrade.TouchAdded, 2, moment(5)).Touch},
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			onEach(t, func(t *testing.T, f fixture) {
				for i, one := range test.come {
					touching(t, f, fmt.Sprint("guid", i), one)
				}
				same(t, "touches", test.want, must(f.Touches(t.Context(), []upgrade.NodeID{"I", "other"}))(t)["I"])
			})
		})
	}
}

// Only the replica that ends a delivery keeps its touches, and old ones go.
func TestTouchesComeOnceAndGo(t *testing.T) {
	t.Parallel()
	onEach(t, func(t *testing.T, f fixture) {
		now := must(f.Now(t.Context()))(t)
		touching(t, f, "old", touched("old", upgrade.TouchSet, 1, now.Add(-100*24*time.Hour)))
		touching(t, f, "new", touched("new", upgrade.TouchSet, 1, now))
		check(t, f.End(t.Context(), []store.Ending{{GUID: "new", HookID: 7, Touches: []upgrade.Touched{touched("again", upgrade.TouchSet, 1, now)}}}))
		check(t, f.Prune(t.Context()))
		same(t, "touches", []upgrade.Touch{touched("new", upgrade.TouchSet, 1, now).Touch}, must(f.Touches(t.Context(), []upgrade.NodeID{"I"}))(t)["I"])
	})
}
