package command

// The names of the commands that stop and release an organisation's writes.
const (
	Halt         = "halt"
	ResumeWrites = "resume-writes"
)

func halt() Spec {
	return Spec{
		Name:           Halt,
		Usage:          "/upgrade halt",
		Summary:        "Stop all that Upkeep writes for this organisation, at once; nothing is lost.",
		Examples:       []string{"/upgrade halt"},
		Differs:        "`halt` stops every write of the organisation; `plan-only` makes one upgrade show what it would write, and `pause` holds it.",
		Who:            []Role{RolePeople},
		Where:          Anywhere,
		Administrative: true,
	}
}

func resumeWrites() Spec {
	return Spec{
		Name:           ResumeWrites,
		Usage:          "/upgrade resume-writes",
		Summary:        "End a halt: Upkeep goes on where it stopped.",
		Examples:       []string{"/upgrade resume-writes"},
		Differs:        "`resume-writes` ends a halt by `/upgrade halt`, not one that the operator of the server has set; `resume` ends the pause of one upgrade.",
		Who:            []Role{RolePeople},
		Where:          Anywhere,
		Administrative: true,
	}
}
