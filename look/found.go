// Package look finds out what an organisation has before Upkeep is there: its
// boards, the upgrades under way, its teams and words. It proposes the policy
// that fits, and tells what is stale today. All of it is pure but for Discover,
// which reads GitHub and writes nothing.
//
// What is proposed is a guess by likeness of names, types and use. Each guess
// is told with its evidence, so that a person can correct it.
package look

import (
	"time"

	"github.com/upkeep-app/upkeep/upgrade"
)

// Found is what one look at an organisation has found.
type Found struct {
	// Organisation is the login, as GitHub writes it where that is known.
	Organisation string
	// At is when it was looked at.
	At time.Time
	// Own is the organisation's own upkeep.yml; empty if it has none.
	Own string
	// Boards counts the open boards that could be read.
	Boards int
	// Maintenance and Roadmap are the boards that are taken to be that.
	Maintenance, Roadmap Board
	// Upgrades are those under way, the ones with most children first.
	Upgrades []Upgrade
	// Perhaps are open issues with lists that do not look like upgrades.
	Perhaps []Perhaps
	// RoadmapRepositories are where the upgrades' issues are, as "owner/repo".
	RoadmapRepositories []string
	// Teams are the slugs of teams that the whole organisation can see.
	Teams []string
	// Private says that some of what was read is not for everybody to see.
	Private bool
	// Unread is what could not be read, and LeftOut what was too much to read.
	Unread  []Unread
	LeftOut []string
}

// Board is a board that is taken for one of the two, with what its fields are
// taken for. The zero Board stands for none.
type Board struct {
	upgrade.Board
	// Why is the evidence, in words.
	Why []string
	// Others are boards that were considered too, the likeliest first.
	Others []upgrade.Board
	// Fields are what the fields are called, those that were found; Maintenance only.
	Fields upgrade.FieldNames
	// Statuses are what the columns are called, those that were found; Maintenance only.
	Statuses upgrade.StatusNames
	// Levels are the options of the Owner Does field but for Undecided.
	Levels    []string
	Undecided string
	// Cards are what is on it, archived ones too.
	Cards []Card
	// CardsKnown says that Cards are all: nothing follows from a missing one otherwise.
	CardsKnown bool
}

// Known reports whether there is such a board.
func (b Board) Known() bool { return b.Number > 0 && b.Number <= highestBoard }

// highestBoard is the highest number that a policy can name.
const highestBoard = 1_000_000

// Card is one issue on a board.
type Card struct {
	upgrade.IssueState
	Archived bool
	// Values are by the fields' names.
	Values map[string]string
}

// Upgrade is an issue that is taken for the roadmap issue of an upgrade under way.
type Upgrade struct {
	Issue upgrade.IssueState
	// Name is the option of the Project field, or what the title says.
	Name string
	// Team is the slug of its orchestration team; empty if nothing tells.
	Team string
	// TeamName is how the board calls the team, if that is another name.
	TeamName string
	// Why is the evidence that it is one; WhyName and WhyTeam tell about the two.
	Why              []string
	WhyName, WhyTeam string
	Children         []Child

	body string // its description
}

// Child is one entry of an upgrade's lists.
type Child struct {
	// Ref is as the list has it.
	Ref upgrade.Ref
	// State is what it is now; Known is false for one that could not be read.
	State upgrade.IssueState
	Known bool
	// Boxed says that the line has a box, Checked that it is checked; Line is
	// where it is, 0 for a sub-issue.
	Boxed, Checked bool
	Line           int
}

// Perhaps is an open issue with a list that is taken for no upgrade.
type Perhaps struct {
	Issue    upgrade.IssueState
	Children int
	Why      string
}

// Unread is something that GitHub did not let read.
type Unread struct {
	What string
	// Why is GitHub's reason, Mend what would help.
	Why, Mend string
}
