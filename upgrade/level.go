package upgrade

import (
	"strings"

	"github.com/upkeep-app/upkeep/say"
)

// levels are the choices of the Owner Does field for one child.
type levels struct {
	policy Policy
	kind   RepositoryKind
	team   string   // the orchestration team's slug
	names  []string // the field's options
}

// fits reports whether a level suits the kind of repository. What is not
// known, or not described, is not refused.
func (l levels) fits(name string) bool {
	level, described := l.policy.Level(name)
	known := l.kind == RepositoryService || l.kind == RepositoryOther
	return !described || !known || level.For == "" || level.For == RepositoryAny || level.For == l.kind
}

// offered are the names that can be chosen here, without the one for "not chosen yet".
func (l levels) offered() []string {
	var names []string
	for _, name := range l.names {
		if l.fits(name) && name != l.policy.Undecided {
			names = append(names, name)
		}
	}
	return names
}

// choose finds the level that words stand for: by its name or slug, else by an
// alias, else by the only beginning that fits. The answer is for the case that
// there is none; its outcome is OutcomeDone otherwise.
func (l levels) choose(words string) (string, answer) {
	slug := Slug(words)
	if slug == "" {
		return "", answer{outcome: OutcomeFailed, text: say.LevelMissing(), levels: true}
	}
	if found := called(l.names, words); len(found) > 0 {
		return l.settleOn(found, slug)
	}
	if alias, ok := l.alias(words); ok {
		return l.byAlias(alias)
	}
	if found := l.beginning(slug); len(found) > 0 {
		return l.settleOn(found, slug)
	}
	return "", answer{outcome: OutcomeFailed, text: say.LevelUnknown(l.meant(slug, l.offered())), levels: true}
}

// called are the names that words stand for: as written if there is one, else
// without regard to letter case, else by slug.
func called(names []string, words string) []string {
	for _, same := range []func(string) bool{
		func(name string) bool { return name == words },
		func(name string) bool { return strings.EqualFold(name, words) },
		func(name string) bool { return Slug(name) == Slug(words) },
	} {
		if found := filter(names, same); len(found) > 0 {
			return found
		}
	}
	return nil
}

// beginning are the levels whose slug begins so: those that fit, else the others.
func (l levels) beginning(slug string) []string {
	all := filter(l.names, func(name string) bool { return strings.HasPrefix(Slug(name), slug) })
	if fitting := filter(all, l.fits); len(fitting) > 0 {
		return fitting
	}
	return all
}

func (l levels) settleOn(found []string, slug string) (string, answer) {
	if len(found) > 1 {
		text := say.LevelAmbiguous(say.Quotes(slugs(found)), l.meant(slug, found))
		return "", answer{outcome: OutcomeFailed, text: text, levels: true}
	}
	name := found[0]
	switch {
	case l.fits(name):
		return name, answer{outcome: OutcomeDone, text: say.Done(say.Quote(name))}
	case l.kind == RepositoryService:
		return "", answer{outcome: OutcomeFailed, text: say.LevelForOthers(say.Quote(name), l.meant(slug, l.offered())), levels: true}
	default:
		return "", answer{outcome: OutcomeFailed, text: say.LevelForServices(say.Quote(name), l.meant(slug, l.offered())), levels: true}
	}
}

func slugs(names []string) []string {
	all := make([]string, 0, len(names))
	for _, name := range names {
		all = append(all, Slug(name))
	}
	return all
}

func filter[T any](names []T, keep func(T) bool) []T {
	var kept []T
	for _, name := range names {
		if keep(name) {
			kept = append(kept, name)
		}
	}
	return kept
}
