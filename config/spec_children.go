package config

import "github.com/upkeep-app/upkeep/upgrade"

func kindsSpec() spec {
	without := upgrade.FieldKeys()
	without = append(without, texts(upgrade.FactsOfChildren())...)
	kind := func(kind upgrade.ChildKind, about string) spec {
		return spec{key: string(kind), form: formMapping, about: about, keys: []spec{
			{
				key: "labels", form: formList, each: &spec{form: formText, example: "external"},
				about: "Children whose issue has any of these labels are of this kind.",
			},
			{
				key: "repositories", form: formList, each: &spec{form: formRepository, example: "edx/vendors"},
				about: "Of the other children, those in any of these repositories are too.",
			},
			{
				key: "without", form: formList, each: &spec{form: formWord, words: without, example: "source"},
				about: "Fields and facts that do not apply. By default `owner_does`, for external dependencies `owner` too, for repositories nothing.",
			},
		}}
	}
	const example = "external dependency:\n  labels: [external]\n  repositories: [edx/vendors]\n  without: [owner, owner_does, source]\noperations:\n  labels: [ops]"
	return spec{key: "kinds", form: formMapping, about: "Children that are more than work on their own repository.", example: example, keys: []spec{
		kind(upgrade.ChildExternal, "What others have to do first."),
		kind(upgrade.ChildOperations, "Building, testing, releasing, running."),
		kind(upgrade.ChildOrchestration, "Work of the orchestration team."),
		kind(upgrade.ChildFollowUp, "What is left for later."),
		kind(upgrade.ChildRepository, "Work on a repository; the usual kind."),
	}}
}

func repositoryKinds() []string {
	return texts([]upgrade.RepositoryKind{upgrade.RepositoryService, upgrade.RepositoryOther, upgrade.RepositoryAny})
}

func levelsSpec() spec {
	party := func(key, example, about string, needed bool) spec {
		return spec{
			key: key, form: formWord, needed: needed, example: example, about: about,
			words: texts([]upgrade.Party{upgrade.PartyOwner, upgrade.PartyOrchestration, upgrade.PartyNone}),
		}
	}
	return spec{
		key: "levels", form: formList, least: 1,
		about: "How much of an upgrade owners do themselves, in place of the six levels of Open edX.",
		example: "- name: Owner deploys and monitors\n  for: service\n  pull_request: orchestration\n  review: orchestration\n  merge: orchestration\n  deploy: owner\n" +
			"- {name: Owner offers advice, for: other, pull_request: orchestration, review: orchestration, merge: orchestration}",
		each: &spec{form: formMapping, keys: []spec{
			{key: "name", form: formText, needed: true, example: "Owner reviews", about: "The option of Owner Does. Commands take it as it is or with hyphens, such as `owner-reviews`."},
			{key: "for", form: formWord, words: repositoryKinds(), otherwise: "any", example: "other", about: "The kind of repository that the level is for."},
			party("pull_request", "orchestration", "Who makes the pull request.", true),
			party("review", "owner", "Who reviews it.", true),
			party("merge", "owner", "Who merges it.", true),
			party("deploy", "owner", "Who deploys it. It may be left out with `for: other`.", false),
		}},
	}
}

func aliasesSpec() spec {
	level := func(key, about string) spec {
		return spec{key: key, form: formText, example: "Owner offers advice", about: about}
	}
	whole := level("", "")
	return spec{
		key: "aliases", form: formOwnKeys, about: "Further names for levels, for commands: a level, or one by kind of repository.",
		example: "hands-off: Owner offers advice\narbi-bom:\n  team: arbi-bom\n  service: Owner deploys and monitors\n  other: Owner offers advice",
		name:    &spec{form: formText, example: "hands-off"},
		each: &spec{form: formMapping, alone: &whole, oneNeeded: []string{"any", "service", "other"}, keys: []spec{
			{key: "team", form: formTeam, example: "arbi-bom", about: "With it, the name counts only in upgrades that this team orchestrates."},
			level("service", "The level for services."),
			level("other", "The level for other repositories."),
			level("any", "The level for kinds of repository that are not listed."),
		}},
	}
}

func teamsSpec() spec {
	return spec{
		key: "teams", form: formOwnKeys, about: "What teams are called on the board, by slug, where that is another name.",
		name: &spec{form: formTeam, example: "arbi-bom"},
		each: &spec{form: formText, example: "Arbi-BOM"},
	}
}

func repositoriesSpec() spec {
	return spec{
		key: "repositories", form: formOwnKeys, about: "What `catalog-info.yaml` does not say, by repository.",
		name: &spec{form: formRepository, example: "openedx/credentials"},
		each: &spec{form: formMapping, keys: []spec{
			{key: "owner", form: formOwner, example: "2u-aperture", about: "A team, or `user:` and a login; used when the catalog names none."},
			{
				key: "kind", form: formWord, words: texts([]upgrade.RepositoryKind{upgrade.RepositoryService, upgrade.RepositoryOther}),
				about: "What the repository is; wins over the catalog.",
			},
		}},
	}
}
