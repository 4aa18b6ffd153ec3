package emulator

import (
	"net/http"
	"slices"
	"strings"
)

func branchRoutes() []route {
	return []route{
		operation("GET repos/{owner}/{repo}/branches", listBranches),
		operation("GET repos/{owner}/{repo}/branches/{branch...}", getBranch),
		operation("GET repos/{owner}/{repo}/git/ref/{ref...}", getRef),
		operation("GET repos/{owner}/{repo}/git/matching-refs/{ref...}", listRefs),
		operation("POST repos/{owner}/{repo}/git/refs", createRef),
		operation("PATCH repos/{owner}/{repo}/git/refs/{ref...}", moveRef),
		operation("DELETE repos/{owner}/{repo}/git/refs/{ref...}", deleteRef),
	}
}

// sorted are a repository's branches by name.
func (r *repository) sorted() []*branch {
	return slices.SortedFunc(slices.Values(r.branches), func(a, b *branch) int { return strings.Compare(a.name, b.name) })
}

func listBranches(q *request) (answer, error) {
	r, err := q.repository()
	if err != nil {
		return answer{}, err
	}
	return listAnswer(q, r.sorted(), func(b *branch) object { return q.shortBranchJSON(r, b) })
}

func getBranch(q *request) (answer, error) {
	r, err := q.repository()
	if err != nil {
		return answer{}, err
	}
	b := r.branch(q.params["branch"])
	if b == nil {
		return answer{}, missingPlace("Branch not found")
	}
	return okAnswer(q.longBranchJSON(r, b))
}

// ref finds the branch of the path, which is "heads/" and its name. There are no tags.
func (q *request) ref(r *repository) *branch {
	name, isBranch := strings.CutPrefix(q.params["ref"], "heads/")
	if !isBranch {
		return nil
	}
	return r.branch(name)
}

func getRef(q *request) (answer, error) {
	r, err := q.repository()
	if err != nil {
		return answer{}, err
	}
	b := q.ref(r)
	if b == nil {
		return answer{}, notFound()
	}
	return okAnswer(q.refJSON(r, b))
}

// listRefs lists the branches whose names begin as the path says.
func listRefs(q *request) (answer, error) {
	r, err := q.repository()
	if err != nil {
		return answer{}, err
	}
	found := slices.DeleteFunc(r.sorted(), func(b *branch) bool { return !strings.HasPrefix("heads/"+b.name, q.params["ref"]) })
	return okAnswer(list(found, func(b *branch) object { return q.refJSON(r, b) }))
}

type refInput struct {
	Ref, SHA string
	Force    bool
}

func createRef(q *request) (answer, error) {
	var in refInput
	r, err := onRepository(q, func(t *tx, r *repository, given refInput) error {
		in = given
		name, isBranch := strings.CutPrefix(in.Ref, "refs/heads/")
		if !isBranch {
			return invalid("Reference name must start with 'refs/heads/': tags are not emulated")
		}
		return t.createBranch(r, name, in.SHA)
	})
	if err != nil {
		return answer{}, err
	}
	return createdAnswer(q.refJSON(r, r.branch(in.Ref)))
}

// moveRef moves a branch forward or, when forced, anywhere.
func moveRef(q *request) (answer, error) {
	r, err := onRepository(q, func(t *tx, r *repository, in refInput) error {
		b := q.ref(r)
		if b == nil {
			return invalid("Reference does not exist")
		}
		return t.setHead(r, b, in.SHA, in.Force)
	})
	if err != nil {
		return answer{}, err
	}
	return okAnswer(q.refJSON(r, q.ref(r)))
}

func deleteRef(q *request) (answer, error) {
	_, err := onRepository(q, func(t *tx, r *repository, _ nothing) error {
		return t.deleteBranch(r, strings.TrimPrefix(q.params["ref"], "heads/"))
	})
	return noContent(err)
}

func commitRoutes() []route {
	return []route{
		operation("GET repos/{owner}/{repo}/commits", listCommits),
		operation("GET repos/{owner}/{repo}/commits/{ref...}", getCommit),
	}
}

// listCommits lists what led to a commit or branch, newest first; with a path
// only the commits that changed it or something in it.
func listCommits(q *request) (answer, error) {
	r, err := q.repository()
	if err != nil {
		return answer{}, err
	}
	query := q.http.URL.Query()
	from := r.commitAt(query.Get("sha"))
	switch {
	case len(r.branches) == 0:
		return answer{}, &problem{status: http.StatusConflict, kind: "UNPROCESSABLE", message: "Git Repository is empty."}
	case from == nil:
		return answer{}, notFound()
	}
	name := strings.Trim(query.Get("path"), "/")
	found := slices.DeleteFunc(from.since(nil), func(c *commit) bool { return name != "" && !c.touches(name) })
	return listAnswer(q, found, func(c *commit) object { return q.commitJSON(r, c) })
}

// touches reports whether a commit changed a file, or one in a folder.
func (c *commit) touches(name string) bool {
	return slices.ContainsFunc(c.changesFrom(c.firstParent()), func(f fileChange) bool {
		return f.path == name || strings.HasPrefix(f.path, name+"/")
	})
}

func getCommit(q *request) (answer, error) {
	r, err := q.repository()
	if err != nil {
		return answer{}, err
	}
	c := r.commitAt(q.params["ref"])
	if c == nil {
		return answer{}, invalid("No commit found for SHA: " + q.params["ref"])
	}
	return okAnswer(q.commitAnswer(r, c))
}
