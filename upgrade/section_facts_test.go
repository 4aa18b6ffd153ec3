package upgrade_test

import (
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"github.com/upkeep-app/upkeep/checklist"
	"github.com/upkeep-app/upkeep/description"
	"github.com/upkeep-app/upkeep/runbook"
	"github.com/upkeep-app/upkeep/upgrade"
)

// partySteps knows the steps of party; it takes milliseconds to make.
var partySteps = sync.OnceValue(func() *runbook.Matcher {
	return runbook.NewMatcher(samplePolicy().RunbookTerms(), party())
})

// stepsIn are the steps of a description, as the reconciler reads them.
func stepsIn(document checklist.Document) []upgrade.ListedStep {
	var steps []upgrade.ListedStep
	for _, item := range document.Steps() {
		steps = append(steps, upgrade.ListedStep{
			Line: item.Line, Box: item.Box, Checked: item.Checked, Struck: item.Struck, Text: item.Text, Step: item.Step, Certainty: item.Certainty,
		})
	}
	return steps
}

// party is an organisation's own runbook, which is short.
func party() runbook.Runbook {
	return runbook.Runbook{Steps: []runbook.Step{
		{ID: "cake", Section: "Party", Text: "Order the cake"}, {ID: "room", Section: "Party", Text: "Book the party room"},
	}}
}

// begun is an upgrade that a command has started, with a description and the
// settings besides, as name and value.
func begun(body string, settings ...string) upgrade.RoadmapFacts {
	f := listing("")
	f.Upgrade, f.Policy.Runbook = upgrade.Upgrade{Name: "Django 5.2", Roadmap: f.Issue.Ref}, party()
	for pair := range slices.Chunk(append([]string{upgrade.SettingStarted, "Django 5.2"}, settings...), 2) {
		f.Settings[pair[0]] = upgrade.Setting{Name: pair[0], Value: pair[1], By: upgrade.Actor{Login: "feanil"}, Because: "of @reasons", At: at(9, 0)}
	}
	f.Upgrade = f.Upgrade.With(f.Settings)
	return described(f, body)
}

// settledDescription lets the app write until nothing is left to write, which
// is soon, and applies every edit as the gate does.
func settledDescription(t failer, f upgrade.RoadmapFacts) upgrade.RoadmapFacts {
	t.Helper()
	for range 4 {
		plan, members := upgrade.DecideRoadmap(f)
		if len(exceptWakes(plan)) == 0 {
			return f
		}
		f = written(f, plan, members)
	}
	plan, _ := upgrade.DecideRoadmap(f)
	t.Fatalf("there is always more to write:\n%s\nin:\n%s", planText(plan), f.Issue.Body)
	return f
}

func TestFactsSectionSays(t *testing.T) {
	t.Parallel()
	everything := begun("### Named Release\r\n\r\nTeak\r\n\r\n### Tasks\r\n\r\nNone.\r\n", upgrade.SettingFrom, "4.2", upgrade.SettingTo, "5.2",
		upgrade.SettingTargetDate, "2027-04-01", upgrade.SettingOrchestrationTeam, "arbi-bom", upgrade.SettingSteward, "nina",
		upgrade.SettingNamedRelease, "Willow", upgrade.SettingDocs, "https://example.org/docs",
		upgrade.SettingInstructions, "https://github.com/openedx/wiki/issues/5")
	everything.Policy.Codemods = []upgrade.Codemod{
		{Ecosystem: "django", Name: "django-upgrade", Address: "https://example.org/django-upgrade"},
		{Ecosystem: "Djan", Name: "no word", Address: "https://example.org/djan"},
		{Ecosystem: "Node", Name: "other", Address: "https://example.org/node"},
		{Ecosystem: "Django 5.2 and more", Name: "too long", Address: "https://example.org/long"},
	}
	nothing := begun("Words.")
	nothing.Policy.Prefixes = []string{"/up"}
	listed := listing("Words.\r\n\r\n<!-- upkeep:facts begin -->\r\nmine\r\n<!-- upkeep:facts end -->\r\n\r\nMore words.")
	for name, f := range map[string]upgrade.RoadmapFacts{
		"everything": everything, "nothing laid down": nothing, "only listed with markers": listed,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			plan, _ := upgrade.DecideRoadmap(f)
			plan.Actions = slices.DeleteFunc(plan.Actions, func(a upgrade.Action) bool { return a.Write() != upgrade.WriteBoxes })
			settled := settledDescription(t, f)
			golden(t, "section-facts", name, plan, settled.Issue.Body)
			if got, want := withoutSection(settled.Issue.Body), withoutSection(f.Issue.Body); got != want {
				t.Errorf("outside of the sections %q became %q", want, got)
			}
		})
	}
}

// The app puts a section only where it is wanted, and the runbook only where there is none.
func TestSectionsThatAreNotPut(t *testing.T) {
	t.Parallel()
	const facts, steps = "<!-- upkeep:facts begin -->", "<!-- upkeep:runbook begin -->"
	list := func(runbook, readable bool) func(*upgrade.RoadmapFacts) {
		return func(f *upgrade.RoadmapFacts) {
			f.Settings = maps.Clone(f.Settings)
			f.Settings[upgrade.SettingListAt+"Ilist"] = upgrade.Setting{Name: upgrade.SettingListAt + "Ilist", Value: "openedx/lists#1"}
			f.ListIssues = []upgrade.ListIssue{{Issue: upgrade.Issue{IssueState: openState("Ilist", "lists", 1)}, Runbook: runbook, Readable: readable}}
		}
	}
	tests := []struct {
		name           string
		facts          upgrade.RoadmapFacts
		change         func(*upgrade.RoadmapFacts)
		tells, runbook bool
		says           string
	}{
		{name: "started", facts: begun("Words."), tells: true, runbook: true},
		{name: "only listed by the policy", facts: listing("Words.")},
		{name: "with a runbook", facts: begun("- [ ] Order the cake\n- [ ] Book the party room\n"), tells: true},
		{name: "with a runbook in a list issue", facts: begun("Words."), change: list(true, true), tells: true},
		{name: "with a list issue that has none", facts: begun("Words."), change: list(false, true), tells: true, runbook: true},
		{name: "with a list issue that cannot be read", facts: begun("Words."), change: list(false, false), tells: true},
		{name: "with a list issue that is not read yet", facts: begun("Words."), change: func(f *upgrade.RoadmapFacts) {
			list(false, true)(f)
			f.ListIssues = nil
		}, tells: true},
		{name: "empty markers ask for it", facts: listing("Words.\n\n" + steps + "\n<!-- upkeep:runbook end -->\n"), runbook: true},
		{name: "a runbook that comes alive", facts: begun("Words."), change: func(f *upgrade.RoadmapFacts) {
			f.Policy.Runbook.Steps[0].Text = "Ask @openedx/arbi-bom, closes #5"
		}, tells: true, says: "The policy's runbook is not put here"},
		{name: "damaged", facts: begun("Words.\n\n" + facts + "\n\n" + steps + "\n"), says: "`<!-- upkeep:runbook begin -->`"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			f := test.facts
			if test.change != nil {
				test.change(&f)
			}
			f = settledDescription(t, f)
			_, tells, _ := description.Find(f.Issue.Body, upgrade.SectionFacts)
			section, _, _ := description.Find(f.Issue.Body, upgrade.SectionRunbook)
			if tells != test.tells || (section.Text != "") != test.runbook || !strings.Contains(f.Living.Text, test.says) {
				t.Errorf("facts %t, want %t; runbook %q, want one: %t; living, want %q in it:\n%s",
					tells, test.tells, section.Text, test.runbook, test.says, f.Living.Text)
			}
		})
	}
}

// What people do to the sections stands: both stay away once they are taken
// out, the facts come back with their markers, and the words of a runbook that
// was put there are people's.
func TestSectionsThatPeopleChange(t *testing.T) {
	t.Parallel()
	put := settledDescription(t, begun("Words."))
	if got := settledDescription(t, described(put, "Words.")).Issue.Body; got != "Words." {
		t.Errorf("taken out, they came back: %q", got)
	}
	back := settledDescription(t, described(put, "<!-- upkeep:facts begin -->\r\n<!-- upkeep:facts end -->\r\n\r\n"+
		"<!-- upkeep:runbook begin -->\r\n<!-- upkeep:runbook end -->"))
	facts, _, _ := description.Find(back.Issue.Body, upgrade.SectionFacts)
	if section, _, _ := description.Find(back.Issue.Body, upgrade.SectionRunbook); facts.Text == "" || section.Text != "" {
		t.Errorf("with empty markers it became %q", back.Issue.Body)
	}
	reworded := strings.Replace(put.Issue.Body, "Order the cake", "Bake a cake", 1)
	if got := settledDescription(t, described(put, reworded)).Issue.Body; got != reworded {
		t.Errorf("reworded it was\n%s\nand became\n%s", reworded, got)
	}
	mine := strings.Replace(put.Issue.Body, "## Upgrade facts", "## My words", 1)
	if got := settledDescription(t, described(put, mine)).Issue.Body; got != put.Issue.Body {
		t.Errorf("the facts are the app's, and became\n%s", got)
	}
	forgotten := put
	forgotten.Bases = map[string]string{}
	forgotten = settledDescription(t, forgotten)
	if got := settledDescription(t, described(forgotten, "Words.")).Issue.Body; got != "Words." {
		t.Errorf("after a rebuild they came back: %q", got)
	}
}

// TestStartedQuiescence lets people do anything to the description of an
// upgrade that a command has started: soon nothing is left to write, and what
// stands outside of the sections is as people left it, but for boxes.
func TestStartedQuiescence(t *testing.T) {
	t.Parallel()
	bodies := []string{"", "Words.", "Words.\r\nMore.\r\n", "### Named Release\r\n\r\nTeak\r\n\r\n### Tasks\r\n\r\n- [ ] openedx/r2#2\r\n"}
	rapid.Check(t, func(t *rapid.T) {
		f := begun(rapid.SampledFrom(bodies).Draw(t, "body"), upgrade.SettingTo, rapid.SampledFrom([]string{"5.2", "@ann", "a\r\n<!-- x"}).Draw(t, "to"))
		for range rapid.IntRange(1, 3).Draw(t, "rounds") {
			f.Upgrade.NamedRelease = rapid.SampledFrom([]string{"", "Willow", "`", "#5"}).Draw(t, "release")
			f = described(drawFamily(t, f), drawEdit(t, f.Issue.Body))
			outside := withoutSection(f.Issue.Body)
			f = settledDescription(t, f)
			if got := withoutSection(f.Issue.Body); got != outside {
				t.Fatalf("outside of the sections %q became %q", outside, got)
			}
		}
	})
}
