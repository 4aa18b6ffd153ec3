package reconcile

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/upkeep-app/upkeep/ghclient"
	"github.com/upkeep-app/upkeep/store"
	"github.com/upkeep-app/upkeep/upgrade"
)

// comparison is a board beside what the facts say of it.
type comparison struct {
	// children is how many are to have a card.
	children int
	// apart are those whose cards are not as they should be, or may not be.
	apart []apart
	// strangers are issues of no upgrade whose cards name one.
	strangers []upgrade.NodeID
}

// apart is a child whose card may not be as it should be.
type apart struct {
	expected
	plan upgrade.Plan
	// doubtful says that the listing does not know enough about the child.
	doubtful bool
}

// compare decides on every child of a board as its own run does, by the facts
// that come with the listing of the cards.
func (r *Reconciler) compare(ctx context.Context, role store.Board, board upgrade.Board) (comparison, error) {
	children, err := r.expected(ctx, role, board)
	if err != nil {
		return comparison{}, err
	}
	listing, err := r.GitHub.BoardItems(ctx, role.Installation, board.ID)
	if err != nil {
		return comparison{}, fmt.Errorf("list the cards of board %d of %s: %w", role.Number, role.Owner, err)
	}
	if err := r.fillBlockers(ctx, role, children); err != nil {
		return comparison{}, err
	}
	all := comparison{children: len(children)}
	var absent []expected
	if all.apart, absent, err = r.apart(ctx, role, children, listing); err != nil {
		return comparison{}, err
	}
	if all.strangers, err = r.strangers(ctx, listing, role, board); err != nil {
		return comparison{}, err
	}
	missing, err := r.missing(ctx, role, absent, listing.Archived)
	all.apart = append(all.apart, missing...)
	return all, err
}

// apart are those of the children whose listed cards are not as they should be,
// or may not be, and those without a card in the listing.
func (r *Reconciler) apart(ctx context.Context, role store.Board, children []expected, listing ghclient.Listing) (all []apart, absent []expected, err error) {
	listed := make(map[upgrade.NodeID]upgrade.Issue, len(listing.Issues))
	for _, issue := range listing.Issues {
		listed[issue.ID] = issue
	}
	for _, child := range children {
		issue, ok := listed[child.facts.Issue.ID]
		if !ok {
			absent = append(absent, child)
			continue
		}
		decided, err := r.decideListed(ctx, child, issue)
		if err != nil {
			return nil, nil, err
		}
		doubt := listing.Partial[issue.ID] || len(decided.facts.Hands()) > 0
		decided.doubtful = doubt || child.home != role.Installation || behind(issue, child.facts.Parents)
		if doubt || decided.differs() {
			all = append(all, decided)
		}
	}
	return all, absent, nil
}

// fillBlockers reads what the children wait for by command, of all of them at once.
func (r *Reconciler) fillBlockers(ctx context.Context, role store.Board, children []expected) error {
	var ids []upgrade.NodeID
	for _, child := range children {
		ids = append(ids, child.facts.Settings.BlockedBy()...)
	}
	states, err := r.blockerStates(ctx, role.Installation, ids)
	if err != nil {
		return err
	}
	for i := range children {
		children[i].said = states
	}
	return nil
}

// decideListed decides on a child by an issue as it was listed.
func (r *Reconciler) decideListed(ctx context.Context, child expected, issue upgrade.Issue) (apart, error) {
	child.facts.Issue, child.facts.Excluded = issue, excluded(issue)
	child.facts.Blockers = blockersOf(issue, child.facts.Settings, child.said)
	var err error
	if child.facts.Teams, err = r.teams(ctx, child.home, child.facts.UpgradeInstallation, child.facts); err != nil {
		return apart{}, err
	}
	return apart{expected: child, plan: upgrade.DecideChild(child.facts)}, nil
}

// strangers are the listed issues of no upgrade whose card has the name of one in
// its Project field: their own run finds out who has put it there.
func (r *Reconciler) strangers(ctx context.Context, listing ghclient.Listing, role store.Board, board upgrade.Board) ([]upgrade.NodeID, error) {
	policy, err := r.policyOf(ctx, role.Installation)
	if err != nil {
		return nil, err
	}
	adopters, err := r.adopters(ctx, role.Installation)
	if err != nil {
		return nil, err
	}
	project, _ := board.Field(policy.Maintenance.Fields.Project)
	var named []upgrade.NodeID
	for _, issue := range listing.Issues {
		name := issue.Items[0].Value(project.ID).Text
		if slices.ContainsFunc(adopters, func(a upgrade.Adopter) bool { return a.Name == name }) {
			named = append(named, issue.ID)
		}
	}
	parents, err := r.Store.ParentsOf(ctx, named)
	if err != nil {
		return nil, fmt.Errorf("find the roadmap issues of %d issues: %w", len(named), err)
	}
	return slices.DeleteFunc(named, func(id upgrade.NodeID) bool { return len(parents[id]) > 0 }), nil
}

// behind reports whether a child was seen newer than it is read: GitHub's reads can lag.
func behind(issue upgrade.Issue, parents []upgrade.Member) bool {
	for _, m := range parents {
		if issue.UpdatedAt.Before(m.SeenAt) {
			return true
		}
	}
	return false
}

// missing are those of the children without a listed card that are to have one;
// none where archived cards are not listed. A child that the board's organisation
// cannot see may have a card, too.
func (r *Reconciler) missing(ctx context.Context, role store.Board, absent []expected, archived bool) ([]apart, error) {
	if !archived {
		if len(absent) > 0 {
			r.log(ctx).Info().Str("board", fmt.Sprintf("%s/%d", role.Owner, role.Number)).Int("children", len(absent)).
				Msg("this GitHub does not list archived cards: nothing follows from a card that is not listed")
		}
		return nil, nil
	}
	ids := make([]upgrade.NodeID, 0, len(absent))
	for _, child := range absent {
		ids = append(ids, child.facts.Issue.ID)
	}
	states, err := r.GitHub.States(ctx, role.Installation, ids)
	if err != nil {
		return nil, fmt.Errorf("read %d children without a card: %w", len(ids), err)
	}
	var missing []apart
	for _, child := range absent {
		state, ok := states[child.facts.Issue.ID]
		if !ok {
			continue
		}
		decided, err := r.decideListed(ctx, child, upgrade.Issue{IssueState: state})
		if err != nil {
			return nil, err
		}
		if len(decided.puts()) > 0 {
			missing = append(missing, decided)
		}
	}
	return missing, nil
}

// certain decides on a doubtful child again, by reading it as its own run does.
// One that cannot be read is not different.
func (r *Reconciler) certain(ctx context.Context, role store.Board, child apart) (apart, error) {
	if !child.doubtful {
		return child, nil
	}
	issue, err := r.GitHub.Issue(ctx, child.home, child.facts.Issue.ID, r.Now(), "")
	if err == nil && child.home != role.Installation {
		issue.Items, err = r.cards(ctx, role.Installation, issue)
	}
	if errors.Is(err, ghclient.ErrNotFound) {
		return apart{}, nil
	}
	if err != nil {
		return apart{}, fmt.Errorf("read child %s: %w", child.facts.Issue.Ref, err)
	}
	owner, _ := child.facts.Policy.Owning(issue.Repository, child.facts.Settings)
	l := r.lookUp(store.Claim{Installation: child.home}, issue, rightsIn{
		policy: child.facts.Policy, upgrade: child.facts.Upgrade, organisation: child.roadmap.Ref.Owner, installation: child.roadmap.Installation, owner: owner,
	})
	child.facts.Issue = issue
	if child.facts.Touches, err = l.hands(ctx, child.facts.Touches, child.facts.Hands()); err != nil {
		return apart{}, err
	}
	return r.decideListed(ctx, child.expected, issue)
}

// differs reports whether the child's own run would write to the card, or take
// up what people have put there.
func (c apart) differs() bool {
	takes := func(a upgrade.Action) bool { _, is := a.(upgrade.TakeUp); return is }
	return len(c.puts()) > 0 || slices.ContainsFunc(c.plan.Actions, takes)
}

// puts are what the child's plan would write to its card. Of a card that is not
// there, nothing else is told.
func (c apart) puts() []upgrade.PutItem {
	var all []upgrade.PutItem
	for _, action := range c.plan.Actions {
		put, ok := action.(upgrade.PutItem)
		if !ok || put.Board.ID != c.facts.Board.ID {
			continue
		}
		if put.Item == "" {
			put.Values = nil
		}
		all = append(all, put)
	}
	return all
}

// mends are the same as the list of planned writes has them.
func (c apart) mends(now time.Time) []store.Planned {
	var all []store.Planned
	for _, put := range c.puts() {
		all = append(all, store.Planned{
			Key: upgrade.IssueKey(put.Content), Installation: c.home, Upgrade: c.facts.Upgrade.Name, Kind: string(put.Write()),
			Text: upgrade.Show(put), Changes: upgrade.Changes(put), At: now,
		})
	}
	return all
}
