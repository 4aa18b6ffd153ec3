package config

import (
	"slices"
	"strings"

	"github.com/upkeep-app/upkeep/upgrade"
)

// rules is the list that decides on Status, with a last rule that always holds.
func (r *reader) rules(s setting, names upgrade.StatusNames) []upgrade.StatusRule {
	if !s.isSet() {
		return upgrade.DefaultStatusRules()
	}
	elements := r.list(s)
	if len(elements) == 0 {
		return nil
	}
	var rules []upgrade.StatusRule
	for i, element := range elements {
		before := len(r.problems)
		rule := r.rule(element, names)
		if len(rule.When) == 0 && i+1 < len(elements) && len(r.problems) == before {
			r.wrong(element, "put it last, or add when: and a condition", "has no conditions under \"when\", so the rules after it never decide")
		}
		rules = append(rules, rule)
	}
	if len(rules[len(rules)-1].When) > 0 {
		rules = append(rules, upgrade.StatusRule{Status: upgrade.StatusTodo})
	}
	return rules
}

func (r *reader) rule(s setting, names upgrade.StatusNames) upgrade.StatusRule {
	set := r.mapping(s)
	rule := upgrade.StatusRule{Status: r.ruleStatus(s, set["status"])}
	conditions := r.oneOrMore(set["when"])
	for _, each := range conditions {
		if condition, ok := r.condition(each); ok {
			rule.When = append(rule.When, condition)
		}
	}
	column, _ := names.Name(rule.Status)
	if strings.EqualFold(column, names.Done) && column != "" && !rule.Ends() && len(conditions) == len(rule.When) {
		r.wrong(set["status"], "add the condition "+string(upgrade.ConditionClosed), "%q comes only from the closed issue", short(column))
	}
	return rule
}

// ruleStatus is a key of statuses or the name of a column. Columns come and go
// on the board, so only what looks like a key is held to be one.
func (r *reader) ruleStatus(rule, s setting) string {
	status := r.needed(rule, s)
	keys := upgrade.StatusKeys()
	if strings.Contains(status, "_") && !slices.Contains(keys, status) {
		if meant := nearest(status, keys); meant != "" {
			r.wrong(s, s.write(meant), "%q is no key of statuses", short(status))
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
		r.wrong(s, forExample("write", "label waiting on author"), "needs the label's name")
		return upgrade.Condition{}, false
	case !known:
		r.wrong(s, s.conditionMeant(text), "unknown condition")
		return upgrade.Condition{}, false
	case len([]rune(condition.Label)) > maxLabel:
		r.wrong(s, "write the label's name as on GitHub, which has no longer ones", "the label's name is longer than %d characters", maxLabel)
		return upgrade.Condition{}, false
	}
	return condition, true
}

// conditionMeant suggests the condition near a text, or else tells all there are.
func (s setting) conditionMeant(text string) string {
	var names, turned []string
	for _, name := range upgrade.ConditionNames() {
		names = append(names, string(name))
		turned = append(turned, "not "+string(name))
	}
	if meant := nearest(text, append(names, turned...)); meant != "" {
		return s.write(meant)
	}
	return "write one of: " + strings.Join(names, ", ")
}
