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
// at most 1000 entries in each list and mapping. docs/policy.md tells all that
// can be in it; it is made of the tree of settings by which the file is read.
func ParsePolicy(org string, text []byte) (upgrade.Policy, []Problem) {
	root, problems := parseDocument(text)
	r := &reader{org: org, root: policySpec(), problems: problems}
	policy := r.policy(setting{node: root, spec: r.root})
	if len(r.problems) > 0 {
		return upgrade.Policy{}, capped(r.problems)
	}
	return policy, nil
}

func (r *reader) policy(root setting) upgrade.Policy {
	top := r.mapping(root)
	p := upgrade.Policy{Mode: r.mode(top["mode"]), Writes: r.writes(top["writes"])}
	boards := r.mapping(top["boards"])
	p.Maintenance = r.maintenance(boards["maintenance"])
	if boards["roadmap"].isSet() {
		p.Roadmap = r.roadmap(boards["roadmap"])
	}
	p.Kinds = r.kinds(top["kinds"])
	p.Levels = r.levels(top["levels"])
	p.Undecided = r.undecided(top["undecided"], p.Levels)
	p.KeepNotPlannedBoxes = r.oneOf(top["not_planned_boxes"]) == "leave"
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
		board := boards["maintenance"]
		r.wrong(setting{node: top["upgrades"].node, path: board.path},
			forExample("add", "boards: {"+board.keyed(board.spec.brief())+"}")+", with the number in the board's address", "is missing; the children of upgrades need a board")
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
			Problem{Message: fmt.Sprintf("and %d further problems", more), Mend: "mend those above first"})
	}
	return problems
}

func (r *reader) mode(s setting) upgrade.Mode { return upgrade.Mode(r.oneOf(s)) }

// writes is nil when no kind of write has a mode of its own.
func (r *reader) writes(s setting) map[upgrade.WriteKind]upgrade.Mode {
	var writes map[upgrade.WriteKind]upgrade.Mode
	set := r.mapping(s)
	for _, kind := range s.spec.names() {
		if mode := r.mode(set[kind]); mode != "" {
			if writes == nil {
				writes = make(map[upgrade.WriteKind]upgrade.Mode)
			}
			writes[upgrade.WriteKind(kind)] = mode
		}
	}
	return writes
}

func (r *reader) budget(s setting) upgrade.Budget {
	set := r.mapping(s)
	return upgrade.Budget{WritesPerHour: r.number(set["writes_per_hour"]), CreatesPerHour: r.number(set["creates_per_hour"])}
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
