package command

import (
	"regexp"
	"strings"
	"unicode"
)

// The bounds on what one command can say.
const (
	// MostObjects is how many issues, teams and users of a command are kept.
	MostObjects = 50
	// longestReason is in characters; the rest is cut off.
	longestReason = 500
)

// Arguments are what follows the name of a command, sorted by what it is.
//
// Quoted words are words, whatever they look like; their quotes are off. A
// comma, semicolon or full stop after a reference, a team or a user belongs to
// the sentence, and so do commas and a lone "and" between two of them.
type Arguments struct {
	// Words are what is none of the below, in order. A link that is no issue's is its address.
	Words []string
	// Values are those of key=value, also key="quoted words". Keys are in lower
	// case; of two equal ones the last counts. Nil if there are none.
	Values map[string]string
	// Issues, Teams and Users are each named once, in order.
	Issues []Reference
	Teams  []TeamName
	// Users are logins without the @.
	Users []string
	// Because is the text after the word "because", which ends the arguments.
	Because string
	// More is how many issues, teams and users are left out beyond MostObjects.
	More int
}

// TeamName is "@organisation/slug". The slug is in lower case, as GitHub makes them.
type TeamName struct {
	Organisation, Slug string
}

// Context is the issue that a command stands on: "#1" is one of its repository.
type Context struct {
	Owner, Repo string
	// Host is GitHub's, perhaps with a port; empty for github.com.
	Host string
}

// ReadArguments sorts the arguments of a command. It never fails, and takes
// time in proportion to their length.
func ReadArguments(c Command, in Context) Arguments {
	tokens, because := cutReason(c.Text)
	s := sorter{in: in, named: map[any]bool{}, found: Arguments{Because: because}}
	for _, t := range tokens {
		s.sort(t)
	}
	s.endList()
	return s.found
}

// cutReason splits a command's text into what stands before the word
// "because", and the reason. The full stop is the reason's, if there is one.
func cutReason(text string) (arguments []token, because string) {
	all := splitWithLinks(text)
	for i, t := range all {
		if !t.quoted && strings.EqualFold(strings.TrimSuffix(t.text, ":"), "because") {
			return all[:i], tidyReason(text[t.end:])
		}
	}
	if shorter := withoutStop(text); shorter != text {
		all = splitWithLinks(shorter)
	}
	return all, ""
}

// tidyReason makes one line of a reason, within its bound. Quotes around the
// whole are taken off; without a letter or digit it is none.
func tidyReason(text string) string {
	if !strings.ContainsFunc(text, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) {
		return ""
	}
	if all := split(withoutStop(text)); len(all) == 1 && all[0].quoted {
		text = all[0].text
	}
	characters := []rune(strings.Join(strings.Fields(text), " "))
	if len(characters) > longestReason {
		return string(characters[:longestReason-1]) + "…"
	}
	return string(characters)
}

// sorter puts words where they belong.
type sorter struct {
	in    Context
	found Arguments
	named map[any]bool // the objects, folded
	// inList says that the word before named an object.
	inList bool
	// joints are commas and an "and" after one; they are words unless another object follows.
	joints []string
}

func (s *sorter) sort(t token) {
	bare := strings.TrimRight(t.text, ",;.")
	objects := s.in.objects(t)
	key, value, isValue := keyAndValue(t)
	switch {
	case len(objects) > 0:
		for _, object := range objects {
			s.add(object)
		}
	case s.inList && !t.quoted && (bare == "" || strings.EqualFold(bare, "and")):
		s.joints = append(s.joints, t.text)
	case isValue:
		s.endList()
		if s.found.Values == nil {
			s.found.Values = map[string]string{}
		}
		s.found.Values[key] = value
	default:
		s.endList()
		s.found.Words = append(s.found.Words, withoutAngles(t))
	}
}

// add keeps an object that was not named before.
func (s *sorter) add(object any) {
	s.inList, s.joints = true, nil
	folded := fold(object)
	if s.named[folded] {
		return
	}
	s.named[folded] = true
	if len(s.named) > MostObjects {
		s.found.More++
		return
	}
	switch object := object.(type) {
	case Reference:
		s.found.Issues = append(s.found.Issues, object)
	case TeamName:
		s.found.Teams = append(s.found.Teams, object)
	case string:
		s.found.Users = append(s.found.Users, object)
	}
}

// endList makes words of what would have joined the next object.
func (s *sorter) endList() {
	s.found.Words = append(s.found.Words, s.joints...)
	s.inList, s.joints = false, nil
}

var keyPattern = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_-]*$`)

// keyAndValue splits key=value. A key is a name, so that addresses are none.
func keyAndValue(t token) (key, value string, ok bool) {
	key, value, ok = strings.Cut(t.text, "=")
	return strings.ToLower(key), value, ok && !t.quoted && keyPattern.MatchString(key)
}

// withoutAngles is a word, or the address that "<https://example.org>" is.
func withoutAngles(t token) string {
	inside, ok := strings.CutPrefix(strings.TrimRight(t.text, ",;."), "<")
	if inside, closed := strings.CutSuffix(inside, ">"); ok && closed && !t.quoted && strings.Contains(inside, "://") {
		return inside
	}
	return t.text
}
