package emulator

import "slices"

// installationPages are the settings of an installation, for owners of its organisation.
func installationPages() []pageRoute {
	return []pageRoute{
		onPage("GET organizations/{org}/settings/installations/{installation}", showInstallation),
		onPage("POST organizations/{org}/settings/installations/{installation}", changeInstallation),
	}
}

// installationData is an installation, and what can be done with it.
type installationData struct {
	Path, App, Slug, Organization string
	Permissions, Events           []string
	Wanted                        []string // permissions that it has not accepted yet
	Suspended, All                bool
	Repositories                  []installationRepository
}

type installationRepository struct {
	Name     string
	Included bool
}

// installationOfPath is the installation of the path, if the person may change it.
func (v *visit) installationOfPath() (*installation, error) {
	o := v.findOrganization(v.params["org"])
	if o == nil || o.installation == nil || decimal(o.installation.id) != v.params["installation"] || !o.hasOwner(v.user) {
		return nil, notFound()
	}
	return o.installation, nil
}

func showInstallation(v *visit) (screen, error) {
	in, err := v.installationOfPath()
	if err != nil {
		return screen{}, err
	}
	d := installationData{
		Path: installationPage(in), App: v.app.name, Slug: v.app.slug, Organization: in.org.login, Suspended: in.suspended(), All: in.selected == nil,
		Permissions: permissionLines(in.permissions), Events: in.events,
		Repositories: list(in.org.repos, func(r *repository) installationRepository { return installationRepository{r.name, in.includes(r)} }),
	}
	if v.asksMore(in) {
		d.Wanted = slices.DeleteFunc(permissionLines(v.app.permissions), func(line string) bool { return contains(d.Permissions, line) })
		for _, event := range v.app.events {
			if !contains(in.events, event) {
				d.Wanted = append(d.Wanted, "event "+event)
			}
		}
	}
	return shows("installation", v.app.name+" in "+in.org.login, d)
}

func changeInstallation(v *visit) (screen, error) {
	in, err := v.installationOfPath()
	if err != nil {
		return screen{}, err
	}
	back, done := installationPage(in), ""
	switch v.posted("act") {
	case "suspend":
		done, err = "Suspended.", v.do(func(t *tx) error { return t.suspend(in.org, true) })
	case "unsuspend":
		done, err = "No longer suspended.", v.do(func(t *tx) error { return t.suspend(in.org, false) })
	case "accept":
		done, err = "The new permissions are accepted.", v.do(func(t *tx) error { return t.accept(in.org) })
	case "select":
		done, err = "The repositories are chosen.", v.chooseRepositories(in)
	case "uninstall":
		back = "/" + in.org.login
		done, err = "Uninstalled.", v.do(func(t *tx) error { return t.uninstall(in.org) })
	default:
		return screen{}, notFound()
	}
	return after(back, done, err)
}

func (v *visit) chooseRepositories(in *installation) error {
	selected, err := v.selectedOf(in.org)
	if err != nil {
		return err
	}
	return v.do(func(t *tx) error {
		t.selectRepositories(in, selected)
		return nil
	})
}
