package emulator

// permissionWords are roles as teams and collaborators of repositories have them.
var permissionWords = [...]string{"none", "pull", "triage", "push", "maintain", "admin"}

// permissionsJSON spells out what a role includes.
func permissionsJSON(given role) object {
	return object{
		"pull": given >= roleRead, "triage": given >= roleTriage, "push": given >= roleWrite,
		"maintain": given >= roleMaintain, "admin": given >= roleAdmin,
	}
}

// collaboratorJSON is a user with their right on a repository.
func (e *Emulator) collaboratorJSON(r *repository, u *user) object {
	given := r.roleOf(u)
	return e.userJSON(u).with(object{"role_name": given.String(), "permissions": permissionsJSON(given)})
}

// fullUserJSON is the answer to GET /users/{username}.
func (e *Emulator) fullUserJSON(u *user) object {
	return e.userJSON(u).with(e.profileJSON(u.name, u.createdAt))
}

// fullOrganizationJSON is the answer to GET /orgs/{org}, without what only its owners see.
func (e *Emulator) fullOrganizationJSON(o *organization) object {
	public := 0
	for _, r := range o.repos {
		if !r.private {
			public++
		}
	}
	return e.organizationJSON(o).with(object{
		"name": o.name, "type": "Organization", "html_url": e.webURL("%s", o.login), "is_verified": false,
		"has_organization_projects": true, "has_repository_projects": true, "public_repos": public, "public_gists": 0,
		"followers": 0, "following": 0, "archived_at": nil, "created_at": stamp(o.createdAt), "updated_at": stamp(o.createdAt),
	})
}

// teamJSON is a team in lists.
func (e *Emulator) teamJSON(t *team) object {
	o := e.shortTeamJSON(t)
	o["parent"] = nil
	if t.parent != nil {
		o["parent"] = e.shortTeamJSON(t.parent)
	}
	return o
}

// shortTeamJSON is a team as another one's parent.
func (e *Emulator) shortTeamJSON(t *team) object {
	api := e.apiURL("organizations/%d/team/%d", t.org.id, t.id)
	return object{
		"id": t.id, "node_id": t.nodeID, "slug": t.slug, "name": t.name, "description": nil, "privacy": "closed",
		"notification_setting": "notifications_enabled", "permission": "pull", "type": "organization", "organization_id": t.org.id,
		"url": api, "html_url": e.webURL("orgs/%s/teams/%s", t.org.login, t.slug),
		"members_url": api + "/members{/member}", "repositories_url": api + "/repos",
	}
}

// fullTeamJSON is the answer to GET /orgs/{org}/teams/{team_slug}.
func (e *Emulator) fullTeamJSON(t *team) object {
	repos := 0
	for _, r := range t.org.repos {
		if r.roleOfTeam(t) > roleNone {
			repos++
		}
	}
	return e.teamJSON(t).with(object{
		"members_count": len(t.everybody()), "repos_count": repos, "organization": e.fullOrganizationJSON(t.org),
		"created_at": stamp(t.createdAt), "updated_at": stamp(t.createdAt),
	})
}

// teamRepositoryJSON is a repository with a team's right on it.
func (e *Emulator) teamRepositoryJSON(t *team, r *repository) object {
	given := r.roleOfTeam(t)
	return e.repositoryJSON(r).with(object{"role_name": given.String(), "permissions": permissionsJSON(given)})
}
