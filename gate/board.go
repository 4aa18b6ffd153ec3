package gate

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"strings"

	"github.com/upkeep-app/upkeep/upgrade"
)

// putItem adds the card if it is not there, then writes its fields in one
// request. GitHub answers the add of a card that exists with that card, so
// neither step can double anything.
func (r *run) putItem(ctx context.Context, a upgrade.PutItem) error {
	w := write{
		action: a, owner: a.Board.Owner, target: fmt.Sprintf("board:%s:%s", a.Board.ID, a.Content),
		before: fieldsWere(a.Values), after: fieldsWanted(a.Values), why: fieldsWhy(a.Values), ordered: a.Ordered,
	}
	if a.Item == "" {
		w.why = "it is not on the board"
		err := r.send(ctx, w, func(installation int64) (requestID string, err error) {
			a.Item, requestID, err = r.Write.AddItem(ctx, installation, a.Board.ID, a.Content)
			return requestID, err
		})
		if errors.Is(err, errPlanned) {
			return nil
		}
		if err != nil {
			return err
		}
		// What is there no more once it was there, somebody has taken off the board.
		if err := r.Store.Remember(ctx, r.claim, a.Content, map[string]string{upgrade.ItemBase(a.Board.ID): string(a.Item)}); err != nil {
			return err
		}
		w.why = fieldsWhy(a.Values)
	}
	if len(a.Values) == 0 {
		return nil
	}
	for _, v := range a.Values {
		w.names = append(w.names, v.Names...)
	}
	w.board = a.Board.ID
	overruled := map[string]string{}
	written, bases := make(map[string]string, len(a.Values)), make(map[string]string, len(a.Values))
	for _, v := range a.Values {
		name := upgrade.FieldBase(a.Board.ID, v.Field.ID)
		written[name], bases[name] = v.Value(), cmp.Or(v.Base, v.Value())
		if v.Overrules {
			overruled[upgrade.OverruledBase(a.Board.ID, v.Field.ID)] = v.Value()
		}
	}
	err := r.send(ctx, w, func(installation int64) (string, error) {
		if err := r.sending(ctx, a.Content, written); err != nil {
			return "", err
		}
		return r.Write.SetFields(ctx, installation, a.Board.ID, a.Item, a.Values)
	})
	if errors.Is(err, errPlanned) {
		return nil
	}
	if err != nil {
		return err
	}
	if len(overruled) > 0 {
		if err := r.Store.Remember(ctx, r.claim, a.Content, overruled); err != nil {
			return err
		}
	}
	return r.sent(ctx, a.Content, bases)
}

// sending remembers what is about to be written. Cut off between the write and
// its record, the app would take its own value for a person's.
func (r *run) sending(ctx context.Context, object upgrade.NodeID, bases map[string]string) error {
	begun := make(map[string]string, len(bases))
	for name, value := range bases {
		begun[upgrade.SentBase(name)] = value
	}
	return r.Store.Remember(ctx, r.claim, object, begun)
}

// sent makes what was written the bases.
func (r *run) sent(ctx context.Context, object upgrade.NodeID, bases map[string]string) error {
	done := maps.Clone(bases)
	for name := range bases {
		done[upgrade.SentBase(name)] = ""
	}
	return r.Store.Remember(ctx, r.claim, object, done)
}

func fieldsWere(values []upgrade.FieldWrite) string {
	return join(values, func(v upgrade.FieldWrite) string { return v.Field.Name + "=" + v.Was })
}

func fieldsWanted(values []upgrade.FieldWrite) string {
	return join(values, func(v upgrade.FieldWrite) string { return v.Field.Name + "=" + v.Text })
}

func fieldsWhy(values []upgrade.FieldWrite) string {
	return join(values, func(v upgrade.FieldWrite) string { return v.Field.Name + ": " + v.Why })
}

func join(values []upgrade.FieldWrite, say func(upgrade.FieldWrite) string) string {
	parts := make([]string, 0, len(values))
	for _, v := range values {
		parts = append(parts, say(v))
	}
	return strings.Join(parts, "; ")
}
