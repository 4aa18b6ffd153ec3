package emulator

import (
	"net/http"
	"slices"
)

func appRoutes() []route {
	return []route{
		appOperation("GET app", getApp),
		appOperation("GET app/installations", listInstallations),
		appOperation("GET app/installations/{installation}", getInstallation),
		appOperation("DELETE app/installations/{installation}", deleteInstallation),
		appOperation("PUT app/installations/{installation}/suspended", suspendInstallation),
		appOperation("DELETE app/installations/{installation}/suspended", unsuspendInstallation),
		appOperation("POST app/installations/{installation}/access_tokens", createToken),
		appOperation("GET orgs/{org}/installation", getOrganizationInstallation),
		appOperation("GET users/{org}/installation", getOrganizationInstallation),
		appOperation("GET repos/{owner}/{repo}/installation", getRepositoryInstallation),
		operation("GET installation/repositories", listRepositories),
		operation("DELETE installation/token", revokeToken),
	}
}

func getApp(q *request) (answer, error) {
	return okAnswer(q.appJSON(q.app).with(object{"installations_count": len(q.installations())}))
}

// installations are all of the app, oldest first.
func (e *Emulator) installations() []*installation {
	var all []*installation
	for _, o := range e.orgs {
		if o.installation != nil {
			all = append(all, o.installation)
		}
	}
	slices.SortFunc(all, func(a, b *installation) int { return int(a.id - b.id) })
	return all
}

func listInstallations(q *request) (answer, error) {
	since, err := q.since()
	if err != nil {
		return answer{}, err
	}
	all := slices.DeleteFunc(q.installations(), func(in *installation) bool { return in.updatedAt.Before(since) })
	some, link := page(q, all)
	return answer{status: http.StatusOK, body: list(some, q.listedInstallationJSON), link: link}, nil
}

// listedInstallationJSON is an installation in the list, whose description asks
// of the account what organisations and what enterprises have, both at once.
func (e *Emulator) listedInstallationJSON(in *installation) object {
	o := e.installationJSON(in)
	o["account"] = e.ownerJSON(in.org).with(object{
		"name": in.org.name, "slug": in.org.login, "created_at": stamp(in.org.createdAt), "updated_at": stamp(in.org.createdAt),
	})
	return o
}

// installationOfPath finds the installation of the path.
func (q *request) installationOfPath() (*installation, error) {
	for _, in := range q.installations() {
		if decimal(in.id) == q.params["installation"] {
			return in, nil
		}
	}
	return nil, notFound()
}

func getInstallation(q *request) (answer, error) {
	in, err := q.installationOfPath()
	if err != nil {
		return answer{}, err
	}
	return okAnswer(q.listedInstallationJSON(in))
}

// getOrganizationInstallation is asked for by the organisation's name, as an
// organisation or as a user. The app is not installed for persons here.
func getOrganizationInstallation(q *request) (answer, error) {
	o := q.findOrganization(q.params["org"])
	if o == nil || o.installation == nil {
		return answer{}, notFound()
	}
	return okAnswer(q.listedInstallationJSON(o.installation))
}

func getRepositoryInstallation(q *request) (answer, error) {
	r := q.findRepository(q.params["owner"], q.params["repo"])
	if r == nil || r.owner.installation == nil || !r.owner.installation.includes(r) {
		return answer{}, notFound()
	}
	if !sameFold(r.fullName(), q.params["owner"]+"/"+q.params["repo"]) {
		return answer{}, &moved{path: "repositories/" + decimal(r.id) + "/installation"}
	}
	return okAnswer(q.listedInstallationJSON(r.owner.installation))
}

// byApp runs a change of the installation of the path as the app's own act.
func (q *request) byApp(f func(*tx, *organization) error) (answer, error) {
	in, err := q.installationOfPath()
	if err != nil {
		return answer{}, err
	}
	err = q.change(actor{user: q.app.bot, via: q.app}, func(t *tx) error { return f(t, in.org) })
	return noContent(err)
}

func deleteInstallation(q *request) (answer, error) { return q.byApp((*tx).uninstall) }

func suspendInstallation(q *request) (answer, error) {
	return q.byApp(func(t *tx, o *organization) error { return t.suspend(o, true) })
}

func unsuspendInstallation(q *request) (answer, error) {
	return q.byApp(func(t *tx, o *organization) error { return t.suspend(o, false) })
}

// listRepositories lists what an installation token reaches.
func listRepositories(q *request) (answer, error) {
	if q.installation == nil {
		return answer{}, forbidden("You must authenticate with an installation access token in order to list repositories for an installation.")
	}
	var all []*repository
	for _, r := range q.installation.org.reposOf(q.installation) {
		if q.reaches(r) {
			all = append(all, r)
		}
	}
	selection := q.installation.selection()
	if q.token != nil && q.token.repos != nil {
		selection = "selected"
	}
	some, link := page(q, all)
	return answer{status: http.StatusOK, link: link, body: object{
		"total_count": len(all), "repository_selection": selection, "repositories": list(some, q.repositoryJSON),
	}}, nil
}
