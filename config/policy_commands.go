package config

import (
	"regexp"
	"slices"
	"strings"

	"github.com/upkeep-app/upkeep/command"
	"github.com/upkeep-app/upkeep/upgrade"
)

var (
	prefix = regexp.MustCompile(`^` + prefixPattern + `$`)
	person = regexp.MustCompile(`^` + personPattern + `$`)
)

// commands reads how commands begin and who may run them.
func (r *reader) commands(s setting, p *upgrade.Policy) {
	set := r.mapping(s)
	p.Prefixes = r.prefixes(set["prefix"])
	for _, e := range r.entries(set["who"]) {
		name := r.commandName(e.key)
		if _, twice := p.Commands[name]; twice && name != "" {
			r.wrong(e.key, onlyOnce, "is there twice")
		}
		if p.Commands == nil {
			p.Commands = make(map[string][]command.Role)
		}
		p.Commands[name] = r.roles(e.value)
	}
}

// prefixes is one prefix, or several of which the first is the one shown. They
// are in lower case, since the letter case makes no difference in a comment.
func (r *reader) prefixes(s setting) []string {
	var prefixes []string
	for _, element := range r.oneOrMore(s) {
		text := r.text(element)
		if text == "" {
			continue
		}
		if !prefix.MatchString(text) {
			r.wrong(element, element.prefixMeant(text), "must be a slash and 1 to 39 letters, digits and hyphens, not %q", short(text))
			continue
		}
		text = strings.ToLower(text)
		if slices.Contains(prefixes, text) {
			r.wrong(element, onlyOnce, "%q is there twice", text)
		}
		prefixes = append(prefixes, text)
	}
	return prefixes
}

// prefixMeant suggests the prefix that a text comes nearest to, or else an example.
func (s setting) prefixMeant(text string) string {
	if like := "/" + upgrade.Slug(text); prefix.MatchString(like) {
		return s.write(like)
	}
	return s.writeExample()
}

func (r *reader) commandName(s setting) string {
	text := r.text(s)
	if text == "" {
		return ""
	}
	name := strings.ToLower(text)
	if command.Known(name) {
		return name
	}
	mend := "take it out, or write a command that upkeep commands lists"
	if meant := nearest(text, s.spec.words); meant != "" {
		mend = s.write(meant)
	}
	r.wrong(s, mend, "there is no command %q", short(text))
	return ""
}

// roles is one role, or several of which one is enough.
func (r *reader) roles(s setting) []command.Role {
	if s.node != nil && !s.isSet() {
		r.wrong(s, s.writeExample()+", or take the key out for the default", "is empty")
	}
	var roles []command.Role
	for _, element := range r.oneOrMore(s) {
		role := command.Role(r.oneOf(element))
		if slices.Contains(roles, role) && role != "" {
			r.wrong(element, onlyOnce, "%q is there twice", role)
		}
		roles = append(roles, role)
	}
	return roles
}

// people are logins.
func (r *reader) people(s setting) []string {
	var people []string
	for _, element := range r.list(s) {
		name := strings.TrimPrefix(r.text(element), "@")
		if name == "" {
			continue
		}
		if !person.MatchString(name) {
			r.wrong(element, element.writeExample(), "%q is not a person's login, as in the address of their page", short(name))
			continue
		}
		if slices.ContainsFunc(people, func(other string) bool { return strings.EqualFold(other, name) }) {
			r.wrong(element, onlyOnce, "%q is there twice", name)
		}
		people = append(people, name)
	}
	return people
}

// roadmapRepositories are owner/repo in lower case.
func (r *reader) roadmapRepositories(s setting) []string {
	var repositories []string
	for _, element := range r.list(s) {
		name := r.repositoryName(element)
		if slices.Contains(repositories, name) && name != "" {
			r.wrong(element, onlyOnce, "%q is there twice", name)
		}
		repositories = append(repositories, name)
	}
	return repositories
}
