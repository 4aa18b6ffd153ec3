package store

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/upkeep-app/upkeep/upgrade"
)

// Reports are what the runs of children knew of them last. Children that have
// not run are not in the map.
func (s *Store) Reports(ctx context.Context, children []upgrade.NodeID) (map[upgrade.NodeID]upgrade.Report, error) {
	asked, err := texts(children)
	if err != nil {
		return nil, err
	}
	rows, err := readAll(ctx, s, pair, `SELECT child, report FROM reports WHERE child IN EACH($1)`, asked)
	if err != nil {
		return nil, wrap(err, "read the reports of %d children", len(children))
	}
	reports := make(map[upgrade.NodeID]upgrade.Report, len(rows))
	for _, row := range rows {
		var report upgrade.Report
		if err := json.Unmarshal([]byte(row[1]), &report); err != nil {
			return nil, fmt.Errorf("read the report of %s: %w", row[0], err)
		}
		reports[upgrade.NodeID(row[0])] = report
	}
	return reports, nil
}

// saveReport replaces the report of a child.
func (s session) saveReport(ctx context.Context, keep upgrade.KeepReport) error {
	text, err := json.Marshal(keep.Report)
	if err != nil {
		return fmt.Errorf("keep the report of %s: %w", keep.Child, err)
	}
	return s.run(ctx, `INSERT INTO reports (child, report) VALUES ($1, $2)
		ON CONFLICT (child) DO UPDATE SET report = excluded.report`, string(keep.Child), string(text))
}
