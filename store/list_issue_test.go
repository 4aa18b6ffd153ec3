package store_test

import (
	"testing"
	"time"

	"github.com/upkeep-app/upkeep/store"
	"github.com/upkeep-app/upkeep/upgrade"
)

// A list issue finds the roadmap issues of which it is one, and is never known
// to be older than it was.
func TestListIssues(t *testing.T) {
	t.Parallel()
	onClaimed(t, func(t *testing.T, f fixture, c store.Claim) {
		ctx := t.Context()
		roadmap := store.Roadmap{Installation: 1, Name: "Django", ID: "R", Ref: upgrade.Ref{Owner: "o", Repo: "r", Number: 1}, Started: true}
		check(t, f.StartRoadmap(ctx, c, roadmap))
		for _, issue := range []upgrade.NodeID{"R", "no-roadmap"} {
			check(t, f.SaveSetting(ctx, c, upgrade.Set{Issue: issue, Setting: upgrade.Setting{Name: upgrade.SettingListAt + "L", Value: "o/r#2"}}))
		}
		same(t, "roadmap issues", []store.Roadmap{roadmap}, must(f.ListedAt(ctx, "L"))(t))
		if none := must(f.ListedAt(ctx, "M"))(t); len(none) > 0 {
			t.Errorf("roadmap issues of an issue that holds no list: %v", none)
		}
		same(t, "never seen", time.Time{}, must(f.ListSeen(ctx, "L"))(t))
		check(t, f.SeeList(ctx, "L", moment(2), trigger("issue:R")))
		check(t, f.SeeList(ctx, "L", moment(1)))
		same(t, "seen", moment(2), must(f.ListSeen(ctx, "L"))(t))
	})
}
