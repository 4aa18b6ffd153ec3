package checkup

import (
	"fmt"

	"github.com/upkeep-app/upkeep/upgrade"
)

// Named is what a policy names on GitHub, looked up.
type Named struct {
	// Roadmaps are the roadmap issues that cannot be read, Upgrades how many were looked up.
	Roadmaps []upgrade.Upgrade
	Upgrades int
	// Teams and People are those that there are none of, and Checked how many were looked up.
	Teams, People []string
	Checked       int
	// Left is how many names were not looked up, because there are so many.
	Left int
	// NoMaintenance says that the policy names no Maintenance board.
	NoMaintenance bool
}

// Findings say whether there is what the policy names.
func (n Named) Findings() []Finding {
	var findings []Finding
	if n.NoMaintenance {
		findings = append(findings, warning("boards", "the policy names no Maintenance board", "set boards.maintenance to the board's number"))
	}
	for _, u := range n.Roadmaps {
		findings = append(findings, wrong(upgradeName(u), fmt.Sprintf("its roadmap issue %s is not there, or the app may not read it", u.Roadmap),
			"correct it in "+upgrade.PolicyFile+", or let the app have the repository"))
	}
	if n.Upgrades > 0 && len(n.Roadmaps) == 0 {
		findings = append(findings, ok("roadmap issues", "%s, all readable", counted(n.Upgrades, "issue")))
	}
	for _, team := range n.Teams {
		findings = append(findings, warning("team "+team, "the policy names it, and there is no such team that all the organisation can see", "correct it in "+upgrade.PolicyFile+", or make the team visible"))
	}
	for _, login := range n.People {
		findings = append(findings, warning("person "+login, "the policy names this login, and nobody has it", "correct it in "+upgrade.PolicyFile))
	}
	if n.Left > 0 {
		findings = append(findings, warning("teams and people", counted(n.Left, "name")+" more than were looked up", ""))
	}
	if n.Checked > 0 && len(n.Teams)+len(n.People)+n.Left == 0 {
		findings = append(findings, ok("teams and people", "%s, all there", counted(n.Checked, "name")))
	}
	return findings
}

// Polled are the children in an organisation without the app.
type Polled struct {
	Owner    string
	Children int
}

// Findings say that the app sees them only now and then.
func (p Polled) Findings() []Finding {
	return []Finding{warning("children in "+p.Owner, counted(p.Children, "issue")+", only read every 15 minutes and never written to: the app is not installed there",
		"have an owner of "+p.Owner+" install it, if they agree")}
}
