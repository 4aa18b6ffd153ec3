package checklist

import (
	"bytes"
	"math/bits"
	"strings"
)

// steps has for each step of the upgrade runbook the words that people keep
// when they copy, shorten or adapt it: what is done, to what, and where. An
// item is a step when it has all words of a set. Every set has three words or
// more, of the process and not of any product, so that the title of a child
// ("Upgrade credentials", "Python 3.12 support for the notes API") has none.
// A further set for a step goes on the line of the step, after a comma.
var steps = [...]string{
	"create roadmap issue",
	"add checklist roadmap",
	"add maintenance label roadmap",
	"add roadmap backlog",
	"set value roadmap field",
	"set release milestone, set milestone roadmap",
	"add completion date roadmap, add target date roadmap",
	"select orchestration team",
	"name orchestration team",
	"create health check identify",
	"create value project field",
	"create view board",
	"create issue impacted repository",
	"create task list roadmap",
	"create page documentation",
	"add link page roadmap, link documentation from roadmap",
	"add link roadmap page, link roadmap from documentation",
	"document change problematic",
	"ticket determine automation",
	"perform automation discovery, write upgrade instruction",
	"link instruction roadmap",
	"send announcement level, send announcement instruction",
	"create issue external dependency",
	"add help wanted label",
	"add issue maintenance board, add external board",
	"set value board field",
	"ask community assistance, ask community help",
	"create sre ticket, create operation ticket",
	"complete implementation ticket",
	"deploy all updated service, deploy all service",
	"update support window",
	"announce completion upgrade",
	"deployment instruction release note",
	"remove ci matrix entry",
	"remove board view",
	"stop health check",
	"schedule retrospective meeting, run retrospective meeting",
	"update runbook retrospective",
	"mark roadmap complete, close roadmap complete",
	"move page past, move documentation past",
	"ticket replace dependency, ticket take over dependency",
}

// wording is steps made ready for comparing.
type wording struct {
	sets []set
	// words gives each word that is in a set a place in holding.
	words map[string]int
	// holding has for each word the sets it is in, as bits.
	holding []uint64
}

type set struct {
	step uint64 // one bit
	size int
}

func newWording() wording {
	w := wording{words: map[string]int{}}
	for step, sets := range steps {
		for text := range strings.SplitSeq(sets, ",") {
			words := strings.Fields(text)
			for _, word := range words {
				if _, known := w.words[word]; !known {
					w.words[word] = len(w.holding)
					w.holding = append(w.holding, 0)
				}
				w.holding[w.words[word]] |= 1 << len(w.sets)
			}
			w.sets = append(w.sets, set{1 << step, len(words)})
		}
	}
	return w
}

// runbook collects what a list has of the runbook.
type runbook struct {
	items, matches int
	taken          uint64 // steps, as bits
}

// add counts an item. Two items of the same wording count once: children
// often share a title, steps do not.
func (r *runbook) add(step uint64) {
	r.items++
	if fresh := step &^ r.taken; fresh != 0 {
		r.taken |= fresh & -fresh
		r.matches++
	}
}

// found reports whether the list is the runbook. Two different steps are
// enough, because no list of children has them, unless the list is so long
// that two of its titles may sound like steps by chance. One step is enough
// for what is left of a runbook that is split by headings: a list of one or two.
func (r *runbook) found() bool {
	const fewest, share = 2, 10
	if r.items <= fewest {
		return r.matches > 0
	}
	return r.matches >= fewest && r.matches*share >= r.items
}

// steps are the steps that an item's text has the most words of, as bits; more
// than one if they are told apart only by the order of their words.
func (w wording) steps(text string) uint64 {
	var has [len(steps) * 2]int
	seen := make([]bool, len(w.holding))
	eachWord(text, func(word []byte) {
		place, known := w.words[string(word)]
		if !known || seen[place] {
			return
		}
		seen[place] = true
		for sets := w.holding[place]; sets != 0; sets &= sets - 1 {
			has[bits.TrailingZeros64(sets)]++
		}
	})
	best, found := 0, uint64(0)
	for i, s := range w.sets {
		switch {
		case has[i] < s.size || s.size < best:
		case s.size > best:
			best, found = s.size, s.step
		default:
			found |= s.step
		}
	}
	return found
}

// eachWord calls see for each word of a text, in lower case and in the
// singular. Addresses have no words.
func eachWord(text string, see func(word []byte)) {
	var word []byte
	for field := range strings.FieldsSeq(text) {
		if strings.Contains(field, "://") {
			continue
		}
		for len(field) > 0 {
			length := leadingLetters(field)
			word = append(word[:0], field[:length]...)
			for i := range word {
				word[i] |= 0x20
			}
			if length > 0 {
				see(stem(word))
			}
			field = field[min(length+1, len(field)):]
		}
	}
}

func leadingLetters(text string) int {
	n := 0
	for n < len(text) && isLetter(text[n]) {
		n++
	}
	return n
}

// stem takes the plural off; the table has its words as this leaves them.
func stem(word []byte) []byte {
	switch {
	case string(word) == "repo", string(word) == "repos":
		return []byte("repository")
	case len(word) > 4 && bytes.HasSuffix(word, []byte("ies")):
		return append(word[:len(word)-3], 'y')
	case len(word) > 3 && bytes.HasSuffix(word, []byte("s")) && !bytes.HasSuffix(word, []byte("ss")):
		return word[:len(word)-1]
	}
	return word
}
