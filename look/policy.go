package look

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/upkeep-app/upkeep/upgrade"
)

// UnknownTeam stands in a proposed policy for a team that nothing has told. It
// is a valid slug, so that the file can be rehearsed; no organisation has such a team.
const UnknownTeam = "name-the-team-here"

// Policy is the upkeep.yml that is proposed: complete, in plan mode, with the
// evidence for each choice in comments. It is always valid, whatever was found.
func (f Found) Policy() string {
	p := &proposal{found: f}
	p.line("# upkeep.yml, proposed by a look at %s on %s.", note(f.Organisation), f.At.UTC().Format("2 January 2006"))
	p.line("# It belongs in the repository .github of the organisation. Each choice is a guess, with its reason: correct it.")
	p.line("# Everything that can be set is described in docs/policy.md of Upkeep.")
	p.line("")
	p.line("mode: plan  # show, write nothing; \"active\" once you like what Upkeep would write")
	p.line("")
	p.line("# people: [a-login]  # who may stop all writes and switch them on by a comment; nobody unless you name them")
	p.line("")
	p.boards()
	p.levels()
	p.teams()
	p.roadmapRepositories()
	p.upgrades()
	return p.text.String()
}

// proposal is a policy under way.
type proposal struct {
	found Found
	text  strings.Builder
}

// line adds a line. Its values are names made safe by scalar or note, or the app's own.
func (p *proposal) line(format string, values ...any) {
	fmt.Fprintf(&p.text, format+"\n", values...)
}

// why adds reasons as comments.
func (p *proposal) why(indent string, reasons []string) {
	for _, reason := range reasons[:min(len(reasons), mostReasons)] {
		p.line("%s# %s", indent, comment(reason))
	}
}

const mostReasons = 6

func (p *proposal) boards() {
	maintenance := p.found.Maintenance
	if !maintenance.Known() {
		if slices.ContainsFunc(p.found.Unread, func(u Unread) bool { return u.What == theBoards }) {
			p.line("# The boards could not be read. With a token that can read them, this file names them.")
		} else {
			p.line("# No open board looks like a Maintenance board: one with a Status field and one card per piece of work.")
		}
		p.others(maintenance)
		p.line("# Make one, or name one here; without it there can be no upgrades below.")
		p.line("# boards:")
		p.line("#   maintenance: 1")
		p.line("")
		return
	}
	p.line("boards:")
	p.line("  maintenance:  # one card per piece of work: %s", note(maintenance.Title))
	p.why("    ", maintenance.Why)
	p.others(maintenance)
	p.line("    number: %d", maintenance.Number)
	p.line("    setup: instructions  # what the board lacks is only told; \"write\" lets Upkeep add it")
	p.fields(maintenance)
	p.statuses(maintenance)
	if roadmap := p.found.Roadmap; roadmap.Known() {
		p.line("  roadmap:  # one card per upgrade: %s", note(roadmap.Title))
		p.why("    ", roadmap.Why)
		p.others(roadmap)
		p.line("    number: %d", roadmap.Number)
		p.line("    # facts: {Stage: state, Progress: progress}  # which of its fields Upkeep keeps true: none unless they are named")
	}
	p.line("")
}

// others names the boards that were considered too.
func (p *proposal) others(chosen Board) {
	for _, other := range chosen.Others {
		p.line("    # or board %d, %s", other.Number, note(other.Title))
	}
}

// named is one setting that names something on the board.
type named struct {
	key, found, usual string
}

// names adds those settings. One that was not found keeps its usual name,
// which must not be that of another one.
func (p *proposal) names(heading, lack string, all []named) {
	p.line("    %s:", heading)
	taken := map[string]bool{}
	for _, n := range all {
		taken[strings.ToLower(n.found)] = true
	}
	for _, n := range all {
		if n.found != "" {
			p.line("      %s: %s", n.key, scalar(n.found))
			continue
		}
		name := n.usual
		for taken[strings.ToLower(name)] {
			name = "Upgrade " + name
		}
		taken[strings.ToLower(name)] = true
		p.line("      %s: %s  # %s", n.key, scalar(name), lack)
	}
}

func (p *proposal) fields(board Board) {
	names, usual := distinctFields(board.Fields), usual().Maintenance.Fields
	p.names("fields", "the board has no such field; `upkeep board init` shows how to add it", []named{
		{"status", names.Status, usual.Status},
		{"project", names.Project, usual.Project},
		{"source", names.Source, usual.Source},
		{"owner", names.Owner, usual.Owner},
		{"owner_does", names.OwnerDoes, usual.OwnerDoes},
	})
}

func (p *proposal) statuses(board Board) {
	names, usual := distinctStatuses(board.Statuses), usual().Maintenance.Statuses
	p.names("statuses", "the board has no such column; `upkeep board init` shows how to add it", []named{
		{upgrade.StatusTodo, names.Todo, usual.Todo},
		{upgrade.StatusInProgress, names.InProgress, usual.InProgress},
		{upgrade.StatusDone, names.Done, usual.Done},
	})
	for _, n := range []named{
		{key: upgrade.StatusNotPlanned, found: names.NotPlanned},
		{key: upgrade.StatusAuthorReview, found: names.AuthorReview},
		{key: upgrade.StatusOwnerReview, found: names.OwnerReview},
		{key: upgrade.StatusApproved, found: names.Approved},
		{key: upgrade.StatusBlocked, found: names.Blocked},
	} {
		if n.found != "" {
			p.line("      %s: %s", n.key, scalar(n.found))
		}
	}
}

// mostLevels and mostTeams bound those sections.
const mostLevels, mostTeams = 20, 20

// levels adds the organisation's own levels, unless they are the usual ones.
func (p *proposal) levels() {
	board := p.found.Maintenance
	undecided := cmp.Or(onlyPlain(board.Undecided), usual().Undecided)
	levels := ownLevels(board.Levels, undecided)
	if len(levels) > 0 {
		p.line("# How much of the work owners do, by the options of the board. What each party does is a guess: read it.")
		p.line("levels:")
		for _, name := range levels {
			p.line("  - %s", guessedLevel(name))
		}
		p.line("")
	}
	if board.Undecided != "" && undecided != usual().Undecided {
		p.line("undecided: %s  # the option for \"not chosen yet\"", scalar(undecided))
		p.line("")
	}
}

func (p *proposal) teams() {
	told := map[string]bool{}
	for _, u := range p.found.Upgrades[:min(len(p.found.Upgrades), mostTeams)] {
		if !teamSlug.MatchString(u.Team) || told[u.Team] || !plain(u.TeamName) {
			continue
		}
		if len(told) == 0 {
			p.line("teams:  # what the board calls them")
		}
		told[u.Team] = true
		p.line("  %s: %s", scalar(u.Team), scalar(u.TeamName))
	}
	if len(told) > 0 {
		p.line("")
	}
}

func (p *proposal) roadmapRepositories() {
	some := p.found.RoadmapRepositories[:min(len(p.found.RoadmapRepositories), mostUpgrades)]
	began := false
	for _, name := range some {
		if _, err := upgrade.ParseRef(name + "#1"); err != nil || len(name) > longestName {
			continue
		}
		if !began {
			p.line("roadmap_repositories:  # where `/upgrade start` begins a new upgrade")
			began = true
		}
		p.line("  - %s", scalar(name))
	}
	if began {
		p.line("")
	}
}
