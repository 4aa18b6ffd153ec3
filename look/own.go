package look

import (
	"strings"
	"sync"

	"github.com/upkeep-app/upkeep/config"
	"github.com/upkeep-app/upkeep/upgrade"
)

// OwnPolicy is the organisation's own policy, and what is wrong with it; false
// if it has none.
func (f Found) OwnPolicy() (upgrade.Policy, []config.Problem, bool) {
	if strings.TrimSpace(f.Own) == "" {
		return upgrade.Policy{}, nil, false
	}
	policy, problems := config.ParsePolicy(f.Organisation, []byte(f.Own))
	return policy, problems, true
}

// usual is the policy of an organisation that has set nothing.
var usual = sync.OnceValue(func() upgrade.Policy {
	policy, _ := config.ParsePolicy("organisation", nil)
	return policy
})

// usualLevel reports whether a name is one of the six usual levels.
func usualLevel(name string) bool {
	_, ok := usual().Level(name)
	return ok
}

// ownMaintenance is the board that the organisation's own policy names, with the
// names that it has for fields and columns; the zero Board if there is none.
func (f Found) ownMaintenance(boards []upgrade.Board) Board {
	policy, problems, there := f.OwnPolicy()
	elsewhere := policy.Maintenance.Owner != "" && !strings.EqualFold(policy.Maintenance.Owner, f.Organisation)
	if !there || len(problems) > 0 || elsewhere {
		return Board{}
	}
	for _, board := range boards {
		if board.Number == policy.Maintenance.Number {
			own := maintenanceBoard(board, policy.Maintenance.Fields, []string{"the organisation's upkeep.yml names it"}, nil)
			own.Statuses = policy.Maintenance.Statuses
			return own
		}
	}
	return Board{}
}

// ownUpgrades are those that the organisation's own policy lists.
func (f Found) ownUpgrades() []upgrade.Upgrade {
	policy, _, _ := f.OwnPolicy()
	return policy.Upgrades
}

// own takes name and team of an upgrade that the policy lists from there.
func (u *Upgrade) own(listed []upgrade.Upgrade) {
	const why = "the organisation's upkeep.yml says so"
	for _, own := range listed {
		if own.Roadmap.Fold() == u.Issue.Ref.Fold() {
			u.Name, u.WhyName, u.Team, u.WhyTeam = own.Name, why, own.OrchestrationTeam, why
		}
	}
}
