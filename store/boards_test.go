package store_test

import (
	"testing"

	"github.com/upkeep-app/upkeep/store"
	"github.com/upkeep-app/upkeep/upgrade"
)

// A board can be named by several policies, and by one in both roles.
func TestBoards(t *testing.T) {
	t.Parallel()
	onClaimed(t, func(t *testing.T, f fixture, c store.Claim) {
		ctx := t.Context()
		board := func(installation int64, role upgrade.BoardRole, id upgrade.NodeID) store.Board {
			return store.Board{Installation: installation, Role: role, ID: id, Owner: "acme", Number: 7}
		}
		check(t, f.SaveBoards(ctx, c, 1, []store.Board{board(1, upgrade.RoleRoadmap, "b"), board(1, upgrade.RoleMaintenance, "a")}))
		check(t, f.SaveBoards(ctx, c, 2, []store.Board{board(2, upgrade.RoleMaintenance, "a")}, trigger("board:a")))
		same(t, "of an installation", []store.Board{board(1, upgrade.RoleMaintenance, "a"), board(1, upgrade.RoleRoadmap, "b")}, must(f.Boards(ctx, 1))(t))
		same(t, "of two", []store.Board{board(1, upgrade.RoleMaintenance, "a"), board(2, upgrade.RoleMaintenance, "a")}, must(f.BoardsOf(ctx, "a"))(t))
		same(t, "at a place", []store.Board{board(1, upgrade.RoleMaintenance, "a"), board(1, upgrade.RoleRoadmap, "b"), board(2, upgrade.RoleMaintenance, "a")},
			must(f.BoardsAt(ctx, "ACME", 7))(t))
		same(t, "at another", []store.Board(nil), must(f.BoardsAt(ctx, "acme", 8))(t))
		same(t, "of none", []store.Board(nil), must(f.BoardsOf(ctx, "c"))(t))
		same(t, "with its trigger", "board:a", string(claimOnly(t, f, "board:a").Key))
		check(t, f.SaveBoards(ctx, c, 1, nil))
		check(t, f.DropInstallation(ctx, 2))
		same(t, "after both left", []store.Board(nil), must(f.BoardsOf(ctx, "a"))(t))
	})
}

// A change of options is on record, whole, until it is ended.
func TestOptionChanges(t *testing.T) {
	t.Parallel()
	onClaimed(t, func(t *testing.T, f fixture, c store.Claim) {
		ctx := t.Context()
		change := store.OptionChange{
			Field: "f", Board: "b", Before: []upgrade.Option{{ID: "1", Name: "One", Color: "RED", Description: "Uno"}},
			Adds: []upgrade.Option{{Name: "Two"}}, Cards: map[upgrade.NodeID]string{"card": "One"},
		}
		check(t, f.SaveOptionChange(ctx, c, store.OptionChange{Field: "f", Board: "b"}))
		check(t, f.SaveOptionChange(ctx, c, change))
		same(t, "under way", []store.OptionChange{change}, must(f.OptionChanges(ctx, "b"))(t))
		same(t, "on another board", []store.OptionChange(nil), must(f.OptionChanges(ctx, "c"))(t))
		check(t, f.EndOptionChange(ctx, c, "f"))
		same(t, "ended", []store.OptionChange(nil), must(f.OptionChanges(ctx, "b"))(t))
	})
}
