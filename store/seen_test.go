package store_test

import (
	"testing"

	"github.com/upkeep-app/upkeep/store"
	"github.com/upkeep-app/upkeep/upgrade"
)

// What GitHub says a child waits for counts beside what commands say, each
// child once, as it was seen last.
func TestWaitingByDependency(t *testing.T) {
	t.Parallel()
	onClaimed(t, func(t *testing.T, f fixture, c store.Claim) {
		ctx := t.Context()
		check(t, f.SaveMembers(ctx, c, "roadmap", []upgrade.Member{{Child: "a"}, {Child: "b"}}))
		check(t, f.SaveSetting(ctx, c, upgrade.Set{Issue: "a", Setting: upgrade.Setting{Name: upgrade.SettingBlockedBy + "x", Value: "o/r#1"}}))
		waiting := func(issue upgrade.NodeID, want ...upgrade.NodeID) {
			t.Helper()
			var got []upgrade.NodeID
			for _, m := range must(f.Waiting(ctx, issue))(t) {
				got = append(got, m.Child)
			}
			same(t, "waiting for "+string(issue), want, got)
		}
		check(t, f.Seen(ctx, seen("a", moment(2), "x", "y"), nil))
		check(t, f.Seen(ctx, seen("b", moment(2), "y", "z"), nil))
		check(t, f.Seen(ctx, seen("no child", moment(2), "y"), nil))
		waiting("x", "a")
		waiting("y", "a", "b")
		check(t, f.Seen(ctx, seen("a", moment(2), "z"), nil))
		check(t, f.Seen(ctx, seen("b", moment(2)), nil))
		waiting("x", "a") // a command has said so
		waiting("y")
		waiting("z", "a")
	})
}

// What waits for an issue is found by that issue, as long as it is a child and
// somebody says so.
func TestWaiting(t *testing.T) {
	t.Parallel()
	onClaimed(t, func(t *testing.T, f fixture, c store.Claim) {
		ctx := t.Context()
		child := upgrade.Member{Child: "a", ChildInstallation: 1}
		check(t, f.SaveMembers(ctx, c, "roadmap", []upgrade.Member{child}))
		for _, issue := range []upgrade.NodeID{"a", "no child"} {
			check(t, f.SaveSetting(ctx, c, upgrade.Set{Issue: issue, Setting: upgrade.Setting{Name: upgrade.SettingBlockedBy + "b", Value: "o/r#1"}}))
		}
		waiting := must(f.Waiting(ctx, "b"))(t)
		if len(waiting) != 1 || waiting[0].Child != "a" || waiting[0].ChildInstallation != 1 {
			t.Errorf("waiting: %+v", waiting)
		}
		same(t, "for another", 0, len(must(f.Waiting(ctx, "a"))(t)))
		check(t, f.SaveSetting(ctx, c, upgrade.Set{Issue: "a", Setting: upgrade.Setting{Name: upgrade.SettingBlockedBy + "b"}}))
		same(t, "taken back", 0, len(must(f.Waiting(ctx, "b"))(t)))
	})
}
