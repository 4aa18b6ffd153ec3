package config

import (
	"strconv"

	"github.com/upkeep-app/upkeep/upgrade"
)

// policySpec is the tree of all settings of upkeep.yml.
func policySpec() *spec {
	return &spec{form: formMapping, keys: []spec{
		modeSpec("plan", "active", "Whether anything is written: `plan` shows what would be written and writes nothing, `active` writes."),
		writesSpec("The mode by kind of write, where it is another one."),
		{key: "boards", form: formMapping, about: "The organisation's boards.", keys: []spec{maintenanceSpec(), roadmapSpec()}},
		upgradesSpec(),
		roadmapRepositoriesSpec(),
		roadmapIssueSpec(),
		{
			key: "not_planned_boxes", form: formWord, words: []string{"check", "leave"}, otherwise: "check", example: "leave",
			about: "Whether the boxes of children that were closed without doing them are checked or left to people.",
		},
		kindsSpec(),
		levelsSpec(),
		{
			key: "undecided", form: formText, otherwise: "TBD", example: "Not decided",
			about: "The option of Owner Does for \"not chosen yet\".",
		},
		aliasesSpec(),
		teamsSpec(),
		repositoriesSpec(),
		peopleSpec(),
		commandsSpec(),
		codemodsSpec(),
		termsSpec(),
		{
			key: "runbook", form: formMarkdown,
			example: "|\n  ## Prepare\n  - [ ] Set the milestone <!-- rule: milestone -->\n  - [ ] Book the party room",
			about:   "The organisation's own runbook, in place of the default one. `upkeep check-runbook` shows what verifies its steps.",
		},
		budgetSpec(),
	}}
}

// modeSpec is a mode. Its example is what a mistake in one is answered with
// where there is no default, so nobody is led to switch on what they did not mean to.
func modeSpec(otherwise, example, about string) spec {
	return spec{
		key: "mode", form: formWord, words: texts([]upgrade.Mode{upgrade.ModePlan, upgrade.ModeActive}),
		otherwise: otherwise, example: example, about: about,
	}
}

func writesSpec(about string) spec {
	mode := func(kind upgrade.WriteKind, about string) spec {
		s := modeSpec("", string(upgrade.ModePlan), about)
		s.key = string(kind)
		return s
	}
	const example = "boxes: active\nfields: active\ncomments: plan\nissues: plan"
	return spec{key: "writes", form: formMapping, about: about, example: example, keys: []spec{
		mode(upgrade.WriteBoxes, "Boxes and the app's own sections in descriptions."),
		mode(upgrade.WriteFields, "Cards, and fields on boards."),
		mode(upgrade.WriteComments, "Comments, reactions, and what commands assign and link."),
		mode(upgrade.WriteIssues, "New issues."),
	}}
}

// The bounds of a budget, in requests per hour and installation. GitHub itself
// allows about 500 new comments and issues and 5000 requests an hour.
const (
	defaultWrites, maxWrites   = 1000, 5000
	defaultCreates, maxCreates = 25, 500
)

func budgetSpec() spec {
	return spec{key: "budget", form: formMapping, about: "The most that is written in an hour in the whole organisation. What is over it waits.", keys: []spec{
		{
			key: "writes_per_hour", form: formNumber, least: 1, most: maxWrites, otherwise: strconv.Itoa(defaultWrites), example: "500",
			about: "All requests that write.",
		},
		{
			key: "creates_per_hour", form: formNumber, least: 1, most: maxCreates, otherwise: strconv.Itoa(defaultCreates), example: "50",
			about: "New comments and issues.",
		},
	}}
}
