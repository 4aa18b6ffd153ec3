package command

// Resync is the name of the command that has everything looked at again.
const Resync = "resync"

func resync() Spec {
	return Spec{
		Name:           Resync,
		Usage:          "/upgrade resync",
		Summary:        "Look at every upgrade and every child of this organisation again, without waiting for the daily look.",
		Examples:       []string{"/upgrade resync"},
		Who:            []Role{RolePeople},
		Where:          Anywhere,
		Administrative: true,
	}
}
