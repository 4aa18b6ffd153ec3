package say

import "github.com/upkeep-app/upkeep/command"

// NotAllowed is the answer to somebody who has none of the roles that a
// command needs. The names say who has a role here, as far as it is known.
func NotAllowed(roles []command.Role, names map[command.Role]Quoted) string {
	return "This command is for " + command.TellRoles(roles, func(role command.Role) string {
		if name := names[role]; !name.IsZero() {
			return role.People() + " " + name.Code()
		}
		return role.People()
	}) + "."
}

// NobodyNamed says why nobody may run a command of the people whom the policy names.
func NobodyNamed() string {
	return "It names nobody so far: write logins below `people` in `upkeep.yml`."
}
