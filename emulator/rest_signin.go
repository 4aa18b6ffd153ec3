package emulator

import "net/http"

func signInRoutes() []route {
	return []route{
		operation("GET user/installations", listOwnInstallations),
		operation("GET user/installations/{installation}/repositories", listOwnInstallationRepositories),
	}
}

// throughApp wants a token that the app holds for a person.
func (q *request) throughApp() error {
	switch {
	case q.user == nil:
		return unauthorized("Requires authentication")
	case q.via == nil || q.installation != nil:
		return forbidden("You must authenticate with an access token authorized to a GitHub App in order to list installations")
	default:
		return nil
	}
}

// listOwnInstallations lists where the app is installed and the person has a
// right of their own on something.
func listOwnInstallations(q *request) (answer, error) {
	if err := q.throughApp(); err != nil {
		return answer{}, err
	}
	var mine []*installation
	for _, in := range q.installations() {
		if in.org.hasMember(q.user) || len(q.ownIn(in)) > 0 {
			mine = append(mine, in)
		}
	}
	some, link := page(q, mine)
	return answer{status: http.StatusOK, link: link, body: object{
		"total_count": len(mine), "installations": list(some, q.listedInstallationJSON),
	}}, nil
}

// ownIn are the repositories of an installation on which the person has a right
// that not everybody has.
func (q *request) ownIn(in *installation) []*repository {
	var own []*repository
	for _, r := range in.org.reposOf(in) {
		if right := r.roleOf(q.user); right > roleRead || right == roleRead && (r.private || in.org.hasMember(q.user)) {
			own = append(own, r)
		}
	}
	return own
}

func listOwnInstallationRepositories(q *request) (answer, error) {
	if err := q.throughApp(); err != nil {
		return answer{}, err
	}
	in, err := q.installationOfPath()
	if err != nil {
		return answer{}, err
	}
	own := q.ownIn(in)
	if !in.org.hasMember(q.user) && len(own) == 0 {
		return answer{}, notFound()
	}
	some, link := page(q, own)
	return answer{status: http.StatusOK, link: link, body: object{
		"total_count": len(own), "repository_selection": in.selection(), "repositories": list(some, q.repositoryJSON),
	}}, nil
}
