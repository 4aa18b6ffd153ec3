package look

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/upkeep-app/upkeep/upgrade"
)

// values counts what the children's cards hold in a field, and is the value
// that most of them have; empty if none has any.
func (b Board) values(field string, children []Child) (value string, count int) {
	counts := map[string]int{}
	cards := b.byRef()
	for _, child := range children {
		if held := cards[child.Ref.Fold()].Values[field]; held != "" && field != "" {
			counts[held]++
		}
	}
	for _, held := range slices.Sorted(maps.Keys(counts)) {
		if counts[held] > count {
			value, count = held, counts[held]
		}
	}
	return value, count
}

var (
	// aroundName is what titles of upgrades say besides the name.
	aroundName = regexp.MustCompile(`(?i)^(?:\[[^\]]*\]\s*|(?:upgrade|update|migrate|move|switch|bump) (?:to |from .{1,60}? to )?\s*)+|\s+(?:upgrade|update|migration|support)s?\s*$`)
	// betweenVersions is what stands between a product and the version that it
	// goes to: "to", with the version that it comes from or without.
	betweenVersions = regexp.MustCompile(`(?i)^(\S.{0,60}?)(?: from)?(?: v?\d[\w.]*)? (?:to|->|=>|→) v?(\d[\w.]*)$`)
)

// name finds what the board calls an upgrade: what most of its children's cards
// say, else the option in its title, else the title without what is around a name.
func (u *Upgrade) name(board Board) {
	if value, count := board.values(board.Fields.Project, u.Children); count > 0 && plain(value) {
		u.Name, u.WhyName = value, fmt.Sprintf("what the cards of %d of its children say", count)
		return
	}
	name := shortened(u.Issue.Title)
	for _, title := range []string{u.Issue.Title, name} {
		if option := optionIn(title, projectOptions(board)); plain(option) {
			u.Name, u.WhyName = option, "the option that its title names"
			return
		}
	}
	u.Name, u.WhyName = name, "from its title; the board has no such option"
	if !plain(u.Name) {
		u.Name = "Upgrade " + u.Issue.Ref.String()
	}
}

// shortened is a title without what is around a name, at most as long as a name may be.
func shortened(title string) string {
	clean := strings.Join(strings.Fields(strings.Map(func(r rune) rune {
		if !unicode.IsPrint(r) {
			return ' '
		}
		return r
	}, title)), " ")
	if name := strings.TrimSpace(aroundName.ReplaceAllString(clean, "")); upgrade.Slug(name) != "" {
		clean = betweenVersions.ReplaceAllString(name, "$1 $2")
	}
	return strings.TrimSpace(cut(clean, longestName))
}

// team finds the orchestration team: what most of the children's cards say,
// else the team that the description speaks of, else the only one that the board knows.
func (u *Upgrade) team(f Found) {
	source := f.Maintenance.Fields.Source
	if value, count := f.Maintenance.values(source, u.Children); count > 0 && u.called(value, f.Teams) {
		u.WhyTeam = fmt.Sprintf("what the cards of %d of its children say in %s", count, note(source))
		return
	}
	if slug := teamIn(u.body, f); slug != "" {
		u.Team, u.WhyTeam = slug, "its description speaks of that team"
		return
	}
	field, _ := f.Maintenance.Field(source)
	if len(field.Options) == 1 && u.called(field.Options[0].Name, f.Teams) {
		u.WhyTeam = "the only one that the board's " + note(source) + " knows"
	}
}

// called takes a name on the board for a team; false if it cannot be one's.
func (u *Upgrade) called(name string, teams []string) bool {
	slug := strings.ToLower(name)
	if !slices.Contains(teams, slug) {
		slug = upgrade.Slug(name)
	}
	if !teamSlug.MatchString(slug) || !plain(name) {
		return false
	}
	u.Team = slug
	if name != slug {
		u.TeamName = name
	}
	return true
}

// teamSlug is what config takes for one.
var teamSlug = regexp.MustCompile(`^[a-z0-9](?:[a-z0-9_-]{0,98}[a-z0-9_])?$`)

// aboutTeams finds the lines of a description that say who does it.
var aboutTeams = regexp.MustCompile(`(?im)^.*(?:orchestrat|\bteam\b|\blead|proposed by|@).*$`)

// teamIn is the team that a description speaks of: one that it mentions, else one
// that a line about teams names.
func teamIn(body string, f Found) string {
	lines := strings.ToLower(strings.Join(aboutTeams.FindAllString(body, 50), "\n"))
	for _, team := range f.Teams {
		if words(lines, "@"+strings.ToLower(f.Organisation)+"/"+team) && teamSlug.MatchString(team) {
			return team
		}
	}
	for _, team := range f.Teams {
		if len(team) >= 4 && words(lines, team) && teamSlug.MatchString(team) {
			return team
		}
	}
	return ""
}

// words reports whether a text stands in another as words of its own.
func words(text, part string) bool {
	for at := 0; ; {
		next := strings.Index(text[at:], part)
		if next < 0 {
			return false
		}
		begin, end := at+next, at+next+len(part)
		if (begin == 0 || !inSlug(text[begin-1])) && (end == len(text) || !inSlug(text[end])) {
			return true
		}
		at = end
	}
}

func inSlug(b byte) bool {
	return b == '-' || b == '_' || b == '/' || b >= 'a' && b <= 'z' || b >= '0' && b <= '9'
}
