package config

import (
	"github.com/upkeep-app/upkeep/command"
)

func upgradesSpec() spec {
	return spec{key: "upgrades", form: formList, about: "The upgrades under way. `/upgrade start` in a roadmap issue begins one without an entry here.", each: &spec{form: formMapping, keys: []spec{
		{
			key: "roadmap", form: formIssue, needed: true, example: "openedx/platform-roadmap#283",
			about: "The roadmap issue; `platform-roadmap#283` in the own organisation.",
		},
		{key: "name", form: formText, needed: true, example: "Django 5.2", about: "The option of the board's Project field."},
		{
			key: "orchestration_team", form: formTeam, needed: true, example: "arbi-bom",
			about: "The team that plans the upgrade and sees it through, by slug.",
		},
		{
			key: "support_end", form: formDay, example: "2026-04-30",
			about: "When support of what is left behind ends. It is shown, and nothing follows from it.",
		},
		modeSpec("", "plan", "The mode of this upgrade, if it is another one."),
		writesSpec("The mode by kind of write, for this upgrade."),
	}}}
}

func roadmapRepositoriesSpec() spec {
	return spec{
		key: "roadmap_repositories", form: formList,
		about: "Where new upgrades can be started, besides the repositories of the upgrades above.",
		each:  &spec{form: formRepository, example: "openedx/platform-roadmap"},
	}
}

func roadmapIssueSpec() spec {
	return spec{key: "roadmap_issue", form: formMapping, about: "What the app keeps in the description of a roadmap issue.", keys: []spec{
		{
			key: "children", form: formWord, words: []string{"after form", "end", "none"}, otherwise: "after form", example: "end",
			about: "Where the list of those children stands that people have not listed: below the form's answers, at the end, or nowhere unless somebody has put its markers.",
		},
		{
			key: "group_by", form: formWord, words: []string{"start", "owner"}, otherwise: "start", example: "owner",
			about: "Whether that list goes by what can start now or by owner.",
		},
		{
			key: "nested_boxes", form: formWord, words: []string{"leave", "follow"}, otherwise: "leave", example: "follow",
			about: "A box that has boxes inside its item and neither child nor step is left to people, or follows: it is checked when all inside are.",
		},
		{
			key: "sub_issues", form: formWord, words: []string{"leave", "keep"}, otherwise: "leave", example: "keep",
			about: "With `keep`, the children that its lists name, in the same organisation, become its sub-issues too, as many as GitHub allows. One that a person takes away stays away.",
		},
	}}
}

// The bounds of short lists.
const (
	maxPeople   = 50
	maxPrefixes = 10
	maxCodemods = 50 // keeps the facts of an upgrade short
)

func peopleSpec() spec {
	return spec{
		key: "people", form: formList, most: maxPeople, about: "Who may run the commands of the role `people`.",
		each: &spec{form: formPerson, example: "octocat"},
	}
}

func commandsSpec() spec {
	commands := command.Table()
	names := make([]string, len(commands))
	for i, one := range commands {
		names[i] = one.Name
	}
	roles := texts(command.Roles())
	role := &spec{form: formWord, words: roles, example: "owner"}
	prefix := &spec{form: formPrefix, example: "/bump"}
	return spec{key: "commands", form: formMapping, about: "The commands that people write in comments.", keys: []spec{
		{
			key: "prefix", form: formList, least: 1, most: maxPrefixes, each: prefix, alone: prefix,
			about: "How commands begin: one beginning, or several of which the first is shown. By default `" + command.Prefix + "`.",
		},
		{
			key: "who", form: formOwnKeys, about: "Who may run a command, where it is not as its help says: a role, or several of which one is enough.",
			example: "owner-does: [owner, orchestration]",
			name:    &spec{form: formWord, words: names, example: "owner-does"},
			each:    &spec{form: formList, least: 1, most: len(roles), each: role, alone: role},
		},
	}}
}

func codemodsSpec() spec {
	return spec{
		key: "codemods", form: formList, most: maxCodemods, about: "Tools that make a part of the changes, shown in the facts of the upgrades they suit.",
		each: &spec{form: formMapping, keys: []spec{
			{key: "ecosystem", form: formText, needed: true, example: "Django", about: "What the names of these upgrades begin with."},
			{key: "name", form: formText, needed: true, example: "django-upgrade", about: "What the tool is called."},
			{key: "url", form: formAddress, needed: true, example: "https://example.org/django-upgrade", about: "Where it is."},
		}},
	}
}

func termsSpec() spec {
	place := func(key, name, about string) spec {
		return spec{
			key: key, form: formMapping, about: about, alone: &spec{form: formText, example: name},
			keys: []spec{
				{key: "name", form: formText, needed: true, example: name, about: "What it is called."},
				{key: "url", form: formAddress, example: "https://example.org/upgrades", about: "Where it is."},
			},
		}
	}
	return spec{key: "terms", form: formMapping, about: "The organisation's words in the runbook, where they are not the usual ones. Places are a name, or a name with an address.", keys: []spec{
		place("roadmap", "Roadmap", "The roadmap board."),
		place("maintenance", "Maintenance", "The Maintenance board."),
		{
			key: "roadmap_fields", form: formList, each: &spec{form: formText, example: "Strategy"},
			about: "What has to be filled in on the roadmap board.",
		},
		{key: "label", form: formText, example: "upkeep", about: "The label of maintenance work."},
		{key: "help_wanted", form: formText, example: "good first issue", about: "The label of what anybody can help with."},
		{key: "external", form: formText, example: "openedx/public-engineering", about: "The repository for issues about dependencies of others."},
		place("documentation", "Upgrades", "Where pages about upgrades are."),
		place("past", "Past Upgrades", "Where pages about past upgrades go."),
	}}
}
