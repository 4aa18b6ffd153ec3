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
	Belongs     []string // organisations and teams
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
		switch {
		case o.hasOwner(u):
			d.Belongs = append(d.Belongs, o.login+" (owner)")
		case o.hasMember(u):
			d.Belongs = append(d.Belongs, o.login)
		}
		for _, t := range o.teams {
			if contains(t.members, u) {
				d.Belongs = append(d.Belongs, o.login+"/"+t.slug)
			}
		}
	}
	return shows("person", u.login, d)
}

func (v *visit) showOrganization(o *organization) (screen, error) {
	d := organizationData{Login: o.login, Name: o.name, Installed: v.installedIn(o), Owners: logins(o.owners), Members: logins(o.members)}
	for _, r := range o.repos {
		if !v.sees(r) {
			continue
		}
		line := repositoryLine{repositoryHead: headOf(r), Description: r.description}
		line.Issues, line.Pulls = r.countOpen()
		d.Repositories = append(d.Repositories, line)
	}
	for _, b := range o.boards {
		if v.seesBoard(b) {
			d.Boards = append(d.Boards, boardLine{boardPath(b), b.title, len(b.items), b.public})
		}
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
