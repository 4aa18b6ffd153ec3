package checkup

import (
	"fmt"
	"strings"

	"github.com/upkeep-app/upkeep/upgrade"
)

// PolicyFile is an organisation's policy as GitHub has it now.
type PolicyFile struct {
	// Source is where it lives, such as "acme/.github/upkeep.yml".
	Source string
	State  upgrade.PolicyState
	// Problems are what is wrong with an invalid one, line by line; Err why it cannot be read.
	Problems []string
	Err      error
	// Ruled says that the server goes by a valid version, Stale that this is not the one above.
	Ruled, Stale bool
	// Stored says that there is a database to ask for that.
	Stored bool
}

// shownProblems are how many problems of a policy are named.
const shownProblems = 3

// Findings say whether the policy rules.
func (p PolicyFile) Findings() []Finding {
	rules := "; no policy is in force"
	if p.Ruled {
		rules = "; the last valid version stays in force"
	}
	const about = "policy"
	switch p.State {
	case upgrade.PolicyValid:
	case upgrade.PolicyAbsent:
		owner, _, _ := strings.Cut(p.Source, "/")
		return []Finding{warning(about, "there is no "+p.Source+", or the app may not read it: the organisation has no upgrades of its own",
			"if it is to have any, put the file there, and let the app have the repository; upkeep plan --org "+owner+" proposes one")}
	case upgrade.PolicyUnreadable:
		return []Finding{NotFoundOut(about, p.Err)}
	case upgrade.PolicyInvalid:
		return []Finding{wrong(about, fmt.Sprintf("%s is not valid%s: %s", p.Source, rules, some(p.Problems, shownProblems)), "`upkeep check-policy upkeep.yml` tells the mend of each problem")}
	}
	switch {
	case p.Stored && !p.Ruled:
		return []Finding{warning(about, p.Source+" is valid, and the server has not read it yet", "see that the server runs; `upkeep resync` has it look")}
	case p.Stale:
		return []Finding{warning(about, "the server still goes by an earlier version of "+p.Source, "see that webhooks arrive; `upkeep resync` has it look")}
	case !p.Stored:
		return []Finding{ok(about, "%s is valid", p.Source)}
	default:
		return []Finding{ok(about, "%s is valid and in force", p.Source)}
	}
}

// Modes are what of an organisation's writes is only shown.
type Modes struct {
	Policy   upgrade.Policy
	Upgrades []upgrade.Upgrade
	// Withheld is how many writes are only shown at the moment.
	Withheld int
	// Halt is the organisation's own.
	Halt upgrade.Halt
}

// Findings say what the app writes for which upgrade.
func (m Modes) Findings() []Finding {
	var findings []Finding
	if m.Halt.On {
		findings = append(findings, warning("writes", fmt.Sprintf("%s has stopped them for this organisation on %s", m.Halt.By.Login, at(m.Halt.At)), "`/upgrade resume-writes` on a roadmap issue lets them go on"))
	}
	for _, u := range m.Upgrades {
		findings = append(findings, ok(upgradeName(u), "%s", m.told(u)))
	}
	if m.Withheld > 0 {
		findings = append(findings, ok("plan mode", "%s withheld; `upkeep plan` lists what", counted(m.Withheld, "write")))
	}
	return findings
}

// told says which kinds of write of an upgrade are made, and which only shown.
func (m Modes) told(u upgrade.Upgrade) string {
	var active, planned []string
	for _, kind := range upgrade.WriteKinds() {
		if m.Policy.ModeOf(u, kind) == upgrade.ModeActive {
			active = append(active, string(kind))
		} else {
			planned = append(planned, string(kind))
		}
	}
	kinds := len(active) + len(planned)
	switch {
	case u.Paused:
		return "paused by people"
	case len(planned) == 0:
		return "active"
	case len(active) == 0:
		return "plan: everything is only shown"
	default:
		return fmt.Sprintf("active: %s; only shown: %s", some(active, kinds), some(planned, kinds))
	}
}

func upgradeName(u upgrade.Upgrade) string { return fmt.Sprintf("upgrade %q", u.Name) }
