package command

// The names of the commands that put issues on an upgrade and take them off.
const (
	Add    = "add"
	Remove = "remove"
)

func add() Spec {
	return Spec{
		Name:  Add,
		Usage: "/upgrade add <issue>…",
		Summary: "Make issues or pull requests children of the upgrade without writing them into a list. " +
			"You have to be able to see them; you need not be able to write in their repositories.",
		Examples: []string{"/upgrade add openedx/credentials#12", "/upgrade add #5 openedx/credentials#12"},
		Who:      roadmapRoles(),
		Where:    OnRoadmap,
		Takes:    []Object{Issues},
	}
}

func remove() Spec {
	return Spec{
		Name:  Remove,
		Usage: "/upgrade remove <issue>…",
		Summary: "Keep issues or pull requests out of the upgrade, also those that a list or a sub-issue names; their boxes are left alone. " +
			"`add` takes it back.",
		Examples: []string{"/upgrade remove openedx/credentials#12"},
		Differs:  "`remove` says that an issue is no child; `exempt` and `not-affected` keep it one that need not be done.",
		Who:      roadmapRoles(),
		Where:    OnRoadmap,
		Takes:    []Object{Issues},
	}
}
