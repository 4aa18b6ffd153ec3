package emulator

import (
	"net/http"
	"sort"
)

func appRoutes() []route {
	return []route{
		appOperation("GET app", getApp),
		appOperation("GET app/installations", listInstallations),
		appOperation("POST app/installations/{installation}/access_tokens", createToken),
		operation("GET installation/repositories", listRepositories),
	}
}

func getApp(q *request) (answer, error) {
	return okAnswer(q.appJSON(q.app))
}

func listInstallations(q *request) (answer, error) {
	var all []*installation
	for _, o := range q.orgs {
		if o.installation != nil {
			all = append(all, o.installation)
		}
	}
	sort.Slice(all, func(a, b int) bool { return all[a].id < all[b].id })
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

func createToken(q *request) (answer, error) {
	for _, o := range q.orgs {
		in := o.installation
		if in == nil || decimal(in.id) != q.params["installation"] {
			continue
		}
		if in.suspended() {
			return answer{}, forbidden(messageSuspended)
		}
		made := q.issueToken(in)
		selection := "all"
		if in.selected != nil {
			selection = "selected"
		}
		return createdAnswer(object{
			"token": made.text, "expires_at": stamp(made.expiresAt), "permissions": q.app.permissions,
			"repository_selection": selection,
		})
	}
	return answer{}, notFound()
}

// listRepositories lists what an installation token reaches.
func listRepositories(q *request) (answer, error) {
	if q.installation == nil {
		return answer{}, forbidden("You must authenticate with an installation access token in order to list repositories for an installation.")
	}
	all := q.installation.org.reposOf(q.installation)
	some, link := page(q, all)
	return answer{status: http.StatusOK, link: link, body: object{
		"total_count": len(all), "repositories": list(some, q.repositoryJSON),
	}}, nil
}
