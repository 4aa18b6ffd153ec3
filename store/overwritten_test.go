package store_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/upkeep-app/upkeep/store"
	"github.com/upkeep-app/upkeep/upgrade"
)

func TestEditsAreTheLastTen(t *testing.T) {
	t.Parallel()
	onClaimed(t, func(t *testing.T, f fixture, c store.Claim) {
		var want []store.Edit
		for i := range 12 {
			e := store.Edit{At: moment(i + 1), Before: fmt.Sprint(i), After: fmt.Sprint(i + 1), Restores: i == 11}
			check(t, f.SaveEdit(t.Context(), c, "I_1", e))
			want = append([]store.Edit{e}, want...)
		}
		check(t, f.SaveEdit(t.Context(), c, "I_2", store.Edit{At: moment(1), Before: "other"}))
		same(t, "edits", want[:10], must(f.Edits(t.Context(), "I_1"))(t))
	})
}

// What an edit has replaced is kept when the app had read another text, told by
// the delivery that ends, and its issue is looked at again.
func TestOverwritten(t *testing.T) {
	t.Parallel()
	kept := store.Overwritten{At: moment(2), Text: "a person's", Before: "read", After: "written"}
	again := kept
	again.At, again.Again = moment(3), true
	edit := func(at int, before, after string) store.Edit {
		return store.Edit{At: moment(at), Before: before, After: after}
	}
	tests := []struct {
		name            string
		edits           []store.Edit
		replaced, wrote string
		want            store.Overwritten
	}{
		{name: "no edit on record", replaced: "a person's", wrote: "written"},
		{name: "as read", edits: []store.Edit{edit(1, "read", "written")}, replaced: "read", wrote: "written"},
		{name: "another than read", edits: []store.Edit{edit(2, "read", "written")}, replaced: "a person's", wrote: "written", want: kept},
		{
			name: "by an earlier edit", edits: []store.Edit{edit(2, "read", "written"), edit(3, "written", "once more")},
			replaced: "a person's", wrote: "written", want: kept,
		},
		{
			name: "the same text written twice, told of either", edits: []store.Edit{edit(1, "read", "written"), edit(2, "unticked", "written")},
			replaced: "read", wrote: "written",
		},
		{name: "text of nobody's edit", edits: []store.Edit{edit(1, "read", "written")}, replaced: "a person's", wrote: "rendered later"},
		{
			name: "while words were brought back", edits: []store.Edit{{At: moment(3), Before: "read", After: "written", Restores: true}},
			replaced: "a person's", wrote: "written", want: again,
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			onClaimed(t, func(t *testing.T, f fixture, c store.Claim) {
				for _, e := range test.edits {
					check(t, f.SaveEdit(t.Context(), c, "I_1", e))
				}
				must(f.Accept(t.Context(), delivery("guid", "body")))(t)
				check(t, f.End(t.Context(), []store.Ending{{GUID: "guid", HookID: 7, State: store.DeliveryIgnored, OwnEdits: []upgrade.OwnEdit{{
					Issue: "I_1", Replaced: test.replaced, Wrote: test.wrote, Then: upgrade.Trigger{Key: "issue:I_1", Installation: 7, Reason: "x"},
				}}}}))
				same(t, "overwritten", test.want, must(f.Overwritten(t.Context(), "I_1"))(t))
				triggered := slices.ContainsFunc(must(f.Keys(t.Context(), ""))(t), func(k store.KeyRow) bool { return k.Key == "issue:I_1" })
				if want := !test.want.At.IsZero(); triggered != want {
					t.Errorf("the issue is triggered: %t, want %t", triggered, want)
				}
				check(t, f.ForgetOverwritten(t.Context(), c, "I_1"))
				same(t, "overwritten once forgotten", store.Overwritten{}, must(f.Overwritten(t.Context(), "I_1"))(t))
			})
		})
	}
}

// What nobody could bring back goes with the payload that told it.
func TestOverwrittenGoes(t *testing.T) {
	t.Parallel()
	onClaimed(t, func(t *testing.T, f fixture, c store.Claim) {
		now := must(f.Now(t.Context()))(t)
		for i, age := range []time.Duration{5 * 24 * time.Hour, 3 * 24 * time.Hour} {
			id, guid := upgrade.NodeID(fmt.Sprint("I_", i)), fmt.Sprint("guid", i)
			check(t, f.SaveEdit(t.Context(), c, id, store.Edit{At: now.Add(-age), Before: "read", After: "written"}))
			must(f.Accept(t.Context(), delivery(guid, "body")))(t)
			check(t, f.End(t.Context(), []store.Ending{{GUID: guid, HookID: 7, OwnEdits: []upgrade.OwnEdit{{Issue: id, Replaced: "x", Wrote: "written"}}}}))
		}
		check(t, f.Prune(t.Context()))
		for i, want := range []bool{false, true} {
			if o := must(f.Overwritten(t.Context(), upgrade.NodeID(fmt.Sprint("I_", i))))(t); !o.At.IsZero() != want {
				t.Errorf("what was overwritten in number %d is kept: %t, want %t", i, !want, want)
			}
		}
	})
}
