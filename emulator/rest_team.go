package emulator

import (
	"net/http"
	"strings"
)

func teamRoutes() []route {
	return []route{
		operation("GET orgs/{org}/teams", listTeams),
		operation("GET orgs/{org}/teams/{team}", getTeam),
		operation("GET orgs/{org}/teams/{team}/teams", listChildTeams),
		operation("GET orgs/{org}/teams/{team}/members", listTeamMembers),
		operation("GET orgs/{org}/teams/{team}/memberships/{user}", getMembership),
		operation("GET orgs/{org}/teams/{team}/repos", listTeamRepositories),
		operation("GET orgs/{org}/teams/{team}/repos/{owner}/{repo}", checkTeamRepository),
	}
}

// teamOrganization finds the organisation of the path for those who may see its teams.
func (q *request) teamOrganization() (*organization, error) {
	o, err := q.organization()
	switch {
	case err != nil:
		return nil, err
	case q.user == nil:
		return nil, unauthorized("Requires authentication")
	case q.installation != nil && !q.seesMembers(o):
		return nil, forbidden(messageNoAccess)
	case q.personal != nil && q.personal.org == o && !q.seesMembers(o):
		return nil, forbidden(messageNoAccessByPerson)
	case !q.seesMembers(o):
		return nil, notFound()
	default:
		return o, nil
	}
}

// team finds the team of the path.
func (q *request) team() (*team, error) {
	o, err := q.teamOrganization()
	if err != nil {
		return nil, err
	}
	if t := o.team(q.params["team"]); t != nil {
		return t, nil
	}
	return nil, notFound()
}

func listTeams(q *request) (answer, error) {
	o, err := q.teamOrganization()
	if err != nil {
		return answer{}, err
	}
	return listAnswer(q, o.teams, q.teamJSON)
}

func getTeam(q *request) (answer, error) {
	t, err := q.team()
	if err != nil {
		return answer{}, err
	}
	return okAnswer(q.fullTeamJSON(t))
}

func listChildTeams(q *request) (answer, error) {
	t, err := q.team()
	if err != nil {
		return answer{}, err
	}
	return listAnswer(q, t.children, q.teamJSON)
}

// listTeamMembers lists members of the team and of teams below it, by their ids.
func listTeamMembers(q *request) (answer, error) {
	t, err := q.team()
	if err != nil {
		return answer{}, err
	}
	wanted := q.http.URL.Query().Get("role")
	var found []*user
	for _, u := range t.everybody() {
		if wanted != "member" && wanted != "maintainer" || t.roleOf(u) == wanted {
			found = append(found, u)
		}
	}
	return listAnswer(q, found, func(u *user) object {
		return q.userJSON(u).with(object{"role": t.roleOf(u), "inherited": !contains(t.members, u)})
	})
}

// getMembership answers for members of the team and of teams below it.
func getMembership(q *request) (answer, error) {
	t, err := q.team()
	if err != nil {
		return answer{}, err
	}
	u := q.findUser(q.params["user"])
	if u == nil || !t.includes(u) {
		return answer{}, notFound()
	}
	return okAnswer(object{
		"url":  q.apiURL("organizations/%d/team/%d/memberships/%s", t.org.id, t.id, u.login),
		"role": t.roleOf(u), "state": "active",
	})
}

// listTeamRepositories lists what the team or one above it was given.
func listTeamRepositories(q *request) (answer, error) {
	t, err := q.team()
	if err != nil {
		return answer{}, err
	}
	var found []*repository
	for _, r := range t.org.repos {
		if r.roleOfTeam(t) > roleNone && q.sees(r) {
			found = append(found, r)
		}
	}
	return listAnswer(q, found, func(r *repository) object { return q.teamRepositoryJSON(t, r) })
}

// checkTeamRepository answers without a body, or with the repository to those
// who ask for its media type.
func checkTeamRepository(q *request) (answer, error) {
	t, err := q.team()
	if err != nil {
		return answer{}, err
	}
	r, err := q.repository()
	if err != nil {
		return answer{}, err
	}
	if r.roleOfTeam(t) == roleNone {
		return answer{}, notFound()
	}
	if accept := q.http.Header.Get("Accept"); !strings.Contains(accept, "repository+json") {
		return noContent(nil)
	}
	return answer{status: http.StatusOK, body: q.teamRepositoryJSON(t, r)}, nil
}
