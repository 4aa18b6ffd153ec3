package look

import (
	"fmt"
	"slices"

	"github.com/upkeep-app/upkeep/upgrade"
)

// The words in the titles of boards.
var (
	maintenanceWords = [...]string{"maintenance", "upgrades", "upgrade", "migrations", "chores", "tech-debt"}
	roadmapWords     = [...]string{"roadmap", "initiatives", "initiative", "plans"}
)

// othersShown bounds the alternatives that are told.
const othersShown = 4

// enough is how much evidence a board needs to be taken for the Maintenance
// board: its title alone, or two of the fields that only such a board has.
const enough = 3

// candidate is a board with what speaks for it.
type candidate struct {
	board  upgrade.Board
	fields upgrade.FieldNames
	points int
	why    []string
}

func (c *candidate) speaks(points int, why string, values ...any) {
	c.points += points
	c.why = append(c.why, fmt.Sprintf(why, values...))
}

// chooseMaintenance finds the board that is most like a Maintenance board. One
// without a Status field is none.
func chooseMaintenance(boards []upgrade.Board) Board {
	var candidates []candidate
	for _, board := range boards {
		c := candidate{board: board, fields: fieldsOf(board)}
		if c.fields.Status == "" {
			continue
		}
		if l := likeness(board.Title, maintenanceWords[:]...); l > 0 {
			c.speaks(l+1, "its title is like %q", maintenanceWords[0])
		}
		for _, f := range []struct {
			name, role string
			points     int
		}{
			{c.fields.OwnerDoes, "how much the owner does", 3},
			{c.fields.Project, "the upgrade", 2},
			{c.fields.Source, "the orchestration team", 1},
			{c.fields.Owner, "the owner", 1},
		} {
			if f.name != "" {
				c.speaks(f.points, "it has a field for %s, %s", f.role, note(f.name))
			}
		}
		candidates = append(candidates, c)
	}
	best, others := likeliest(candidates, enough)
	if best.board.Number == 0 {
		return Board{Others: others}
	}
	return maintenanceBoard(best.board, best.fields, best.why, others)
}

// maintenanceBoard is a Maintenance board whose fields are known.
func maintenanceBoard(board upgrade.Board, fields upgrade.FieldNames, why []string, others []upgrade.Board) Board {
	chosen := Board{Board: board, Fields: fields, Why: why, Others: others}
	status, _ := board.Field(fields.Status)
	chosen.Statuses = statusesOf(status)
	level, _ := board.Field(fields.OwnerDoes)
	chosen.Levels, chosen.Undecided = levelsOf(level)
	return chosen
}

// chooseRoadmap finds the board whose title says that it is a roadmap, and that
// is not the Maintenance board.
func chooseRoadmap(boards []upgrade.Board, maintenance Board) Board {
	var candidates []candidate
	for _, board := range boards {
		c := candidate{board: board}
		if l := likeness(board.Title, roadmapWords[:]...); l > 0 && board.ID != maintenance.ID {
			c.speaks(l, "its title is like %q", roadmapWords[0])
		}
		candidates = append(candidates, c)
	}
	best, others := likeliest(candidates, 1)
	return Board{Board: best.board, Why: best.why, Others: others}
}

// likeliest is the board with most points, if it has enough, and the next ones.
func likeliest(candidates []candidate, least int) (best candidate, others []upgrade.Board) {
	slices.SortStableFunc(candidates, func(a, b candidate) int { return b.points - a.points })
	for _, c := range candidates {
		switch {
		case best.board.Number == 0 && c.points >= least:
			best = c
		case c.points > 0 && len(others) < othersShown:
			others = append(others, c.board)
		}
	}
	return best, others
}
