package config

import (
	"slices"
	"strings"

	"github.com/upkeep-app/upkeep/upgrade"
)

// The bounds of the list of rules.
const (
	maxRules      = 50
	maxConditions = 10
	maxLabel      = 50 // GitHub has no longer ones
)

// rules is the list that decides on Status, with a last rule that always holds.
func (r *reader) rules(s setting, names upgrade.StatusNames) []upgrade.StatusRule {
	if !s.isSet() {
		return upgrade.DefaultStatusRules()
	}
	elements := r.list(s)
	switch {
	case len(elements) > maxRules:
		r.wrong(s, "has more than %d rules", maxRules)
		return nil
	case len(elements) == 0:
		r.wrong(s, "is empty; leave it out for the default rules")
		return nil
	}
	var rules []upgrade.StatusRule
	for i, element := range elements {
		before := len(r.problems)
		rule := r.rule(element, names)
		if len(rule.When) == 0 && i+1 < len(elements) && len(r.problems) == before {
			r.wrong(element, "has no conditions under \"when\", so the rules after it never decide; put it last")
		}
		rules = append(rules, rule)
	}
	if len(rules[len(rules)-1].When) > 0 {
		rules = append(rules, upgrade.StatusRule{Status: upgrade.StatusTodo})
	}
	return rules
}

func (r *reader) rule(s setting, names upgrade.StatusNames) upgrade.StatusRule {
	set := r.mapping(s, "status", "when")
	rule := upgrade.StatusRule{Status: r.ruleStatus(s, set["status"])}
	conditions := r.conditions(set["when"])
	if len(conditions) > maxConditions {
		r.wrong(set["when"], "has more than %d conditions", maxConditions)
		return rule
	}
	for _, each := range conditions {
		if condition, ok := r.condition(each); ok {
			rule.When = append(rule.When, condition)
		}
	}
	column, _ := names.Name(rule.Status)
	if strings.EqualFold(column, names.Done) && column != "" && !rule.Ends() && len(conditions) == len(rule.When) {
		r.wrong(set["status"], "%q comes only from the closed issue: add the condition %q", short(column), upgrade.ConditionClosed)
	}
	return rule
}

// conditions are a list, or one alone.
func (r *reader) conditions(s setting) []setting {
	if s.isText() {
		return []setting{s}
	}
	return r.list(s)
}

// ruleStatus is a key of statuses or the name of a column. Columns come and go
// on the board, so only what looks like a key is held to be one.
func (r *reader) ruleStatus(rule, s setting) string {
	status := r.needed(rule, s)
	keys := upgrade.StatusKeys()
	if strings.Contains(status, "_") && !slices.Contains(keys, status) {
		if meant := suggestion(status, keys); meant != "" {
			r.wrong(s, "%q is no key of statuses%s", short(status), meant)
		}
	}
	return status
}

func (r *reader) condition(s setting) (upgrade.Condition, bool) {
	text := r.text(s)
	if text == "" {
		return upgrade.Condition{}, false
	}
	condition, known := upgrade.ParseCondition(text)
	switch {
	case !known && strings.EqualFold(text, string(upgrade.ConditionLabel)):
		r.wrong(s, "needs the label's name, such as \"label waiting on author\"")
		return upgrade.Condition{}, false
	case !known:
		r.wrong(s, "unknown condition%s", conditionMeant(text))
		return upgrade.Condition{}, false
	case len([]rune(condition.Label)) > maxLabel:
		r.wrong(s, "the label's name is longer than %d characters", maxLabel)
		return upgrade.Condition{}, false
	}
	return condition, true
}

// conditionMeant is the known condition near a text, or else all there are.
func conditionMeant(text string) string {
	var names []string
	for _, name := range upgrade.ConditionNames() {
		names = append(names, string(name), "not "+string(name))
	}
	if meant := suggestion(text, names); meant != "" {
		return meant
	}
	var known []string
	for _, name := range upgrade.ConditionNames() {
		known = append(known, string(name))
	}
	return "; there are: " + strings.Join(known, ", ")
}
