package upgrade

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// NodeID is GitHub's global node id of any object. It stays the same when a
// repository is renamed, so identity is always compared by it, never by name.
type NodeID string

// Ref names an issue or pull request the way people write it. Names are not
// identity: a repository can be renamed or moved, and both parts compare
// without regard to letter case on GitHub.
type Ref struct {
	Owner  string
	Repo   string
	Number int
}

var refPattern = regexp.MustCompile(`^([A-Za-z0-9][A-Za-z0-9-]*)/([A-Za-z0-9._-]+)#([1-9][0-9]{0,9})$`)

// ParseRef reads "owner/repo#1".
func ParseRef(s string) (Ref, error) {
	m := refPattern.FindStringSubmatch(s)
	if m == nil {
		return Ref{}, fmt.Errorf("read issue reference %q: want owner/repo#number", s)
	}
	n, err := strconv.Atoi(m[3])
	if err != nil {
		return Ref{}, fmt.Errorf("read issue number in %q: %w", s, err)
	}
	return Ref{Owner: m[1], Repo: m[2], Number: n}, nil
}

// String is the form ParseRef reads.
func (r Ref) String() string { return fmt.Sprintf("%s/%s#%d", r.Owner, r.Repo, r.Number) }

// Fold returns the reference with its names in lower case, for use as a map key.
func (r Ref) Fold() Ref {
	return Ref{Owner: strings.ToLower(r.Owner), Repo: strings.ToLower(r.Repo), Number: r.Number}
}

// IsZero reports whether the reference names nothing.
func (r Ref) IsZero() bool { return r == Ref{} }
