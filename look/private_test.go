package look_test

import (
	"context"
	"testing"

	"github.com/upkeep-app/upkeep/ghclient"
	"github.com/upkeep-app/upkeep/look"
	"github.com/upkeep-app/upkeep/upgrade"
)

// few is an organisation with one of each, for everybody to see unless a test hides it.
type few struct {
	huge
	own          string
	boards       []upgrade.Board
	card, child  upgrade.IssueState
	repositories []ghclient.LookedRepository
	unlisted     error // of the repositories
	roadmap, by  upgrade.Issue
}

func newFew() *few {
	at := func(repo string, number int) upgrade.IssueState {
		in := upgrade.Repository{Owner: "acme", Name: repo}
		return upgrade.IssueState{ID: upgrade.NodeID(repo), Ref: upgrade.Ref{Owner: "acme", Repo: repo, Number: number}, Repository: in}
	}
	f := &few{card: at("shop", 1), child: at("lib", 1)}
	f.boards, _, _ = f.huge.OpenBoards(context.Background(), 1, "acme")
	f.boards = append(f.boards, upgrade.Board{ID: "B2", Number: 2, Title: "Chores", Public: true, Fields: f.boards[0].Fields})
	for _, name := range []string{"roadmap", "plans", ".github"} {
		f.repositories = append(f.repositories, ghclient.LookedRepository{Repository: upgrade.Repository{Owner: "acme", Name: name}, OpenIssues: 1})
	}
	f.roadmap = upgrade.Issue{IssueState: at("roadmap", 1), Body: "- [ ] acme/shop#1\n- [ ] acme/lib#1\n"}
	f.by = upgrade.Issue{IssueState: at("plans", 1), Body: "See acme/roadmap#1."}
	f.roadmap.Title, f.by.Title = "Upgrade Django to 5.2", "Upgrade everything"
	return f
}

func (f *few) Policy(context.Context, int64, string, string, string) (ghclient.File, error) {
	if f.own == "" {
		return ghclient.File{}, ghclient.ErrNotFound
	}
	return ghclient.File{Text: f.own}, nil
}

func (f *few) OpenBoards(context.Context, int64, string) ([]upgrade.Board, bool, error) {
	return f.boards, false, nil
}

func (f *few) Cards(context.Context, int64, upgrade.NodeID, int) (ghclient.Listing, bool, error) {
	return ghclient.Listing{Issues: []upgrade.Issue{{IssueState: f.card, Items: []upgrade.Item{{}}}}}, false, nil
}

func (f *few) Repositories(context.Context, int64, string) ([]ghclient.LookedRepository, bool, error) {
	return f.repositories, false, f.unlisted
}

func (f *few) OpenIssues(_ context.Context, _ int64, _, name string, _ int) ([]upgrade.Issue, bool, error) {
	switch name {
	case "roadmap":
		return []upgrade.Issue{f.roadmap}, false, nil
	case "plans":
		return []upgrade.Issue{f.by}, false, nil
	default:
		return nil, false, nil
	}
}

func (f *few) Resolve(_ context.Context, _ int64, refs []upgrade.Ref) (map[upgrade.Ref]upgrade.IssueState, error) {
	states := map[upgrade.Ref]upgrade.IssueState{}
	for _, ref := range refs {
		if ref.Fold() == f.child.Ref.Fold() {
			states[ref] = f.child
		}
	}
	return states, nil
}

// A look says so when it names anything that not everybody sees.
func TestALookKnowsWhetherItIsForEverybody(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		hide func(*few)
		want bool
	}{
		"all public":                        {func(*few) {}, false},
		"a board":                           {func(f *few) { f.boards[0].Public = false }, true},
		"a board that was considered":       {func(f *few) { f.boards[1].Public = false }, true},
		"a card":                            {func(f *few) { f.card.Repository.Private = true }, true},
		"a child":                           {func(f *few) { f.child.Repository.Private = true }, true},
		"an upgrade":                        {func(f *few) { f.roadmap.Repository.Private = true }, true},
		"an issue that names an upgrade":    {func(f *few) { f.by.Repository.Private = true }, true},
		"a repository that is not named":    {func(f *few) { f.repositories[1].Private = true }, false},
		"a policy that everybody sees":      {func(f *few) { f.own = "mode: plan\n" }, false},
		"a policy":                          {func(f *few) { f.own, f.repositories[2].Private = "mode: plan\n", true }, true},
		"perhaps a policy, not among many":  {func(f *few) { f.own, f.repositories = "mode: plan\n", f.repositories[:2] }, true},
		"perhaps a policy, nothing is told": {func(f *few) { f.own, f.repositories, f.unlisted = "mode: plan\n", nil, ghclient.ErrForbidden }, true},
	} {
		f := newFew()
		test.hide(f)
		found, err := look.Discover(t.Context(), f, 1, "acme", lookedAt)
		if err != nil {
			t.Fatal(err)
		}
		if found.Private != test.want {
			t.Errorf("%s: private is %t", name, found.Private)
		}
	}
}
