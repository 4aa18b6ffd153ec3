package upgrade

import (
	"strings"

	"github.com/upkeep-app/upkeep/say"
)

// alias finds an alias by name; people also write a team's alias as a mention.
// Of several, one that holds for this orchestration team comes first.
func (l levels) alias(words string) (LevelAlias, bool) {
	name := words
	if team, isMention := strings.CutPrefix(words, "@"); isMention {
		name = team[strings.LastIndex(team, "/")+1:]
	}
	var found []LevelAlias
	for _, alias := range l.policy.Aliases {
		if Slug(alias.Name) != Slug(name) {
			continue
		}
		if l.holds(alias) {
			return alias, true
		}
		found = append(found, alias)
	}
	if len(found) == 0 {
		return LevelAlias{}, false
	}
	return found[0], true
}

func (l levels) holds(alias LevelAlias) bool {
	return alias.Team == "" || strings.EqualFold(alias.Team, l.team)
}

func (l levels) byAlias(alias LevelAlias) (string, answer) {
	name := say.Quote(alias.Name)
	if !l.holds(alias) {
		text := say.AliasElsewhere(name, say.Quote(alias.Team), say.Quote(l.team))
		return "", answer{outcome: OutcomeFailed, text: text, levels: true}
	}
	level, unclear := l.meaning(alias)
	switch {
	case unclear:
		return "", answer{outcome: OutcomeFailed, text: say.AliasUnclear(name), levels: true}
	case level == "":
		return "", answer{outcome: OutcomeFailed, text: say.AliasWithoutLevel(name), levels: true}
	}
	if len(filter(l.names, func(n string) bool { return n == level })) == 0 {
		text := say.LevelNotOnBoard(say.Quote(level), say.Quote(l.policy.Maintenance.Fields.OwnerDoes))
		return "", answer{outcome: OutcomeFailed, text: text, levels: true}
	}
	return l.settleOn([]string{level}, Slug(level))
}

// meaning is the level an alias stands for here; unclear when that depends on
// a kind of repository which is not known.
func (l levels) meaning(alias LevelAlias) (level string, unclear bool) {
	known := l.kind == RepositoryService || l.kind == RepositoryOther
	if known && alias.Levels[l.kind] != "" {
		return alias.Levels[l.kind], false
	}
	level = alias.Levels[RepositoryAny]
	if known {
		return level, false
	}
	for _, kind := range []RepositoryKind{RepositoryService, RepositoryOther} {
		other := alias.Levels[kind]
		if other == "" {
			other = alias.Levels[RepositoryAny]
		}
		if kind == RepositoryService {
			level = other
		}
		unclear = unclear || other != level
	}
	return level, unclear
}
