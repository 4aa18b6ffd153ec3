package emulator

import "strings"

// renameRepository gives a repository another name; the old one redirects.
func (t *tx) renameRepository(r *repository, name string) error {
	if t.role(r) < roleAdmin {
		return forbidden("Must have admin rights to Repository.")
	}
	key := strings.ToLower(r.owner.login + "/" + name)
	if taken := t.repos[key]; taken != nil && taken != r && sameFold(taken.name, name) {
		return invalid("Validation Failed", fieldProblem{Resource: "Repository", Field: "name", Code: "already_exists"})
	}
	was := r.name
	r.name, r.updatedAt = name, t.at
	t.repos[key] = r
	t.emit("repository", "renamed", r.owner, r, object{"changes": object{"repository": object{"name": object{"from": was}}}})
	return nil
}

// archiveRepository archives a repository or takes it back.
func (t *tx) archiveRepository(r *repository, archived bool) error {
	if t.role(r) < roleAdmin {
		return forbidden("Must have admin rights to Repository.")
	}
	if r.archived == archived {
		return nil
	}
	r.archived, r.updatedAt = archived, t.at
	action := "unarchived"
	if archived {
		action = "archived"
	}
	t.emit("repository", action, r.owner, r, object{})
	return nil
}
