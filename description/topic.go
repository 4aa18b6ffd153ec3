package description

import (
	"regexp"
	"strings"
)

// topic is what a question is about.
type topic int

const (
	unknown topic = iota
	// part is a question of a known form that nothing is read from.
	part
	targetDate
	namedRelease
	proposedBy
	documentation
	instructions
	deploymentNotes
)

// topics are the questions that are known, as normal gives them: those of Open
// edX's forms "roadmap issue" and "maintenance item" (openedx/platform-roadmap,
// .github/ISSUE_TEMPLATE), and short ones that people write themselves.
// Release notes are not among the deployment notes: in an upgrade they are those
// of the technology.
var topics = []struct {
	topic   topic
	pattern *regexp.Regexp
}{
	{targetDate, regexp.MustCompile(`^((upgrade )?(completion )?target( completion)? date|(upgrade )?completion date)$`)},
	{namedRelease, regexp.MustCompile(`^(first )?([^ ]+ ){0,3}named release( with this functionality)?$`)},
	{proposedBy, regexp.MustCompile(`^proposed by$`)},
	{documentation, regexp.MustCompile(`^(upgrade )?(documentation|docs)( page)?$`)},
	{instructions, regexp.MustCompile(`^(upgrade )?instructions( page)?$`)},
	{deploymentNotes, regexp.MustCompile(`^(deploy|deployment|operators?|operator's)[ -]notes?( for operators)?$|^notes? for (deployment|operators)$`)},
	{part, regexp.MustCompile(`^(abstract|context & background|scope & approach|value & impact|milestones and/or epics|timeline|additional info|what technology is being upgraded\?.*|any additional information you'd like to provide)$`)},
}

func topicOf(label string) topic {
	const longest = 300
	if len(label) > longest {
		return unknown
	}
	label = normal(label)
	for _, known := range topics {
		if known.pattern.MatchString(label) {
			return known.topic
		}
	}
	return unknown
}

// normal is a text without what does not matter to its meaning: letter case,
// white space, emphasis, punctuation around it, the form of an apostrophe.
func normal(text string) string {
	text = strings.ToLower(strings.ReplaceAll(unmarked(text), "’", "'"))
	return strings.Trim(strings.Join(strings.Fields(text), " "), " _:?.")
}

// undecided holds for an answer that says that there is none yet.
func undecided(text string) bool {
	switch normal(text) {
	case "", "-", "–", "—", "…", "n/a", "na", "none", "no response", "tba", "tbc", "tbd", "to be decided", "to be determined", "unknown":
		return true
	}
	return false
}

// label is a line that asks a question by itself: "**Named release:** Teak",
// "- Documentation: https://example.org", "**Abstract**".
type label struct {
	words, rest string
	bold        bool // rather than only followed by a colon
	inList      bool
}

var listMarker = regexp.MustCompile(`^[-*+][ \t]+`)

func labelOf(line string) (label, bool) {
	text := strings.TrimSpace(line)
	l := label{inList: listMarker.MatchString(text)}
	text = listMarker.ReplaceAllString(text, "")
	for _, mark := range []string{"**", "__"} {
		inner, bold := strings.CutPrefix(text, mark)
		if !bold {
			continue
		}
		words, rest, closed := strings.Cut(inner, mark)
		rest = strings.TrimSpace(rest)
		colon := strings.HasSuffix(words, ":") || strings.HasPrefix(rest, ":")
		l.bold, l.words, l.rest = true, strings.TrimSuffix(words, ":"), strings.TrimSpace(strings.TrimPrefix(rest, ":"))
		return l, closed && words != "" && (l.rest == "" || colon)
	}
	words, rest, colon := strings.Cut(text, ":")
	l.words, l.rest = words, strings.TrimSpace(rest)
	return l, colon
}
