package reconcile

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/upkeep-app/upkeep/gate"
	"github.com/upkeep-app/upkeep/ghclient"
	"github.com/upkeep-app/upkeep/store"
	"github.com/upkeep-app/upkeep/upgrade"
)

// boardFacts reads what decides what a board lacks for one policy. The board is
// read anew: on what is there, and not on what was, depends what is made.
func (r *Reconciler) boardFacts(ctx context.Context, role store.Board) (upgrade.BoardFacts, error) {
	policy, err := r.policyOf(ctx, role.Installation)
	if err != nil {
		return upgrade.BoardFacts{}, err
	}
	board, _, err := r.boards.get(ctx, r, boardName{role.Installation, role.Owner, role.Number}, true)
	if err != nil {
		return upgrade.BoardFacts{}, fmt.Errorf("read board %d of %s: %w", role.Number, role.Owner, err)
	}
	facts := upgrade.BoardFacts{Policy: policy, Installation: role.Installation, Role: role.Role, Board: board, Made: map[string]bool{}, Refused: map[string]bool{}}
	if facts.Upgrades, facts.Private, err = r.underWay(ctx, role.Installation); err != nil {
		return upgrade.BoardFacts{}, err
	}
	changes, err := r.Store.OptionChanges(ctx, board.ID)
	if err != nil {
		return upgrade.BoardFacts{}, err
	}
	for _, change := range changes {
		facts.UnderWay = append(facts.UnderWay, change.Field)
	}
	return facts, r.ableTo(ctx, role, &facts)
}

// maintenanceBoard is boardFacts of an installation's Maintenance board; the zero
// BoardFacts where it has none that can be read.
func (r *Reconciler) maintenanceBoard(ctx context.Context, installation int64) (upgrade.BoardFacts, error) {
	boards, err := r.Store.Boards(ctx, installation)
	if err != nil {
		return upgrade.BoardFacts{}, fmt.Errorf("list the boards of installation %d: %w", installation, err)
	}
	boards = maintenance(boards) // a policy names one at most
	if len(boards) == 0 {
		return upgrade.BoardFacts{}, nil
	}
	facts, err := r.boardFacts(ctx, boards[0])
	if unreadable(err) {
		return upgrade.BoardFacts{}, nil
	}
	return facts, err
}

// BoardFacts reads what decides what boards lack: of the Maintenance board at a
// place, or of all when there is no owner. None is an error.
func (r *Reconciler) BoardFacts(ctx context.Context, owner string, number int) ([]upgrade.BoardFacts, error) {
	roles, err := r.Store.BoardsAt(ctx, owner, number)
	if owner == "" {
		roles, err = r.allBoards(ctx)
	}
	if err != nil {
		return nil, fmt.Errorf("find the policies of the boards: %w", err)
	}
	var all []upgrade.BoardFacts
	for _, role := range maintenance(roles) {
		facts, err := r.boardFacts(ctx, role)
		if err != nil {
			return nil, err
		}
		all = append(all, facts)
	}
	if len(all) == 0 {
		return nil, errors.New("no policy that the server knows has such a Maintenance board")
	}
	return all, nil
}

func (r *Reconciler) allBoards(ctx context.Context) ([]store.Board, error) {
	installations, err := r.Store.Installations(ctx)
	if err != nil {
		return nil, err
	}
	var all []store.Board
	for _, i := range installations {
		boards, err := r.Store.Boards(ctx, i.ID)
		if err != nil {
			return nil, err
		}
		all = append(all, boards...)
	}
	return all, nil
}

// ableTo adds what the app can do on this GitHub, and what it has done.
func (r *Reconciler) ableTo(ctx context.Context, role store.Board, facts *upgrade.BoardFacts) error {
	for _, name := range facts.Upgrades {
		intent, err := r.Store.Intent(ctx, gate.ViewIntent(facts.Board.ID, name))
		if err != nil {
			return fmt.Errorf("look up the view of %s: %w", name, err)
		}
		facts.Refused[name] = intent.Result == gate.ViewRefused
		facts.Made[name] = intent.State == store.IntentConfirmed && !facts.Refused[name]
	}
	features, err := r.GitHub.Features(ctx, role.Installation)
	if err != nil {
		return err
	}
	facts.Views = features.Views
	if features.OptionIDs {
		return nil
	}
	facts.Fixed = map[upgrade.NodeID]bool{}
	for _, lack := range facts.Lacks() { // without one it does not matter, and costs requests
		add, is := lack.Action.(upgrade.AddOptions)
		if field, _ := facts.Board.Field(add.Field.Name); !is || lack.ByHand != "" || len(field.Options) == 0 {
			continue
		}
		if facts.Fixed[add.Field.ID], err = r.held(ctx, role, facts.Board.ID, add.Field.Name, features); err != nil {
			return err
		}
	}
	return nil
}

// held reports whether a card has a value in a field, or may have one: archived
// cards that cannot be listed.
func (r *Reconciler) held(ctx context.Context, role store.Board, board upgrade.NodeID, field string, features ghclient.Features) (bool, error) {
	if !features.ArchivedListing {
		return true, nil
	}
	cards, err := r.GitHub.OptionCards(ctx, role.Installation, board, field, true)
	if err != nil {
		return false, fmt.Errorf("see whether cards have a value in the field %q: %w", field, err)
	}
	for _, option := range cards {
		if option != "" {
			return true, nil
		}
	}
	return false, nil
}

// underWay are the names of an installation's upgrades that are not over: whose
// roadmap issue is open, and that nobody has ended. Private are those of them
// whose roadmap issue not everybody may see.
func (r *Reconciler) underWay(ctx context.Context, installation int64) (names []string, private map[string]bool, err error) {
	roadmaps, err := r.Store.Roadmaps(ctx, installation)
	if err != nil {
		return nil, nil, fmt.Errorf("list the upgrades of installation %d: %w", installation, err)
	}
	ids := make([]upgrade.NodeID, 0, len(roadmaps))
	for _, roadmap := range roadmaps {
		ids = append(ids, roadmap.ID)
	}
	states, err := r.GitHub.States(ctx, installation, ids)
	if err != nil {
		return nil, nil, fmt.Errorf("read the roadmap issues: %w", err)
	}
	private = map[string]bool{}
	for _, roadmap := range roadmaps {
		_, u, err := r.upgradeOf(ctx, roadmap)
		if err != nil {
			return nil, nil, err
		}
		if state, ok := states[roadmap.ID]; ok && !state.Closed && u.Name != "" && u.Ended == "" {
			names = append(names, u.Name)
			private[u.Name] = state.Repository.Private
		}
	}
	slices.Sort(names)
	return slices.Compact(names), private, nil
}
