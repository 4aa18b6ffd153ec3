package emulator

import "strings"

// repositoryLinks are the members that are addresses below the repository's own.
var repositoryLinks = map[string]string{
	"archive_url": "/{archive_format}{/ref}", "assignees_url": "/assignees{/user}", "blobs_url": "/git/blobs{/sha}",
	"branches_url": "/branches{/branch}", "collaborators_url": "/collaborators{/collaborator}",
	"comments_url": "/comments{/number}", "commits_url": "/commits{/sha}", "compare_url": "/compare/{base}...{head}",
	"contents_url": "/contents/{+path}", "contributors_url": "/contributors", "deployments_url": "/deployments",
	"downloads_url": "/downloads", "events_url": "/events", "forks_url": "/forks", "git_commits_url": "/git/commits{/sha}",
	"git_refs_url": "/git/refs{/sha}", "git_tags_url": "/git/tags{/sha}", "hooks_url": "/hooks",
	"issue_comment_url": "/issues/comments{/number}", "issue_events_url": "/issues/events{/number}",
	"issues_url": "/issues{/number}", "keys_url": "/keys{/key_id}", "labels_url": "/labels{/name}",
	"languages_url": "/languages", "merges_url": "/merges", "milestones_url": "/milestones{/number}",
	"notifications_url": "/notifications{?since,all,participating}", "pulls_url": "/pulls{/number}",
	"releases_url": "/releases{/id}", "stargazers_url": "/stargazers", "statuses_url": "/statuses/{sha}",
	"subscribers_url": "/subscribers", "subscription_url": "/subscription", "tags_url": "/tags", "teams_url": "/teams",
	"trees_url": "/git/trees{/sha}", "url": "",
}

// repositoryJSON is a repository in lists, in webhooks and inside other objects.
func (e *Emulator) repositoryJSON(r *repository) object {
	api, html := e.apiURL("repos/%s", r.fullName()), e.webURL("%s", r.fullName())
	host := strings.TrimPrefix(strings.TrimPrefix(e.options.WebURL, "https://"), "http://")
	visibility := "public"
	if r.private {
		visibility = "private"
	}
	o := object{
		"id": r.id, "node_id": r.nodeID, "name": r.name, "full_name": r.fullName(), "owner": e.ownerJSON(r.owner),
		"private": r.private, "visibility": visibility, "html_url": html, "description": textOrNull(r.description), "fork": false,
		"git_url": "git://" + host + "/" + r.fullName() + ".git", "ssh_url": "git@" + host + ":" + r.fullName() + ".git",
		"clone_url": html + ".git", "svn_url": html, "mirror_url": nil, "homepage": nil, "language": nil, "license": nil,
		"forks": 0, "forks_count": 0, "stargazers_count": 0, "watchers": 0, "watchers_count": 0, "size": 0, "topics": []string{},
		"default_branch": r.defaultBranch, "open_issues": r.openIssues, "open_issues_count": r.openIssues,
		"has_issues": !r.issuesDisabled, "has_projects": true, "has_wiki": true, "has_pages": false, "has_downloads": true,
		"has_discussions": false, "archived": r.archived, "disabled": false, "is_template": false, "allow_forking": true,
		"web_commit_signoff_required": false, "custom_properties": object{}, "pushed_at": stamp(r.pushedAt), "created_at": stamp(r.createdAt), "updated_at": stamp(r.updatedAt),
	}
	for member, path := range repositoryLinks {
		o[member] = api + path
	}
	return o
}

// fullRepositoryJSON is the answer to GET /repos/{owner}/{repo}.
func (e *Emulator) fullRepositoryJSON(r *repository) object {
	return e.repositoryJSON(r).with(object{
		"subscribers_count": 0, "network_count": 0, "organization": e.ownerJSON(r.owner), "temp_clone_token": nil,
	})
}

// pushedRepositoryJSON is a repository in push payloads, where some times are Unix seconds.
func (e *Emulator) pushedRepositoryJSON(r *repository) object {
	return e.repositoryJSON(r).with(object{
		"created_at": r.createdAt.Unix(), "pushed_at": r.pushedAt.Unix(), "url": e.webURL("%s", r.fullName()),
		"stargazers": 0, "master_branch": r.defaultBranch, "organization": r.owner.login,
		"owner": e.ownerJSON(r.owner).with(object{"name": r.owner.login, "email": nil}),
	})
}

// shortRepositoryJSON is a repository in installation payloads.
func shortRepositoryJSON(r *repository) object {
	return object{"id": r.id, "node_id": r.nodeID, "name": r.name, "full_name": r.fullName(), "private": r.private}
}
