package store

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/upkeep-app/upkeep/upgrade"
)

const memberColumns = `SELECT child, roadmap, installation, child_installation, roadmap_ref, child_ref,
	child_repository, origin, adopted_at, seen_at, read_at, seen_state FROM members `

// Parents lists the roadmap issues a child belongs to, the one that adopted it
// first first.
func (s *Store) Parents(ctx context.Context, child upgrade.NodeID) ([]upgrade.Member, error) {
	all, err := readAll(ctx, s, readMember, memberColumns+`WHERE child = $1 ORDER BY adopted_at, roadmap`, string(child))
	return all, wrap(err, "list the parents of %s", child)
}

// ParentsOf is Parents of many children. Those that nobody lists are not in the map.
func (s *Store) ParentsOf(ctx context.Context, children []upgrade.NodeID) (map[upgrade.NodeID][]upgrade.Member, error) {
	asked, err := texts(children)
	if err != nil {
		return nil, err
	}
	all, err := readAll(ctx, s, readMember, memberColumns+`WHERE child IN EACH($1) ORDER BY adopted_at, roadmap`, asked)
	parents := map[upgrade.NodeID][]upgrade.Member{}
	for _, m := range all {
		parents[m.Child] = append(parents[m.Child], m)
	}
	return parents, wrap(err, "list the parents of %d children", len(children))
}

// Members lists the children of a roadmap issue, by node id.
func (s *Store) Members(ctx context.Context, roadmap upgrade.NodeID) ([]upgrade.Member, error) {
	all, err := readAll(ctx, s, readMember, memberColumns+`WHERE roadmap = $1 ORDER BY child`, string(roadmap))
	return all, wrap(err, "list the children of %s", roadmap)
}

// MembersIn lists the children that live in a repository.
func (s *Store) MembersIn(ctx context.Context, repository upgrade.NodeID) ([]upgrade.Member, error) {
	all, err := readAll(ctx, s, readMember, memberColumns+`WHERE child_repository = $1 ORDER BY child, roadmap`, string(repository))
	return all, wrap(err, "list the children in repository %s", repository)
}

// SaveMembers replaces the children of a roadmap issue. Those that stay keep
// their AdoptedAt and the newer SeenAt; for new ones a zero AdoptedAt is now.
// The triggers are set in the same transaction.
func (s *Store) SaveMembers(ctx context.Context, c Claim, roadmap upgrade.NodeID, members []upgrade.Member, then ...upgrade.Trigger) error {
	stay := make([]upgrade.NodeID, len(members))
	for n, m := range members {
		stay[n] = m.Child
	}
	kept, err := texts(stay)
	if err != nil {
		return err
	}
	err = s.writeClaimed(ctx, c, func(ctx context.Context, tx session) error {
		if err := tx.run(ctx, `DELETE FROM members WHERE roadmap = $1 AND child NOT IN EACH($2)`, string(roadmap), kept); err != nil {
			return err
		}
		known, err := list(ctx, tx, readMember, memberColumns+`WHERE roadmap = $1`, string(roadmap))
		if err != nil {
			return err
		}
		if err := tx.saveMembers(ctx, roadmap, members, known); err != nil {
			return err
		}
		return tx.trigger(ctx, then)
	})
	return wrap(err, "save the %d children of %s", len(members), roadmap)
}

// saveMembers writes the rows that say something new: usually none of many.
func (s session) saveMembers(ctx context.Context, roadmap upgrade.NodeID, members, known []upgrade.Member) error {
	before := make(map[upgrade.NodeID]upgrade.Member, len(known))
	for _, m := range known {
		before[m.Child] = m
	}
	for _, m := range members {
		m.Roadmap = roadmap
		if was, ok := before[m.Child]; ok {
			m.AdoptedAt = was.AdoptedAt
			if m.SeenAt = fromMicros(micros(m.SeenAt)); m.SeenAt.Before(was.SeenAt) {
				m.SeenAt = was.SeenAt
			}
			if m == was {
				continue
			}
		}
		if err := s.saveMember(ctx, m); err != nil {
			return fmt.Errorf("child %s: %w", m.Child, err)
		}
	}
	return nil
}

func (s session) saveMember(ctx context.Context, m upgrade.Member) error {
	return s.run(ctx, `
		INSERT INTO members (child, roadmap, installation, child_installation, roadmap_ref, child_ref,
			child_repository, origin, adopted_at, seen_at, seen_state, read_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, CASE WHEN CAST($9 AS BIGINT) = 0 THEN $now ELSE $9 END, $10, $11, $12)
		ON CONFLICT (roadmap, child) DO UPDATE SET
			installation = excluded.installation, child_installation = excluded.child_installation,
			roadmap_ref = excluded.roadmap_ref, child_ref = excluded.child_ref,
			child_repository = excluded.child_repository, origin = excluded.origin,
			seen_at = GREATEST(members.seen_at, excluded.seen_at), seen_state = excluded.seen_state, read_at = excluded.read_at`,
		string(m.Child), string(m.Roadmap), m.Installation, m.ChildInstallation, refText(m.RoadmapRef), refText(m.ChildRef),
		string(m.ChildRepository), string(m.Origin), micros(m.AdoptedAt), micros(m.SeenAt), m.SeenState, micros(m.ReadAt))
}

func readMember(row scanner) (upgrade.Member, error) {
	var m upgrade.Member
	var roadmap, child string
	var adopted, seen, read int64
	if err := row.Scan(&m.Child, &m.Roadmap, &m.Installation, &m.ChildInstallation, &roadmap, &child,
		&m.ChildRepository, &m.Origin, &adopted, &seen, &read, &m.SeenState); err != nil {
		return m, err
	}
	m.AdoptedAt, m.SeenAt, m.ReadAt = fromMicros(adopted), fromMicros(seen), fromMicros(read)
	m.RoadmapRef, m.ChildRef = readRef(roadmap), readRef(child)
	return m, nil
}

func refText(r upgrade.Ref) string {
	if r.IsZero() {
		return ""
	}
	return r.String()
}

// readRef reads what refText wrote. It does not judge the names, as
// upgrade.ParseRef does for what people type.
func readRef(text string) upgrade.Ref {
	name, number, _ := strings.Cut(text, "#")
	owner, repo, _ := strings.Cut(name, "/")
	n, _ := strconv.Atoi(number)
	return upgrade.Ref{Owner: owner, Repo: repo, Number: n}
}
