package runbook

import (
	"slices"
	"strings"
)

// Certainty is how sure it is that a text is a step.
type Certainty int

// Unknown texts are no steps. Proposed ones are only similar to a step: a
// person has to say yes before its rule touches their box. Known ones are it.
const (
	Unknown Certainty = iota
	Proposed
	Known
)

// Matcher tells steps by their wordings: the default's, those of the runbook
// that people paste, and an organisation's own. It does not change once it is
// made, so several goroutines can use it.
type Matcher struct {
	steps []Step
	// literal has wordings word by word, common those with gaps for names.
	literal, common map[string]int
	// vocabulary is the words of all wordings, true for those of common ones:
	// any other word fills a gap.
	vocabulary map[string]bool
	// least is how many words the shortest wording has, names aside: a text with
	// fewer words of the vocabulary is no step.
	least int
	// names fill gaps too: at first those that everybody knows, then also the
	// organisation's, which can be words of a wording, such as "Roadmap".
	names [2]names
	ideas ideas
}

// NewMatcher is a matcher for an organisation that says things in these terms
// and has this runbook of its own; an empty one if it has none. Its own
// wordings go before the common ones.
func NewMatcher(terms Terms, own Runbook) *Matcher {
	usual := Default(terms).Steps
	m := &Matcher{
		steps:   slices.Concat(usual, own.Steps),
		literal: make(map[string]int, 100), common: make(map[string]int, 100), vocabulary: make(map[string]bool, 500),
		names: [2]names{newNames(publicNames[:]), newNames(slices.Concat(publicNames[:], terms.Filled().names()))},
		ideas: ideas{holding: make(map[string][]int, 500)},
		least: fewest,
	}
	for i, step := range own.Steps {
		words := read(step.Text).words
		m.addLiteral(len(usual)+i, words)
		m.ideas.add(len(usual)+i, words)
	}
	for _, steps := range [][]Step{usual, Default(Terms{}).Steps} {
		for at, step := range steps {
			m.addLiteral(at, read(step.Text).words)
		}
	}
	m.addCommon(usual)
	return m
}

func (m *Matcher) addLiteral(step int, words []string) {
	put(m.literal, words, step)
	m.learn(words, false)
}

// learn adds the words of a wording to the vocabulary.
func (m *Matcher) learn(words []string, common bool) {
	m.least = min(m.least, len(words))
	for _, word := range words {
		m.vocabulary[word] = common || m.vocabulary[word]
	}
}

// addCommon adds what is known of the default runbook's steps, whatever the
// names in them are.
func (m *Matcher) addCommon(usual []Step) {
	place := map[string]int{}
	for at, step := range usual {
		place[step.ID] = at
	}
	nameless := newNames([]string{gapName})
	for at, step := range Default(gapTerms()).Steps {
		m.addWording(at, nameless.gaps(read(step.Text).words))
	}
	for _, known := range wordings {
		at := place[known.step]
		m.addWording(at, strings.Fields(known.pasted))
		for idea := range strings.SplitSeq(known.heard, ",") {
			words := strings.Fields(idea)
			m.ideas.add(at, words)
			m.learn(words, false)
		}
	}
}

func (m *Matcher) addWording(at int, words []string) {
	put(m.common, words, at)
	words = slices.DeleteFunc(slices.Clone(words), func(word string) bool { return word == gap })
	m.learn(words, true)
	m.ideas.add(at, words)
}

// put adds a wording, unless a step has it already.
func put(wordings map[string]int, words []string, step int) {
	key := strings.Join(words, " ")
	if _, taken := wordings[key]; !taken {
		wordings[key] = step
	}
}

// Match says which step an item's text is. The text may be Markdown or what a
// reader sees of it; letter case, punctuation, struck-through text, addresses,
// tickets and what stands in round brackets do not matter.
func (m *Matcher) Match(text string) (Step, Certainty) {
	r := read(text)
	if m.shared(r.words) < m.least {
		return Step{}, Unknown // as nearly all children are
	}
	if at, ok := m.known(r.words); ok {
		return m.steps[at], Known
	}
	if r.remark < len(r.words) {
		if at, ok := m.known(r.words[:r.remark]); ok {
			return m.steps[at], Known
		}
	}
	if at, ok := m.ideas.nearest(r.words); ok {
		return m.steps[at], Proposed
	}
	return Step{}, Unknown
}

// shared counts the words that are in any wording.
func (m *Matcher) shared(words []string) int {
	count := 0
	for _, word := range words {
		if m.has(word) {
			count++
		}
	}
	return count
}

// has reports whether a word is in any wording.
func (m *Matcher) has(word string) bool {
	_, ok := m.vocabulary[word]
	return ok
}

// known finds a wording that says the same.
func (m *Matcher) known(words []string) (step int, ok bool) {
	if len(words) == 0 {
		return 0, false
	}
	if step, ok = m.literal[strings.Join(words, " ")]; ok {
		return step, true
	}
	for _, names := range m.names {
		if step, ok = m.common[strings.Join(merged(m.unusual(names.gaps(words))), " ")]; ok {
			return step, true
		}
	}
	return 0, false
}

// unusual makes gaps of words that no common wording has.
func (m *Matcher) unusual(words []string) []string {
	for i, word := range words {
		if !m.vocabulary[word] {
			words[i] = gap
		}
	}
	return words
}
