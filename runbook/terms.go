package runbook

import (
	"net/url"
	"strings"

	"github.com/upkeep-app/upkeep/say"
)

// Terms are an organisation's words for what the runbook speaks of. An empty
// one has the usual name, or is left out where there is none.
type Terms struct {
	// Roadmap and Maintenance are the boards.
	Roadmap, Maintenance Place
	// RoadmapFields are the fields to fill in on the roadmap board.
	RoadmapFields []string
	// Todo is the column for new children; the others are the fields that every
	// child has on the maintenance board, and the one for the level.
	Todo, Project, Source, Owner, OwnerDoes string
	// Label marks maintenance work, and HelpWanted what anybody can help with.
	Label, HelpWanted string
	// External is the repository for issues about dependencies of others.
	External string
	// Documentation is where pages about upgrades are, Past where those of
	// finished ones go.
	Documentation, Past Place
}

// Place is something with a name and perhaps an address.
type Place struct{ Name, URL string }

// Filled is the terms with the usual names in place of empty ones.
func (t Terms) Filled() Terms {
	for _, term := range []struct {
		name  *string
		usual string
	}{
		{&t.Roadmap.Name, "Roadmap"},
		{&t.Maintenance.Name, "Maintenance"},
		{&t.Todo, "Todo"},
		{&t.Project, "Project"},
		{&t.Source, "Source"},
		{&t.Owner, "Owner"},
		{&t.OwnerDoes, "Owner Does"},
		{&t.Label, "maintenance"},
		{&t.HelpWanted, "help wanted"},
	} {
		if *term.name == "" {
			*term.name = term.usual
		}
	}
	return t
}

// names are the terms that stand in the texts of steps.
func (t Terms) names() []string {
	return []string{
		t.Roadmap.Name, t.Maintenance.Name, t.Todo, t.Project, t.Source, t.Owner, t.OwnerDoes, t.Label, t.HelpWanted,
		t.External, t.Documentation.Name, t.Past.Name,
	}
}

// code shows a name as code, so that nothing in it comes alive.
func code(name string) string { return say.Quote(name).Code() }

// link shows a place: a link if it has an address that is safe to write into
// Markdown and that GitHub does not take for more than an address.
func (p Place) link() string {
	parsed, err := url.Parse(p.URL)
	name, link := code(p.Name), "["+code(p.Name)+"]("+p.URL+")"
	if err != nil || parsed.Scheme != "https" || parsed.Host == "" || parsed.User != nil ||
		strings.ContainsAny(p.URL, " \t\r\n()<>\\\"'`") || len(say.Live(link)) > 0 {
		return name
	}
	return link
}

// within is "before, place and after", empty when the place has no name.
func (p Place) within(before string) string {
	if p.Name == "" {
		return ""
	}
	return before + p.link()
}

// listed is names as " (`a`, `b`)", empty when there are none.
func listed(names []string) string {
	if len(names) == 0 {
		return ""
	}
	shown := make([]string, 0, len(names))
	for _, name := range names {
		shown = append(shown, code(name))
	}
	return " (" + strings.Join(shown, ", ") + ")"
}
