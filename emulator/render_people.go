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
