package store

import (
	"context"
	"maps"
	"slices"

	"github.com/upkeep-app/upkeep/upgrade"
)

// Bases are the values last derived for an object, by name.
func (s *Store) Bases(ctx context.Context, object upgrade.NodeID) (map[string]string, error) {
	all, err := readAll(ctx, s, pair, `SELECT name, value FROM bases WHERE object = $1`, string(object))
	bases := make(map[string]string, len(all))
	for _, b := range all {
		bases[b[0]] = b[1]
	}
	return bases, wrap(err, "read the bases of %s", object)
}

// BasesOf is Bases of many objects. Objects without bases are not in the map.
func (s *Store) BasesOf(ctx context.Context, objects []upgrade.NodeID) (map[upgrade.NodeID]map[string]string, error) {
	rows, err := s.namedTexts(ctx, objects, `SELECT object, name, value FROM bases WHERE object IN EACH($1)`)
	return rows, wrap(err, "read the bases of %d objects", len(objects))
}

// Remember sets bases of an object and leaves its others alone.
func (s *Store) Remember(ctx context.Context, c Claim, object upgrade.NodeID, bases map[string]string) error {
	err := s.writeClaimed(ctx, c, func(ctx context.Context, tx session) error {
		for _, name := range slices.Sorted(maps.Keys(bases)) {
			if err := tx.run(ctx, `INSERT INTO bases (object, name, value) VALUES ($1, $2, $3)
				ON CONFLICT (object, name) DO UPDATE SET value = excluded.value`,
				string(object), name, bases[name]); err != nil {
				return err
			}
		}
		return nil
	})
	return wrap(err, "remember the bases of %s", object)
}

// Notes are the notes of objects, by object and name. Objects without notes
// are not in the map.
func (s *Store) Notes(ctx context.Context, objects []upgrade.NodeID) (map[upgrade.NodeID]map[string]string, error) {
	rows, err := s.namedTexts(ctx, objects, `SELECT object, name, text FROM notes WHERE object IN EACH($1)`)
	return rows, wrap(err, "read the notes of %d objects", len(objects))
}

// namedTexts reads rows of object, name and text of many objects.
func (s *Store) namedTexts(ctx context.Context, objects []upgrade.NodeID, query string) (map[upgrade.NodeID]map[string]string, error) {
	asked, err := texts(objects)
	if err != nil {
		return nil, err
	}
	rows, err := readAll(ctx, s, func(row scanner) ([3]string, error) {
		var r [3]string
		return r, row.Scan(&r[0], &r[1], &r[2])
	}, query, asked)
	named := map[upgrade.NodeID]map[string]string{}
	for _, r := range rows {
		object := upgrade.NodeID(r[0])
		if named[object] == nil {
			named[object] = map[string]string{}
		}
		named[object][r[1]] = r[2]
	}
	return named, err
}

// SaveNote sets the note of a name, or removes it when the text is empty. When
// that changes anything, the triggers are set in the same transaction.
func (s *Store) SaveNote(ctx context.Context, c Claim, object upgrade.NodeID, name, text string, then ...upgrade.Trigger) error {
	err := s.writeClaimed(ctx, c, func(ctx context.Context, tx session) error {
		var touched int64
		var err error
		if text == "" {
			touched, err = tx.exec(ctx, `DELETE FROM notes WHERE object = $1 AND name = $2`, string(object), name)
		} else {
			touched, err = tx.exec(ctx, `INSERT INTO notes (object, name, text) VALUES ($1, $2, $3)
				ON CONFLICT (object, name) DO UPDATE SET text = excluded.text WHERE notes.text <> excluded.text`,
				string(object), name, text)
		}
		if err != nil || touched == 0 {
			return err
		}
		return tx.trigger(ctx, then)
	})
	return wrap(err, "save note %s of %s", name, object)
}
