package store

import (
	"context"

	"github.com/upkeep-app/upkeep/upgrade"
)

// Board is a board that the policy of an installation names.
type Board struct {
	// Installation is the one whose policy names it.
	Installation int64
	Role         upgrade.BoardRole
	ID           upgrade.NodeID
	// Owner and Number are where the policy says that it is.
	Owner  string
	Number int
}

const boardColumns = `SELECT installation, role, id, owner, number FROM boards `

// Boards lists the boards of an installation's policy by role.
func (s *Store) Boards(ctx context.Context, installation int64) ([]Board, error) {
	all, err := readAll(ctx, s, readBoard, boardColumns+`WHERE installation = $1 ORDER BY role`, installation)
	return all, wrap(err, "list the boards of installation %d", installation)
}

// BoardsOf lists what a board is to policies, by installation and role; empty
// when it is none of the app's.
func (s *Store) BoardsOf(ctx context.Context, id upgrade.NodeID) ([]Board, error) {
	all, err := readAll(ctx, s, readBoard, boardColumns+`WHERE id = $1 ORDER BY installation, role`, string(id))
	return all, wrap(err, "find what board %s is", id)
}

// BoardsAt lists what the board at a place is to policies; names compare without
// regard to case.
func (s *Store) BoardsAt(ctx context.Context, owner string, number int) ([]Board, error) {
	all, err := readAll(ctx, s, readBoard, boardColumns+`WHERE lower(owner) = lower($1) AND number = $2 ORDER BY installation, role`, owner, number)
	return all, wrap(err, "find what board %d of %s is", number, owner)
}

// SaveBoards replaces the boards of an installation. The triggers are set in
// the same transaction.
func (s *Store) SaveBoards(ctx context.Context, c Claim, installation int64, boards []Board, then ...upgrade.Trigger) error {
	err := s.writeClaimed(ctx, c, func(ctx context.Context, tx session) error {
		if err := tx.run(ctx, `DELETE FROM boards WHERE installation = $1`, installation); err != nil {
			return err
		}
		for _, b := range boards {
			if err := tx.run(ctx, `INSERT INTO boards (installation, role, id, owner, number) VALUES ($1, $2, $3, $4, $5)`,
				installation, string(b.Role), string(b.ID), b.Owner, b.Number); err != nil {
				return err
			}
		}
		return tx.trigger(ctx, then)
	})
	return wrap(err, "save the boards of installation %d", installation)
}

func readBoard(row scanner) (Board, error) {
	var b Board
	err := row.Scan(&b.Installation, &b.Role, &b.ID, &b.Owner, &b.Number)
	return b, err
}
