package config

import (
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/upkeep-app/upkeep/command"
	"github.com/upkeep-app/upkeep/upgrade"
)

const (
	maxPeople   = 50
	maxPrefixes = 10
)

var (
	prefix = regexp.MustCompile(`^/[A-Za-z0-9-]{1,39}$`)
	// person allows the underscore of accounts that an enterprise manages, such as ann_acme.
	person = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_-]{0,38}$`)
)

// commands reads how commands begin and who may run them.
func (r *reader) commands(s setting, p *upgrade.Policy) {
	set := r.mapping(s, "prefix", "who")
	p.Prefixes = r.prefixes(set["prefix"])
	for _, e := range r.entries(set["who"]) {
		name := r.commandName(e.key)
		if _, twice := p.Commands[name]; twice && name != "" {
			r.wrong(e.key, "is there twice")
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
	for _, element := range r.oneOrMore(s, maxPrefixes) {
		text := r.text(element)
		if text == "" {
			continue
		}
		if !prefix.MatchString(text) {
			r.wrong(element, "must be a slash and 1 to 39 letters, digits and hyphens, such as %s, not %q", command.Prefix, short(text))
			continue
		}
		text = strings.ToLower(text)
		if slices.Contains(prefixes, text) {
			r.wrong(element, "%q is there twice", text)
		}
		prefixes = append(prefixes, text)
	}
	return prefixes
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
	var names []string
	for _, spec := range command.Table() {
		names = append(names, spec.Name)
	}
	r.wrong(s, "there is no command %q%s", short(text), suggestion(text, names))
	return ""
}

// roles is one role, or several of which one is enough.
func (r *reader) roles(s setting) []command.Role {
	var names []string
	for _, role := range command.Roles() {
		names = append(names, string(role))
	}
	if s.node != nil && !s.isSet() {
		r.wrong(s, "is empty; leave it out for the default")
	}
	var roles []command.Role
	for _, element := range r.oneOrMore(s, len(names)) {
		role := command.Role(r.oneOf(element, names...))
		if slices.Contains(roles, role) && role != "" {
			r.wrong(element, "%q is there twice", role)
		}
		roles = append(roles, role)
	}
	return roles
}

// people are logins.
func (r *reader) people(s setting) []string {
	elements := r.list(s)
	if len(elements) > maxPeople {
		r.wrong(s, "has more than %d entries", maxPeople)
		return nil
	}
	var people []string
	for _, element := range elements {
		name := strings.TrimPrefix(r.text(element), "@")
		if name == "" {
			continue
		}
		if !person.MatchString(name) {
			r.wrong(element, "%q is not a person's login, such as octocat", short(name))
			continue
		}
		if slices.ContainsFunc(people, func(other string) bool { return strings.EqualFold(other, name) }) {
			r.wrong(element, "%q is there twice", name)
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
			r.wrong(element, "%q is there twice", name)
		}
		repositories = append(repositories, name)
	}
	return repositories
}

// oneOrMore are the elements of a list that is not empty, or a value that
// stands alone.
func (r *reader) oneOrMore(s setting, most int) []setting {
	if s.isText() {
		return []setting{s}
	}
	elements := r.list(s)
	switch {
	case s.isSet() && s.node.Kind == yaml.SequenceNode && len(s.node.Content) == 0:
		r.wrong(s, "is empty; leave it out for the default")
	case len(elements) > most:
		r.wrong(s, "has more than %d entries", most)
		return nil
	}
	return elements
}
