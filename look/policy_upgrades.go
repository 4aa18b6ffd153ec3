package look

import (
	"strings"

	"github.com/upkeep-app/upkeep/upgrade"
)

// upgrades adds those under way. Without a board they are comments: a policy
// with upgrades needs one.
func (p *proposal) upgrades() {
	indent := ""
	if !p.found.Maintenance.Known() {
		indent = "# "
	}
	kept := p.distinct()
	if len(kept) == 0 {
		p.line("# No open issue looks like an upgrade under way: one with a list of issues in several repositories.")
		p.perhaps()
		p.line("upgrades: []")
		return
	}
	p.line("%supgrades:", indent)
	for _, u := range kept {
		p.upgrade(indent, u)
	}
	p.perhaps()
}

// distinct are the upgrades that a policy can list: each issue and each name once.
func (p *proposal) distinct() []Upgrade {
	issues, names := map[upgrade.Ref]bool{}, map[string]bool{}
	var kept []Upgrade
	for _, u := range p.found.Upgrades {
		ref, err := upgrade.ParseRef(u.Issue.Ref.String())
		if err != nil || len(ref.String()) > 2*longestName || len(kept) == mostUpgrades || issues[ref.Fold()] {
			continue
		}
		if !plain(u.Name) || names[strings.ToLower(u.Name)] {
			u.Name, u.WhyName = "Upgrade "+ref.String(), "another one has its name, or it has none"
		}
		if names[strings.ToLower(u.Name)] || !plain(u.Name) {
			continue
		}
		issues[ref.Fold()], names[strings.ToLower(u.Name)] = true, true
		kept = append(kept, u)
	}
	return kept
}

func (p *proposal) upgrade(indent string, u Upgrade) {
	p.line("%s  # %s, with %d children", indent, note(u.Issue.Title), len(u.Children))
	p.why(indent+"  ", u.Why)
	p.line("%s  - roadmap: %s", indent, u.Issue.Ref)
	p.line("%s    name: %s  # %s", indent, scalar(u.Name), comment(u.WhyName))
	if teamSlug.MatchString(u.Team) {
		p.line("%s    orchestration_team: %s  # %s", indent, scalar(u.Team), comment(u.WhyTeam))
		return
	}
	p.line("%s    orchestration_team: %s  # nothing tells who orchestrates it: write the team's slug", indent, UnknownTeam)
}

func (p *proposal) perhaps() {
	for i, perhaps := range p.found.Perhaps {
		if i == 0 {
			p.line("")
			p.line("# These have lists of issues, too. If one is an upgrade, add it above.")
		}
		if i == mostPerhaps {
			return
		}
		ref, err := upgrade.ParseRef(perhaps.Issue.Ref.String())
		if err != nil || len(ref.String()) > 2*longestName {
			continue
		}
		p.line("#   %s %s: %s", ref, note(perhaps.Issue.Title), comment(perhaps.Why))
	}
}
