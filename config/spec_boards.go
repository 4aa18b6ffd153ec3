package config

import (
	"strings"

	"github.com/upkeep-app/upkeep/upgrade"
)

// maxBoard is the highest board number taken for one.
const maxBoard = 1_000_000

// boardSpec is a board: a mapping, or its number alone.
func boardSpec(key, about, number string, keys ...spec) spec {
	numberSpec := spec{
		key: "number", form: formNumber, needed: true, least: 1, most: maxBoard, example: number,
		about: "The number at the end of the board's address.",
	}
	alone := numberSpec
	alone.key = ""
	return spec{key: key, form: formMapping, about: about, alone: &alone, keys: append([]spec{
		numberSpec,
		{key: "owner", form: formAccount, example: "openedx", about: "The organisation that has the board, if it is another one."},
	}, keys...)}
}

func maintenanceSpec() spec {
	return boardSpec("maintenance", "The board with one card per child. It is needed as soon as there are upgrades; `maintenance: 51` will do.", "51",
		spec{
			key: "setup", form: formWord, words: []string{"instructions", "write"}, otherwise: "instructions", example: "write",
			about: "What the board lacks is only told (`instructions`) or added (`write`).",
		},
		spec{
			key: "close_on_done", form: formWord, words: []string{"false", "true"}, otherwise: "false", example: "true",
			about: "With `true`, who may close an issue closes it by dragging its card to Done.",
		},
		fieldsSpec(),
		statusesSpec(),
		rulesSpec(),
		factsSpec("What further fields show. `target date` and `last activity` (the day of people's last act) go into a date, text or iteration field; "+
			"`blocked by` and `pull request` (the address of one that is open, else merged) into a text field; the others into a single select, text or iteration field.",
			upgrade.FactsOfChildren(), "Target: target date\nActivity: last activity\nReady: can start now\nRelease: named release\nTeam: orchestration team\nKind: kind\nWaits for: blocked by\nPull request: pull request"),
	)
}

func roadmapSpec() spec {
	return boardSpec("roadmap", "The board with one card per upgrade; `roadmap: 4` will do.", "4",
		factsSpec("What its fields show. `state` is planned, scheduled, active, at risk, overdue, paused, finishing, done or cancelled; "+
			"a single select may lack scheduled (then planned), at risk and overdue (then active). `progress` is per cent in a number field, in a text \"31 of 45 done\". "+
			"`forecast` is the Monday by which all is done at today's pace.",
			upgrade.FactsOfUpgrades(), "Stage: state\nProgress: progress\nForecast: forecast\nSteward: steward"),
		spec{
			key: "defaults", form: formOwnKeys, about: "What is put once into fields that are empty.",
			name: &spec{form: formText, example: "Type"},
			each: &spec{form: formText, example: "Maintenance"},
		},
	)
}

func fieldsSpec() spec {
	field := func(key, name, about string) spec {
		return spec{key: key, form: formText, otherwise: name, example: "Upkeep " + name, about: about}
	}
	return spec{key: "fields", form: formMapping, about: "What the board's fields are called.", keys: []spec{
		field("status", "Status", "Where the work stands."),
		field("project", "Project", "Which upgrade it belongs to."),
		field("source", "Source", "The team that orchestrates it."),
		field("owner", "Owner", "Who owns the repository."),
		field("owner_does", "Owner Does", "How much of the work the owner does: the level."),
	}}
}

func statusesSpec() spec {
	column := func(key, otherwise, example, about string) spec {
		return spec{key: key, form: formText, otherwise: otherwise, example: example, about: about}
	}
	const whereItIs = " It is used where the board has it, and asked for once it is named here."
	return spec{key: "statuses", form: formMapping, about: "What the options of Status are called.", keys: []spec{
		column(upgrade.StatusTodo, "Todo", "Backlog", "Nothing has begun."),
		column(upgrade.StatusInProgress, "In Progress", "Doing", "Somebody is at it."),
		column(upgrade.StatusAuthorReview, "", "Author Team Review", "The orchestration team reviews."+whereItIs),
		column(upgrade.StatusOwnerReview, "", "Owner Review", "The owner reviews."+whereItIs),
		column(upgrade.StatusApproved, "", "Approved", "It can be merged."+whereItIs),
		column(upgrade.StatusBlocked, "", "Blocked", "It waits for another issue."+whereItIs),
		column(upgrade.StatusDone, "Done", "Shipped", "Closed as completed."),
		column(upgrade.StatusNotPlanned, "", "Dropped", "Closed without doing it; as done if it is not set."),
	}}
}

// The bounds of the list of rules.
const (
	maxRules      = 50
	maxConditions = 10
	maxLabel      = 50 // GitHub has no longer ones
)

func rulesSpec() spec {
	condition := &spec{form: formCondition, example: string(upgrade.ConditionClosed)}
	return spec{
		key: "rules", form: formList, least: 1, most: maxRules,
		about: "What decides on Status, in place of the default list, which `upkeep check-policy --explain` shows. The first rule that holds decides. " +
			"Only what is closed can be done; what no rule decides is Todo.",
		example: "- {status: Parked, when: label on hold}\n- status: owner_review\n  when: [approved, owner merges, not blocked]\n- {status: done, when: closed}",
		each: &spec{form: formMapping, keys: []spec{
			{key: "status", form: formText, needed: true, example: "in_progress", about: "A key of `statuses`, or a column by its exact name."},
			{
				key: "when", form: formList, most: maxConditions, each: condition, alone: condition,
				about: "A condition, or several that all have to hold; `not` before one turns it round. A rule without any always holds, and comes last. " +
					"The conditions: " + strings.Join(conditionNames(), ", ") + ".",
			},
		}},
	}
}

// conditionNames are all conditions as they are written, in code.
func conditionNames() []string {
	var names []string
	for _, name := range upgrade.ConditionNames() {
		if name == upgrade.ConditionLabel {
			name += " NAME"
		}
		names = append(names, "`"+string(name)+"`")
	}
	return names
}

// factsSpec maps fields of a board to facts. The example is one field per line.
func factsSpec(about string, facts []upgrade.Fact, example string) spec {
	return spec{
		key: "facts", form: formOwnKeys, about: about, example: example,
		name: &spec{form: formText, example: "Target"},
		each: &spec{form: formWord, words: texts(facts)},
	}
}
