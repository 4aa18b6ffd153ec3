package emulator

func peopleRoutes() []route {
	return []route{
		operation("GET users/{user}", getUser),
		operation("GET orgs/{org}/teams/{team}/memberships/{user}", getMembership),
	}
}

// getUser answers a person, a bot or an organisation.
func getUser(q *request) (answer, error) {
	if u := q.findUser(q.params["user"]); u != nil {
		return okAnswer(q.userJSON(u).with(q.profileJSON(u.name, u.createdAt)))
	}
	if o := q.findOrganization(q.params["user"]); o != nil {
		return okAnswer(q.ownerJSON(o).with(q.profileJSON(o.name, o.createdAt)))
	}
	return answer{}, notFound()
}

// getMembership answers for members of the team and of teams below it.
func getMembership(q *request) (answer, error) {
	o := q.findOrganization(q.params["org"])
	if o == nil || !q.seesTeams(o) {
		return answer{}, notFound()
	}
	t, u := o.team(q.params["team"]), q.findUser(q.params["user"])
	if t == nil || u == nil || !t.includes(u) {
		return answer{}, notFound()
	}
	role := "member"
	if contains(t.maintainers, u) || o.hasOwner(u) {
		role = "maintainer"
	}
	return okAnswer(object{
		"url":  q.apiURL("organizations/%d/team/%d/memberships/%s", o.id, t.id, u.login),
		"role": role, "state": "active",
	})
}

// seesTeams wants membership of a person and the members permission of an app.
func (a actor) seesTeams(o *organization) bool {
	if a.installation != nil {
		return a.installation.org == o && a.via.permissions["members"] != ""
	}
	return a.user != nil && o.hasMember(a.user)
}

// getPermission answers a user's right on a repository, in the four old words and by role name.
func getPermission(q *request) (answer, error) {
	r, err := q.repository()
	if err != nil {
		return answer{}, err
	}
	u := q.findUser(q.params["user"])
	if u == nil {
		return answer{}, notFound()
	}
	if q.user == nil || q.role(r) < roleWrite {
		return answer{}, forbidden("Must have push access to view collaborator permission.")
	}
	given := r.roleOf(u)
	legacy := given
	if given == roleTriage || given == roleMaintain {
		legacy-- // the old words have only the next lower right
	}
	return okAnswer(object{"permission": legacy.String(), "role_name": given.String(), "user": q.userJSON(u).with(object{
		"role_name": given.String(), "permissions": object{
			"pull": given >= roleRead, "triage": given >= roleTriage, "push": given >= roleWrite,
			"maintain": given >= roleMaintain, "admin": given >= roleAdmin,
		},
	})})
}
