package config

import (
	"regexp"
	"strings"
	"time"

	"github.com/upkeep-app/upkeep/upgrade"
)

var (
	teamSlug       = regexp.MustCompile(`^` + slugPattern + `$`)
	repositoryName = regexp.MustCompile(`^` + repositoryPattern + `$`)
	issueURL       = regexp.MustCompile(`^https?://[^/]+/([^/]+/[^/]+)/(?:issues|pull)/([0-9]+)(?:[/?#].*)?$`)
)

func (r *reader) upgrades(s setting) []upgrade.Upgrade {
	var upgrades []upgrade.Upgrade
	roadmaps, names := make(map[upgrade.Ref]bool), make(map[string]bool)
	for _, element := range r.list(s) {
		u := r.upgrade(element)
		roadmap, name := u.Roadmap.Fold(), strings.ToLower(u.Name)
		if roadmaps[roadmap] && !roadmap.IsZero() {
			r.wrong(element, "give each upgrade a roadmap issue of its own, or take one out", "%s is the roadmap issue of two upgrades", u.Roadmap)
		}
		if names[name] && name != "" {
			r.wrong(element, "give each its own option of the Project field", "two upgrades are called %q", short(u.Name))
		}
		roadmaps[roadmap], names[name] = true, true
		upgrades = append(upgrades, u)
	}
	return upgrades
}

func (r *reader) upgrade(s setting) upgrade.Upgrade {
	set := r.mapping(s)
	u := upgrade.Upgrade{
		Name:    r.needed(s, set["name"]),
		Roadmap: r.issue(s, set["roadmap"]),
		Mode:    r.mode(set["mode"]),
		Writes:  r.writes(set["writes"]),

		SupportEnd: r.day(set["support_end"]),
	}
	if set["orchestration_team"].node == nil {
		r.missing(s, set["orchestration_team"])
	}
	u.OrchestrationTeam = r.team(set["orchestration_team"])
	return u
}

// day is a day of the form 2026-04-30, midnight UTC; zero if it is not set.
func (r *reader) day(s setting) time.Time {
	text := r.text(s)
	if text == "" {
		return time.Time{}
	}
	date, err := time.Parse(time.DateOnly, text)
	if err != nil || date.Year() < earliestYear {
		r.wrong(s, s.writeExample(), "must be a day such as 2026-04-30")
		return time.Time{}
	}
	return date
}

// earliestYear keeps a slip of the pen, such as 0026, from being a day.
const earliestYear = 2000

// issue is owner/repo#1, or repo#1 in the own organisation.
func (r *reader) issue(owner, s setting) upgrade.Ref {
	text := r.needed(owner, s)
	if text == "" {
		return upgrade.Ref{}
	}
	if found := issueURL.FindStringSubmatch(text); found != nil {
		r.wrong(s, "write "+s.keyed(found[1]+"#"+found[2]), "must not be an address")
		return upgrade.Ref{}
	}
	if !strings.Contains(text, "/") {
		text = r.org + "/" + text
	}
	ref, err := upgrade.ParseRef(text)
	if err != nil {
		r.wrong(s, s.writeExample(), "must be an issue such as owner/repo#1, without a space before the #")
		return upgrade.Ref{}
	}
	return ref
}

// team is a slug, written team, org/team or @org/team.
func (r *reader) team(s setting) string {
	text := r.text(s)
	if text == "" {
		return ""
	}
	slug := strings.TrimPrefix(text, "@")
	if org, name, qualified := strings.Cut(slug, "/"); qualified {
		if !strings.EqualFold(org, r.org) {
			r.wrong(s, forExample("write a team of "+r.org, s.keyed(s.spec.example)), "%q is not a team of %s", short(text), r.org)
			return ""
		}
		slug = name
	}
	slug = strings.ToLower(slug)
	if !teamSlug.MatchString(slug) {
		r.wrong(s, s.teamMeant(slug), "%q is not a team's slug, as in its address", short(text))
		return ""
	}
	return slug
}

// teamMeant suggests the slug that a team of some name would have.
func (s setting) teamMeant(name string) string {
	if slug := upgrade.Slug(name); teamSlug.MatchString(slug) && short(slug) == slug {
		return s.write(slug)
	}
	return s.writeExample()
}

// teams is nil when there are none.
func (r *reader) teams(s setting) map[string]string {
	var teams map[string]string
	for _, e := range r.entries(s) {
		slug, name := r.team(e.key), r.needed(e.value, e.value)
		if _, twice := teams[slug]; twice && slug != "" {
			r.wrong(e.key, onlyOnce, "is there twice")
		}
		if teams == nil {
			teams = make(map[string]string)
		}
		teams[slug] = name
	}
	return teams
}

// repositories is nil when there are none.
func (r *reader) repositories(s setting) map[string]upgrade.RepositoryPolicy {
	var repositories map[string]upgrade.RepositoryPolicy
	for _, e := range r.entries(s) {
		name := r.repositoryName(e.key)
		if _, twice := repositories[name]; twice && name != "" {
			r.wrong(e.key, onlyOnce, "is there twice")
		}
		if repositories == nil {
			repositories = make(map[string]upgrade.RepositoryPolicy)
		}
		repositories[name] = r.repository(e.value)
	}
	return repositories
}

// repositoryName is owner/repo in lower case.
func (r *reader) repositoryName(s setting) string {
	text := r.text(s)
	if text == "" {
		return ""
	}
	owner, name, qualified := strings.Cut(text, "/")
	if !qualified {
		owner, name = r.org, text
	}
	if !login.MatchString(owner) || !repositoryName.MatchString(name) {
		r.wrong(s, s.repositoryMeant(text), "%q is not a repository such as owner/repo", short(text))
		return ""
	}
	return strings.ToLower(owner + "/" + name)
}

var githubURL = regexp.MustCompile(`^(?:https?://)?[^/\s]+\.[^/\s]+/([A-Za-z0-9-]+/[A-Za-z0-9._-]+?)(?:\.git)?(?:[/?#].*)?$`)

// repositoryMeant suggests the repository of an address, or else an example.
func (s setting) repositoryMeant(text string) string {
	if found := githubURL.FindStringSubmatch(text); found != nil {
		return s.write(found[1])
	}
	return s.writeExample()
}

func (r *reader) repository(s setting) upgrade.RepositoryPolicy {
	set := r.mapping(s)
	return upgrade.RepositoryPolicy{Owner: r.repositoryOwner(set["owner"]), Kind: upgrade.RepositoryKind(r.oneOf(set["kind"]))}
}

// repositoryOwner is a team's slug, or "user:" and a login. The forms of
// catalog-info.yaml count too.
func (r *reader) repositoryOwner(s setting) string {
	if !s.isText() {
		return r.text(s)
	}
	text := strings.TrimSpace(s.node.Value)
	if user, isUser := strings.CutPrefix(text, "user:"); isUser {
		user = strings.TrimPrefix(user, "default/")
		if !login.MatchString(user) {
			r.wrong(s, forExample("write", s.keyed("user:octocat")), "%q is not a user with its login", short(text))
			return ""
		}
		return "user:" + user
	}
	node := *s.node
	node.Value = strings.TrimPrefix(strings.TrimPrefix(text, "group:"), "default/")
	return r.team(setting{&node, s.path, s.key, s.spec})
}
