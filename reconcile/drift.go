package reconcile

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/upkeep-app/upkeep/ghclient"
	"github.com/upkeep-app/upkeep/store"
	"github.com/upkeep-app/upkeep/upgrade"
)

// Difference is what a card on a board is and what the facts say that it should be.
type Difference struct {
	// Item is the issue or pull request, as people write it.
	Item string `json:"item"`
	// Field is empty for the card itself.
	Field    string `json:"field"`
	Is       string `json:"is"`
	ShouldBe string `json:"should_be"`
	Why      string `json:"why"`
}

// drift looks at all cards of a board at once, for each policy that has it as its
// Maintenance board, and triggers the children whose cards are not as they
// should be. Each of them then decides for itself, by what it reads: nothing is
// written here, and of a board in sync only its pages are read.
func (r *Reconciler) drift(ctx context.Context, claim store.Claim, roles []store.Board) (string, error) {
	triggers, err := r.roadmapsOn(ctx, claim, roles)
	if err != nil {
		return "", err
	}
	differ, children := 0, 0
	for _, role := range maintenance(roles) {
		board, _, err := r.boards.get(ctx, r, boardName{role.Installation, role.Owner, role.Number}, false)
		if errors.Is(err, ghclient.ErrNotFound) {
			continue
		}
		if err != nil {
			return "", fmt.Errorf("read board %d of %s: %w", role.Number, role.Owner, err)
		}
		found, err := r.compare(ctx, role, board)
		if err != nil {
			return "", err
		}
		children, differ = children+found.children, differ+len(found.apart)
		for _, child := range found.apart {
			triggers = append(triggers, drifted(claim, child.facts.Issue.ID, child.home))
		}
	}
	if err := r.Store.Trigger(ctx, triggers...); err != nil {
		return "", fmt.Errorf("trigger %d issues: %w", len(triggers), err)
	}
	return fmt.Sprintf("%d of %d cards differ", differ, children), nil
}

// roadmapsOn triggers the roadmap issues that have cards on a board. They are
// few, and each looks after its own.
func (r *Reconciler) roadmapsOn(ctx context.Context, claim store.Claim, roles []store.Board) ([]upgrade.Trigger, error) {
	var triggers []upgrade.Trigger
	for _, role := range roles {
		if role.Role != upgrade.RoleRoadmap {
			continue
		}
		roadmaps, err := r.Store.Roadmaps(ctx, role.Installation)
		if err != nil {
			return nil, fmt.Errorf("list the roadmap issues: %w", err)
		}
		for _, roadmap := range roadmaps {
			triggers = append(triggers, drifted(claim, roadmap.ID, roadmap.Installation))
		}
	}
	return triggers, nil
}

// drifted triggers an issue whose card may not be as it should be.
func drifted(claim store.Claim, issue upgrade.NodeID, installation int64) upgrade.Trigger {
	return upgrade.Trigger{
		Key: upgrade.IssueKey(issue), Installation: installation, Reason: "its card may have drifted", Cause: max(claim.Cause, upgrade.CauseResync),
	}
}

// maintenance are the roles of a board that have a card for each child.
func maintenance(roles []store.Board) []store.Board {
	return slices.DeleteFunc(slices.Clone(roles), func(b store.Board) bool { return b.Role != upgrade.RoleMaintenance })
}

// Drift lists what on a board is not as it should be and writes nothing. What a
// listing cannot tell for certain it reads by itself. It is an error when no
// policy has the board as its Maintenance board.
func (r *Reconciler) Drift(ctx context.Context, owner string, number int) ([]Difference, error) {
	roles, err := r.Store.BoardsAt(ctx, owner, number)
	if err != nil {
		return nil, fmt.Errorf("find the policies of the board: %w", err)
	}
	if roles = maintenance(roles); len(roles) == 0 {
		return nil, fmt.Errorf("no policy that the server knows has board %d of %s as its Maintenance board", number, owner)
	}
	differences := []Difference{}
	for _, role := range roles {
		board, err := r.GitHub.Board(ctx, role.Installation, role.Owner, role.Number)
		if err != nil {
			return nil, fmt.Errorf("read board %d of %s: %w", role.Number, role.Owner, err)
		}
		found, err := r.compare(ctx, role, board)
		if err != nil {
			return nil, err
		}
		for _, child := range found.apart {
			if child, err = r.certain(ctx, role, child); err != nil {
				return nil, err
			}
			differences = append(differences, child.differences()...)
		}
	}
	return differences, nil
}

// comparison is a board beside what the facts say of it.
type comparison struct {
	// children is how many are to have a card.
	children int
	// apart are those whose cards are not as they should be, or may not be.
	apart []apart
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
	listed := make(map[upgrade.NodeID]upgrade.Issue, len(listing.Issues))
	for _, issue := range listing.Issues {
		listed[issue.ID] = issue
	}
	all := comparison{children: len(children)}
	if err := r.fillBlockers(ctx, role, children); err != nil {
		return comparison{}, err
	}
	var absent []expected
	for _, child := range children {
		issue, ok := listed[child.facts.Issue.ID]
		if !ok {
			absent = append(absent, child)
			continue
		}
		decided, err := r.decideListed(ctx, child, issue)
		if err != nil {
			return comparison{}, err
		}
		partial := listing.Partial[issue.ID]
		decided.doubtful = partial || child.home != role.Installation || behind(issue, child.facts.Parents)
		if partial || len(decided.differences()) > 0 {
			all.apart = append(all.apart, decided)
		}
	}
	if !listing.Archived {
		r.Log.Info().Str("board", fmt.Sprintf("%s/%d", role.Owner, role.Number)).Int("children", len(absent)).
			Msg("this GitHub does not list archived cards: nothing follows from a card that is not listed")
		return all, nil
	}
	missing, err := r.missing(ctx, role, absent)
	all.apart = append(all.apart, missing...)
	return all, err
}

// fillBlockers reads what the children wait for, of all of them at once.
func (r *Reconciler) fillBlockers(ctx context.Context, role store.Board, children []expected) error {
	var settings []upgrade.Settings
	for _, child := range children {
		settings = append(settings, child.facts.Settings)
	}
	states, err := r.blockerStates(ctx, role.Installation, settings...)
	if err != nil {
		return err
	}
	for i := range children {
		children[i].facts.Blockers = blockersOf(children[i].facts.Settings, states)
	}
	return nil
}

// decideListed decides on a child by an issue as it was listed.
func (r *Reconciler) decideListed(ctx context.Context, child expected, issue upgrade.Issue) (apart, error) {
	child.facts.Issue, child.facts.Excluded = issue, excluded(issue)
	var err error
	if child.facts.Teams, err = r.teams(ctx, child.home, child.facts.UpgradeInstallation, child.facts); err != nil {
		return apart{}, err
	}
	return apart{expected: child, plan: upgrade.DecideChild(child.facts)}, nil
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

// missing are those of the children without a card that are to have one. A
// child that the board's organisation cannot see may have a card, too.
func (r *Reconciler) missing(ctx context.Context, role store.Board, absent []expected) ([]apart, error) {
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
		if len(decided.differences()) > 0 {
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
	return r.decideListed(ctx, child.expected, issue)
}

// differences are what the child's plan would change on its card. Of a card
// that is not there, nothing else is told.
func (c apart) differences() []Difference {
	var all []Difference
	for _, action := range c.plan.Actions {
		put, ok := action.(upgrade.PutItem)
		if !ok || put.Board.ID != c.facts.Board.ID {
			continue
		}
		if put.Item == "" {
			return append(all, Difference{Item: put.Ref.String(), Is: "no card", ShouldBe: "a card", Why: "a child of " + c.facts.Upgrade.Name})
		}
		for _, write := range put.Values {
			all = append(all, Difference{Item: put.Ref.String(), Field: write.Field.Name, Is: write.Was, ShouldBe: write.Text, Why: write.Why})
		}
	}
	return all
}
