package command

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// Reference names an issue or a pull request.
type Reference struct {
	Owner, Repo string
	Number      int
}

// String is "owner/repo#1", which reads back as the reference.
func (r Reference) String() string { return fmt.Sprintf("%s/%s#%d", r.Owner, r.Repo, r.Number) }

var (
	shortReference = regexp.MustCompile(`^(?:(?:([A-Za-z0-9][A-Za-z0-9-]*)/)?([A-Za-z0-9._-]+))?#([1-9][0-9]{0,9})$`)
	oldReference   = regexp.MustCompile(`^(?i:GH-)([1-9][0-9]{0,9})$`)
	// issuePath is what follows the host in the address of an issue or a pull
	// request. Of a pull request, its tabs are it too.
	issuePath = regexp.MustCompile(`^([A-Za-z0-9][A-Za-z0-9-]*)/([A-Za-z0-9._-]+)/` +
		`(?:issues/([1-9][0-9]{0,9})/?|pull/([1-9][0-9]{0,9})(?:/|/(?:files|commits|checks|changes)(?:/[^?#]*)?)?)(?:[?#].*)?$`)
)

// longestObject is in bytes; an address has what follows the number, too.
const longestObject = 2000

// mention is "@user" or "@organisation/team". Logins of managed users have an underscore.
var mention = regexp.MustCompile(`^@([A-Za-z0-9][A-Za-z0-9_-]{0,38})(?:/([A-Za-z0-9_][A-Za-z0-9._-]{0,254}))?$`)

// objects are what a word names: a Reference, a TeamName, or a login as a
// string. There are several if commas join them, and none if a part is no object.
func (in Context) objects(t token) []any {
	if t.quoted {
		return nil
	}
	if whole, ok := in.object(t.text); ok {
		return []any{whole}
	}
	var all []any
	for _, part := range strings.FieldsFunc(t.text, func(r rune) bool { return r == ',' || r == ';' }) {
		object, ok := in.object(part)
		if !ok {
			return nil
		}
		all = append(all, object)
	}
	return all
}

func (in Context) object(word string) (any, bool) {
	word = strings.TrimRight(word, ",;.")
	switch {
	case len(word) > longestObject:
		return nil, false
	case strings.HasPrefix(word, "@"):
		return mentioned(word)
	case strings.HasPrefix(word, "<"):
		return in.address(strings.TrimSuffix(word[1:], ">"))
	case strings.ContainsAny(word, "#/-"):
		return in.reference(word)
	}
	return nil, false
}

func mentioned(word string) (any, bool) {
	m := mention.FindStringSubmatch(word)
	switch {
	case m == nil:
		return nil, false
	case m[2] == "":
		return m[1], true
	}
	return TeamName{Organisation: m[1], Slug: strings.ToLower(m[2])}, true
}

// fold is an object with its names in lower case, as a key.
func fold(object any) any {
	switch o := object.(type) {
	case Reference:
		return Reference{strings.ToLower(o.Owner), strings.ToLower(o.Repo), o.Number}
	case TeamName:
		return TeamName{strings.ToLower(o.Organisation), o.Slug}
	case string:
		return strings.ToLower(o)
	}
	return object
}

// reference reads "#1", "GH-1", "repo#1", "owner/repo#1" and addresses.
func (in Context) reference(word string) (Reference, bool) {
	if m := oldReference.FindStringSubmatch(word); m != nil {
		return numbered(in.Owner, in.Repo, m[1])
	}
	m := shortReference.FindStringSubmatch(word)
	if m == nil {
		return in.address(word)
	}
	owner, repo := m[1], m[2]
	if owner == "" {
		owner = in.Owner
	}
	if repo == "" {
		repo = in.Repo
	}
	return numbered(owner, repo, m[3])
}

// address reads the address of an issue or pull request on the host, as
// browsers show and copy it: the scheme may be left out.
func (in Context) address(word string) (Reference, bool) {
	scheme, rest, ok := strings.Cut(word, "://")
	if !ok {
		rest = word
	} else if !strings.EqualFold(scheme, "https") && !strings.EqualFold(scheme, "http") {
		return Reference{}, false
	}
	host, path, _ := strings.Cut(rest, "/")
	if !in.isHost(host) {
		return Reference{}, false
	}
	m := issuePath.FindStringSubmatch(path)
	if m == nil {
		return Reference{}, false
	}
	return numbered(m[1], m[2], m[3]+m[4])
}

func (in Context) isHost(host string) bool {
	own := strings.ToLower(in.Host)
	if own == "" {
		own = "github.com"
	}
	return strings.TrimPrefix(strings.ToLower(host), "www.") == own
}

func numbered(owner, repo, digits string) (Reference, bool) {
	number, err := strconv.Atoi(digits)
	return Reference{Owner: owner, Repo: repo, Number: number}, err == nil && owner != "" && repo != ""
}
