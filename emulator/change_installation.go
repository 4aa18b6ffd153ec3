package emulator

import (
	"maps"
	"slices"
	"time"
)

// install puts the app into an organisation; selected is nil for all repositories.
func (t *tx) install(o *organization, selected []*repository) error {
	switch {
	case t.app == nil:
		return notFound()
	case o.installation != nil:
		return invalid("The app is already installed")
	}
	t.newInstallation(o, selected, t.at)
	t.emitInstallation("installation", "created", o.installation, object{
		"repositories": list(o.reposOf(o.installation), shortRepositoryJSON), "requester": nil,
	})
	return nil
}

// uninstall takes the app out of an organisation; its tokens stop working.
func (t *tx) uninstall(o *organization) error {
	in := o.installation
	if in == nil {
		return notFound()
	}
	repos := list(o.reposOf(in), shortRepositoryJSON)
	o.installation = nil
	t.forgetTokens(in)
	t.emitInstallation("installation", "deleted", in, object{"repositories": repos, "requester": nil})
	return nil
}

// suspend stops the installation's API access and webhooks, or lets them go on.
// What the app itself suspended the organisation cannot lift: docs page
// "Suspending a GitHub App installation". The words are the emulator's own.
func (t *tx) suspend(o *organization, suspended bool) error {
	in := o.installation
	switch {
	case in == nil:
		return notFound()
	case in.suspended() == suspended:
		return nil
	case !suspended && in.suspendedBy == t.app.bot && t.user != t.app.bot:
		return forbidden("The installation was suspended by the owner of the app.")
	}
	action := "unsuspend"
	in.suspendedAt, in.suspendedBy, in.updatedAt = time.Time{}, nil, t.at
	if suspended {
		action = "suspend"
		in.suspendedAt, in.suspendedBy = t.at, t.user
	}
	t.emitInstallation("installation", action, in, object{"repositories": list(o.reposOf(in), shortRepositoryJSON), "requester": nil})
	return nil
}

// selectRepository adds a repository to the installation or takes it out.
func (t *tx) selectRepository(r *repository, included bool) error {
	in := r.owner.installation
	if in == nil {
		return notFound()
	}
	switch {
	case in.includes(r) == included:
	case included:
		t.selectRepositories(in, append(slices.Clone(in.selected), r))
	default:
		t.selectRepositories(in, append([]*repository{}, without(r.owner.reposOf(in), r)...))
	}
	return nil
}

// selectRepositories makes these the installation's repositories; nil stands for all.
func (t *tx) selectRepositories(in *installation, selected []*repository) {
	before := in.org.reposOf(in)
	in.selected, in.updatedAt = selected, t.at
	after := in.org.reposOf(in)
	t.emitSelection(in, "added", missing(before, after))
	t.emitSelection(in, "removed", missing(after, before))
}

// missing are those of all that list lacks.
func missing(list, all []*repository) []*repository {
	return slices.DeleteFunc(slices.Clone(all), func(r *repository) bool { return contains(list, r) })
}

func (t *tx) emitSelection(in *installation, action string, repos []*repository) {
	if len(repos) == 0 {
		return
	}
	body := object{"repositories_added": []object{}, "repositories_removed": []object{}, "repository_selection": in.selection(), "requester": nil}
	body["repositories_"+action] = list(repos, shortRepositoryJSON)
	t.emitInstallation("installation_repositories", action, in, body)
}

// newInstallation makes an installation without telling anybody.
func (e *Emulator) newInstallation(o *organization, selected []*repository, at time.Time) *installation {
	o.installation = &installation{
		id: e.ids.number("installation"), org: o, createdAt: at, updatedAt: at, selected: selected,
		permissions: maps.Clone(e.app.permissions), events: slices.Clone(e.app.events),
	}
	return o.installation
}

// reposOf are the organisation's repositories that an installation includes.
func (o *organization) reposOf(in *installation) []*repository {
	var included []*repository
	for _, r := range o.repos {
		if in.includes(r) {
			included = append(included, r)
		}
	}
	return included
}
