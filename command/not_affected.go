package command

// NotAffected is the name of the command that says that a child has nothing to do.
const NotAffected = "not-affected"

func notAffected() Spec {
	return Spec{
		Name:    NotAffected,
		Usage:   "/upgrade not-affected because … | off",
		Summary: "Say that this repository has nothing to do in the upgrade; `off` takes that back.",
		Differs: "`not-affected` says that there is no work; `exempt` leaves out work that there is, until a date or for good.",
		Examples: []string{
			"/upgrade not-affected because nothing here imports the library",
			"/upgrade not-affected off",
		},
		Who:   []Role{RoleOwner, RoleOrchestration, RoleSteward, RolePeople},
		Where: OnChild,
	}
}
