package say_test

import (
	"testing"

	"github.com/upkeep-app/upkeep/command"
	"github.com/upkeep-app/upkeep/say"
)

func TestNotAllowed(t *testing.T) {
	t.Parallel()
	const write, owner, orchestration, steward, people = command.RoleWrite, command.RoleOwner, command.RoleOrchestration, command.RoleSteward, command.RolePeople
	names := map[command.Role]say.Quoted{owner: say.Quote("@acme/platform"), orchestration: say.Quote("arbi-bom"), steward: {}}
	tests := map[string][]command.Role{
		"This command is for everyone who may comment.":          {people, command.RoleAnyone},
		"This command is for the people named in the policy.":    {people},
		"This command is for the orchestration team `arbi-bom`.": {orchestration},
		"This command is for people who may write to the repository, the repository's owner or owning team `@acme/platform`, and the orchestration team `arbi-bom`.": {orchestration, owner, write},
		"This command is for the orchestration team `arbi-bom` and the steward of the upgrade.":                                                                      {steward, orchestration},
		"This command is for nobody.": nil,
	}
	for want, roles := range tests {
		got := say.NotAllowed(roles, names)
		if got != want {
			t.Errorf("%v: %q, want %q", roles, got, want)
		}
		if live := say.Live(got); len(live) > 0 {
			t.Errorf("%q holds %q, which would come alive", got, live)
		}
	}
}
