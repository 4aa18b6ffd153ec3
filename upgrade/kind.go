package upgrade

import (
	"slices"
	"strings"
)

// ChildKind is what sort of work a child is. It decides which fields and facts apply.
type ChildKind string

// The kinds of children. ChildRepository is the usual one.
const (
	ChildRepository    ChildKind = "repository"
	ChildExternal      ChildKind = "external dependency"
	ChildOperations    ChildKind = "operations" // build, test, release; site reliability
	ChildOrchestration ChildKind = "orchestration"
	ChildFollowUp      ChildKind = "follow-up"
)

// ChildKinds are the kinds in the order in which a policy's rules are tried.
func ChildKinds() []ChildKind {
	return []ChildKind{ChildExternal, ChildOperations, ChildOrchestration, ChildFollowUp, ChildRepository}
}

// The fields of the Maintenance board, as a policy names them.
const (
	fieldStatus    = "status"
	fieldProject   = "project"
	fieldSource    = "source"
	fieldOwner     = "owner"
	fieldOwnerDoes = "owner_does"
)

// FieldKeys are the names that a policy has for the fields of the Maintenance board.
func FieldKeys() []string {
	return []string{fieldStatus, fieldProject, fieldSource, fieldOwner, fieldOwnerDoes}
}

// ChildKindPolicy says which children are of a kind, and what does not apply to them.
type ChildKindPolicy struct {
	// Labels are any of those that the issue has; Repositories are
	// "owner/repo" in lower case. A label goes before a repository.
	Labels, Repositories []string
	// Without are the FieldKeys and Facts that do not apply.
	Without []string
}

// WithoutByDefault is what does not apply to a kind unless the policy says
// otherwise: levels are those of a repository's owner, and an external
// dependency has no owner here.
func WithoutByDefault(kind ChildKind) []string {
	switch kind {
	case ChildRepository:
		return nil
	case ChildExternal:
		return []string{fieldOwner, fieldOwnerDoes}
	default:
		return []string{fieldOwnerDoes}
	}
}

// kindOf is the kind of a child: the first that one of its labels stands for,
// else the first that its repository stands for.
func (p Policy) kindOf(issue Issue) ChildKind {
	for _, kind := range ChildKinds() {
		for _, label := range p.Kinds[kind].Labels {
			if slices.ContainsFunc(issue.Labels, func(l string) bool { return strings.EqualFold(l, label) }) {
				return kind
			}
		}
	}
	for _, kind := range ChildKinds() {
		if slices.Contains(p.Kinds[kind].Repositories, strings.ToLower(issue.Repository.FullName())) {
			return kind
		}
	}
	return ChildRepository
}

// applies reports whether a field or a fact, by its name in the policy, applies
// to a child of this kind.
func (c *child) applies(name string) bool {
	return !slices.Contains(c.Policy.Kinds[c.sort].Without, name)
}
