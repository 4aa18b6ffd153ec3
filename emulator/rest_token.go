package emulator

import "bytes"

// createToken makes an installation token. One that names repositories or
// permissions reaches no further than they do.
func createToken(q *request) (answer, error) {
	in, err := q.installationOfPath()
	if err != nil {
		return answer{}, err
	}
	if in.suspended() {
		return answer{}, forbidden(messageSuspended)
	}
	var asked tokenRequest
	if string(bytes.TrimSpace(q.body)) != "null" { // what ghinstallation sends when nothing is limited
		if err := q.decode(&asked); err != nil {
			return answer{}, err
		}
	}
	limits := token{installation: in}
	if limits.repos, err = asked.repositories(in); err != nil {
		return answer{}, err
	}
	if limits.permissions, err = asked.permissions(in); err != nil {
		return answer{}, err
	}
	return createdAnswer(q.tokenJSON(q.issueToken(limits)))
}

// tokenRequest is the body of a request for a token.
type tokenRequest struct {
	Repositories []string          `json:"repositories"`
	IDs          []int64           `json:"repository_ids"`
	Permissions  map[string]string `json:"permissions"`
}

// repositories are those that the token shall be limited to; nil for no limit.
func (a tokenRequest) repositories(in *installation) ([]*repository, error) {
	var limited []*repository
	given := in.org.reposOf(in)
	for _, name := range a.Repositories {
		limited = appendFound(limited, given, func(r *repository) bool { return sameFold(r.name, name) })
	}
	for _, id := range a.IDs {
		limited = appendFound(limited, given, func(r *repository) bool { return r.id == id })
	}
	if contains(limited, nil) {
		return nil, invalid("There is at least one repository that does not exist or is not accessible to the parent installation.")
	}
	return limited, nil
}

// appendFound adds the first repository that fits, or nil if none does.
func appendFound(to, from []*repository, fits func(*repository) bool) []*repository {
	for _, r := range from {
		if fits(r) {
			return append(without(to, r), r)
		}
	}
	return append(to, nil)
}

// permissions are those that the token shall be limited to; nil for no limit.
func (a tokenRequest) permissions(in *installation) (map[string]string, error) {
	if len(a.Permissions) == 0 {
		return nil, nil
	}
	for name, level := range a.Permissions {
		if level == "" || !contains(levels, level) || !covers(in.permissions[name], level) {
			return nil, invalid("The permissions requested are not granted to this installation.")
		}
	}
	return withMetadata(a.Permissions), nil
}

func (e *Emulator) tokenJSON(of *token) object {
	o := object{
		"token": of.text, "expires_at": stamp(of.expiresAt), "permissions": of.installation.permissions,
		"repository_selection": of.installation.selection(),
	}
	if of.permissions != nil {
		o["permissions"] = of.permissions
	}
	if of.repos != nil {
		o["repository_selection"], o["repositories"] = "selected", list(of.repos, e.repositoryJSON)
	}
	return o
}

// revokeToken ends the installation token that asks for it.
func revokeToken(q *request) (answer, error) {
	if q.token == nil {
		return answer{}, forbidden("You must authenticate with an installation access token in order to revoke it.")
	}
	delete(q.tokens, q.token.text)
	return noContent(nil)
}
