package emulator

import (
	"net/http"
	"slices"
	"strings"
)

func repositoryRoutes() []route {
	return []route{
		operation("GET orgs/{org}/repos", listOwnRepositories),
		operation("POST orgs/{org}/repos", createRepository),
		operation("GET repos/{owner}/{repo}", getRepository),
		operation("PATCH repos/{owner}/{repo}", patchRepository),
		operation("DELETE repos/{owner}/{repo}", deleteRepository),
		operation("POST repos/{owner}/{repo}/transfer", transferRepository),
	}
}

func getRepository(q *request) (answer, error) {
	r, err := q.repository()
	if err != nil {
		return answer{}, err
	}
	return okAnswer(q.repositoryAnswer(r))
}

// repositoryAnswer is fullRepositoryJSON with what the actor may do there.
func (q *request) repositoryAnswer(r *repository) object {
	o := q.fullRepositoryJSON(r)
	if q.user != nil {
		o["permissions"] = permissionsJSON(q.role(r))
	}
	return o
}

// listOwnRepositories lists those repositories of an organisation that the actor
// sees, the newest first unless asked otherwise.
func listOwnRepositories(q *request) (answer, error) {
	o, err := q.organization()
	if err != nil {
		return answer{}, err
	}
	query := q.http.URL.Query()
	found := slices.DeleteFunc(slices.Clone(o.repos), func(r *repository) bool { return !q.sees(r) || !r.ofType(query.Get("type")) })
	order, direction := query.Get("sort"), query.Get("direction")
	slices.SortStableFunc(found, func(a, b *repository) int { return compareRepositories(order, a, b) })
	if direction == "desc" || direction == "" && order != "full_name" {
		slices.Reverse(found)
	}
	return listAnswer(q, found, q.repositoryJSON)
}

// ofType knows the types of the list of an organisation's repositories; none is a fork.
func (r *repository) ofType(wanted string) bool {
	switch wanted {
	case "public":
		return !r.private
	case "private":
		return r.private
	default:
		return wanted != "forks"
	}
}

func compareRepositories(order string, a, b *repository) int {
	switch order {
	case "full_name":
		return strings.Compare(strings.ToLower(a.name), strings.ToLower(b.name))
	case "updated":
		return a.updatedAt.Compare(b.updatedAt)
	case "pushed":
		return a.pushedAt.Compare(b.pushedAt)
	default:
		return a.createdAt.Compare(b.createdAt)
	}
}

func createRepository(q *request) (answer, error) {
	o, err := q.organization()
	if err != nil {
		return answer{}, err
	}
	var in struct {
		settings
		AutoInit bool `json:"auto_init"`
	}
	if err := q.decode(&in); err != nil {
		return answer{}, err
	}
	var made *repository
	err = q.do(func(t *tx) (err error) {
		made, err = t.createRepository(o, in.settings, in.AutoInit)
		return err
	})
	if err != nil {
		return answer{}, err
	}
	return createdAnswer(q.repositoryAnswer(made))
}

// onRepository reads the request's body and runs a change of the repository of the path.
func onRepository[I any](q *request, f func(*tx, *repository, I) error) (*repository, error) {
	r, err := q.repository()
	if err != nil {
		return nil, err
	}
	var in I
	if err := q.decode(&in); err != nil {
		return nil, err
	}
	return r, q.do(func(t *tx) error { return f(t, r, in) })
}

func patchRepository(q *request) (answer, error) {
	r, err := onRepository(q, (*tx).changeRepository)
	if err != nil {
		return answer{}, err
	}
	return okAnswer(q.repositoryAnswer(r))
}

func deleteRepository(q *request) (answer, error) {
	_, err := onRepository(q, func(t *tx, r *repository, _ nothing) error { return t.deleteRepository(r) })
	return noContent(err)
}

// transferRepository is done at once, but answers as GitHub, where it takes a while.
func transferRepository(q *request) (answer, error) {
	r, err := onRepository(q, func(t *tx, r *repository, in transferInput) error {
		return t.transferRepository(r, t.findOrganization(in.NewOwner), in.NewName)
	})
	if err != nil {
		return answer{}, err
	}
	return answer{status: http.StatusAccepted, body: q.repositoryJSON(r)}, nil
}

type transferInput struct {
	NewOwner string `json:"new_owner"`
	NewName  string `json:"new_name"`
}
