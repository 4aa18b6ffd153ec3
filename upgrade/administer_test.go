package upgrade_test

import (
	"strings"
	"testing"

	"github.com/upkeep-app/upkeep/command"
	"github.com/upkeep-app/upkeep/say"
	"github.com/upkeep-app/upkeep/upgrade"
)

func people(a *upgrade.Asked) { a.Rights.People = upgrade.Yes }

// administered is a child, and a roadmap issue with one, on which somebody whom
// the policy names has commented.
func administered(onChild bool, mode upgrade.Mode, lines ...string) upgrade.Plan {
	if onChild {
		f := with(settledChild(), func(f *upgrade.ChildFacts) { f.Policy.Mode, f.UpgradeInstallation = mode, 7 })
		return upgrade.DecideChild(reported(lastAsked(ask(f, lines...), people)))
	}
	f := known(roadmap([]upgrade.IssueState{closedState("I1", "credentials", 12, 9, upgrade.ReasonCompleted)}, "- openedx/credentials#12"))
	f.Policy.Mode = mode
	f.Asked = []upgrade.Asked{comment(100, lines...)}
	people(&f.Asked[0])
	plan, _ := upgrade.DecideRoadmap(heard(f, ""))
	return plan
}

func TestAdministrativeCommands(t *testing.T) {
	t.Parallel()
	const child, roadmapIssue = true, false
	for name, test := range map[string]struct {
		onChild bool
		lines   []string
	}{
		"halt":                             {child, []string{"/upgrade halt"}},
		"halt on the roadmap issue":        {roadmapIssue, []string{"/upgrade halt"}},
		"halt with words":                  {child, []string{"/upgrade halt everything"}},
		"resume writes":                    {child, []string{"/upgrade resume-writes"}},
		"resume writes with words":         {child, []string{"/upgrade resume-writes now"}},
		"halt and resume writes":           {child, []string{"/upgrade halt", "/upgrade resume-writes"}},
		"resync":                           {roadmapIssue, []string{"/upgrade resync"}},
		"resync with words":                {roadmapIssue, []string{"/upgrade resync openedx/credentials"}},
		"activate":                         {roadmapIssue, []string{"/upgrade activate"}},
		"activate kinds":                   {roadmapIssue, []string{"/upgrade activate Boxes, fields"}},
		"activate no kind":                 {roadmapIssue, []string{"/upgrade activate boxs"}},
		"activate on a child":              {child, []string{"/upgrade activate"}},
		"plan only":                        {roadmapIssue, []string{"/upgrade plan-only"}},
		"plan only kinds":                  {roadmapIssue, []string{"/upgrade plan-only issues"}},
		"plan only no kind":                {roadmapIssue, []string{"/upgrade plan-only everything"}},
		"comes before what stands above":   {child, []string{"/upgrade owner-does diy", "/upgrade halt"}},
		"next to a mistake":                {child, []string{"/upgrade halt", "/upgrade owner-does what"}},
		"in the comment with other things": {roadmapIssue, []string{"/upgrade help help", "/upgrade activate"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			golden(t, "administer", name, administered(test.onChild, upgrade.ModePlan, test.lines...))
		})
	}
}

// Who is not named in the policy, or of whom that is not known, gets none of it
// carried out.
func TestAdministrativeCommandsAreForPeople(t *testing.T) {
	t.Parallel()
	for name, right := range map[string]upgrade.Certainty{"not named": upgrade.No, "not known": upgrade.Unknown} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, spec := range command.Table() {
				if !spec.Administrative {
					continue
				}
				f := askedOnRoadmap("/upgrade " + spec.Name)
				f.Asked[0].Rights.People = right
				plan, _ := upgrade.DecideRoadmap(f)
				for _, action := range plan.Actions {
					if _, done := action.(upgrade.Administer); done {
						t.Errorf("%s was carried out: %s", spec.Name, upgrade.Show(action))
					}
				}
			}
		})
	}
}

// A policy that names nobody leaves nobody who may: the refusal says so.
func TestRefusalSaysThatThePolicyNamesNobody(t *testing.T) {
	t.Parallel()
	for _, people := range [][]string{nil, {"olga"}} {
		f := askedOnRoadmap("/upgrade activate")
		f.Policy.People, f.Asked[0].Rights.People = people, upgrade.No
		plan, _ := upgrade.DecideRoadmap(f)
		var shown strings.Builder
		for _, action := range plan.Actions {
			shown.WriteString(upgrade.Show(action))
			for _, change := range upgrade.Changes(action) {
				shown.WriteString(change.ShouldBe)
			}
		}
		if said := strings.Contains(shown.String(), say.NobodyNamed()); said != (people == nil) {
			t.Errorf("with %v named: %s", people, shown.String())
		}
	}
}

// A command that is too old is not run, whatever it is.
func TestAdministrativeCommandTooOld(t *testing.T) {
	t.Parallel()
	f := lastAsked(ask(with(settledChild(), adoptedLongAgo), "/upgrade halt"), func(a *upgrade.Asked) {
		people(a)
		a.Comment.CreatedAt = at(-15, 0)
	})
	golden(t, "administer", "too old", upgrade.DecideChild(reported(f)))
}
