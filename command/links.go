package command

// The names of the commands that say where more is written about an upgrade.
const (
	Docs         = "docs"
	Instructions = "instructions"
)

func docs() Spec {
	return Spec{
		Name:     Docs,
		Usage:    "/upgrade docs <url>",
		Summary:  "Say where the upgrade is documented.",
		Examples: []string{"/upgrade docs https://example.org/upgrades/django"},
		Differs:  "`docs` is about the upgrade; `instructions` is what the owner of a child follows.",
		Who:      roadmapRoles(),
		Where:    OnRoadmap,
	}
}

func instructions() Spec {
	return Spec{
		Name:     Instructions,
		Usage:    "/upgrade instructions <url>",
		Summary:  "Say where the owner of a child reads what to do.",
		Examples: []string{"/upgrade instructions https://example.org/upgrades/django/how-to"},
		Differs:  "`instructions` is what the owner of a child follows; `docs` is about the upgrade.",
		Who:      roadmapRoles(),
		Where:    OnRoadmap,
	}
}
