package look_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/upkeep-app/upkeep/ghclient"
	"github.com/upkeep-app/upkeep/look"
	"github.com/upkeep-app/upkeep/upgrade"
)

// huge is an organisation that has more of everything than a look reads.
type huge struct {
	issuesRead int
	failing    error // of the boards
}

func (*huge) Host() string { return "github.com" }

func (*huge) User(context.Context, int64, string) (upgrade.Actor, error) {
	return upgrade.Actor{Login: "Acme", Bot: true}, nil
}

func (*huge) Policy(context.Context, int64, string, string, string) (ghclient.File, error) {
	return ghclient.File{}, ghclient.ErrNotFound
}

func (h *huge) OpenBoards(context.Context, int64, string) ([]upgrade.Board, bool, error) {
	status := upgrade.Field{ID: "F", Name: "Status", Type: upgrade.FieldSingleSelect, Options: []upgrade.Option{{Name: "Todo"}, {Name: "Done"}}}
	return []upgrade.Board{{ID: "B", Number: 1, Title: "Maintenance", Public: true, Fields: []upgrade.Field{status}}}, true, h.failing
}

func (*huge) Cards(_ context.Context, _ int64, _ upgrade.NodeID, most int) (ghclient.Listing, bool, error) {
	listing := ghclient.Listing{Archived: true, Hidden: 2}
	for i := range most {
		issue := upgrade.Issue{IssueState: upgrade.IssueState{ID: upgrade.NodeID(fmt.Sprint("C", i)), Ref: upgrade.Ref{Owner: "acme", Repo: "c", Number: i + 1}}}
		issue.Items = []upgrade.Item{{}}
		listing.Issues = append(listing.Issues, issue)
	}
	return listing, true, nil
}

func (*huge) Repositories(context.Context, int64, string) ([]ghclient.LookedRepository, bool, error) {
	var all []ghclient.LookedRepository
	for i := range 1000 {
		r := ghclient.LookedRepository{OpenIssues: 1 + i%7}
		r.Owner, r.Name = "acme", fmt.Sprint("r", i)
		all = append(all, r)
	}
	all[999].Name = "platform-roadmap"
	return all, true, nil
}

func (h *huge) OpenIssues(_ context.Context, _ int64, owner, name string, most int) ([]upgrade.Issue, bool, error) {
	h.issuesRead++
	var all []upgrade.Issue
	for i := range most {
		ref := upgrade.Ref{Owner: owner, Repo: name, Number: i + 1}
		issue := upgrade.Issue{IssueState: upgrade.IssueState{ID: upgrade.NodeID(ref.String()), Ref: ref, Title: "Upgrade it"}}
		if name == "platform-roadmap" {
			issue.Body = "- [ ] acme/a#1\n"
			for n := range max(3, 600-300*i) {
				issue.Body += fmt.Sprintf("- [ ] acme/b#%d\n", n+1)
			}
		}
		all = append(all, issue)
	}
	return all, true, nil
}

func (h *huge) Resolve(context.Context, int64, []upgrade.Ref) (map[upgrade.Ref]upgrade.IssueState, error) {
	return nil, nil //nolint:nilnil // nothing can be read
}

func (*huge) TeamNames(context.Context, int64, string) ([]string, error) {
	return nil, ghclient.ErrForbidden
}

// Whatever there is, a look ends, and tells what it has left out.
func TestBounds(t *testing.T) {
	t.Parallel()
	h := &huge{}
	found, err := look.Discover(t.Context(), h, 1, "acme", lookedAt)
	if err != nil {
		t.Fatal(err)
	}
	if h.issuesRead != 30 || len(found.Upgrades) != 20 || len(found.Upgrades[0].Children) != 500 || found.Organisation != "Acme" {
		t.Errorf("read %d repositories, found %d upgrades, the first with %d children", h.issuesRead, len(found.Upgrades), len(found.Upgrades[0].Children))
	}
	told := strings.Join(found.LeftOut, "\n")
	for _, what := range []string{
		"boards beyond", "cards of board `Maintenance` beyond 3000", "2 cards of board", "repositories beyond the thousand", "970 repositories",
		"open issues of acme/platform-roadmap beyond the 200", "180 further upgrades",
	} {
		if !strings.Contains(told, what) {
			t.Errorf("%q is not told in\n%s", what, told)
		}
	}
	for _, s := range found.Stale() {
		if s.Kind == look.StaleMissing {
			t.Fatalf("%s is told to have no card, and not all cards are known", s.Ref)
		}
	}
}

// What may go better another time ends the look.
func TestAMishapIsAnError(t *testing.T) {
	t.Parallel()
	mishap := errors.New("the connection was cut")
	if _, err := look.Discover(t.Context(), &huge{failing: mishap}, 1, "acme", lookedAt); !errors.Is(err, mishap) {
		t.Errorf("the error is %v", err)
	}
}
