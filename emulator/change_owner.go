package emulator

import (
	"slices"
	"strings"
	"time"
)

// newRepository makes an empty public repository without telling anybody.
func (e *Emulator) newRepository(o *organization, name string, at time.Time) *repository {
	r := &repository{
		id: e.ids.number("repository"), owner: o, name: name, defaultBranch: "main", createdAt: at, updatedAt: at, pushedAt: at,
		roles: map[*user]role{}, teamRoles: map[*team]role{},
	}
	r.nodeID = nodeID("R", r.id)
	o.repos = append(o.repos, r)
	e.repos[strings.ToLower(r.fullName())] = r
	e.nodes[r.nodeID] = r
	return r
}

// createRepository makes a repository of an organisation, whose members may do
// so; with a first commit if wanted.
func (t *tx) createRepository(o *organization, s settings, withCommit bool) (*repository, error) {
	name := cleanName(deref(s.Name))
	if err := t.mayCreateIn(o); err != nil {
		return nil, err
	}
	if err := t.checkName(o, nil, name); err != nil {
		return nil, invalid("Repository creation failed.", asProblem(err).errors...)
	}
	r := t.newRepository(o, name, t.at)
	r.description, r.issuesDisabled = deref(s.Description), s.HasIssues != nil && !*s.HasIssues
	if private := s.private(); private != nil {
		r.private = *private
	}
	if t.installation == nil {
		r.roles[t.user] = roleAdmin
	} else if t.installation.selected != nil {
		t.installation.selected = append(t.installation.selected, r) // an app is given what it makes
	}
	t.wrote("create repository", r.fullName(), r.description)
	t.emit("repository", "created", o, r, object{})
	if withCommit {
		readme := "# " + r.name + "\n"
		t.commitOn(r, r.defaultBranch, &commit{message: "Initial commit"}, map[string]*string{"README.md": &readme})
	}
	return r, nil
}

func (t *tx) mayCreateIn(o *organization) error {
	switch {
	case t.user == nil:
		return notFound()
	case !covers(t.given("administration", o), levelWrite):
		return forbidden(messageNoAccess)
	case t.installation == nil && !o.hasMember(t.user):
		return forbidden("You need admin access to the organization before adding a repository to it.")
	}
	return nil
}

// deleteRepository removes a repository with everything in it. Its names,
// former ones too, are free from then on.
func (t *tx) deleteRepository(r *repository) error {
	if err := t.mayAdminister(r); err != nil {
		return err
	}
	t.wrote("delete repository", r.fullName(), "")
	t.emit("repository", "deleted", r.owner, r, object{})
	for _, i := range r.issues {
		if i != nil {
			t.dropContent(i)
		}
	}
	r.owner.repos = without(r.owner.repos, r)
	r.withdraw()
	for name, each := range t.repos {
		if each == r {
			delete(t.repos, name)
		}
	}
	delete(t.nodes, r.nodeID)
	for _, l := range r.labels {
		delete(t.nodes, l.nodeID)
	}
	for _, m := range r.milestones {
		delete(t.nodes, m.nodeID)
	}
	return nil
}

// withdraw takes a repository out of its owner's installation, if it was picked for it.
func (r *repository) withdraw() {
	if in := r.owner.installation; in != nil && in.selected != nil {
		in.selected = without(in.selected, r)
	}
}

// transferRepository gives a repository to another organisation in which the
// actor may make one. Its old name redirects, teams lose their rights.
func (t *tx) transferRepository(r *repository, to *organization, name string) error {
	if err := t.mayAdminister(r); err != nil {
		return err
	}
	if to == nil || to == r.owner || t.installation != nil || !to.hasMember(t.user) {
		return invalid("Validation Failed", fieldProblem{Resource: "Repository", Field: "new_owner", Code: "invalid"})
	}
	name = cleanName(either(name, r.name))
	if err := t.checkName(to, r, name); err != nil {
		return err
	}
	from := r.owner
	r.withdraw()
	from.repos = without(from.repos, r)
	to.repos = append(to.repos, r)
	r.owner, r.name, r.updatedAt, r.teamRoles = to, name, t.at, map[*team]role{}
	r.roles[t.user] = roleAdmin
	t.repos[strings.ToLower(r.fullName())] = r
	t.partFamilies(r)
	was := object{"owner": object{"from": object{"organization": t.organizationJSON(from).with(object{"html_url": t.webURL("%s", from.login)})}}}
	t.emit("repository", "transferred", to, r, object{"changes": was})
	return nil
}

// partFamilies ends what only issues of one owner can have: parents and sub-issues elsewhere.
func (t *tx) partFamilies(r *repository) {
	for _, i := range r.issues {
		if i == nil {
			continue
		}
		if i.parent != nil && i.parent.repo.owner != r.owner {
			i.parent.subIssues = without(i.parent.subIssues, i)
			i.parent = nil
		}
		i.subIssues = slices.DeleteFunc(slices.Clone(i.subIssues), func(child *issue) bool {
			apart := child.repo.owner != r.owner
			if apart {
				child.parent = nil
			}
			return apart
		})
	}
}
