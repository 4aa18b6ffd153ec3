package emulator

import (
	"fmt"
	"slices"
	"strings"
)

// PersonalToken says what a token that a person has made can do. A fine-grained
// one names Organization and Permissions, a classic one Scopes.
type PersonalToken struct {
	Scopes []string
	// Organization is the only one whose private things it reaches, and
	// Permissions are levels by name, as those of an app.
	Organization string
	Permissions  map[string]string
}

// personalToken is one that a person has made. The token "user:<login>" is not
// one of these: it can do all that the person can.
type personalToken struct {
	user        *user
	scopes      []string
	org         *organization // of a fine-grained one; nil for a classic one
	permissions map[string]string
}

// MakePersonalToken makes a token of a person.
func (e *Emulator) MakePersonalToken(login string, what PersonalToken) (string, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	u := e.findUser(login)
	if u == nil || u.bot {
		return "", fmt.Errorf("make a token of %s: there is no such person", login)
	}
	made := &personalToken{user: u, scopes: what.Scopes}
	text := "ghp_" + e.ids.hex("personal token", 36)
	if what.Organization != "" {
		if made.org = e.findOrganization(what.Organization); made.org == nil {
			return "", fmt.Errorf("make a token for %s: there is no such organization", what.Organization)
		}
		made.permissions = withMetadata(what.Permissions)
		text = "github_pat_" + e.ids.hex("personal token", 60)
	}
	e.personalTokens[text] = made
	return text, nil
}

// has reports whether a classic token has one of some scopes.
func (p *personalToken) has(scopes ...string) bool {
	return slices.ContainsFunc(p.scopes, func(held string) bool { return slices.Contains(scopes, held) })
}

// given is the level at which the token holds what an app calls a permission;
// "" for none. The scopes are those of GitHub's page "Scopes for OAuth apps".
func (p *personalToken) given(name string, o *organization) string {
	if p.org != nil {
		if p.org != o {
			return ""
		}
		return p.permissions[name]
	}
	switch {
	case name == "metadata":
		return levelRead
	case name == "organization_projects" && p.has("project"):
		return levelAdmin
	case name == "organization_projects" && p.has("read:project"), name == "members" && p.has("read:org"):
		return levelRead
	case name == "members" && p.has("write:org", "admin:org"):
		return levelWrite
	case name != "organization_projects" && name != "members" && p.has("repo", "public_repo"):
		return levelWrite
	default:
		return ""
	}
}

// reaches reports whether the token is for a repository, beyond what everybody reads.
func (p *personalToken) reaches(r *repository) bool {
	if p.org != nil {
		return p.org == r.owner
	}
	return p.has("repo") || p.has("public_repo") && !r.private
}

// messageNoAccessByPerson is messageNoAccess for a fine-grained token.
const messageNoAccessByPerson = "Resource not accessible by personal access token"

// mayAskByToken refuses a personal token that was not given boards; GitHub does
// so for public ones, too, and before it looks whether they are there.
func (a actor) mayAskByToken(field string, o *organization) error {
	if a.personal == nil || a.given("organization_projects", o) != "" {
		return nil
	}
	if a.personal.org != nil {
		return forbidden(messageNoAccessByPerson)
	}
	return &problem{status: 200, kind: "INSUFFICIENT_SCOPES", message: fmt.Sprintf(
		"Your token has not been granted the required scopes to execute this query. The '%s' field requires one of the following scopes: "+
			"['read:project'], but your token has only been granted the: ['%s'] scopes. Please modify your token's scopes at: https://github.com/settings/tokens.",
		field, strings.Join(a.personal.scopes, "', '"))}
}
