package config

import (
	"github.com/upkeep-app/upkeep/upgrade"
)

// kinds are the rules for every kind of child.
func (r *reader) kinds(s setting) map[upgrade.ChildKind]upgrade.ChildKindPolicy {
	set := r.mapping(s)
	kinds := make(map[upgrade.ChildKind]upgrade.ChildKindPolicy, len(set))
	for _, kind := range upgrade.ChildKinds() {
		kinds[kind] = r.kind(kind, set[string(kind)])
	}
	return kinds
}

func (r *reader) kind(kind upgrade.ChildKind, s setting) upgrade.ChildKindPolicy {
	set := r.mapping(s)
	p := upgrade.ChildKindPolicy{Without: upgrade.WithoutByDefault(kind)}
	for _, label := range r.list(set["labels"]) {
		p.Labels = append(p.Labels, r.text(label))
	}
	for _, name := range r.list(set["repositories"]) {
		p.Repositories = append(p.Repositories, r.repositoryName(name))
	}
	if set["without"].node == nil {
		return p
	}
	p.Without = nil
	for _, name := range r.list(set["without"]) {
		p.Without = append(p.Without, r.oneOf(name))
	}
	return p
}
