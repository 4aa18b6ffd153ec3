package emulator

// actor is who does something: a person, an installation of the app, whose
// user is then the app's bot, or a person through the app, with a user token.
type actor struct {
	user         *user
	installation *installation
	via          *app           // nil for people who act themselves
	personal     *personalToken // what limits a person who acts with such a token; else nil
	token        *token         // the installation token; nil stands for one that reaches all the installation does
}

// given is the level at which the actor's app holds a permission in an
// organisation; "" for none. People who act themselves need none.
func (a actor) given(name string, o *organization) string {
	if a.personal != nil {
		return a.personal.given(name, o)
	}
	if a.via == nil {
		return levelAdmin
	}
	in := o.installation
	if in == nil || in.suspended() || a.installation != nil && a.installation != in {
		return ""
	}
	if a.token != nil && a.token.permissions != nil {
		return lower(in.permissions[name], a.token.permissions[name])
	}
	return in.permissions[name]
}

// holds reports whether the actor's app holds a permission, at a level or
// above, for a repository.
func (a actor) holds(name, level string, r *repository) bool {
	return a.reaches(r) && covers(a.given(name, r.owner), level)
}

// reaches reports whether the actor's app is installed for the repository, and
// the token not narrower.
func (a actor) reaches(r *repository) bool {
	if a.personal != nil {
		return a.personal.reaches(r)
	}
	if a.via == nil {
		return true
	}
	in := r.owner.installation
	switch {
	case in == nil || !in.includes(r) || in.suspended():
		return false
	case a.installation != nil && a.installation != in:
		return false
	default:
		return a.token == nil || a.token.repos == nil || contains(a.token.repos, r)
	}
}

// mayWrite reports whether the actor's app may change an issue; for a pull
// request either of two permissions will do.
func (a actor) mayWrite(i *issue) bool {
	return a.holds("issues", levelWrite, i.repo) || i.pull != nil && a.holds("pull_requests", levelWrite, i.repo)
}

// mayRead reports whether the actor reads an issue or pull request of a
// repository that it sees. What is public needs no permission.
func (a actor) mayRead(i *issue) bool {
	return !i.repo.private || a.holds("issues", levelRead, i.repo) || i.pull != nil && a.holds("pull_requests", levelRead, i.repo)
}

// role is the actor's right on a repository. A person through the app has the
// lower of both rights.
func (a actor) role(r *repository) role {
	switch {
	case a.personal != nil:
		return min(r.roleOf(a.user), a.appRole(r))
	case a.via == nil:
		return r.roleOf(a.user)
	case a.installation == nil:
		return min(r.roleOf(a.user), a.appRole(r))
	default:
		return a.appRole(r)
	}
}

// appRole is as far as the app's permissions go on a repository, whatever the
// object: each change asks for its own permission besides.
func (a actor) appRole(r *repository) role {
	switch {
	case a.holds("administration", levelWrite, r):
		return roleAdmin
	case a.holds("issues", levelWrite, r), a.holds("pull_requests", levelWrite, r), a.holds("contents", levelWrite, r):
		return roleWrite
	case a.reaches(r) || !r.private:
		return roleRead
	default:
		return roleNone
	}
}

// sees reports whether the repository exists for the actor.
func (a actor) sees(r *repository) bool { return a.role(r) >= roleRead }

// visible are those of the issues that the actor can see; the list is a new one.
func (a actor) visible(issues []*issue) []*issue {
	var seen []*issue
	for _, i := range issues {
		if a.sees(i.repo) {
			seen = append(seen, i)
		}
	}
	return seen
}

// seesBoard reports whether the actor may read a board.
func (a actor) seesBoard(b *board) bool { return b.public || a.usesBoards(b.org, levelRead) }

// writesBoard reports whether the actor may change a board and what is on it.
func (a actor) writesBoard(b *board) bool { return a.writesBoards(b.org) }

// writesBoards reports whether the actor may make boards in an organisation.
func (a actor) writesBoards(o *organization) bool { return a.usesBoards(o, levelWrite) }

func (a actor) usesBoards(o *organization, level string) bool {
	return covers(a.given("organization_projects", o), level) && (a.installation != nil || o.hasMember(a.user))
}
