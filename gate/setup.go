package gate

import (
	"context"
	"fmt"
	"strings"

	"github.com/upkeep-app/upkeep/ghclient"
	"github.com/upkeep-app/upkeep/store"
	"github.com/upkeep-app/upkeep/upgrade"
)

// boardWriter are the writes that set a board up.
type boardWriter interface {
	optionWriter
	CreateField(ctx context.Context, installation int64, board upgrade.NodeID, field upgrade.Field) (upgrade.NodeID, string, error)
	CreateView(ctx context.Context, installation int64, owner string, number int, view upgrade.View, fields []upgrade.Field) (string, error)
}

// addField makes a field unless the board has one of its name by now.
func (r *run) addField(ctx context.Context, a upgrade.AddField) error {
	field := upgrade.Field{Name: a.Name, Type: a.Type}
	for _, name := range a.Options {
		field.Options = append(field.Options, upgrade.Option{Name: name})
	}
	w := write{
		action: a, owner: a.Board.Owner, target: fmt.Sprintf("field:%s:%s", a.Board.ID, a.Name),
		after: optionNames(field.Options), why: "the policy names it",
	}
	return planned(r.send(ctx, w, func(installation int64) (string, error) {
		find := func() (string, error) {
			board, err := r.Read.Board(ctx, installation, a.Board.Owner, a.Board.Number)
			for _, f := range board.Fields {
				if strings.EqualFold(f.Name, a.Name) {
					return string(f.ID), nil
				}
			}
			return "", err
		}
		return r.once(ctx, w.target, creation{
			find: find,
			edit: func(string) (string, error) {
				// One that people have deleted since is made again.
				if result, err := find(); err != nil || result != "" {
					return "", err
				}
				return "", ghclient.ErrNotFound
			},
			make: func() (string, string, error) {
				id, requestID, err := r.Write.CreateField(ctx, installation, a.Board.ID, field)
				return string(id), requestID, err
			},
		})
	}))
}

// ViewIntent is the id under which the ledger keeps the view of an upgrade.
func ViewIntent(board upgrade.NodeID, name string) string {
	return fmt.Sprintf("view:%s:%s", board, name)
}

// ViewRefused is what the ledger keeps in place of a view that GitHub has refused.
const ViewRefused = "refused"

// addView makes a view unless the board has one of its name by now. What
// GitHub refuses for good is no error and not tried again: people can make it.
func (r *run) addView(ctx context.Context, a upgrade.AddView) error {
	w := write{
		action: a, owner: a.Board.Owner, target: ViewIntent(a.Board.ID, a.Name),
		after: a.Filter, why: "an upgrade under way has none",
	}
	err := planned(r.send(ctx, w, func(installation int64) (string, error) {
		return r.once(ctx, w.target, creation{
			find: func() (string, error) {
				board, err := r.Read.Board(ctx, installation, a.Board.Owner, a.Board.Number)
				for _, v := range board.Views {
					if strings.EqualFold(v.Name, a.Name) {
						return v.Name, nil
					}
				}
				return "", err
			},
			edit: func(string) (string, error) { return "", nil }, // it is people's from then on
			make: func() (string, string, error) {
				view := upgrade.View{Name: a.Name, Filter: a.Filter}
				requestID, err := r.Write.CreateView(ctx, installation, a.Board.Owner, a.Board.Number, view, a.Fields)
				return a.Name, requestID, err
			},
		})
	}))
	if refusedForGood(err) {
		r.log.Info().Str("upgrade", r.part.Upgrade.Name).Str("target", w.target).Err(err).Msg("no view: people have to make it")
		return r.Store.MarkIntent(ctx, r.claim, w.target, store.IntentConfirmed, ViewRefused)
	}
	return err
}
