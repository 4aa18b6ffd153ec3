package emulator

import (
	"regexp"
	"strings"
)

// settings are what of a repository can be changed; nil leaves one as it is.
type settings struct {
	Name          *string `json:"name"`
	Description   *string `json:"description"`
	Private       *bool   `json:"private"`
	Visibility    *string `json:"visibility"`
	HasIssues     *bool   `json:"has_issues"`
	Archived      *bool   `json:"archived"`
	DefaultBranch *string `json:"default_branch"`
}

// private is what the settings say of who sees a repository; nil when they say nothing.
func (s settings) private() *bool {
	if s.Visibility == nil {
		return s.Private
	}
	return new(*s.Visibility != "public")
}

// changeRepository changes a repository's settings, with a webhook for each sort of change.
func (t *tx) changeRepository(r *repository, s settings) error {
	if err := t.mayAdminister(r); err != nil {
		return err
	}
	if r.archived && (s.Archived == nil || *s.Archived) && s != (settings{Archived: s.Archived}) {
		return forbidden(messageArchived)
	}
	if err := t.checkSettings(r, s); err != nil {
		return err
	}
	if s.Archived != nil && !*s.Archived {
		t.setArchived(r, false)
	}
	if s.Name != nil {
		t.setName(r, cleanName(*s.Name))
	}
	t.setDetails(r, s)
	if private := s.private(); private != nil {
		t.setPrivate(r, *private)
	}
	if s.Archived != nil && *s.Archived {
		t.setArchived(r, true)
	}
	return nil
}

func (t *tx) mayAdminister(r *repository) error {
	switch {
	case t.user == nil || !t.sees(r):
		return notFound()
	case t.role(r) >= roleAdmin:
		return nil
	case t.installation != nil:
		return forbidden(messageNoAccess)
	default:
		return forbidden("Must have admin rights to Repository.")
	}
}

// checkSettings refuses what cannot be, before anything is changed.
func (t *tx) checkSettings(r *repository, s settings) error {
	if s.Name != nil {
		if err := t.checkName(r.owner, r, cleanName(*s.Name)); err != nil {
			return err
		}
	}
	if s.Visibility != nil && *s.Visibility != "public" && *s.Visibility != "private" {
		return invalid("Validation Failed", fieldProblem{Resource: "Repository", Field: "visibility", Code: "invalid"})
	}
	if s.DefaultBranch != nil && *s.DefaultBranch != r.defaultBranch && r.branch(*s.DefaultBranch) == nil {
		message := "The branch " + *s.DefaultBranch + " was not found. Please push that ref first or create it via the Git Data API."
		return invalid("Validation Failed", fieldProblem{Resource: "Repository", Field: "default_branch", Code: "invalid", Message: message})
	}
	return nil
}

const maxRepositoryName = 100

// notInName is what GitHub makes a "-" of in the name of a repository.
var notInName = regexp.MustCompile(`[^A-Za-z0-9_.-]+`)

func cleanName(name string) string { return notInName.ReplaceAllString(name, "-") }

// checkName refuses a name that is none, or that another repository of the
// owner has now. One that a repository had before is free.
func (t *tx) checkName(o *organization, r *repository, name string) error {
	problem := fieldProblem{Resource: "Repository", Field: "name", Code: "custom"}
	taken := t.findRepository(o.login, name)
	switch {
	case name == "" || len(name) > maxRepositoryName || name == "." || name == ".." || strings.HasSuffix(strings.ToLower(name), ".git"):
		problem.Message = "name is invalid"
	case taken != nil && taken != r && sameFold(taken.fullName(), o.login+"/"+name):
		problem.Message = "name already exists on this account"
	default:
		return nil
	}
	return invalid("Validation Failed", problem)
}

// setName renames; the old name redirects until another repository takes it.
func (t *tx) setName(r *repository, name string) {
	if name == r.name {
		return
	}
	was := r.name
	r.name, r.updatedAt = name, t.at
	t.repos[strings.ToLower(r.fullName())] = r
	t.wrote("rename repository", r.fullName(), was)
	t.emit("repository", "renamed", r.owner, r, object{"changes": object{"repository": object{"name": object{"from": was}}}})
}

// setDetails changes what one webhook tells of, and whether there are issues,
// of which none does.
func (t *tx) setDetails(r *repository, s settings) {
	changes := object{}
	if s.Description != nil && *s.Description != r.description {
		changes["description"] = object{"from": textOrNull(r.description)}
		r.description = *s.Description
	}
	if s.DefaultBranch != nil && *s.DefaultBranch != r.defaultBranch {
		changes["default_branch"] = object{"from": r.defaultBranch}
		r.defaultBranch = *s.DefaultBranch
	}
	if s.HasIssues != nil && r.issuesDisabled == *s.HasIssues {
		r.issuesDisabled, r.updatedAt = !*s.HasIssues, t.at
	}
	if len(changes) > 0 {
		r.updatedAt = t.at
		t.wrote("edit repository", r.fullName(), r.description)
		t.emit("repository", "edited", r.owner, r, object{"changes": changes})
	}
}

func (t *tx) setPrivate(r *repository, private bool) {
	if r.private == private {
		return
	}
	r.private, r.updatedAt = private, t.at
	action := "publicized"
	if private {
		action = "privatized"
	}
	t.wrote(action, r.fullName(), "")
	t.emit("repository", action, r.owner, r, object{})
}

func (t *tx) setArchived(r *repository, archived bool) {
	if r.archived == archived {
		return
	}
	r.archived, r.updatedAt = archived, t.at
	action := "unarchived"
	if archived {
		action = "archived"
	}
	t.wrote(action, r.fullName(), "")
	t.emit("repository", action, r.owner, r, object{})
}
