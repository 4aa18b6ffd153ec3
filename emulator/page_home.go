package emulator

func homePages() []pageRoute {
	return []pageRoute{onPage("GET ", home)}
}

// homeData is the first page: what there is to look at.
type homeData struct {
	Organizations []homeOrganization
}

type homeOrganization struct {
	Login, Name     string
	Repositories    int
	Boards          []boardLine
	Installed       string
	Owners, Members []string
}

func home(v *visit) (screen, error) {
	var d homeData
	for _, o := range v.organizations() {
		shown := homeOrganization{Login: o.login, Name: o.name, Owners: logins(o.owners), Members: logins(o.members), Installed: v.installedIn(o), Boards: v.boards(o)}
		for _, r := range o.repos {
			if v.sees(r) {
				shown.Repositories++
			}
		}
		d.Organizations = append(d.Organizations, shown)
	}
	return shows("home", "Organisations", d)
}

// installedIn says how far the app is installed.
func (e *Emulator) installedIn(o *organization) string {
	switch in := o.installation; {
	case in == nil:
		return "not installed"
	case in.suspended():
		return "suspended"
	case in.selected != nil:
		return "installed in some repositories"
	default:
		return "installed"
	}
}

func logins(of []*user) []string { return list(of, func(u *user) string { return u.login }) }
