package runbook

import "slices"

// ideas tell which step a text is similar to. An idea is a few words that
// people keep when they shorten or reword a step; a text that has nearly all
// of them, in whatever order, is similar to it.
type ideas struct {
	all []idea
	// holding has for each word the ideas it is in.
	holding map[string][]int
}

type idea struct {
	step int
	// words are in the order of the wording, each once.
	words []string
}

// fewest is how many words an idea has at least: two are in too many texts.
const fewest = 3

// needed is how many words of an idea a text has to have: four of five.
func (i idea) needed() int { return len(i.words) - len(i.words)/5 }

// add does nothing for an idea of too few words.
func (s *ideas) add(step int, words []string) {
	var once []string
	for _, word := range words {
		if !slices.Contains(once, word) {
			once = append(once, word)
		}
	}
	if len(once) < fewest {
		return
	}
	for _, word := range once {
		s.holding[word] = append(s.holding[word], len(s.all))
	}
	s.all = append(s.all, idea{step, once})
}

// nearest is the step with the idea that has the most words in common with a
// text; of equal ones, the one whose words come in the same order.
func (s *ideas) nearest(words []string) (step int, ok bool) {
	shared := s.shared(words)
	most, inOrder := 0, 0
	for i, count := range shared {
		if count < s.all[i].needed() || count < most {
			continue
		}
		order := s.all[i].inOrder(words)
		if count > most || order > inOrder {
			step, most, inOrder, ok = s.all[i].step, count, order, true
		}
	}
	return step, ok
}

// shared counts for each idea how many of its words a text has; nil if the
// text has too few known words for any.
func (s *ideas) shared(words []string) []int {
	var known []string
	for _, word := range words {
		if len(s.holding[word]) > 0 && !slices.Contains(known, word) {
			known = append(known, word)
		}
	}
	if len(known) < fewest {
		return nil
	}
	shared := make([]int, len(s.all))
	for _, word := range known {
		for _, i := range s.holding[word] {
			shared[i]++
		}
	}
	return shared
}

// inOrder counts the words that a text has in the order of the idea.
func (i idea) inOrder(words []string) int {
	count := 0
	for _, word := range words {
		if count < len(i.words) && word == i.words[count] {
			count++
		}
	}
	return count
}
