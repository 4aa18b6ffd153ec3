package checklist

import (
	"bytes"
	"math/bits"
	"strings"
	"unicode"
	"unicode/utf8"
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
	// holding has for each word the sets it is in, as bits.
	holding map[string]uint64
}

type set struct {
	step uint64 // one bit
	size int
}

func newWording() wording {
	w := wording{holding: map[string]uint64{}}
	for step, sets := range steps {
		for text := range strings.SplitSeq(sets, ",") {
			words := strings.Fields(text)
			for _, word := range words {
				w.holding[word] |= 1 << len(w.sets)
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
func (w wording) steps(text []byte) uint64 {
	var has [len(steps) * 2]int
	eachWord(text, func(word []byte) {
		for sets := w.holding[string(word)]; sets != 0; sets &= sets - 1 {
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

// eachWord calls see once for each different word of a text, in lower case and
// in the singular. Addresses have no words.
func eachWord(text []byte, see func(word []byte)) {
	seen := map[string]bool{}
	for field := range bytes.FieldsSeq(text) {
		if bytes.Contains(field, []byte("://")) {
			continue
		}
		lower := bytes.ToLower(field)
		for word := range bytes.FieldsFuncSeq(lower, func(r rune) bool { return !unicode.IsLetter(r) && r != '\'' && r != '’' }) {
			if word = stem(word); len(word) > 0 && !seen[string(word)] {
				seen[string(word)] = true
				see(word)
			}
		}
	}
}

func stem(word []byte) []byte {
	if at := bytes.IndexAny(word, "'’"); at > 0 {
		word = word[:at]
	}
	switch {
	case bytes.Equal(word, []byte("repo")), bytes.Equal(word, []byte("repos")):
		return []byte("repository")
	case bytes.HasSuffix(word, []byte("ies")):
		return append(bytes.Clone(word[:len(word)-3]), 'y')
	case utf8.RuneCount(word) > 3 && bytes.HasSuffix(word, []byte("s")) && !bytes.HasSuffix(word, []byte("ss")):
		return word[:len(word)-1]
	}
	return word
}
