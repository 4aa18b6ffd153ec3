package runbook_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/upkeep-app/upkeep/runbook"
)

// shown is what Parse made of a text: a line for each step and each problem.
func shown(book runbook.Runbook, problems []runbook.Problem) string {
	var lines []string
	for _, s := range book.Steps {
		lines = append(lines, fmt.Sprintf("%s|%s|%s|%s", s.ID, s.Section, s.Text, s.Rule.Name))
	}
	for _, p := range problems {
		lines = append(lines, p.String())
	}
	return strings.Join(lines, "\n")
}

func TestParse(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ text, want string }{
		"lists and headings": {
			"- a first step\n\n# Before\n\nWords.\n\n- [ ] water *the* plants\n- [x] see [x](https://a.b/c)\n\nAfter it\n---\n1. [ ] clean\n   the table\n",
			"own:first-step||a first step|\nown:water-plant|Before|water *the* plants|\n" +
				"own:see-x|Before|see [x](https://a.b/c)|\nown:clean-table|After it|clean the table|",
		},
		"rules": {
			"- give it a label <!-- rule: label -->\n- find <!--rule:team--> people\r\n- dated\n  <!-- rule:  target-date  -->\n",
			"own:give-label||give it a label|label\nown:find-people||find people|team\nown:dated||dated|target-date",
		},
		"the default's steps bring their rules": {
			"- [ ] Name the orchestration team in the roadmap issue description\n- [ ] Deploy all of the updated services <!-- a comment -->\n",
			"team-named||Name the orchestration team in the roadmap issue description|team\n" +
				"services-deployed||Deploy all of the updated services <!-- a comment -->|",
		},
		"unless somebody says otherwise": {
			"- Select an orchestration team <!-- rule: none -->\n",
			"own:select-orchestration-team||Select an orchestration team|",
		},
		"a similar step brings no rule": {
			"- Add a target date to the roadmap issue and say why\n",
			"own:add-target-date-roadmap-issue-say-why||Add a target date to the roadmap issue and say why|",
		},
		"unknown rules": {
			"- one step <!-- rule: mile-stone -->\n- another step <!-- rule: sunshine -->\n- nameless <!-- rule: -->\n",
			"own:one-step||one step|\nown:another-step||another step|\nown:nameless||nameless|\n" +
				"1: there is no rule \"mile-stone\"; write <!-- rule: milestone -->\n" +
				"2: there is no rule \"sunshine\"; take the comment out; upkeep check-runbook --help lists the rules\n" +
				"3: there is no rule \"\"; take the comment out; upkeep check-runbook --help lists the rules",
		},
		"twice": {
			"- water the plants\n\n# Later\n- Water plants!\n",
			"own:water-plant||water the plants|\n4: the step cannot be told from the one in line 1; word it differently",
		},
		"steps in steps": {
			"- one\n  - two\n- three\n\n  more words\n",
			"own:one||one|\nown:three||three|\n1: the item has a list inside, and steps do not hold steps; make its items steps of their own, or words of this one",
		},
		"empty steps": {
			"- one\n-\n- [ ] \n- <!-- rule: label -->\n- ![](x)\n- ...\n",
			"own:one||one|\n2: the step does not begin with words; begin it with what is to be done\n3: the step says nothing; write what is to be done, or take the item out\n" +
				"4: the step does not begin with words; begin it with what is to be done\n5: the step says nothing; write what is to be done, or take the item out\n6: the step says nothing; write what is to be done, or take the item out",
		},
		"no step":        {"# Runbook\n\nTo be written.\n", "there is no step; write each step as an item of a list, such as - [ ] Set the milestone"},
		"no text":        {"", "there is no step; write each step as an item of a list, such as - [ ] Set the milestone"},
		"steps in code":  {"```\n- one\n```\n> - two\n", "there is no step; write each step as an item of a list, such as - [ ] Set the milestone"},
		"a long step":    {"- " + strings.Repeat("long ", 201) + "\n", "1: a step has at most 1000 bytes, this one has 1004; shorten it, or put the rest into a paragraph of its own below it"},
		"too many steps": {numbered(201), strings.TrimSuffix(numberedSteps(201), "\n") + "\na runbook has at most 200 steps, this one has 201; take out 1 of them, or join some"},
		"too long":       {strings.Repeat("words\n", 4000), "a runbook has at most 20000 bytes, this one has 24000; shorten it by 4000 bytes"},
		"too deep":       {strings.Repeat("- ", 1000) + "a\n", "the text is nested too deeply to be read; take out quotes and lists inside of each other\n1: the step does not begin with words; begin it with what is to be done"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(c.want, shown(runbook.Parse(c.text, runbook.Terms{}))); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func numbered(n int) string {
	var text strings.Builder
	for i := range n {
		fmt.Fprintf(&text, "- water plant %d\n", i)
	}
	return text.String()
}

func numberedSteps(n int) string {
	var text strings.Builder
	for i := range n {
		fmt.Fprintf(&text, "own:water-plant-%d||water plant %d|\n", i, i)
	}
	return text.String()
}

func TestAnOrganisationsOwnStepsAreKnownFirst(t *testing.T) {
	t.Parallel()
	own, problems := runbook.Parse("- Organise the colour of every catalogue <!-- rule: label -->\n"+
		"- Add the issues to the board Roadmap\n- Add the issues to the board Chores\n- Deploy all of the updated services <!-- rule: view -->\n"+
		"- Tell everybody that the upgrade is complete <!-- rule: none -->\n- Bake a cake\n", other())
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	m := runbook.NewMatcher(other(), own)
	for text, want := range map[string]string{
		"organize the color of every catalog":            "known own:organize-color-every-catalog",
		"Organise the colours of every single catalogue": "proposed own:organize-color-every-catalog",
		"Add the issues to the board Roadmap (#5)":       "known own:add-issue-board-roadmap",
		"Add the issues to the board Chores":             "known own:add-issue-board-chore",
		"Add the issues to the board Elsewhere":          "unknown",
		"Deploy all of the updated services":             "known own:deploy-all-updated-service",
		"Tell everybody that the upgrade is complete":    "known own:tell-everybody-upgrade-complete",
		"Bake cake":                    "known own:bake-cake",
		"Bake all updated cakes":       "unknown",
		"Select an orchestration team": "known team-chosen",
	} {
		if diff := cmp.Diff(want, matched(m, text)); diff != "" {
			t.Errorf("%q (-want +got):\n%s", text, diff)
		}
	}
}
