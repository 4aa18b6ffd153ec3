package handlers

import (
	"slices"

	"github.com/upkeep-app/upkeep/upgrade"
)

// push handles new commits on a default branch that touch a file the app reads.
func push() handler {
	return handler{event: "push", blank: func() payload { return new(pushPayload) }}
}

// What a payload lists is cut off: older servers list 20 commits of a push,
// and long lists of a commit's files are shortened.
const (
	commitsListed = 20
	filesListed   = 300
)

type pushPayload struct {
	header
	Ref        string     `json:"ref"`
	Created    bool       `json:"created"`
	Forced     bool       `json:"forced"`
	Repository repository `json:"repository"`
	Commits    []commit   `json:"commits"`
}

type commit struct {
	Added    []string `json:"added"`
	Removed  []string `json:"removed"`
	Modified []string `json:"modified"`
}

func (p *pushPayload) outcome() (Outcome, error) {
	for _, field := range []struct{ name, value string }{
		{"ref", p.Ref},
		{"repository.node_id", string(p.Repository.NodeID)},
		{"repository.name", p.Repository.Name},
		{"repository.default_branch", p.Repository.DefaultBranch},
	} {
		if field.value == "" {
			return Outcome{}, missing(field.name)
		}
	}
	if p.Ref != "refs/heads/"+p.Repository.DefaultBranch {
		return Outcome{Ignored: "not the default branch"}, nil
	}
	var triggers []upgrade.Trigger
	if isPolicyHome(p.Repository.Name) && p.mayTouch(upgrade.PolicyFile) {
		triggers = append(triggers, p.trigger(p.numbered(upgrade.KindPolicy)))
	}
	if p.mayTouch(upgrade.CatalogFile) {
		triggers = append(triggers, p.trigger(upgrade.NewKey(upgrade.KindRepository, string(p.Repository.NodeID))))
	}
	if triggers == nil {
		return Outcome{Ignored: "no file that is looked at"}, nil
	}
	return Outcome{Triggers: triggers}, nil
}

// mayTouch is false only when the listed commits show that the file is as it was.
func (p *pushPayload) mayTouch(file string) bool {
	if p.Created || p.Forced || len(p.Commits) == 0 || len(p.Commits) >= commitsListed {
		return true
	}
	return slices.ContainsFunc(p.Commits, func(c commit) bool { return c.mayTouch(file) })
}

// mayTouch is true for a commit without files too: merges can be told like that.
func (c commit) mayTouch(file string) bool {
	files := len(c.Added) + len(c.Removed) + len(c.Modified)
	return files == 0 || files >= filesListed ||
		slices.Contains(c.Added, file) || slices.Contains(c.Removed, file) || slices.Contains(c.Modified, file)
}
