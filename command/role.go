package command

import (
	"slices"
	"strings"
)

// Role is what lets a person run a command. It is found out on GitHub when the
// command runs, by the account's number.
type Role string

// The roles.
const (
	RoleAnyone        Role = "anyone"
	RoleWrite         Role = "write"         // may write to the repository of the issue
	RoleOwner         Role = "owner"         // is the owner of the repository, or in the owning team or a team below it
	RoleOrchestration Role = "orchestration" // in the upgrade's orchestration team, or a team below it
	RoleAuthor        Role = "author"        // wrote the issue
	RoleSteward       Role = "steward"       // answers for the upgrade's board
	RolePeople        Role = "people"        // named in the policy
)

// Roles lists all roles, in the order in which they are told.
func Roles() []Role {
	return []Role{RoleAnyone, RoleWrite, RoleOwner, RoleAuthor, RoleOrchestration, RoleSteward, RolePeople}
}

// People are those who have the role, as a part of a sentence.
func (r Role) People() string {
	switch r {
	case RoleAnyone:
		return "everyone who may comment"
	case RoleWrite:
		return "people who may write to the repository"
	case RoleOwner:
		return "the repository's owner or owning team"
	case RoleAuthor:
		return "the author of the issue"
	case RoleOrchestration:
		return "the orchestration team"
	case RoleSteward:
		return "the steward of the upgrade"
	case RolePeople:
		return "the people named in the policy"
	default:
		return string(r)
	}
}

// WhoMay are those who have one of the roles, as a part of a sentence: "the
// author of the issue and the orchestration team". The order is that of Roles.
func WhoMay(roles []Role) string { return TellRoles(roles, Role.People) }

// TellRoles is WhoMay with other words for the people of a role.
func TellRoles(roles []Role, people func(Role) string) string {
	if slices.Contains(roles, RoleAnyone) {
		return people(RoleAnyone)
	}
	var told []string
	for _, role := range Roles() {
		if slices.Contains(roles, role) {
			told = append(told, people(role))
		}
	}
	switch last := len(told) - 1; last {
	case -1:
		return "nobody"
	case 0, 1:
		return strings.Join(told, " and ")
	default:
		return strings.Join(told[:last], ", ") + ", and " + told[last]
	}
}
