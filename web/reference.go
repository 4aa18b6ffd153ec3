package web

import (
	"bytes"
	"html/template"
	"strings"

	"github.com/yuin/goldmark"

	"github.com/upkeep-app/upkeep/command"
)

// reference is the page of commands: all of them, or those that were looked for.
type reference struct {
	Lead         string
	Introduction template.HTML
	Groups       []group
	// Words is what was looked for; empty for everything.
	Words      string
	MostWords  int
	Found, All int
	// Meant is the command that was probably meant when none was found.
	Meant string
}

// group is the commands of one place.
type group struct {
	Title    string
	Commands []entry
}

// entry is one command.
type entry struct {
	Name, Usage      string
	Summary, Differs template.HTML
	Examples         []string
	WhoMay, Where    string
	// searched is where words are looked for. Who may is left out: it says
	// "owner" or "team" of nearly every command.
	searched string
}

func newReference(specs []command.Spec) reference {
	whole := reference{Lead: command.Lead, Introduction: render(command.Introduction()), MostWords: mostWords, All: len(specs), Found: len(specs)}
	for _, of := range command.Groups(specs) {
		g := group{Title: of.Where.Title()}
		for _, spec := range of.Specs {
			g.Commands = append(g.Commands, newEntry(spec))
		}
		whole.Groups = append(whole.Groups, g)
	}
	return whole
}

func newEntry(s command.Spec) entry {
	e := entry{
		Name: s.Name, Usage: s.Usage, Summary: render(s.Summary), Examples: s.Examples,
		WhoMay: command.WhoMay(s.Who), Where: string(s.Where),
	}
	if s.Differs != "" {
		e.Differs = render(s.Differs)
	}
	e.searched = searchable(s.Name, s.Usage, s.Summary, s.Differs, strings.Join(s.Examples, "\n"), e.Where)
	return e
}

// render shows our own Markdown. Text that cannot be rendered is shown as it is.
func render(markdown string) template.HTML {
	var page bytes.Buffer
	if err := goldmark.Convert([]byte(markdown), &page); err != nil {
		return template.HTML(template.HTMLEscapeString(markdown)) //nolint:gosec // escaped
	}
	return template.HTML(page.String()) //nolint:gosec // goldmark escapes text and leaves out HTML
}
