package say

import (
	"slices"
	"strings"

	"github.com/upkeep-app/upkeep/command"
)

// NotAllowed is the answer to somebody who has none of the roles that a
// command needs. The names say who has a role here, as far as it is known.
func NotAllowed(roles []command.Role, names map[command.Role]Quoted) string {
	const lead = "This command is for "
	if slices.Contains(roles, command.RoleAnyone) {
		return lead + command.WhoMay(roles) + "."
	}
	var who []string
	for _, role := range command.Roles() {
		if !slices.Contains(roles, role) {
			continue
		}
		people := role.People()
		if name := names[role]; !name.IsZero() {
			people += " " + name.Code()
		}
		who = append(who, people)
	}
	if last := len(who) - 1; last > 0 {
		return lead + strings.Join(who[:last], ", ") + ", and " + who[last] + "."
	}
	return lead + strings.Join(who, "") + "."
}
