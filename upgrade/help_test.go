package upgrade_test

import (
	"strings"
	"testing"

	"github.com/upkeep-app/upkeep/command"
	"github.com/upkeep-app/upkeep/upgrade"
)

// askedOnRoadmap is a roadmap issue without children and with a comment.
func askedOnRoadmap(lines ...string) upgrade.RoadmapFacts {
	f := roadmap(nil)
	f.Asked = []upgrade.Asked{comment(100, lines...)}
	return f
}

// Help on a command needs no right, and explains it also where it cannot be used.
func TestHelpOnACommand(t *testing.T) {
	t.Parallel()
	none := rights(upgrade.No, upgrade.No, upgrade.No)
	tighter := with(settledChild(), func(f *upgrade.ChildFacts) {
		f.Policy.Commands = map[string][]command.Role{command.OwnerDoes: {command.RolePeople, command.RoleSteward}}
	})
	for name, facts := range map[string]upgrade.ChildFacts{
		"of a command":      lastAsked(ask(settledChild(), "/upgrade help owner-does"), none),
		"as the policy has": ask(tighter, "/upgrade help OWNER-DOES"),
		"of no command":     ask(settledChild(), "/upgrade help owner-dose"),
		"next to a mistake": ask(settledChild(), "/upgrade help help", "/upgrade owner-does what"),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			golden(t, "help", name, upgrade.DecideChild(reported(facts)))
		})
	}
	plan, _ := upgrade.DecideRoadmap(heard(askedOnRoadmap("/upgrade help owner-does"), ""))
	golden(t, "help", "of a command for another place", plan)
}

// Help without a name, and the bare prefix, list exactly the commands of the place.
func TestHelpListsWhatIsUsableHere(t *testing.T) {
	t.Parallel()
	for _, line := range []string{"/upgrade help", "/upgrade"} {
		onRoadmap, _ := upgrade.DecideRoadmap(askedOnRoadmap(line))
		for place, plan := range map[command.Place]upgrade.Plan{
			command.OnChild: upgrade.DecideChild(reported(ask(settledChild(), line))), command.OnRoadmap: onRoadmap,
		} {
			text := planText(plan)
			for _, spec := range command.Table() {
				usable := spec.Where == command.Anywhere || spec.Where == place
				if strings.Contains(text, "- `"+spec.Usage+"` — "+spec.Summary+"\n") != usable {
					t.Errorf("%s %s: lists %s wrongly:\n%s", line, place, spec.Name, text)
				}
			}
			if !strings.Contains(text, "react +1") || strings.Contains(text, "confused") {
				t.Errorf("%s %s is no question:\n%s", line, place, text)
			}
		}
	}
}
