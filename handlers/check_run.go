package handlers

import (
	"fmt"

	"github.com/upkeep-app/upkeep/upgrade"
)

// checkRun handles that somebody asks for a check of a proposal once more. GitHub
// tells only the app whose check it is, and subscribes every app that may write checks.
func checkRun() handler {
	return handler{event: "check_run", actions: []string{"rerequested"}, blank: func() payload { return new(checkRunPayload) }}
}

type checkRunPayload struct {
	header
	CheckRun struct {
		ID int64 `json:"id"`
		// ExternalID is what the app has given it: the pull request's number comes first.
		ExternalID string `json:"external_id"`
		Name       string `json:"name"`
	} `json:"check_run"`
	Repository repository `json:"repository"`
}

func (p *checkRunPayload) outcome() (Outcome, error) {
	if p.CheckRun.ID == 0 {
		return Outcome{}, missing("check_run.id")
	}
	var number int
	found, _ := fmt.Sscanf(p.CheckRun.ExternalID, "%d ", &number) // another app's has another form
	if found == 0 || p.CheckRun.Name != upgrade.CheckName || !isPolicyHome(p.Repository.Name) {
		return Outcome{Ignored: "no check of a proposal"}, nil
	}
	return Outcome{Triggers: []upgrade.Trigger{p.trigger(upgrade.ProposalKey(p.Installation.ID, number, p.CheckRun.ID))}}, nil
}
