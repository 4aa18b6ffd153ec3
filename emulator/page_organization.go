package emulator

func organizationPages() []pageRoute {
	return []pageRoute{onPage("GET {owner}", showAccount)}
}

// organizationData is the page of an organisation.
type organizationData struct {
	Login, Name, Installed string
	Repositories           []repositoryLine
	Boards                 []boardLine
	Teams                  []teamLine
	Owners, Members        []string
	// AppPath leads owners to the app's settings in the organisation, or to where they can install it.
	AppPath  string
	Settings bool
}

type repositoryLine struct {
	repositoryHead
	Description   string
	Issues, Pulls int
}

type boardLine struct {
	Path, Title string
	Cards       int
	Public      bool
}

type teamLine struct {
	Slug, Name, Parent string
	Members            []string
}

// personData is the page of a person or bot.
type personData struct {
	Login, Name string
	Bot         bool
	Belongs     []membership
}

// membership is an organisation or team that a person belongs to.
type membership struct {
	Name, Path string
	Owner      bool
}

// showAccount is the page of an organisation, or of a person.
func showAccount(v *visit) (screen, error) {
	if o := v.findOrganization(v.params["owner"]); o != nil {
		return v.showOrganization(o)
	}
	u := v.findUser(v.params["owner"])
	if u == nil {
		return screen{}, notFound()
	}
	d := personData{Login: u.login, Name: u.name, Bot: u.bot}
	for _, o := range v.organizations() {
		if o.hasMember(u) {
			d.Belongs = append(d.Belongs, membership{o.login, "/" + o.login, o.hasOwner(u)})
		}
		for _, t := range o.teams {
			if contains(t.members, u) {
				name := o.login + "/" + t.slug
				path, _ := v.accountPath(name)
				d.Belongs = append(d.Belongs, membership{Name: name, Path: path})
			}
		}
	}
	return shows("person", u.login, d)
}

func (v *visit) showOrganization(o *organization) (screen, error) {
	d := organizationData{Login: o.login, Name: o.name, Installed: v.installedIn(o), Owners: logins(o.owners), Members: logins(o.members), Boards: v.boards(o)}
	for _, r := range o.repos {
		if !v.sees(r) {
			continue
		}
		line := repositoryLine{repositoryHead: headOf(r), Description: r.description}
		line.Issues, line.Pulls = r.countOpen()
		d.Repositories = append(d.Repositories, line)
	}
	switch {
	case v.app == nil || !o.hasOwner(v.user):
	case o.installation != nil:
		d.AppPath, d.Settings = installationPage(o.installation), true
	default:
		d.AppPath = "/apps/" + v.app.slug + "/installations/new?organization=" + o.login
	}
	for _, t := range o.teams {
		line := teamLine{Slug: t.slug, Name: t.name, Members: logins(t.members)}
		if t.parent != nil {
			line.Parent = t.parent.name
		}
		d.Teams = append(d.Teams, line)
	}
	return shows("organization", o.name, d)
}

// boards are the boards that the visitor may see.
func (v *visit) boards(o *organization) []boardLine {
	var lines []boardLine
	for _, b := range o.boards {
		if v.seesBoard(b) {
			lines = append(lines, boardLine{boardPath(b), b.title, len(b.items), b.public})
		}
	}
	return lines
}

// countOpen counts the open issues and pull requests.
func (r *repository) countOpen() (issues, pulls int) {
	for _, i := range r.issues {
		switch {
		case i == nil || i.closed:
		case i.pull != nil:
			pulls++
		default:
			issues++
		}
	}
	return issues, pulls
}
