package config

import (
	"cmp"
	"fmt"
	"slices"

	"go.yaml.in/yaml/v3"

	"github.com/upkeep-app/upkeep/upgrade"
)

// maxProblems bounds what is said about one file.
const maxProblems = 50

// ParsePolicy reads upkeep.yml of an organisation. Without problems the policy
// is complete, with every default filled in; with any, there is no policy, and
// the problems are all there are (at most 50 and how many more), in the order
// of the file. A text that sets nothing is valid: a policy without upgrades.
//
// The file is YAML of at most 64 KiB, without anchors, aliases and tags, and with
// at most 1000 entries in each list and mapping. This is all that can be in it:
//
//	mode: plan            # plan (show, write nothing; the default) or active
//	writes:               # the mode by kind of write, where it is another one
//	  boxes: active       # check boxes in issues
//	  fields: active      # cards and fields on boards
//	  comments: plan      # comments, reactions, and what commands assign and link
//	  issues: plan        # new issues
//	boards:
//	  maintenance:        # one card per child; needed as soon as there are upgrades
//	    owner: openedx    # the organisation, if another one
//	    number: 51        # as in the board's address; "maintenance: 51" will do
//	    setup: instructions # what the board lacks is only told (the default), or made: write
//	    close_on_done: false # with true, who may close an issue closes it by dragging its card to Done
//	    fields:           # what the fields are called; these are the defaults
//	      status: Status
//	      project: Project
//	      source: Source
//	      owner: Owner
//	      owner_does: Owner Does
//	    statuses:         # what the options of Status are called; these are the defaults
//	      todo: Todo
//	      in_progress: In Progress
//	      done: Done
//	      not_planned: Done   # for what is closed without doing it; as done if not set
//	      author_review: Author Team Review  # these four are used where the board has them, and
//	      owner_review: Owner Review         # asked for once they are named here
//	      approved: Approved
//	      blocked: Blocked
//	    rules:            # in place of the default list (upkeep check-policy --explain shows it); the first that holds decides
//	      - status: owner_review           # a key of statuses, or a column by its exact name
//	        when: [approved, owner merges] # all of these: see upgrade.ConditionNames; "not" before one turns it round
//	      - {status: Parked, when: label on hold}
//	      - {status: done, when: closed}   # nothing else leads to Done
//	      - {status: todo}                 # what nothing else decides; there without being written
//	    facts:            # what further fields show; none by default
//	      Target: target date         # in a date, text or iteration field
//	      Activity: last activity     # the day of people's last act; the same types
//	      Ready: can start now        # yes or no; in a single select, text or iteration field
//	      Release: named release      # the same types, as for the next two
//	      Team: orchestration team
//	      Kind: kind
//	      Waits for: blocked by       # in a text field, as the next one
//	      Pull request: pull request  # the address of one that is open, else merged
//	  roadmap:            # one card per upgrade; "roadmap: 4" will do
//	    owner: openedx    # the organisation, if another one
//	    number: 4
//	    facts:            # what its fields show; none by default
//	      Stage: state                # planned, scheduled, active, at risk, overdue, paused, finishing, done or cancelled;
//	                                  # a single select may lack scheduled (then planned), at risk and overdue (then active)
//	      Progress: progress          # per cent in a number field, in a text "31 of 45 done"
//	      Forecast: forecast          # the Monday by which all is done at today's pace; as target date
//	      Steward: steward            # and also target date, orchestration team and named release
//	    defaults:         # what is put once into fields that are empty
//	      Type: Maintenance
//	kinds:                # children that are more than work on their own repository
//	  external dependency:            # or operations, orchestration, follow-up, repository (the usual)
//	    labels: [external]            # those whose issue has any of these labels,
//	    repositories: [edx/vendors]   # else those in any of these repositories
//	    without: [owner, owner_does]  # the fields (status, project, source, owner, owner_does) and facts that
//	                                  # do not apply; owner_does by default, here owner too, for repository none
//	levels:               # in place of the six Open edX levels
//	  - name: Owner deploys and monitors  # as the option on the board
//	    for: service                      # service, other or any (the default)
//	    pull_request: orchestration       # who does it: owner, orchestration or none
//	    review: orchestration
//	    merge: orchestration
//	    deploy: owner                     # may be left out with "for: other"
//	  - {name: Owner offers advice, for: other, pull_request: orchestration, review: orchestration, merge: orchestration}
//	undecided: TBD        # the option for "not chosen yet"
//	not_planned_boxes: check  # check (the default) or leave the boxes of children closed without doing them
//	roadmap_issue:        # what the app keeps in the description of a roadmap issue
//	  children: after form  # the list of the children that people have not listed: below the form's answers (the
//	                        # default), at the end, or none, where it is kept only if somebody has put its markers
//	  group_by: start       # that list by what can start now (the default), or by owner
//	  nested_boxes: leave   # a box without child or step that has boxes inside its item: leave it to people (the
//	                        # default), or let it follow: checked when all boxes inside are, else open
//	  sub_issues: leave     # or keep: the children that its lists name, in the same organisation, become its sub-issues,
//	                        # too, as many as GitHub allows; one that a person takes away stays away
//	codemods:             # tools that make a part of the changes, shown in the facts of the upgrades they suit
//	  - ecosystem: Django                 # what the names of these upgrades begin with
//	    name: django-upgrade
//	    url: https://example.org/django-upgrade
//	aliases:              # further names for levels
//	  hands-off: Owner offers advice      # whatever the kind of repository
//	  arbi-bom:
//	    team: arbi-bom                    # only in upgrades that this team orchestrates
//	    service: Owner deploys and monitors
//	    other: Owner offers advice
//	    # any: the level for kinds that are not listed
//	teams:                # a team's slug: its name on the board, where they differ
//	  arbi-bom: Arbi-BOM
//	repositories:         # what catalog-info.yaml does not say
//	  openedx/credentials:                # or credentials, in the own organisation
//	    owner: 2u-aperture                # a team, or user:login; used when the catalog names none
//	    kind: service                     # service or other; wins over the catalog
//	people: [ann, ben]    # who may run the commands that are theirs; logins, at most 50
//	commands:
//	  prefix: /upgrade                    # how commands begin; of a list the first is the one shown
//	  who:                                # who may run a command, where it is not as the command's help says
//	    owner-does: [owner, orchestration]  # anyone, write, owner, author, orchestration, steward or people
//	roadmap_repositories:                 # where new upgrades can be started, besides the repositories of upgrades
//	  - openedx/platform-roadmap          # or platform-roadmap, in the own organisation
//	budget:
//	  writes_per_hour: 1000               # from 1 to 5000
//	  creates_per_hour: 25                # comments and issues made; from 1 to 500
//	upgrades:
//	  - roadmap: openedx/platform-roadmap#283
//	    name: Django 5.2                  # as the option of the Project field
//	    orchestration_team: arbi-bom      # or @openedx/arbi-bom
//	    support_end: 2026-04-30           # when support of what is left behind ends; shown, and nothing follows from it
//	    mode: active                      # the mode of this upgrade, if it is another one
//	    writes: {issues: plan}            # as above, for this upgrade
//
//	terms:                # the organisation's words in the runbook, where they are not the usual ones
//	  roadmap: {name: Roadmap, url: https://github.com/orgs/openedx/projects/4}  # or a name alone, as for other places
//	  maintenance: Maintenance
//	  roadmap_fields: [Type, Strategy]    # what has to be filled in on the roadmap board
//	  label: maintenance                  # the label of maintenance work, and of what anybody can help with
//	  help_wanted: help wanted
//	  external: openedx/public-engineering  # the repository for issues about dependencies of others
//	  documentation: {name: Upgrades, url: https://example.org/upgrades}  # where pages about upgrades are,
//	  past: Past Upgrades                                                 # and where those of past ones go
//	runbook: |            # in place of the default runbook (upkeep check-runbook shows what verifies its steps)
//	  ## Prepare
//	  - [ ] Set the milestone <!-- rule: milestone -->
//	  - [ ] Book the party room
//
// Levels can be named by their slug, such as owner-reviews-and-merges.
func ParsePolicy(org string, text []byte) (upgrade.Policy, []Problem) {
	root, problems := parseDocument(text)
	r := &reader{org: org, problems: problems}
	policy := r.policy(setting{node: root})
	if len(r.problems) > 0 {
		return upgrade.Policy{}, capped(r.problems)
	}
	return policy, nil
}

func (r *reader) policy(root setting) upgrade.Policy {
	top := r.mapping(root, "mode", "writes", "boards", "kinds", "levels", "undecided", "not_planned_boxes", "roadmap_issue", "codemods", "aliases",
		"teams", "repositories", "people", "commands", "roadmap_repositories", "budget", "upgrades", "terms", "runbook")
	p := upgrade.Policy{Mode: cmp.Or(r.mode(top["mode"]), upgrade.ModePlan), Writes: r.writes(top["writes"])}
	boards := r.mapping(top["boards"], "maintenance", "roadmap")
	p.Maintenance = r.maintenance(boards["maintenance"])
	if boards["roadmap"].isSet() {
		p.Roadmap = r.roadmap(boards["roadmap"])
	}
	p.Kinds = r.kinds(top["kinds"])
	p.Levels = r.levels(top["levels"])
	p.Undecided = r.undecided(top["undecided"], p.Levels)
	p.KeepNotPlannedBoxes = r.oneOf(top["not_planned_boxes"], "check", "leave") == "leave"
	p.RoadmapIssue = r.roadmapIssue(top["roadmap_issue"])
	p.Codemods = r.codemods(top["codemods"])
	p.Aliases = r.aliases(top["aliases"], p)
	p.Teams = r.teams(top["teams"])
	p.Repositories = r.repositories(top["repositories"])
	p.People = r.people(top["people"])
	r.commands(top["commands"], &p)
	p.RoadmapRepositories = r.roadmapRepositories(top["roadmap_repositories"])
	p.Budget = r.budget(top["budget"])
	p.Upgrades = r.upgrades(top["upgrades"])
	p.Terms = r.terms(top["terms"])
	p.Runbook = r.runbook(top["runbook"], p.RunbookTerms())
	if len(p.Upgrades) > 0 && !boards["maintenance"].isSet() {
		r.wrong(setting{top["upgrades"].node, "boards.maintenance"}, "is missing; the children of upgrades need a board")
	}
	return p
}

// capped brings problems into the order of the file and leaves out what is too much.
func capped(problems []Problem) []Problem {
	slices.SortStableFunc(problems, func(a, b Problem) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
	if more := len(problems) - maxProblems; more > 0 {
		problems = append(problems[:maxProblems:maxProblems],
			Problem{Message: fmt.Sprintf("and %d further problems", more)})
	}
	return problems
}

func (r *reader) mode(s setting) upgrade.Mode {
	return upgrade.Mode(r.oneOf(s, string(upgrade.ModePlan), string(upgrade.ModeActive)))
}

// writes is nil when no kind of write has a mode of its own.
func (r *reader) writes(s setting) map[upgrade.WriteKind]upgrade.Mode {
	kinds := []upgrade.WriteKind{upgrade.WriteBoxes, upgrade.WriteFields, upgrade.WriteComments, upgrade.WriteIssues}
	names := make([]string, len(kinds))
	for i, kind := range kinds {
		names[i] = string(kind)
	}
	var writes map[upgrade.WriteKind]upgrade.Mode
	set := r.mapping(s, names...)
	for _, kind := range kinds {
		if mode := r.mode(set[string(kind)]); mode != "" {
			if writes == nil {
				writes = make(map[upgrade.WriteKind]upgrade.Mode)
			}
			writes[kind] = mode
		}
	}
	return writes
}

// The bounds of a budget, in requests per hour and installation. GitHub itself
// allows about 500 new comments and issues and 5000 requests an hour.
const (
	defaultWrites, maxWrites   = 1000, 5000
	defaultCreates, maxCreates = 25, 500
)

func (r *reader) budget(s setting) upgrade.Budget {
	set := r.mapping(s, "writes_per_hour", "creates_per_hour")
	budget := upgrade.Budget{WritesPerHour: defaultWrites, CreatesPerHour: defaultCreates}
	if n := r.number(set["writes_per_hour"], 1, maxWrites); n > 0 {
		budget.WritesPerHour = n
	}
	if n := r.number(set["creates_per_hour"], 1, maxCreates); n > 0 {
		budget.CreatesPerHour = n
	}
	return budget
}

// StatedMode is the mode that a policy file states, even when the rest of it is
// wrong: it says whether the people who wrote it want to be told in an issue.
// Anything but a plain "active" is plan.
func StatedMode(text []byte) upgrade.Mode {
	node, _ := parseDocument(text)
	var stated struct {
		Mode yaml.Node `yaml:"mode"`
	}
	if node == nil || node.Decode(&stated) != nil || stated.Mode.Value != string(upgrade.ModeActive) {
		return upgrade.ModePlan
	}
	return upgrade.ModeActive
}
