package emulator

import (
	"maps"
	"net/url"
	"slices"
	"strings"
)

// appPages show the app and install it.
func appPages() []pageRoute {
	return []pageRoute{
		onPage("GET apps/{app}", showApp),
		onPage("GET apps/{app}/installations/new", offerInstall),
		onPage("POST apps/{app}/installations/new", installForm),
	}
}

// appData is what the app's pages say about it.
type appData struct {
	Name, Slug, Description, Homepage, Owner string
	Permissions, Events                      []string
}

// appOfPath is the app, if the path names it.
func (v *visit) appOfPath() (appData, error) {
	a := v.app
	if a == nil || !sameFold(a.slug, v.params["app"]) {
		return appData{}, notFound()
	}
	d := appData{Name: a.name, Slug: a.slug, Description: a.description, Homepage: a.homepage, Events: a.events, Permissions: permissionLines(a.permissions)}
	if a.owner != nil {
		d.Owner = a.owner.login
	} else {
		d.Owner = a.person.login
	}
	return d, nil
}

func permissionLines(permissions map[string]string) []string {
	return list(slices.Sorted(maps.Keys(permissions)), func(name string) string { return name + ": " + permissions[name] })
}

func showApp(v *visit) (screen, error) {
	d, err := v.appOfPath()
	if err != nil {
		return screen{}, err
	}
	return shows("app", d.Name, d)
}

// installData is the page that installs the app: first for a choice of
// organisation, then of its repositories.
type installData struct {
	appData
	State         string
	Organizations []installChoice
	Organization  string // the chosen one
	Repositories  []string
	Owners        string // who could install it, when the person who acts cannot
}

type installChoice struct {
	Login, Path string
	Installed   bool
}

func offerInstall(v *visit) (screen, error) {
	about, err := v.appOfPath()
	if err != nil {
		return screen{}, err
	}
	query := v.http.URL.Query()
	d := installData{appData: about, State: query.Get("state")}
	chosen := v.findOrganization(query.Get("organization"))
	if chosen != nil && (!chosen.hasOwner(v.user) || chosen.installation != nil) {
		chosen = nil
	}
	if chosen != nil {
		d.Organization = chosen.login
		d.Repositories = list(chosen.repos, func(r *repository) string { return r.name })
	}
	for _, o := range v.organizations() {
		if chosen != nil || !o.hasOwner(v.user) {
			continue
		}
		choice := installChoice{Login: o.login, Installed: o.installation != nil}
		choice.Path = withQuery("/apps/"+about.Slug+"/installations/new", url.Values{"organization": {o.login}, "state": {d.State}})
		if choice.Installed {
			choice.Path = installationPage(o.installation)
		}
		d.Organizations = append(d.Organizations, choice)
	}
	if d.Organizations == nil {
		d.Owners = v.owners()
	}
	s, err := shows("install", "Install "+about.Name, d)
	s.leadsTo = originOf(v.app.afterInstall())
	return s, err
}

// owners names who owns an organisation, each once.
func (v *visit) owners() string {
	var found []string
	for _, o := range v.organizations() {
		for _, login := range logins(o.owners) {
			if !contains(found, login) {
				found = append(found, login)
			}
		}
	}
	return strings.Join(found, " or ")
}

// afterInstall is where a browser goes after an installation; "" for nowhere else.
func (a *app) afterInstall() string {
	if a.oauthOnInstall && len(a.callbacks) > 0 {
		return a.callbacks[0]
	}
	return a.setupURL
}

func installForm(v *visit) (screen, error) {
	if _, err := v.appOfPath(); err != nil {
		return screen{}, err
	}
	o := v.findOrganization(v.posted("organization"))
	if o == nil || !o.hasOwner(v.user) {
		return screen{}, notFound()
	}
	selected, err := v.selectedOf(o)
	if err != nil {
		return screen{}, err
	}
	if err := v.do(func(t *tx) error { return t.install(o, selected) }); err != nil {
		return screen{}, err
	}
	to := v.app.afterInstall()
	if to == "" {
		return after(installationPage(o.installation), v.app.name+" is installed.", nil)
	}
	values := url.Values{"installation_id": {decimal(o.installation.id)}, "setup_action": {"install"}}
	if state := v.posted("state"); state != "" {
		values.Set("state", state)
	}
	if v.app.oauthOnInstall && len(v.app.callbacks) > 0 {
		values.Set("code", v.allowSignIn(signInCode{user: v.user}))
	}
	return screen{location: withQuery(to, values)}, nil
}

// selectedOf are the posted repositories of an organisation; nil for all.
func (v *visit) selectedOf(o *organization) ([]*repository, error) {
	if v.posted("selection") != "selected" {
		return nil, nil
	}
	selected := []*repository{}
	for _, r := range o.repos {
		if contains(v.form["repository"], r.name) {
			selected = append(selected, r)
		}
	}
	if len(selected) == 0 {
		return nil, invalid("Choose at least one repository.")
	}
	return selected, nil
}

// installationPage is the path of an installation's settings.
func installationPage(in *installation) string {
	return strings.Join([]string{"/organizations", in.org.login, "settings/installations", decimal(in.id)}, "/")
}
