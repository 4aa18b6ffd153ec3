package emulator

import (
	"maps"
	"slices"
)

// The levels of an app's permission, each including those before it.
const (
	levelRead  = "read"
	levelWrite = "write"
	levelAdmin = "admin"
)

var levels = []string{"", levelRead, levelWrite, levelAdmin}

// covers reports whether a level includes another.
func covers(given, wanted string) bool {
	return slices.Index(levels, given) >= slices.Index(levels, wanted)
}

// lower is the lower of two levels.
func lower(one, other string) string {
	if covers(one, other) {
		return other
	}
	return one
}

// narrowed is what is left of permissions under a limit.
func narrowed(permissions, limit map[string]string) map[string]string {
	left := map[string]string{}
	for name, level := range permissions {
		if kept := lower(level, limit[name]); kept != "" {
			left[name] = kept
		}
	}
	return left
}

// withMetadata is a copy with the right to read metadata, which every app has.
func withMetadata(permissions map[string]string) map[string]string {
	all := maps.Clone(permissions)
	if all == nil {
		all = map[string]string{}
	}
	all["metadata"] = levelRead
	return all
}

// knownPermissions are those of the repository and organisation permissions
// in GitHub's schema app-permissions that an app of this emulator can use,
// each with the highest level there is.
var knownPermissions = map[string]string{
	"actions": levelWrite, "administration": levelWrite, "checks": levelWrite, "contents": levelWrite, "deployments": levelWrite,
	"discussions": levelWrite, "environments": levelWrite, "issues": levelWrite, "metadata": levelRead, "packages": levelWrite,
	"pages": levelWrite, "pull_requests": levelWrite, "repository_hooks": levelWrite, "repository_projects": levelAdmin,
	"secrets": levelWrite, "single_file": levelWrite, "statuses": levelWrite, "vulnerability_alerts": levelWrite, "workflows": levelWrite,
	"members": levelWrite, "organization_administration": levelWrite, "organization_events": levelRead, "organization_hooks": levelWrite,
	"organization_plan": levelRead, "organization_projects": levelAdmin, "organization_secrets": levelWrite, "email_addresses": levelWrite,
	"followers": levelWrite, "profile": levelWrite, "starring": levelWrite,
}

// eventPermissions are the events that an app can subscribe to here, each with
// the permissions of which it needs one (GitHub's page "Webhook events and payloads").
var eventPermissions = map[string][]string{
	"check_run": {"checks"}, "create": {"contents"}, "delete": {"contents"}, "push": {"contents"}, "release": {"contents"}, "commit_comment": {"contents"},
	"deployment": {"deployments"}, "deployment_status": {"deployments"},
	"issues": {"issues"}, "issue_comment": {"issues", "pull_requests"}, "issue_dependencies": {"issues"}, "sub_issues": {"issues"},
	"label": {"metadata"}, "milestone": {"issues", "pull_requests"},
	"pull_request": {"pull_requests"}, "pull_request_review": {"pull_requests"}, "pull_request_review_comment": {"pull_requests"},
	"pull_request_review_thread": {"pull_requests"},
	"projects_v2":                {"organization_projects"}, "projects_v2_item": {"organization_projects"}, "projects_v2_status_update": {"organization_projects"},
	"member": {"members", "metadata"}, "membership": {"members"}, "organization": {"members"}, "team": {"members"}, "team_add": {"members", "metadata"},
	"repository": {"metadata"}, "public": {"metadata"}, "star": {"metadata"}, "watch": {"metadata"}, "fork": {"contents"}, "meta": {"metadata"},
}
