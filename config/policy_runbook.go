package config

import (
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/upkeep-app/upkeep/runbook"
)

// terms are the organisation's words for what the runbook speaks of.
func (r *reader) terms(s setting) runbook.Terms {
	set := r.mapping(s)
	terms := runbook.Terms{
		Roadmap: r.place(set["roadmap"]), Maintenance: r.place(set["maintenance"]),
		Label: r.text(set["label"]), HelpWanted: r.text(set["help_wanted"]), External: r.text(set["external"]),
		Documentation: r.place(set["documentation"]), Past: r.place(set["past"]),
	}
	for _, field := range r.list(set["roadmap_fields"]) {
		terms.RoadmapFields = append(terms.RoadmapFields, r.text(field))
	}
	return terms
}

// place is a name, or a name with an address.
func (r *reader) place(s setting) runbook.Place {
	if s.isText() {
		return runbook.Place{Name: r.text(s.alone())}
	}
	set := r.mapping(s)
	place := runbook.Place{URL: r.address(set["url"])}
	if s.isSet() {
		place.Name = r.needed(s, set["name"])
	}
	return place
}

// address is that of a page on the web.
func (r *reader) address(s setting) string {
	address := r.text(s)
	if address != "" && !strings.HasPrefix(address, "https://") {
		r.wrong(s, s.addressMeant(address), "must be an address that begins with https://")
	}
	return address
}

// addressMeant suggests the same address with https, or else an example.
func (s setting) addressMeant(address string) string {
	if rest, plain := strings.CutPrefix(address, "http://"); plain && rest != "" {
		return s.write("https://" + rest)
	}
	return s.writeExample()
}

// runbook is the organisation's own, in Markdown. What is wrong in it is told
// with its line in the file, which is known of a block that begins with "|".
func (r *reader) runbook(s setting, terms runbook.Terms) runbook.Runbook {
	if s.node == nil {
		return runbook.Runbook{}
	}
	if s.node.Kind != yaml.ScalarNode || strings.TrimSpace(s.node.Value) == "" {
		r.wrong(s, `write "runbook: |" and its lines, indented, below`, "must be a text in Markdown")
		return runbook.Runbook{}
	}
	own, problems := runbook.Parse(s.node.Value, terms)
	for _, p := range problems {
		at := Problem{Line: s.node.Line, Path: s.path, Message: p.Message, Mend: p.Mend}
		if s.node.Style == yaml.LiteralStyle {
			at.Line += p.Line
		}
		r.problems = append(r.problems, at)
	}
	return own
}
