package handlers

import (
	"encoding/json"

	"github.com/upkeep-app/upkeep/upgrade"
)

// repositoryChanged handles what happens to a repository as a whole: where it
// is, who sees it, and which branch its files are read from.
func repositoryChanged() handler {
	return handler{
		event: "repository",
		actions: []string{
			"created", "deleted", "archived", "unarchived", "edited", "renamed", "transferred", "privatized", "publicized",
		},
		blank: func() payload { return new(repositoryPayload) },
	}
}

type repositoryPayload struct {
	header
	Repository repository `json:"repository"`
	Changes    struct {
		DefaultBranch json.RawMessage `json:"default_branch"`
		Repository    struct {
			Name struct {
				From string `json:"from"`
			} `json:"name"`
		} `json:"repository"`
	} `json:"changes"`
}

func (p *repositoryPayload) outcome() (Outcome, error) {
	if p.Repository.NodeID == "" {
		return Outcome{}, missing("repository.node_id")
	}
	if p.Repository.Name == "" {
		return Outcome{}, missing("repository.name")
	}
	if p.Action == "edited" && p.Changes.DefaultBranch == nil {
		return Outcome{Ignored: "no setting that is looked at"}, nil
	}
	triggers := []upgrade.Trigger{p.trigger(upgrade.NewKey(upgrade.KindRepository, string(p.Repository.NodeID)))}
	if isPolicyHome(p.Repository.Name) || isPolicyHome(p.Changes.Repository.Name.From) {
		triggers = append(triggers, p.trigger(p.numbered(upgrade.KindPolicy)))
	}
	return Outcome{Triggers: triggers}, nil
}
