package command

// Exempt is the name of the command that lets an upgrade finish without a child.
const Exempt = "exempt"

func exempt() Spec {
	return Spec{
		Name:    Exempt,
		Usage:   "/upgrade exempt [until <date>] because … | off",
		Summary: "Let the upgrade finish without this child, until a date or for good; `off` takes that back.",
		Differs: "`exempt` leaves out work that there is, until a date or for good; `not-affected` says that there is none.",
		Examples: []string{
			"/upgrade exempt until 2030-01-31 because the vendor freezes the code until then",
			"/upgrade exempt because this service is switched off before support ends",
			"/upgrade exempt off",
		},
		Who:   []Role{RoleOwner, RoleOrchestration, RoleSteward, RolePeople},
		Where: OnChild,
	}
}
