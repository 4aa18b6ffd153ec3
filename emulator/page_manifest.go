package emulator

import (
	"maps"
	"net/url"
	"slices"
)

// manifestPages register the app from a manifest that another site's form posts here.
func manifestPages() []pageRoute {
	return []pageRoute{
		onPage("POST settings/apps/new", offerManifest),
		onPage("POST settings/apps/create", registerManifest),
		onPage("POST organizations/{org}/settings/apps/new", offerManifest),
		onPage("POST organizations/{org}/settings/apps/create", registerManifest),
	}
}

// manifestData is the page on which a person agrees to a manifest.
type manifestData struct {
	Action, Manifest, State, Name string
	Owner, Description, Hook      string
	Permissions                   []string
	Events                        []string
	Wrong                         []string
	HasApp                        bool
}

// manifestOwner is the organisation of the path; nil when the person is to own the app.
func (v *visit) manifestOwner() (owner *organization, path string, err error) {
	if v.params["org"] == "" {
		return nil, "/settings/apps", nil
	}
	o := v.findOrganization(v.params["org"])
	if o == nil {
		return nil, "", notFound()
	}
	return o, "/organizations/" + o.login + "/settings/apps", nil
}

func offerManifest(v *visit) (screen, error) {
	owner, path, err := v.manifestOwner()
	if err != nil {
		return screen{}, err
	}
	m, wrong := readManifest(v.form.Get("manifest"))
	d := manifestData{
		Action: path + "/create", Manifest: v.form.Get("manifest"), State: v.http.URL.Query().Get("state"), Name: m.Name,
		Description: m.Description, Events: m.Events, Wrong: wrong, HasApp: v.app != nil,
	}
	if owner != nil {
		d.Owner = owner.login
	} else if v.user != nil {
		d.Owner = v.user.login
	}
	if m.Hook != nil {
		d.Hook = m.Hook.URL
	}
	for _, name := range slices.Sorted(maps.Keys(m.Permissions)) {
		d.Permissions = append(d.Permissions, name+": "+m.Permissions[name])
	}
	s, err := shows("manifest", "Create a GitHub App", d)
	s.leadsTo = originOf(m.RedirectURL)
	return s, err
}

func registerManifest(v *visit) (screen, error) {
	owner, _, err := v.manifestOwner()
	if err != nil {
		return screen{}, err
	}
	m, wrong := readManifest(v.form.Get("manifest"))
	if len(wrong) > 0 {
		return screen{}, invalid(wrong[0])
	}
	m.Name = v.posted("name")
	var code string
	err = v.do(func(t *tx) error {
		var err error
		code, err = t.agree(m, owner)
		return err
	})
	if err != nil {
		return screen{}, err
	}
	values := url.Values{"code": {code}}
	if state := v.posted("state"); state != "" {
		values.Set("state", state)
	}
	return screen{location: withQuery(m.RedirectURL, values)}, nil
}
