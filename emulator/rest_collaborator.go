package emulator

import "slices"

func collaboratorRoutes() []route {
	return []route{
		operation("GET repos/{owner}/{repo}/collaborators", listCollaborators),
		operation("GET repos/{owner}/{repo}/collaborators/{user}", checkCollaborator),
		operation("GET repos/{owner}/{repo}/collaborators/{user}/permission", getPermission),
		operation("GET repos/{owner}/{repo}/teams", listRepositoryTeams),
	}
}

// sharedRepository finds the repository of the path for those who may know who
// works on it: people who do, and an installation that was given it.
func (q *request) sharedRepository(refusal string) (*repository, error) {
	r, err := q.repository()
	switch {
	case err != nil:
		return nil, err
	case q.user == nil:
		return nil, unauthorized("Requires authentication")
	case !q.reaches(r):
		return nil, forbidden(messageNoAccess)
	case q.installation == nil && q.role(r) < roleWrite:
		return nil, forbidden(refusal)
	default:
		return r, nil
	}
}

// listCollaborators lists by id who has a right on the repository, by whatever
// way. The query's permission takes those who have it or a higher one.
func listCollaborators(q *request) (answer, error) {
	r, err := q.sharedRepository("Must have push access to view repository collaborators.")
	if err != nil {
		return answer{}, err
	}
	query := q.http.URL.Query()
	least := roleRead
	if n := slices.Index(permissionWords[:], query.Get("permission")); n > 0 {
		least = role(n)
	}
	var found []*user
	for _, u := range r.collaborators() {
		direct, outside := r.roles[u] > roleNone, !r.owner.hasMember(u)
		switch affiliation := query.Get("affiliation"); {
		case r.roleOf(u) < least, affiliation == "direct" && !direct, affiliation == "outside" && !outside:
		default:
			found = append(found, u)
		}
	}
	return listAnswer(q, found, func(u *user) object { return q.collaboratorJSON(r, u) })
}

func checkCollaborator(q *request) (answer, error) {
	r, err := q.sharedRepository("Must have push access to view repository collaborators.")
	if err != nil {
		return answer{}, err
	}
	if u := q.findUser(q.params["user"]); u == nil || !contains(r.collaborators(), u) {
		return answer{}, notFound()
	}
	return noContent(nil)
}

// getPermission answers a user's right on a repository, in the four old words and by role name.
func getPermission(q *request) (answer, error) {
	r, err := q.sharedRepository("Must have push access to view collaborator permission.")
	if err != nil {
		return answer{}, err
	}
	u := q.findUser(q.params["user"])
	if u == nil {
		return answer{}, notFound()
	}
	given := r.roleOf(u)
	legacy := given
	if given == roleTriage || given == roleMaintain {
		legacy-- // the old words have only the next lower right
	}
	return okAnswer(object{"permission": legacy.String(), "role_name": given.String(), "user": q.collaboratorJSON(r, u)})
}

// listRepositoryTeams wants the right to administer the repository, for which
// an app has a permission of its own. Child teams of a team that was given the
// repository are listed where it is private ("List repository teams" of the
// REST documentation).
func listRepositoryTeams(q *request) (answer, error) {
	r, err := q.sharedRepository("Must have admin rights to Repository.")
	if err != nil {
		return answer{}, err
	}
	if !q.holds("administration", levelRead, r) {
		return answer{}, forbidden(messageNoAccess)
	}
	var found []*team
	for _, t := range r.owner.teams {
		if r.teamRoles[t] > roleNone || r.private && r.roleOfTeam(t) > roleNone {
			found = append(found, t)
		}
	}
	return listAnswer(q, found, func(t *team) object {
		given := r.roleOfTeam(t)
		return q.teamJSON(t).with(object{
			"permission": permissionWords[given], "permissions": permissionsJSON(given), "access_source": "direct",
		})
	})
}
