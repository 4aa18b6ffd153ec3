package store

import (
	"context"

	"github.com/upkeep-app/upkeep/upgrade"
)

// Roadmap is a roadmap issue that an installation's policy lists.
type Roadmap struct {
	Installation int64
	// Name is the upgrade's name in the policy.
	Name string
	ID   upgrade.NodeID
	Ref  upgrade.Ref
}

const roadmapColumns = `SELECT installation, name, id, ref FROM roadmaps `

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

// SaveRoadmaps replaces an installation's policy record and, with it, its
// roadmap issues. The children of those that are gone are let go. The triggers
// are set in the same transaction, so that no change is on record of which
// those it concerns do not hear.
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
	if err := s.run(ctx, `DELETE FROM roadmaps WHERE installation = $1`, installation); err != nil {
		return err
	}
	for _, r := range roadmaps {
		if err := s.run(ctx, `INSERT INTO roadmaps (installation, name, id, ref) VALUES ($1, $2, $3, $4)`,
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
	if err := row.Scan(&r.Installation, &r.Name, &r.ID, &ref); err != nil {
		return r, err
	}
	r.Ref = readRef(ref)
	return r, nil
}
