package description

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
)

// Section is a part of a description that is the app's, between two comments
// that nobody sees on the page:
//
//	<!-- upkeep:facts begin -->
//	what the section says
//	<!-- upkeep:facts end -->
//
// Each comment stands on a line of its own. The first may say more behind
// "begin". People may move both, with what is between, or put them where they
// want the section to be; what they write between them is replaced.
type Section struct {
	// Name is lower-case letters, digits and hyphens, and begins with a letter.
	Name string
	// Text is Markdown; its line ends are "\n", and none is needed at the end.
	Text string
}

// Place is where a section goes that the description does not have yet.
type Place int

// Places of a section.
const (
	// AfterForm is below the answers to the questions of a known form and the
	// sections that follow them; without such questions it is AtEnd.
	AfterForm Place = iota
	// AtEnd is the end of the description.
	AtEnd
)

// Find is the section of a name; false if the description has no marker of it.
// The error is a *Damage.
func Find(body, name string) (Section, bool, error) {
	found, err := newPage(body).pair(name)
	if err != nil || found == nil {
		return Section{}, false, err
	}
	return Section{name, found.text(body)}, true, nil
}

// Lines are where the markers of a section stand, from 1; 0 and 0 if there is
// none. The error is a *Damage.
func Lines(body, name string) (begin, end int, err error) {
	found, err := newPage(body).pair(name)
	if err != nil || found == nil {
		return 0, 0, err
	}
	return found.begin.line, found.end.line, nil
}

// pair is pairOf for the whole page.
func (p page) pair(name string) (*pair, error) {
	if p.tree.Limited {
		return nil, &Damage{Name: name, Kind: Unreadable}
	}
	found, damage := pairOf(p.markers, name)
	if damage != nil {
		return nil, damage
	}
	return found, nil
}

// text is what stands between the markers.
func (p pair) text(body string) string {
	return strings.TrimSuffix(unixLines(body[p.begin.stop:p.end.start]), "\n")
}

var sectionName = regexp.MustCompile(`^[a-z][a-z0-9-]{0,39}$`)

// Put gives a description in which the section says its text: between its
// markers if they are there, else with new ones at a place. All bytes outside
// stay as they are; inside, lines end as those around. A section that says the
// text already is left alone, so that doing it twice is doing it once.
//
// The error is a *Damage or TooLarge for what is wrong with the description, any other
// for a section that cannot be written anywhere: one with a bad name, or whose
// text hides its own end.
func Put(body string, section Section, place Place) (string, error) {
	section.Text = unixLines(section.Text)
	if err := section.check(); err != nil {
		return "", fmt.Errorf("put section %q into a description: %w", section.Name, err)
	}
	page := newPage(body)
	found, err := page.pair(section.Name)
	if err != nil {
		return "", err
	}
	if found != nil && found.text(body) == section.Text {
		return body, nil
	}
	edited := ""
	if found != nil {
		edited = body[:found.begin.stop] + section.lines(lineEnd(body[found.begin.start:])) + body[found.end.start:]
	} else {
		edited = page.insert(body, section, place)
	}
	if len(edited) > Longest {
		return "", TooLarge{len(edited)}
	}
	if written, ok, err := Find(edited, section.Name); err != nil || !ok || written != section {
		return "", &Damage{Name: section.Name, Kind: Hidden}
	}
	return edited, nil
}

// check finds what keeps a section from being written anywhere.
func (s Section) check() error {
	if !sectionName.MatchString(s.Name) {
		return errors.New("a name is lower-case letters, digits and hyphens")
	}
	if len(s.Text) > Longest {
		return TooLarge{len(s.Text)}
	}
	if alone, ok, err := Find(s.marked("\n"), s.Name); err != nil || !ok || alone != s {
		return errors.New("the text hides the end of its section, as open code or HTML does")
	}
	return nil
}

// marked is the section with its markers.
func (s Section) marked(end string) string {
	return fmt.Sprintf("<!-- upkeep:%s begin -->%s%s<!-- upkeep:%s end -->%s", s.Name, end, s.lines(end), s.Name, end)
}

// lines is what stands between the markers.
func (s Section) lines(end string) string {
	if s.Text == "" {
		return ""
	}
	return strings.ReplaceAll(s.Text, "\n", end) + end
}

// insert adds the section at a place, between blank lines.
func (p page) insert(body string, section Section, place Place) string {
	above := p.tree.Lines()
	if last := p.lastOfForm(); place == AfterForm && last > 0 {
		above = last
	}
	if above == 0 {
		return strings.TrimSuffix(section.marked("\n"), "\n")
	}
	_, at := p.tree.LineSpan(above)
	end := lineEnd(body)
	inserted := section.marked(end)
	if !p.blank(above) {
		inserted = end + inserted
	}
	if body[at-1] != '\n' && body[at-1] != '\r' {
		// GitHub cuts the end of a text, so that a line end there would not be read again.
		inserted = end + strings.TrimSuffix(inserted, end)
	}
	if !p.blank(above + 1) {
		inserted += end
	}
	return body[:at] + inserted + body[at:]
}

// blank holds for a line without words, also for one beyond the last.
func (p page) blank(number int) bool {
	return number > p.tree.Lines() || strings.TrimSpace(p.tree.LineText(number)) == ""
}

// lastOfForm is the last line of the form and of the sections that follow it
// with nothing but blank lines between; 0 without a form.
func (p page) lastOfForm() int {
	last := formEnd(p.questions())
	if last == 0 {
		return 0
	}
	for number := last + 1; number <= p.tree.Lines(); number++ {
		if p.lines[number].kind == ours {
			last = number
		} else if !p.blank(number) {
			break
		}
	}
	return last
}

// lineEnd is how the first line of a text ends; "\n" if none does.
func lineEnd(text string) string {
	at := strings.IndexAny(text, "\r\n")
	switch {
	case at < 0 || text[at] == '\n':
		return "\n"
	case strings.HasPrefix(text[at:], "\r\n"):
		return "\r\n"
	}
	return "\r"
}

func unixLines(text string) string {
	return strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
}
