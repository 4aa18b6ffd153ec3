package runbook

import (
	"slices"

	"github.com/upkeep-app/upkeep/command"
)

// RuleName names a rule, in an organisation's own runbook too.
type RuleName string

// The rules. What each of them verifies is said in Rules.
const (
	RuleRoadmapIssue    RuleName = "roadmap-issue"
	RuleRunbook         RuleName = "runbook"
	RuleLabel           RuleName = "label"
	RuleRoadmapBoard    RuleName = "roadmap-board"
	RuleRoadmapFields   RuleName = "roadmap-fields"
	RuleMilestone       RuleName = "milestone"
	RuleTargetDate      RuleName = "target-date"
	RuleTeam            RuleName = "team"
	RuleImpact          RuleName = "impact"
	RuleProjectOption   RuleName = "project-option"
	RuleView            RuleName = "view"
	RuleChildIssues     RuleName = "child-issues"
	RuleChildFields     RuleName = "child-fields"
	RuleChildList       RuleName = "child-list"
	RuleDocumentation   RuleName = "documentation"
	RuleInstructions    RuleName = "instructions"
	RuleExternalLabels  RuleName = "external-labels"
	RuleExternalBoard   RuleName = "external-board"
	RuleExternalFields  RuleName = "external-fields"
	RuleChildrenDone    RuleName = "children-done"
	RuleDeploymentNotes RuleName = "deployment-notes"
	RuleViewRemoved     RuleName = "view-removed"
	RuleRoadmapClosed   RuleName = "roadmap-closed"
)

// Lasting is how long what a rule has seen counts.
type Lasting string

// Once keeps a step checked after the rule has held one time. While opens it
// again when the rule holds no more.
const (
	Once  Lasting = "once"
	While Lasting = "while"
)

// Rule is what lets the app verify a step.
type Rule struct {
	Name RuleName
	// Means is one sentence: what is verified.
	Means   string
	Lasting Lasting
	// Command is the name of the command that does what the rule looks for,
	// empty if there is none.
	Command string
}

// Rules are all rules, in the order of the default runbook. A rule whose facts
// cannot be had, such as which repositories are impacted without a scan, leaves
// its steps to a person.
func Rules() []Rule { return slices.Clone(rules[:]) }

var rules = [...]Rule{
	{RuleRoadmapIssue, "The upgrade has its roadmap issue.", Once, command.Start},
	{RuleRunbook, "The roadmap issue's description holds a runbook.", Once, ""},
	{RuleLabel, "The roadmap issue has the label of maintenance work.", While, ""},
	{RuleRoadmapBoard, "The roadmap issue is on the roadmap board.", While, ""},
	{RuleRoadmapFields, "The fields that the policy names have values on the roadmap board.", While, ""},
	{RuleMilestone, "The roadmap issue has a milestone.", While, command.Milestone},
	{RuleTargetDate, "There is a target date, and a reason for it.", While, command.Target},
	{RuleTeam, "The orchestration team is named.", While, command.Orchestrator},
	{RuleImpact, "A scan has found which repositories are impacted.", Once, ""},
	{RuleProjectOption, "The maintenance board has an option for the upgrade.", While, ""},
	{RuleView, "The maintenance board has a view of the upgrade alone.", Once, ""},
	{RuleChildIssues, "Every impacted repository that a scan found has a child.", While, ""},
	{RuleChildFields, "Every child is on the maintenance board and says which upgrade and which team it belongs to.", While, ""},
	{RuleChildList, "The roadmap issue lists every child that is on the maintenance board, and the board has every child that is listed.", While, ""},
	{RuleDocumentation, "The roadmap issue links the upgrade's documentation.", While, command.Docs},
	{RuleInstructions, "The roadmap issue links the upgrade's instructions.", While, command.Instructions},
	{RuleExternalLabels, "Every child for a dependency of others has its labels.", While, ""},
	{RuleExternalBoard, "Every child for a dependency of others is on the maintenance board.", While, ""},
	{RuleExternalFields, "Every child for a dependency of others has its fields filled in.", While, ""},
	{RuleChildrenDone, "Every child is done, exempt or not affected.", While, ""},
	{RuleDeploymentNotes, "The deployment notes of all children are collected, and the draft is acknowledged.", Once, command.Finish},
	{RuleViewRemoved, "The view of the upgrade, which the maintenance board had, is gone again.", Once, ""},
	{RuleRoadmapClosed, "The roadmap issue is closed as completed.", While, command.Finish},
}

// ruleNamed is the rule of that name; its zero value if there is none.
func ruleNamed(name RuleName) Rule {
	for _, rule := range rules {
		if rule.Name == name {
			return rule
		}
	}
	return Rule{}
}
