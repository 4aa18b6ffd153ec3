package upgrade

import (
	"slices"

	"github.com/upkeep-app/upkeep/runbook"
	"github.com/upkeep-app/upkeep/say"
)

// maintenance is why there is no Maintenance board to look at; the zero sighting
// when there is one.
func (r *rules) maintenance() sighting {
	switch wanted := r.Policy.Maintenance; {
	case wanted.Number == 0:
		return r.withoutBoard()
	case r.Maintenance.ID == "":
		return unseen(say.BoardUnseen(say.Quote(boardName(wanted))))
	default:
		return sighting{}
	}
}

func (r *rules) projectOption() sighting {
	if missing := r.maintenance(); missing.truth != "" {
		return missing
	}
	name := r.Policy.Maintenance.Fields.Project
	field, option := say.Quote(name), say.Quote(r.Upgrade.Name)
	project, _ := r.Maintenance.called(name)
	if _, there := project.Option(r.Upgrade.Name); !there {
		return misses(say.OptionAbsent(field, option))
	}
	return holds(say.OptionThere(field, option))
}

// hasView reports whether the Maintenance board shows the upgrade alone somewhere.
func (r *rules) hasView() bool {
	wanted := upgradeView(r.Policy, r.Upgrade.Name)
	return slices.ContainsFunc(r.Maintenance.Views, wanted.same)
}

func (r *rules) view() sighting {
	missing, name := r.maintenance(), say.Quote(r.Upgrade.Name)
	switch {
	case missing.truth != "":
		return missing
	case r.hasView():
		return holds(say.ViewThere(name))
	default:
		return misses(say.ViewMissing(name))
	}
}

// viewRemoved holds only for a view that was seen: one that people have not
// made yet is not gone.
func (r *rules) viewRemoved() sighting {
	missing, name := r.maintenance(), say.Quote(r.Upgrade.Name)
	switch {
	case missing.truth != "":
		return missing
	case r.hasView():
		return misses(say.ViewThere(name))
	case r.seen(runbook.RuleView).Value == "":
		return misses(say.ViewNeverSeen(name))
	default:
		return holds(say.ViewGone(name))
	}
}
