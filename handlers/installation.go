package handlers

import "github.com/upkeep-app/upkeep/upgrade"

// installationChanged handles the app's coming, going and rights in an
// account; the whole installation is looked at again.
func installationChanged() handler {
	return handler{
		event:   "installation",
		actions: []string{"created", "deleted", "suspend", "unsuspend", "new_permissions_accepted"},
		echoes:  true,
		blank:   func() payload { return new(installationPayload) },
	}
}

type installationPayload struct{ header }

func (p *installationPayload) outcome() (Outcome, error) {
	return Outcome{Triggers: []upgrade.Trigger{p.trigger(p.numbered(upgrade.KindInstallation))}}, nil
}
