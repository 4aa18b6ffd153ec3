package emulator

import (
	"net/http"
	"slices"
	"strings"
)

// permissionRule says which permissions let an app use the operations below a
// path: any one of them will do.
type permissionRule struct {
	path  string // "*" is any one segment
	names []string
}

// permissionRules are as in GitHub's page "Permissions required for GitHub
// Apps". The first that fits holds.
var permissionRules = []permissionRule{
	{path: "repos/*/*/issues", names: []string{"issues", "pull_requests"}},
	{path: "repos/*/*/labels", names: []string{"issues", "pull_requests"}},
	{path: "repos/*/*/milestones", names: []string{"issues", "pull_requests"}},
	{path: "repos/*/*/assignees", names: []string{"issues", "pull_requests"}},
	{path: "repos/*/*/pulls/*/merge", names: []string{"contents"}},
	{path: "repos/*/*/pulls", names: []string{"pull_requests"}},
	{path: "repos/*/*/contents", names: []string{"contents"}},
	{path: "repos/*/*/check-runs", names: []string{"checks"}},
	{path: "repos/*/*/commits/*/check-runs", names: []string{"checks"}},
	{path: "repos/*/*/commits", names: []string{"contents"}},
	{path: "repos/*/*/branches", names: []string{"contents"}},
	{path: "repos/*/*/git", names: []string{"contents"}},
	{path: "repos/*/*/compare", names: []string{"contents"}},
	{path: "repos/*/*/deployments", names: []string{"deployments"}},
	{path: "repos/*/*/collaborators", names: []string{"metadata"}},
	{path: "repos/*/*/teams", names: []string{"administration"}},
	{path: "orgs/*/teams", names: []string{"members"}},
	{path: "orgs/*/members", names: []string{"members"}},
	{path: "orgs/*/memberships", names: []string{"members"}},
	{path: "orgs/*/projectsV2", names: []string{"organization_projects"}},
}

// permit refuses an app what it was not given the permission for. The header
// says which permissions the operation accepts, on every answer to an app.
// What is public can be read without; what the app does not see at all is left
// to the operation, which does not find it.
func (q *request) permit(rt route) (http.Header, error) {
	rule, level := ruleFor(rt)
	if q.via == nil || rule == nil {
		return http.Header{}, nil
	}
	header := http.Header{"X-Accepted-Github-Permissions": {strings.Join(rule.names, "="+level+"; ") + "=" + level}}
	if strings.HasPrefix(rule.path, "repos/") {
		r := q.findRepository(q.params["owner"], q.params["repo"])
		if r == nil || !q.sees(r) || level == levelRead && !r.private {
			return header, nil
		}
		return header, q.anyOf(rule.names, func(name string) bool { return q.holds(name, level, r) })
	}
	o := q.findOrganization(q.params["org"])
	if o == nil || o.installation == nil || q.installation != nil && q.installation.org != o {
		return header, nil
	}
	return header, q.anyOf(rule.names, func(name string) bool { return covers(q.given(name, o), level) })
}

func (q *request) anyOf(names []string, held func(string) bool) error {
	if slices.ContainsFunc(names, held) {
		return nil
	}
	return forbidden(messageNoAccess)
}

// ruleFor finds the rule for an operation, and the level that it wants, read to read and write for all else; nil if it has none.
func ruleFor(rt route) (*permissionRule, string) {
	for n, rule := range permissionRules {
		if !below(rt.pattern, strings.Split(rule.path, "/")) {
			continue
		}
		if rt.method == http.MethodGet {
			return &permissionRules[n], levelRead
		}
		return &permissionRules[n], levelWrite
	}
	return nil, ""
}

// below reports whether an operation's path is at or below a rule's.
func below(pattern, rule []string) bool {
	if len(pattern) < len(rule) {
		return false
	}
	for n, want := range rule {
		if want != "*" && want != pattern[n] {
			return false
		}
	}
	return true
}
