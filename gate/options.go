package gate

import (
	"context"
	"slices"
	"strings"

	"github.com/upkeep-app/upkeep/ghclient"
	"github.com/upkeep-app/upkeep/store"
	"github.com/upkeep-app/upkeep/upgrade"
)

// optionWriter are the writes that a change of options takes.
type optionWriter interface {
	// ReplaceOptions also tells the options of the moment before, as far as it knows them.
	ReplaceOptions(ctx context.Context, installation int64, field upgrade.NodeID, wanted []upgrade.Option, ids bool) (before, after []upgrade.Option, requestID string, err error)
	SetCardOptions(ctx context.Context, installation int64, board, field upgrade.NodeID, wanted map[upgrade.NodeID]string) (string, error)
}

// optionReader is what is read around it.
type optionReader interface {
	Features(ctx context.Context, installation int64) (ghclient.Features, error)
	Options(ctx context.Context, installation int64, field upgrade.NodeID) (upgrade.Field, error)
	OptionCards(ctx context.Context, installation int64, board upgrade.NodeID, field string, archived bool) (map[upgrade.NodeID]string, error)
}

// addOptions adds options to a field. GitHub only replaces the whole list, and
// takes values off cards when it is not told the ids of the options, or does
// not know ids; so everything is on record before, and given back afterwards.
func (r *run) addOptions(ctx context.Context, a upgrade.AddOptions) error {
	change := store.OptionChange{Field: a.Field.ID, Board: a.Board.ID}
	for _, name := range a.Names {
		change.Adds = append(change.Adds, upgrade.Option{Name: name})
	}
	w := write{
		action: a, owner: a.Board.Owner, target: "options:" + string(a.Field.ID),
		after: optionNames(change.Adds), why: "upgrades under way need them",
	}
	return planned(r.send(ctx, w, func(installation int64) (string, error) {
		o := optionChange{run: r, installation: installation, OptionChange: change}
		err := o.finish(ctx)
		return o.requestID, err
	}))
}

// finishOptions ends a change of options that was cut off.
func (r *run) finishOptions(ctx context.Context, a upgrade.FinishOptions) error {
	all, err := r.Store.OptionChanges(ctx, a.Board.ID)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(all, func(c store.OptionChange) bool { return c.Field == a.Field.ID })
	if i < 0 {
		return nil
	}
	w := write{
		action: a, owner: a.Board.Owner, target: "options:" + string(a.Field.ID),
		after: optionNames(all[i].Adds), why: "a change of its options was cut off",
	}
	return planned(r.send(ctx, w, func(installation int64) (string, error) {
		o := optionChange{run: r, installation: installation, OptionChange: all[i], begun: true}
		err := o.resume(ctx)
		return o.requestID, err
	}))
}

func optionNames(options []upgrade.Option) string {
	names := make([]string, 0, len(options))
	for _, o := range options {
		names = append(names, o.Name)
	}
	return strings.Join(names, "; ")
}
