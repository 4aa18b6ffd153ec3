package store

import (
	"context"

	"github.com/upkeep-app/upkeep/upgrade"
)

// Settings are the settings of issues. Issues without any are not in the map.
func (s *Store) Settings(ctx context.Context, issues []upgrade.NodeID) (map[upgrade.NodeID]upgrade.Settings, error) {
	asked, err := texts(issues)
	if err != nil {
		return nil, err
	}
	type row struct {
		issue   string
		setting upgrade.Setting
	}
	all, err := readAll(ctx, s, func(scan scanner) (row, error) {
		var r row
		var at int64
		err := scan.Scan(&r.issue, &r.setting.Name, &r.setting.Value, &r.setting.Because, &r.setting.By.ID, &r.setting.By.Login, &at)
		r.setting.At = fromMicros(at)
		return r, err
	}, `SELECT issue, name, value, because, by_id, by_login, at FROM settings WHERE issue IN EACH($1)`, asked)
	settings := map[upgrade.NodeID]upgrade.Settings{}
	for _, r := range all {
		issue := upgrade.NodeID(r.issue)
		if settings[issue] == nil {
			settings[issue] = upgrade.Settings{}
		}
		settings[issue][r.setting.Name] = r.setting
	}
	return settings, wrap(err, "read the settings of %d issues", len(issues))
}

// SaveSetting keeps a setting of an issue, or takes it back when its value is
// empty. When that changes anything, the triggers are set in the same
// transaction.
func (s *Store) SaveSetting(ctx context.Context, c Claim, change upgrade.Set, then ...upgrade.Trigger) error {
	issue, set := change.Issue, change.Setting
	err := s.writeClaimed(ctx, c, func(ctx context.Context, tx session) error {
		var touched int64
		var err error
		if set.Value == "" {
			touched, err = tx.exec(ctx, `DELETE FROM settings WHERE issue = $1 AND name = $2 AND ($3 = '' OR value = $3)`,
				string(issue), set.Name, change.Was)
		} else {
			touched, err = tx.exec(ctx, `INSERT INTO settings (issue, name, value, because, by_id, by_login, at) VALUES ($1, $2, $3, $4, $5, $6, $7)
				ON CONFLICT (issue, name) DO UPDATE SET value = excluded.value, because = excluded.because,
					by_id = excluded.by_id, by_login = excluded.by_login, at = excluded.at
				WHERE settings.value <> excluded.value OR settings.because <> excluded.because OR settings.at <> excluded.at`,
				string(issue), set.Name, set.Value, set.Because, set.By.ID, set.By.Login, micros(set.At))
		}
		if err != nil || touched == 0 {
			return err
		}
		return tx.trigger(ctx, then)
	})
	return wrap(err, "save setting %s of %s", set.Name, issue)
}
