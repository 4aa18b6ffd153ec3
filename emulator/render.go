package emulator

import (
	"fmt"
	"maps"
	"strings"
	"time"
)

// object is a JSON object on its way out.
type object map[string]any

// with adds the members of others and returns the object.
func (o object) with(others ...object) object {
	for _, other := range others {
		maps.Copy(o, other)
	}
	return o
}

// webURL and apiURL make addresses on the site and below the REST API.
func (e *Emulator) webURL(format string, a ...any) string {
	return e.options.WebURL + "/" + fmt.Sprintf(format, a...)
}

func (e *Emulator) apiURL(format string, a ...any) string {
	base := e.options.WebURL + "/api/v3"
	if e.options.WebURL == "https://github.com" {
		base = "https://api.github.com"
	}
	return base + "/" + fmt.Sprintf(format, a...)
}

// stamp is a time as GitHub's JSON has it.
func stamp(t time.Time) string { return t.UTC().Format(time.RFC3339) }

func stampOrNull(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return stamp(t)
}

func textOrNull(s string) any {
	if s == "" {
		return nil
	}
	return s
}

// list renders each member; the result is never null in JSON.
func list[T, O any](of []T, render func(T) O) []O {
	made := make([]O, 0, len(of))
	for _, each := range of {
		made = append(made, render(each))
	}
	return made
}

// accountJSON has the members that every account has, in every place.
func (e *Emulator) accountJSON(login string, id int64, node, kind string) object {
	api := e.apiURL("users/%s", login)
	html := e.webURL("%s", login)
	if kind == "Bot" {
		api = e.apiURL("users/%s", strings.ReplaceAll(strings.ReplaceAll(login, "[", "%5B"), "]", "%5D"))
		html = e.webURL("apps/%s", strings.TrimSuffix(login, "[bot]"))
	}
	return object{
		"login": login, "id": id, "node_id": node, "type": kind, "site_admin": false, "user_view_type": "public",
		"avatar_url": fmt.Sprintf("https://avatars.githubusercontent.com/u/%d?v=4", id), "gravatar_id": "",
		"url": api, "html_url": html,
		"followers_url": api + "/followers", "following_url": api + "/following{/other_user}",
		"gists_url": api + "/gists{/gist_id}", "starred_url": api + "/starred{/owner}{/repo}",
		"subscriptions_url": api + "/subscriptions", "organizations_url": api + "/orgs", "repos_url": api + "/repos",
		"events_url": api + "/events{/privacy}", "received_events_url": api + "/received_events",
	}
}

func (e *Emulator) userJSON(u *user) object {
	kind := "User"
	if u.bot {
		kind = "Bot"
	}
	return e.accountJSON(u.login, u.id, u.nodeID, kind)
}

// userOrNull is userJSON, or null for nobody.
func (e *Emulator) userOrNull(u *user) any {
	if u == nil {
		return nil
	}
	return e.userText(u)
}

// ownerJSON is an organisation where an account is expected.
func (e *Emulator) ownerJSON(o *organization) object {
	return e.accountJSON(o.login, o.id, o.nodeID, "Organization")
}

// organizationJSON is an organisation as webhooks have it.
func (e *Emulator) organizationJSON(o *organization) object {
	api := e.apiURL("orgs/%s", o.login)
	return object{
		"login": o.login, "id": o.id, "node_id": o.nodeID, "url": api, "description": o.name,
		"repos_url": api + "/repos", "events_url": api + "/events", "hooks_url": api + "/hooks", "issues_url": api + "/issues",
		"members_url": api + "/members{/member}", "public_members_url": api + "/public_members{/member}",
		"avatar_url": fmt.Sprintf("https://avatars.githubusercontent.com/u/%d?v=4", o.id),
	}
}

// profileJSON is what GET /users/{username} has beyond the account.
func (e *Emulator) profileJSON(name string, createdAt time.Time) object {
	return object{
		"name": textOrNull(name), "company": nil, "blog": "", "location": nil, "email": nil, "hireable": nil, "bio": nil,
		"twitter_username": nil, "public_repos": 0, "public_gists": 0, "followers": 0, "following": 0,
		"created_at": stamp(createdAt), "updated_at": stamp(createdAt),
	}
}
