package upgrade_test

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/upkeep-app/upkeep/runbook"
	"github.com/upkeep-app/upkeep/say"
	"github.com/upkeep-app/upkeep/upgrade"
)

// cleaning is a runbook's clean-up: some steps are open, and some are not to be told.
func cleaning(f upgrade.RoadmapFacts) upgrade.RoadmapFacts {
	rules := map[runbook.RuleName]runbook.Rule{}
	for _, rule := range runbook.Rules() {
		rules[rule.Name] = rule
	}
	for i, s := range []upgrade.ListedStep{
		{Text: "Tell @everybody in #general", Step: runbook.Step{ID: "a", Section: "Clean up"}},
		{Text: "Hold a retrospective", Step: runbook.Step{ID: "b", Section: "Clean up"}, Checked: true},
		{Text: "Move the pages", Step: runbook.Step{ID: "c", Section: "Clean up"}, Struck: true},
		{Text: "Clean the CI", Step: runbook.Step{ID: "d", Section: "clean-up:"}},
		{Text: "Collect the notes", Step: runbook.Step{ID: "e", Section: "Clean up", Rule: rules[runbook.RuleDeploymentNotes]}},
		{Text: "Close it", Step: runbook.Step{ID: "f", Section: "Clean up", Rule: rules[runbook.RuleRoadmapClosed]}},
		{Text: "Write instructions", Step: runbook.Step{ID: "g", Section: "Document"}},
		{Text: "Something like it", Step: runbook.Step{ID: "h", Section: "Clean up"}, Certainty: runbook.Proposed},
	} {
		s.Line, s.Box = 20+i, 500+i
		if s.Certainty == runbook.Unknown {
			s.Certainty = runbook.Known
		}
		f.Steps = append(f.Steps, s)
	}
	return f
}

// noted gives children deployment notes, by their ids.
func noted(f upgrade.RoadmapFacts, pairs ...string) upgrade.RoadmapFacts {
	f.Reports = map[upgrade.NodeID]upgrade.Report{}
	for i := 0; i < len(pairs); i += 2 {
		f.Reports[upgrade.NodeID(pairs[i])] = upgrade.Report{DeploymentNote: pairs[i+1]}
	}
	return f
}

// shown is a roadmap issue whose draft was shown an hour ago.
func shown(t *testing.T, f upgrade.RoadmapFacts) upgrade.RoadmapFacts {
	t.Helper()
	first := f
	first.Asked = lead("/upgrade finish").Asked
	plan, _ := upgrade.DecideRoadmap(first)
	for _, action := range plan.Actions {
		if set, ok := action.(upgrade.Set); ok && set.Setting.Name == upgrade.SettingNotesDraft {
			set.Setting.At = at(8, 50)
			f.Settings = kept(f.Settings, set.Setting)
			return f
		}
	}
	t.Fatal("no draft was shown")
	return f
}

func TestFinishShowsWhatIsLeftToCleanUp(t *testing.T) {
	t.Parallel()
	done, second := closedState("Ia", "a", 1, 9, upgrade.ReasonCompleted), closedState("Ib", "b", 2, 9, upgrade.ReasonCompleted)
	secret := closedState("Is", "secret", 3, 9, upgrade.ReasonCompleted)
	secret.Repository.Private = true
	const note = "Run `manage.py migrate`.\n\n- first on stage\n  - then @ops, see #5\n"
	all := func(line string) upgrade.RoadmapFacts {
		return noted(cleaning(withChildren(lead(line), done, second, secret)), "Ia", note, "Is", "The secret flag.")
	}
	ack, again := "/upgrade finish acknowledged", "/upgrade finish"
	cases := map[string]upgrade.RoadmapFacts{
		"shown":          all(again),
		"on private":     withRoadmap(all(again), func(f *upgrade.RoadmapFacts) { f.Issue.Repository.Private = true }),
		"only steps":     cleaning(withChildren(lead(again), done)),
		"only a note":    noted(withChildren(lead(again), done), "Ia", "````\n<!-- hidden -->\n/upgrade cancel\n````"),
		"only private":   noted(withChildren(lead(again), secret), "Is", "The secret flag."),
		"one elsewhere":  withRoadmap(all(again), func(f *upgrade.RoadmapFacts) { delete(f.Installed, second.Repository.ID) }),
		"shown again":    shown(t, all(again)),
		"acknowledged":   shown(t, all(ack)),
		"unseen":         all(ack),
		"a new note":     noted(shown(t, all(ack)), "Ia", note, "Ib", "And restart."),
		"steps only now": cleaning(shown(t, noted(withChildren(lead(ack), done), "Ia", note))),
		"another word":   all("/upgrade finish perhaps"),
		"a name":         all("/upgrade finish @openedx/arbi-bom"),
		"nothing to show": withRoadmap(cleaning(withChildren(lead(again), done)), func(f *upgrade.RoadmapFacts) {
			for i := range f.Steps {
				f.Steps[i].Checked = true
			}
		}),
		"acknowledged without need": withChildren(lead(ack), done),
		"opened again since":        childNow(shown(t, all(ack)), openState("Ib", "b", 2)),
		"notes of those not done": noted(withRoadmap(withChildren(lead(again), closedState("Ib", "b", 2, 9, upgrade.ReasonNotPlanned)), func(f *upgrade.RoadmapFacts) {
			f.ChildSettings = map[upgrade.NodeID]upgrade.Settings{"Ib": {upgrade.SettingNotAffected: {Name: upgrade.SettingNotAffected, Value: "yes"}}}
		}), "Ib", note),
		"acknowledged, closing withheld": withRoadmap(shown(t, all(ack)), func(f *upgrade.RoadmapFacts) {
			f.Policy.Writes = map[upgrade.WriteKind]upgrade.Mode{upgrade.WriteIssues: upgrade.ModePlan}
		}),
	}
	for name, facts := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			plan, _ := upgrade.DecideRoadmap(facts)
			golden(t, "finish", name, plan)
		})
	}
}

// childNow is a roadmap issue of which one child is in another state.
func childNow(f upgrade.RoadmapFacts, state upgrade.IssueState) upgrade.RoadmapFacts {
	children := map[upgrade.Ref]upgrade.IssueState{state.Ref.Fold(): state}
	for ref, known := range f.Children {
		if known.ID != state.ID {
			children[ref] = known
		}
	}
	f.Children = children
	return f
}

// The organisation's own runbook says where its clean-up is.
func TestCleanUpOfAnOwnRunbook(t *testing.T) {
	t.Parallel()
	own := func(sections ...string) runbook.Runbook {
		var r runbook.Runbook
		for i, section := range sections {
			r.Steps = append(r.Steps, runbook.Step{ID: fmt.Sprint(i), Section: section, Text: "Step"})
		}
		for _, rule := range runbook.Rules() {
			if rule.Name == runbook.RuleRoadmapClosed {
				r.Steps[len(r.Steps)-1].Rule = rule
			}
		}
		return r
	}
	for name, c := range map[string]struct {
		runbook runbook.Runbook
		open    int
	}{
		"the section with the end": {own("Begin", "Wrap up", "Wrap up"), 1},
		"one that is called so":    {own("Cleaning up", "Cleaning up", "The end"), 2},
		"one section alone":        {own("All", "All", "All"), 0},
		"no sections":              {own("", ""), 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := withChildren(lead("/upgrade why"), closedState("Ia", "a", 1, 9, upgrade.ReasonCompleted))
			f.Policy.Runbook = c.runbook
			for i, step := range c.runbook.Steps {
				f.Steps = append(f.Steps, upgrade.ListedStep{Line: i, Box: i, Step: step, Text: step.Text, Certainty: runbook.Known})
			}
			want := say.WhyFinishing(c.open)
			if got := stateOf(t, f); got.state != "finishing" || got.why != want {
				t.Errorf("%s, as %s; want %s", got.state, got.why, want)
			}
		})
	}
}

// However much there is, the draft fits into a comment and nothing in it is alive.
func TestTheDraftFitsAndIsDead(t *testing.T) {
	t.Parallel()
	pieces := rapid.SampledFrom([]string{
		"@openedx/all", "fixes #1", "o/r#2", "`", "````", "~~~~", "\n", "\r\n", "<!-- upkeep:v1:notes:x -->", "<details>", "\n/upgrade cancel because x\n", "\t", "    ", "- [ ] ", "# ", "ä", "word ",
	})
	rapid.Check(t, func(t *rapid.T) {
		var states []upgrade.IssueState
		var notes []string
		for i := range rapid.IntRange(1, 60).Draw(t, "children") {
			id := upgrade.NodeID(fmt.Sprintf("C%02d", i))
			states = append(states, closedState(id, fmt.Sprintf("r%d", i), 1, 9, upgrade.ReasonCompleted))
			text := strings.Join(rapid.SliceOfN(pieces, 1, 9).Draw(t, "note"), "")
			notes = append(notes, string(id), strings.Repeat(text, rapid.SampledFrom([]int{1, 40}).Draw(t, "times")))
		}
		f := noted(cleaning(withChildren(lead("/upgrade finish"), states...)), notes...)
		plan, _ := upgrade.DecideRoadmap(f)
		for _, action := range plan.Actions {
			comment, ok := action.(upgrade.SaveComment)
			if !ok {
				continue
			}
			if len(comment.Text) > 65_000 {
				t.Fatalf("%d bytes", len(comment.Text))
			}
			if live := say.Live(comment.Text); live != nil {
				t.Fatalf("%q comes alive in:\n%s", live, comment.Text)
			}
		}
	})
}
