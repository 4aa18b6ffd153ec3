package command

// Help is the name of the command that tells how commands are written.
const Help = "help"

func help() Spec {
	return Spec{
		Name:     Help,
		Usage:    "/upgrade help [command]",
		Summary:  "List the commands that can be used on this issue, or explain one.",
		Examples: []string{"/upgrade help", "/upgrade help owner-does"},
		Who:      []Role{RoleAnyone},
		Where:    Anywhere,
	}
}

// Usable lists the commands that can be used in a place, in the order of Table.
func Usable(in Place) []Spec {
	var usable []Spec
	for _, spec := range Table() {
		if spec.UsableIn(in) {
			usable = append(usable, spec)
		}
	}
	return usable
}

// UsableIn reports whether the command can be used in a place.
func (s Spec) UsableIn(in Place) bool { return s.Where == Anywhere || s.Where == in }
