package store

import (
	"context"

	"github.com/upkeep-app/upkeep/upgrade"
)

// Roadmap is the roadmap issue of an upgrade of an installation.
type Roadmap struct {
	Installation int64
	// Name is the upgrade's name.
	Name string
	ID   upgrade.NodeID
	Ref  upgrade.Ref
	// Started says that a command has made it one; otherwise the policy lists it.
	Started bool
}

const roadmapColumns = `SELECT installation, name, id, ref, started FROM roadmaps `

// Roadmaps lists the roadmap issues of an installation by name.
func (s *Store) Roadmaps(ctx context.Context, installation int64) ([]Roadmap, error) {
	all, err := readAll(ctx, s, readRoadmap, roadmapColumns+`WHERE installation = $1 ORDER BY name`, installation)
	return all, wrap(err, "list the roadmap issues of installation %d", installation)
}

// RoadmapsOf lists the upgrades whose roadmap issue an issue is; usually none or one.
func (s *Store) RoadmapsOf(ctx context.Context, issue upgrade.NodeID) ([]Roadmap, error) {
	all, err := readAll(ctx, s, readRoadmap, roadmapColumns+`WHERE id = $1 ORDER BY installation, name`, string(issue))
	return all, wrap(err, "find the upgrades of issue %s", issue)
}

// StartRoadmap makes an issue a roadmap issue that no policy lists, and takes
// off the mark that somebody asks for it. Where the installation has the name
// already, it only takes off the mark.
func (s *Store) StartRoadmap(ctx context.Context, c Claim, roadmap Roadmap) error {
	err := s.writeClaimed(ctx, c, func(ctx context.Context, tx session) error {
		if err := tx.run(ctx, `INSERT INTO roadmaps (installation, name, id, ref, started) VALUES ($1, $2, $3, $4, 1)
			ON CONFLICT (installation, name) DO NOTHING`,
			roadmap.Installation, roadmap.Name, string(roadmap.ID), refText(roadmap.Ref)); err != nil {
			return err
		}
		return tx.run(ctx, `DELETE FROM settings WHERE issue = $1 AND name = $2`, string(roadmap.ID), upgrade.SettingStarting)
	})
	return wrap(err, "start upgrade %s on %s", roadmap.Name, roadmap.Ref)
}

// SaveRoadmaps replaces an installation's policy record and, with it, the
// roadmap issues that the policy lists. One that a command has started stays,
// unless the policy now lists the issue or uses the name. The children of those
// that are gone are let go. The triggers are set in the same transaction, so
// that no change is on record of which those it concerns do not hear.
func (s *Store) SaveRoadmaps(ctx context.Context, c Claim, p PolicyRecord, roadmaps []Roadmap, then ...upgrade.Trigger) error {
	err := s.writeClaimed(ctx, c, func(ctx context.Context, tx session) error {
		if err := tx.savePolicy(ctx, p); err != nil {
			return err
		}
		if err := tx.saveRoadmaps(ctx, p.Installation, roadmaps); err != nil {
			return err
		}
		return tx.trigger(ctx, then)
	})
	return wrap(err, "save the roadmap issues of installation %d", p.Installation)
}

func (s session) saveRoadmaps(ctx context.Context, installation int64, roadmaps []Roadmap) error {
	if err := s.run(ctx, `DELETE FROM roadmaps WHERE installation = $1 AND started = 0`, installation); err != nil {
		return err
	}
	for _, r := range roadmaps {
		if err := s.run(ctx, `DELETE FROM roadmaps WHERE installation = $1 AND (id = $2 AND started = 1 OR name = $3)`,
			installation, string(r.ID), r.Name); err != nil {
			return err
		}
		if err := s.run(ctx, `INSERT INTO roadmaps (installation, name, id, ref, started) VALUES ($1, $2, $3, $4, 0)`,
			installation, r.Name, string(r.ID), refText(r.Ref)); err != nil {
			return err
		}
	}
	return s.run(ctx, `DELETE FROM members WHERE installation = $1
		AND roadmap NOT IN (SELECT id FROM roadmaps WHERE installation = $1)`, installation)
}

func readRoadmap(row scanner) (Roadmap, error) {
	var r Roadmap
	var ref string
	var started int64
	if err := row.Scan(&r.Installation, &r.Name, &r.ID, &ref, &started); err != nil {
		return r, err
	}
	r.Ref, r.Started = readRef(ref), started > 0
	return r, nil
}
