package emulator

import "time"

// install puts the app into an organisation; selected is nil for all repositories.
func (t *tx) install(o *organization, selected []*repository) error {
	if o.installation != nil {
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
	t.emitInstallation("installation", "deleted", in, object{"repositories": repos, "requester": nil})
	return nil
}

// suspend stops the installation's API access and webhooks, or lets them go on.
func (t *tx) suspend(o *organization, suspended bool) error {
	in := o.installation
	if in == nil {
		return notFound()
	}
	if in.suspended() == suspended {
		return nil
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
	if in.includes(r) == included {
		return nil
	}
	added, removed := []object{}, []object{}
	action := "removed"
	if included {
		action, added = "added", append(added, shortRepositoryJSON(r))
		in.selected = append(in.selected, r)
	} else {
		removed = append(removed, shortRepositoryJSON(r))
		in.selected = append([]*repository{}, without(r.owner.reposOf(in), r)...)
	}
	in.updatedAt = t.at
	t.emitInstallation("installation_repositories", action, in, object{
		"repositories_added": added, "repositories_removed": removed, "repository_selection": "selected", "requester": nil,
	})
	return nil
}

// newInstallation makes an installation without telling anybody.
func (e *Emulator) newInstallation(o *organization, selected []*repository, at time.Time) {
	o.installation = &installation{id: e.ids.number("installation"), org: o, createdAt: at, updatedAt: at, selected: selected}
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
