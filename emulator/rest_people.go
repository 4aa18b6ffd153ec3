package emulator

func peopleRoutes() []route {
	return []route{
		operation("GET users/{user}", getUser),
		operation("GET user", getSelf),
		operation("GET user/orgs", listOwnOrganizations),
		operation("GET user/teams", listOwnTeams),
		operation("GET user/{id}", getUserByID),
	}
}

// getUser answers a person, a bot or an organisation.
func getUser(q *request) (answer, error) {
	if u := q.findUser(q.params["user"]); u != nil {
		return okAnswer(q.fullUserJSON(u))
	}
	if o := q.findOrganization(q.params["user"]); o != nil {
		return okAnswer(q.ownerJSON(o).with(q.profileJSON(o.name, o.createdAt)))
	}
	return answer{}, notFound()
}

// getUserByID answers by the id that stays when the login changes.
func getUserByID(q *request) (answer, error) {
	for _, u := range q.users {
		if decimal(u.id) == q.params["id"] {
			return okAnswer(q.fullUserJSON(u))
		}
	}
	if o := q.organizationByID(q.params["id"]); o != nil {
		return okAnswer(q.ownerJSON(o).with(q.profileJSON(o.name, o.createdAt)))
	}
	return answer{}, notFound()
}

// self is the person who asks. An installation is nobody in this sense.
func (q *request) self() (*user, error) {
	switch {
	case q.installation != nil:
		return nil, forbidden(messageNoAccess)
	case q.user == nil:
		return nil, unauthorized("Requires authentication")
	default:
		return q.user, nil
	}
}

func getSelf(q *request) (answer, error) {
	u, err := q.self()
	if err != nil {
		return answer{}, err
	}
	return okAnswer(q.fullUserJSON(u))
}

func listOwnOrganizations(q *request) (answer, error) {
	u, err := q.self()
	if err != nil {
		return answer{}, err
	}
	var mine []*organization
	for _, o := range q.organizations() {
		if o.hasMember(u) {
			mine = append(mine, o)
		}
	}
	return listAnswer(q, mine, q.organizationJSON)
}

// listOwnTeams lists the teams of all organisations that the person is in, not
// those that only a child team makes them part of.
func listOwnTeams(q *request) (answer, error) {
	u, err := q.self()
	if err != nil {
		return answer{}, err
	}
	var mine []*team
	for _, o := range q.organizations() {
		for _, t := range o.teams {
			if contains(t.members, u) {
				mine = append(mine, t)
			}
		}
	}
	return listAnswer(q, mine, q.fullTeamJSON)
}
