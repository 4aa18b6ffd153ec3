package config

import (
	"slices"
	"strings"

	"github.com/upkeep-app/upkeep/upgrade"
)

// defaultLevels are the upgrade service levels of Open edX (its wiki, "Upgrade
// Service Levels"). What is not a service is not deployed.
func defaultLevels() []upgrade.Level {
	const (
		owner         = upgrade.PartyOwner
		orchestration = upgrade.PartyOrchestration
		none          = upgrade.PartyNone
		service       = upgrade.RepositoryService
		other         = upgrade.RepositoryOther
	)
	level := func(name string, kind upgrade.RepositoryKind, does ...upgrade.Party) upgrade.Level {
		return upgrade.Level{Name: name, For: kind, PullRequest: does[0], Review: does[1], Merge: does[2], Deploy: does[3]}
	}
	return []upgrade.Level{
		level("Owner does everything", upgrade.RepositoryAny, owner, owner, owner, owner),
		level("Owner reviews, merges, deploys, and monitors", service, orchestration, owner, owner, owner),
		level("Owner reviews and merges", other, orchestration, owner, owner, none),
		level("Owner deploys and monitors", service, orchestration, orchestration, orchestration, owner),
		level("Owner reviews", other, orchestration, owner, orchestration, none),
		level("Owner offers advice", other, orchestration, orchestration, orchestration, none),
	}
}

func (r *reader) levels(s setting) []upgrade.Level {
	if !s.isSet() {
		return defaultLevels()
	}
	var levels []upgrade.Level
	slugs := make(map[string]string)
	for _, element := range r.list(s) {
		level := r.level(element)
		slug := upgrade.Slug(level.Name)
		if other, twice := slugs[slug]; twice && level.Name != "" {
			r.wrong(element, "give one of the two another name", "%q and %q are the same when typed in a command (%s)", short(other), short(level.Name), short(slug))
		}
		slugs[slug] = level.Name
		levels = append(levels, level)
	}
	return levels
}

func (r *reader) level(s setting) upgrade.Level {
	set := r.mapping(s)
	level := upgrade.Level{
		Name:        r.needed(s, set["name"]),
		For:         upgrade.RepositoryKind(r.oneOf(set["for"])),
		PullRequest: r.party(s, set["pull_request"]),
		Review:      r.party(s, set["review"]),
		Merge:       r.party(s, set["merge"]),
		Deploy:      upgrade.PartyNone,
	}
	if set["deploy"].node != nil || level.For != upgrade.RepositoryOther {
		level.Deploy = r.party(s, set["deploy"])
	}
	if level.Name != "" && upgrade.Slug(level.Name) == "" {
		r.wrong(set["name"], set["name"].writeExample(), "has no letter or digit")
	}
	return level
}

func (r *reader) party(level, s setting) upgrade.Party {
	if s.node == nil {
		r.missing(level, s)
		return ""
	}
	return upgrade.Party(r.oneOf(s))
}

func (r *reader) undecided(s setting, levels []upgrade.Level) string {
	undecided := r.text(s)
	if _, taken := levelNamed(levels, undecided); taken && undecided != "" {
		r.wrong(s, forExample("write", s.keyed(s.spec.example)), "%q is a level too; it has to be a name of its own", short(undecided))
	}
	return undecided
}

// levelNamed finds a level by its name or its slug.
func levelNamed(levels []upgrade.Level, name string) (upgrade.Level, bool) {
	slug := upgrade.Slug(name)
	i := slices.IndexFunc(levels, func(l upgrade.Level) bool { return slug != "" && upgrade.Slug(l.Name) == slug })
	if i < 0 {
		return upgrade.Level{}, false
	}
	return levels[i], true
}

func (r *reader) aliases(s setting, p upgrade.Policy) []upgrade.LevelAlias {
	var aliases []upgrade.LevelAlias
	taken := map[string]string{upgrade.Slug(p.Undecided): p.Undecided}
	for _, level := range p.Levels {
		taken[upgrade.Slug(level.Name)] = level.Name
	}
	for _, e := range r.entries(s) {
		name := r.text(e.key)
		slug := upgrade.Slug(name)
		switch other, twice := taken[slug]; {
		case name == "":
		case slug == "":
			r.wrong(e.key, e.key.writeExample(), "has no letter or digit")
		case twice:
			r.wrong(e.key, "choose another name for the alias", "is the same as %q when typed in a command", short(other))
		}
		taken[slug] = name
		alias := r.alias(e.value, p.Levels)
		alias.Name = name
		aliases = append(aliases, alias)
	}
	return aliases
}

// alias is one level for all kinds of repository, or a level by kind.
func (r *reader) alias(s setting, levels []upgrade.Level) upgrade.LevelAlias {
	alias := upgrade.LevelAlias{Levels: make(map[upgrade.RepositoryKind]string)}
	if s.isText() {
		alias.Levels[upgrade.RepositoryAny] = r.levelFor(s.alone(), upgrade.RepositoryAny, levels)
		return alias
	}
	before := len(r.problems)
	set := r.mapping(s)
	alias.Team = r.team(set["team"])
	for _, name := range repositoryKinds() {
		if kind := upgrade.RepositoryKind(name); set[name].node != nil {
			alias.Levels[kind] = r.levelFor(set[name], kind, levels)
		}
	}
	if len(alias.Levels) == 0 && len(r.problems) == before {
		whole := set["any"]
		r.wrong(s, "add a level: "+whole.levelMeant("", upgrade.RepositoryAny, levels), "names no level")
	}
	return alias
}

// levelMeant suggests the level that is nearly so called, or all that suit.
func (s setting) levelMeant(text string, kind upgrade.RepositoryKind, levels []upgrade.Level) string {
	suits := slices.DeleteFunc(slices.Clone(levels), func(l upgrade.Level) bool {
		return kind != upgrade.RepositoryAny && l.For != upgrade.RepositoryAny && l.For != kind
	})
	names := make([]string, len(suits))
	for i, l := range suits {
		names[i] = l.Name
	}
	switch meant := nearest(text, names); {
	case meant != "":
		return s.write(meant)
	case len(names) == 0:
		return "add a level for it under levels"
	}
	for i, name := range names {
		names[i] = scalar(oneLine(name))
	}
	return "write one of: " + strings.Join(names[:min(len(names), 10)], "; ")
}

// levelFor is the exact name of a level, which must suit a kind of repository
// that is given.
func (r *reader) levelFor(s setting, kind upgrade.RepositoryKind, levels []upgrade.Level) string {
	text := r.text(s)
	if text == "" {
		return ""
	}
	level, ok := levelNamed(levels, text)
	if !ok {
		r.wrong(s, s.levelMeant(text, kind, levels), "there is no level %q", short(text))
		return ""
	}
	if kind != upgrade.RepositoryAny && level.For != upgrade.RepositoryAny && level.For != kind && level.For != "" {
		r.wrong(s, s.levelMeant("", kind, levels), "%q is a level for: %s", short(level.Name), level.For)
	}
	return level.Name
}
