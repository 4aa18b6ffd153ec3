package emulator

// teamJSON is a team wherever one is named.
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
