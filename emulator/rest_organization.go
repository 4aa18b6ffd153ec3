package emulator

import (
	"net/http"
	"strings"
)

func organizationRoutes() []route {
	return []route{
		operation("GET orgs/{org}", getOrganization),
		operation("GET orgs/{org}/members", listMembers),
		operation("GET orgs/{org}/members/{user}", checkMember),
		operation("GET orgs/{org}/public_members", listPublicMembers),
		operation("GET orgs/{org}/public_members/{user}", checkPublicMember),
		operation("GET orgs/{org}/memberships/{user}", getOrganizationMembership),
	}
}

// organization finds the organisation of the path.
func (q *request) organization() (*organization, error) {
	o := q.findOrganization(q.params["org"])
	if o == nil {
		return nil, notFound()
	}
	return o, nil
}

// seesMembers reports whether the actor may know who belongs to an
// organisation: a person who does, and an installation there that was given the
// members. Everybody's membership is private, as it is on GitHub until they
// publish it.
func (a actor) seesMembers(o *organization) bool {
	return a.given("members", o) != "" && (a.installation != nil || a.user != nil && o.hasMember(a.user))
}

// mayAskForMembers refuses an installation that was not given the members of
// its organisation. Others are answered with what is public.
func (q *request) mayAskForMembers(o *organization) error {
	if q.installation != nil && q.installation.org == o && !q.seesMembers(o) {
		return forbidden(messageNoAccess)
	}
	return nil
}

func getOrganization(q *request) (answer, error) {
	o, err := q.organization()
	if err != nil {
		return answer{}, err
	}
	return okAnswer(q.fullOrganizationJSON(o))
}

// listMembers lists members by their ids, of one role if the query says so.
func listMembers(q *request) (answer, error) {
	o, err := q.organization()
	if err != nil {
		return answer{}, err
	}
	if err := q.mayAskForMembers(o); err != nil {
		return answer{}, err
	}
	query := q.http.URL.Query()
	var found []*user
	for _, u := range o.people() {
		role := query.Get("role")
		fits := role != "admin" && role != "member" || role == o.roleOf(u)
		// Everybody here has a second factor, so that "2fa_disabled" fits nobody.
		if q.seesMembers(o) && fits && !strings.HasPrefix(query.Get("filter"), "2fa_") {
			found = append(found, u)
		}
	}
	return listAnswer(q, found, q.userText)
}

// checkMember sends those who are not members to the list of public ones.
func checkMember(q *request) (answer, error) {
	o, err := q.organization()
	if err != nil {
		return answer{}, err
	}
	if err := q.mayAskForMembers(o); err != nil {
		return answer{}, err
	}
	if !q.seesMembers(o) {
		to := q.address("orgs/" + o.login + "/public_members/" + pathEscape(q.params["user"]))
		return answer{status: http.StatusFound, header: http.Header{"Location": {to}}}, nil
	}
	if u := q.findUser(q.params["user"]); u == nil || !o.hasMember(u) {
		return answer{}, notFound()
	}
	return noContent(nil)
}

func listPublicMembers(q *request) (answer, error) {
	if _, err := q.organization(); err != nil {
		return answer{}, err
	}
	return okAnswer([]object{})
}

func checkPublicMember(*request) (answer, error) { return answer{}, notFound() }

func getOrganizationMembership(q *request) (answer, error) {
	o, err := q.organization()
	if err != nil {
		return answer{}, err
	}
	u := q.findUser(q.params["user"])
	switch {
	case q.user == nil:
		return answer{}, unauthorized("Requires authentication")
	case q.installation != nil && !q.seesMembers(o):
		return answer{}, forbidden(messageNoAccess)
	case !q.seesMembers(o):
		return answer{}, forbidden("You must be a member of " + o.login + " to see membership information for " + q.params["user"] + ".")
	case u == nil || !o.hasMember(u):
		return answer{}, notFound()
	}
	return okAnswer(object{
		"url": q.apiURL("orgs/%s/memberships/%s", o.login, u.login), "state": "active", "role": o.roleOf(u), "direct_membership": true,
		"organization_url": q.apiURL("orgs/%s", o.login), "organization": q.organizationJSON(o), "user": q.userJSON(u),
	})
}
