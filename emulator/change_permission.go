package emulator

import (
	"maps"
	"slices"
)

// askFor makes these the permissions and events of the app. What is taken away
// or lowered is gone from every installation at once; what is new waits there
// until the owner accepts it (GitHub's page "Modifying a GitHub App registration").
func (t *tx) askFor(permissions map[string]string, events []string) error {
	for name, level := range permissions {
		if highest, known := knownPermissions[name]; !known || level == "" || !covers(highest, level) || !contains(levels, level) {
			return invalid("Validation Failed", fieldProblem{Resource: "Integration", Field: "permissions." + name, Code: "invalid"})
		}
	}
	t.app.permissions, t.app.events, t.app.updatedAt = withMetadata(permissions), slices.Clone(events), t.at
	for _, o := range t.organizations() {
		if in := o.installation; in != nil {
			in.permissions = narrowed(in.permissions, t.app.permissions)
			in.events = slices.DeleteFunc(slices.Clone(in.events), func(event string) bool { return !contains(events, event) })
		}
	}
	return nil
}

// asksMore reports whether the app wants more than an installation has accepted.
func (e *Emulator) asksMore(in *installation) bool {
	return !maps.Equal(in.permissions, e.app.permissions) || !slices.Equal(in.events, e.app.events)
}

// accept gives an installation all that the app asks for; nothing happens if it has it.
func (t *tx) accept(o *organization) error {
	in := o.installation
	switch {
	case in == nil:
		return notFound()
	case !t.asksMore(in):
		return nil
	}
	in.permissions, in.events, in.updatedAt = maps.Clone(t.app.permissions), slices.Clone(t.app.events), t.at
	t.emitInstallation("installation", "new_permissions_accepted", in, object{"repositories": list(o.reposOf(in), shortRepositoryJSON), "requester": nil})
	return nil
}
