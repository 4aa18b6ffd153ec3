package command

// Exempt is the name of the command that leaves a child out for a time.
const Exempt = "exempt"

func exempt() Spec {
	return Spec{
		Name:    Exempt,
		Usage:   "/upgrade exempt [until <date>] because … | off",
		Summary: "Let the upgrade finish without this child, until a date or for good; `off` takes that back.",
		Differs: "`exempt` puts off work that there is, perhaps for good; `not-affected` says that there is none.",
		Examples: []string{
			"/upgrade exempt until 2030-01-31 because the vendor freezes the code until then",
			"/upgrade exempt because this service is switched off before support ends",
			"/upgrade exempt off",
		},
		Who:   []Role{RoleOwner, RoleOrchestration, RoleSteward, RolePeople},
		Where: OnChild,
	}
}
