package config_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/upkeep-app/upkeep/config"
	"github.com/upkeep-app/upkeep/upgrade"
)

// Every condition is read as it is written, and so is the default list.
func TestParsePolicyRules(t *testing.T) {
	t.Parallel()
	var text strings.Builder
	text.WriteString("boards:\n  maintenance:\n    number: 51\n    rules:\n")
	for _, rule := range upgrade.DefaultStatusRules() {
		fmt.Fprintf(&text, "      - status: %s\n", rule.Status)
		if len(rule.When) > 0 {
			fmt.Fprintf(&text, "        when: [%s]\n", rule.Conditions())
		}
	}
	policy, problems := config.ParsePolicy("openedx", []byte(text.String()))
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	if diff := cmp.Diff(upgrade.DefaultStatusRules(), policy.Maintenance.Rules); diff != "" {
		t.Errorf("rules (-want +got):\n%s", diff)
	}
	for _, name := range upgrade.ConditionNames() {
		want := upgrade.Condition{Not: true, Name: name}
		if name == upgrade.ConditionLabel {
			want.Label = "a b"
		}
		for _, text := range []string{want.String(), strings.Replace(want.String(), "not ", "NOT  ", 1)} {
			if got, ok := upgrade.ParseCondition(text); !ok || got != want {
				t.Errorf("%q is read as %+v, %t", text, got, ok)
			}
		}
	}
}

func TestParsePolicyRulesProblems(t *testing.T) {
	t.Parallel()
	many := func(n int, one string) string { return "[" + strings.Repeat(one+", ", n-1) + one + "]" }
	for rules, want := range map[string]string{
		"[]":                                     "is empty; leave it out for the default, or write, for example, rules: [{status: in_progress}]",
		many(51, "{status: todo, when: closed}"): "has more than 50 entries; take out 1 of its 51 entries",
		"[{status: todo, when: " + many(11, "exempt") + "}]":              "has more than 10 entries",
		"[{status: todo, when: [aproved]}]":                               `unknown condition; write approved`,
		"[{status: todo, when: [not owner mergs]}]":                       `unknown condition; write not owner merges`,
		"[{status: todo, when: [aprovd]}, {status: todo}]":                `unknown condition; write approved`,
		"[{status: todo, when: [on a rainy day]}]":                        "unknown condition; write one of: closed, closed as completed,",
		"[{status: todo, when: [label]}]":                                 "needs the label's name; write, for example, label waiting on author",
		"[{status: todo, when: [label " + strings.Repeat("x", 51) + "]}]": "the label's name is longer than 50 characters",
		"[{status: owner_reviw, when: approved}]":                         `"owner_reviw" is no key of statuses; write status: owner_review`,
		"[{when: approved}]":                                              "is missing",
		"[{status: todo, if: approved}]":                                  `unknown key`,
		"[{status: todo}, {status: done, when: closed}]":                  "so the rules after it never decide; put it last",
		"[{status: done, when: pull request merged}]":                     `"Done" comes only from the closed issue; add the condition closed`,
		"[{status: done, when: [not closed, assigned]}]":                  `"Done" comes only from the closed issue`,
		"[{status: DONE, when: assigned}]":                                `"DONE" comes only from the closed issue`,
		"[{status: not_planned}]":                                         `"Done" comes only from the closed issue`,
	} {
		_, problems := config.ParsePolicy("openedx", []byte("boards: {maintenance: {number: 51, rules: "+rules+"}}"))
		if len(problems) != 1 || !strings.Contains(problems[0].String(), want) {
			t.Errorf("%.60s: %v, want one problem with %q", rules, problems, want)
		}
	}
}
