package look

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/upkeep-app/upkeep/upgrade"
)

// bare are the names that YAML needs no quotes for. Words that could be taken
// for something else are quoted all the same.
var (
	bare     = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_./-]*(?: [A-Za-z0-9_./-]+)*$`)
	reserved = regexp.MustCompile(`(?i)^(?:y|n|yes|no|on|off|true|false|null)$`)
)

// scalar is a text as YAML writes it. The escapes of Go's quotes are YAML's, too.
func scalar(text string) string {
	if bare.MatchString(text) && !reserved.MatchString(text) {
		return text
	}
	return strconv.Quote(text)
}

// comment is a reason on one line, with nothing that YAML could take for its end.
func comment(reason string) string {
	line := strings.Join(strings.Fields(strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) || r == unicode.ReplacementChar {
			return ' '
		}
		return r
	}, reason)), " ")
	return cut(line, longestReason)
}

func onlyPlain(name string) string {
	if !plain(name) {
		return ""
	}
	return name
}

// keepDistinct empties what cannot stand in a policy, and what stands there before.
func keepDistinct(names ...*string) {
	taken := map[string]bool{}
	for _, name := range names {
		if !plain(*name) || taken[strings.ToLower(*name)] {
			*name = ""
		}
		taken[strings.ToLower(*name)] = true
	}
}

func distinctFields(f upgrade.FieldNames) upgrade.FieldNames {
	keepDistinct(&f.Status, &f.Project, &f.Source, &f.Owner, &f.OwnerDoes)
	return f
}

func distinctStatuses(s upgrade.StatusNames) upgrade.StatusNames {
	keepDistinct(&s.Done, &s.Todo, &s.InProgress, &s.AuthorReview, &s.OwnerReview, &s.Approved, &s.NotPlanned, &s.Blocked)
	return s
}

// ownLevels are the levels that a policy has to list: none if they are the usual ones.
func ownLevels(options []string, undecided string) []string {
	taken := map[string]bool{upgrade.Slug(undecided): true}
	var levels []string
	own := false
	for _, name := range options {
		if slug := upgrade.Slug(name); plain(name) && !taken[slug] && len(levels) < mostLevels {
			taken[slug] = true
			levels = append(levels, name)
			own = own || !usualLevel(name)
		}
	}
	if !own {
		return nil
	}
	return levels
}

// guessedLevel is a level with what its name suggests that each party does.
func guessedLevel(name string) string {
	if level, ok := usual().Level(name); ok {
		return levelLine(level)
	}
	slug := strings.Split(upgrade.Slug(name), "-")
	says := func(words ...string) upgrade.Party {
		if slices.ContainsFunc(slug, func(part string) bool {
			return slices.ContainsFunc(words, func(word string) bool { return strings.HasPrefix(part, word) })
		}) {
			return upgrade.PartyOwner
		}
		return upgrade.PartyOrchestration
	}
	level := upgrade.Level{
		Name: name, For: upgrade.RepositoryAny, PullRequest: upgrade.PartyOrchestration,
		Review: says("review"), Merge: says("merge", "merging"), Deploy: says("deploy", "monitor"),
	}
	all := says("everything", "all", "diy", "self") == upgrade.PartyOwner
	if all && level.Review == upgrade.PartyOrchestration && level.Merge == upgrade.PartyOrchestration {
		level.PullRequest, level.Review, level.Merge, level.Deploy = upgrade.PartyOwner, upgrade.PartyOwner, upgrade.PartyOwner, upgrade.PartyOwner
	}
	return levelLine(level)
}

func levelLine(l upgrade.Level) string {
	return fmt.Sprintf("{name: %s, for: %s, pull_request: %s, review: %s, merge: %s, deploy: %s}",
		flow(l.Name), l.For, l.PullRequest, l.Review, l.Merge, l.Deploy)
}

// flow is a text inside braces, where a comma needs quotes.
func flow(text string) string {
	if strings.Contains(text, ",") {
		return strconv.Quote(text)
	}
	return scalar(text)
}
