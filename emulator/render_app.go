package emulator

import (
	"encoding/base64"
	"slices"
)

// appJSON is the app, as in GET /app.
func (e *Emulator) appJSON(a *app) object {
	return object{
		"id": a.id, "slug": a.slug, "node_id": a.nodeID, "client_id": a.clientID, "owner": e.appOwnerJSON(a), "name": a.name,
		"description": a.description, "external_url": a.homepage, "html_url": e.webURL("apps/%s", a.slug),
		"created_at": stamp(a.createdAt), "updated_at": stamp(a.updatedAt), "permissions": a.permissions, "events": a.events,
	}
}

func (e *Emulator) appOwnerJSON(a *app) object {
	if a.owner == nil {
		return e.userJSON(a.person)
	}
	return e.ownerJSON(a.owner)
}

// viaJSON is the app that something was done with; null for people. Payloads
// name only events of an older list, which lacks those left out here.
func (e *Emulator) viaJSON(a *app) any {
	if a == nil {
		return nil
	}
	o := e.appJSON(a)
	o["events"] = slices.DeleteFunc(slices.Clone(a.events), func(event string) bool {
		return event == "projects_v2" || event == "projects_v2_item" || event == "sub_issues" || event == "issue_dependencies"
	})
	return o
}

// installationJSON is an installation, as in GET /app/installations and in installation payloads.
func (e *Emulator) installationJSON(in *installation) object {
	return object{
		"id": in.id, "client_id": e.app.clientID, "account": e.ownerJSON(in.org), "repository_selection": in.selection(),
		"access_tokens_url": e.apiURL("app/installations/%d/access_tokens", in.id), "repositories_url": e.apiURL("installation/repositories"),
		"html_url": e.webURL("organizations/%s/settings/installations/%d", in.org.login, in.id),
		"app_id":   e.app.id, "app_slug": e.app.slug, "target_id": in.org.id, "target_type": "Organization",
		"permissions": in.permissions, "events": in.events, "created_at": stamp(in.createdAt), "updated_at": stamp(in.updatedAt),
		"single_file_name": nil, "has_multiple_single_files": false, "single_file_paths": []string{},
		"suspended_by": e.userOrNull(in.suspendedBy), "suspended_at": stampOrNull(in.suspendedAt),
	}
}

// installationNode is the node id in the installation member of webhooks: the
// older form, base64 of the type and the database id.
func installationNode(in *installation) string {
	return base64.StdEncoding.EncodeToString([]byte("023:IntegrationInstallation" + decimal(in.id)))
}
