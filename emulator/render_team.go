package emulator

// teamJSON is a team wherever one is named.
func (e *Emulator) teamJSON(t *team) object {
	api := e.apiURL("organizations/%d/team/%d", t.org.id, t.id)
	o := object{
		"id": t.id, "node_id": t.nodeID, "name": t.name, "slug": t.slug, "description": nil, "privacy": "closed",
		"notification_setting": "notifications_enabled", "permission": "pull", "url": api,
		"html_url": e.webURL("orgs/%s/teams/%s", t.org.login, t.slug), "members_url": api + "/members{/member}",
		"repositories_url": api + "/repos", "parent": nil, "type": "organization", "organization_id": t.org.id,
	}
	if t.parent != nil {
		parent := e.teamJSON(t.parent)
		delete(parent, "parent")
		o["parent"] = parent
	}
	return o
}
