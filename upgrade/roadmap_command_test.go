package upgrade_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/upkeep-app/upkeep/upgrade"
)

// lead makes the facts of a known roadmap issue with one child, on which
// somebody of the orchestration team has written command lines.
func lead(lines ...string) upgrade.RoadmapFacts {
	f := known(roadmap([]upgrade.IssueState{openState("Ia", "a", 1)}, "o openedx/a#1"))
	asked := comment(100, lines...)
	asked.Rights = upgrade.Rights{Orchestration: upgrade.Yes}
	f.Asked = []upgrade.Asked{asked}
	return f
}

// laidDown is what people have laid down on the roadmap issue before.
func laidDown(f upgrade.RoadmapFacts, values ...string) upgrade.RoadmapFacts {
	f.Settings = upgrade.Settings{}
	for i := 0; i < len(values); i += 2 {
		f.Settings[values[i]] = upgrade.Setting{
			Name: values[i], Value: values[i+1], Because: "of reasons", By: upgrade.Actor{Login: "feanil", ID: 5}, At: at(9, 0),
		}
	}
	f.Upgrade = f.Upgrade.With(f.Settings)
	return f
}

// A run that was cut off has handed the upgrade over to another team, which its
// author is not of: the command is done, and nobody else's is.
func TestHandedOverAndCutOff(t *testing.T) {
	t.Parallel()
	for name, laid := range map[string]struct {
		by   upgrade.Actor
		at   time.Time
		want string
	}{
		"by this comment": {upgrade.Actor{Login: "feanil", ID: 5}, at(9, 50), "+1"},
		"by another":      {upgrade.Actor{Login: "robrap", ID: 6}, at(9, 50), "confused"},
		"at another time": {upgrade.Actor{Login: "feanil", ID: 5}, at(9, 49), "confused"},
		"never laid down": {},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := lead("/upgrade orchestrator axim-engineering")
			f.Asked[0].Rights = upgrade.Rights{Orchestration: upgrade.No, Steward: upgrade.No, People: upgrade.No, Write: upgrade.No}
			want := "confused"
			if laid.want != "" {
				want = laid.want
				f.Settings = upgrade.Settings{"orchestrator": {Name: "orchestrator", Value: "axim-engineering", By: laid.by, At: laid.at}}
				f.Upgrade = f.Upgrade.With(f.Settings)
			}
			plan, _ := upgrade.DecideRoadmap(f)
			var got []string
			for _, action := range plan.Actions {
				if reaction, ok := action.(upgrade.React); ok {
					got = append(got, reaction.Content)
				}
			}
			if diff := cmp.Diff([]string{want}, got); diff != "" {
				t.Errorf("reactions (-want +got):\n%s", diff)
			}
		})
	}
}

func TestRoadmapSettings(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("x", 500)
	withoutRight := lead("/upgrade target 2027-04-01 because support ends")
	withoutRight.Asked[0].Rights = upgrade.Rights{Orchestration: upgrade.No, Steward: upgrade.No, People: upgrade.No, Write: upgrade.Yes}
	cases := map[string]upgrade.RoadmapFacts{
		"target":                lead("/upgrade target 1 April 2027 because support of @everyone ends #5"),
		"target from now on":    lead("/upgrade target in 6 weeks because the release is cut."),
		"target today":          lead("/upgrade target today because we can"),
		"target in the past":    lead("/upgrade target 2026-11-19 because it was"),
		"target without date":   lead("/upgrade target because of @everyone"),
		"target unclear":        lead("/upgrade target 01/04/2027 because it is April or January"),
		"target and more":       lead("/upgrade target 2027-04-01 perhaps because it may"),
		"target without reason": lead("/upgrade target 2027-04-01"),
		"target without right":  withoutRight,
		"target twice":          lead("/upgrade target 2027-04-01 because a", "/upgrade target 2027-05-01 because b", "/upgrade target never"),
		"target again":          laidDown(lead("/upgrade target 2027-05-01 because it moved"), "target", "2027-04-01"),
		"milestone":             lead("/upgrade milestone Willow"),
		"milestone of words":    lead(`/upgrade milestone "Open edX Willow"`),
		"milestone without":     lead("/upgrade milestone"),
		"milestone of a number": lead("/upgrade milestone Willow #2"),
		"milestone in quotes":   lead(`/upgrade milestone "Willow #2"`),
		"milestone too long":    lead("/upgrade milestone " + long[:101]),
		"docs":                  lead("/upgrade docs https://example.org/a?b=c#d"),
		"docs as a link":        lead("/upgrade docs [the page](https://example.org/a)"),
		"docs are an issue":     lead("/upgrade docs https://github.com/openedx/platform-roadmap/issues/5"),
		"docs not https":        lead("/upgrade docs http://example.org/a"),
		"docs are a script":     lead("/upgrade docs javascript:alert(1)"),
		"docs with a password":  lead("/upgrade docs https://me:secret@example.org/a"),
		"docs without a host":   lead("/upgrade docs https:///a"),
		"docs too long":         lead("/upgrade docs https://example.org/" + long),
		"docs without":          lead("/upgrade docs"),
		"docs of two":           lead("/upgrade docs https://example.org/a https://example.org/b"),
		"instructions":          lead("/upgrade instructions <https://example.org/" + long[:200] + ">"),
		"everything laid down": withRoadmap(laidDown(lead("Hello."), "target", "2027-04-01", "steward", "robrap", "milestone", "Willow",
			"docs", "https://example.org/docs", "instructions", "https://example.org/how"), func(f *upgrade.RoadmapFacts) {
			f.Upgrade.SupportEnd = time.Date(2027, 4, 30, 0, 0, 0, 0, time.UTC)
		}),
		"laid down, and to mend": withRoadmap(laidDown(lead("Hello."), "milestone", "Willow"), func(f *upgrade.RoadmapFacts) {
			f.Notes["Ia"] = map[string]string{"no-field:Source": "Source"}
		}),
	}
	for name, facts := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			plan, _ := upgrade.DecideRoadmap(heard(facts, name, "everything laid down", "laid down, and to mend"))
			golden(t, "roadmap-settings", name, plan)
		})
	}
}
