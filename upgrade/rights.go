package upgrade

import (
	"maps"
	"slices"

	"github.com/upkeep-app/upkeep/command"
)

// Certainty is the answer to a question that the app may fail to find out.
type Certainty string

// The answers.
const (
	Unknown Certainty = ""
	Yes     Certainty = "yes"
	No      Certainty = "no"
)

// Rights say which roles a person has on an issue, as far as somebody asked.
type Rights struct {
	Write         Certainty // may write to the repository
	Owner         Certainty // is, or belongs to, the repository's owner; No without an owner
	Orchestration Certainty // belongs to the orchestration team
	Author        Certainty // wrote the issue
	Steward       Certainty // answers for the upgrade's board
	People        Certainty // is named in the policy
}

// Has reports whether the person has one of the roles: Unknown while none of
// them is Yes and one could not be found out.
func (r Rights) Has(roles []command.Role) Certainty {
	answer := No
	for _, role := range roles {
		switch r.of(role) {
		case Yes:
			return Yes
		case Unknown:
			answer = Unknown
		case No:
		}
	}
	return answer
}

func (r Rights) of(role command.Role) Certainty {
	switch role {
	case command.RoleAnyone:
		return Yes
	case command.RoleWrite:
		return r.Write
	case command.RoleOwner:
		return r.Owner
	case command.RoleOrchestration:
		return r.Orchestration
	case command.RoleAuthor:
		return r.Author
	case command.RoleSteward:
		return r.Steward
	case command.RolePeople:
		return r.People
	}
	return No
}

// WhoMay are the roles of which a person needs one to run a command in an
// upgrade, the zero Upgrade while there is none: what the policy says of the
// command, else what the command itself does. As long as an upgrade has no
// orchestration team, those who may write to the roadmap issue's repository
// can start it and give it one, unless the policy says who may. Whoever may start
// an upgrade may also confirm its preview.
func (p Policy) WhoMay(spec command.Spec, u Upgrade) []command.Role {
	if roles, said := p.Commands[spec.Name]; said {
		return roles
	}
	if spec.Name == command.Activate && p.toConfirm(u) {
		spec, _ = command.Find(command.Start)
		return p.WhoMay(spec, u)
	}
	begins := spec.Name == command.Start || spec.Name == command.Orchestrator
	if begins && u.OrchestrationTeam == "" && !slices.Contains(spec.Who, command.RoleWrite) {
		return append(slices.Clone(spec.Who), command.RoleWrite)
	}
	return spec.Who
}

// toConfirm reports whether all that keeps the description of an upgrade from
// being written is that nobody has confirmed its preview.
func (p Policy) toConfirm(u Upgrade) bool {
	if !u.Unconfirmed {
		return false
	}
	u.Paused, u.Writes = false, maps.Clone(u.Writes)
	delete(u.Writes, WriteBoxes)
	return p.ModeOf(u, WriteBoxes) == ModeActive
}
