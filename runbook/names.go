package runbook

import "slices"

// gap stands in a wording for names, which differ between organisations.
const gap = "*"

// publicNames are names in the runbook that people paste, as far as their
// words could be taken for others.
var publicNames = [...]string{
	"Open edX", "Open edX Roadmap", "platform-roadmap", "Maintenance", "Build-Test-Release Working Group",
}

// gapName is a word that no wording has; terms that consist of it show where
// the default runbook has names.
const gapName = "gapname"

// gapTerms are terms without a name.
func gapTerms() Terms {
	place := Place{Name: gapName}
	return Terms{
		Roadmap: place, Maintenance: place, Todo: gapName, Project: gapName, Source: gapName, Owner: gapName,
		OwnerDoes: gapName, Label: gapName, HelpWanted: gapName, External: gapName, Documentation: place, Past: place,
	}
}

// names are the words of names, by the first word.
type names map[string][][]string

func newNames(all []string) names {
	n := names{}
	for _, name := range all {
		if words := read(name).words; len(words) > 0 {
			n[words[0]] = append(n[words[0]], words)
		}
	}
	return n
}

// gaps is a copy of words with a gap in place of each name.
func (n names) gaps(words []string) []string {
	kept := make([]string, 0, len(words))
	for at := 0; at < len(words); {
		if length := n.length(words[at:]); length > 0 {
			kept = append(kept, gap)
			at += length
			continue
		}
		kept = append(kept, words[at])
		at++
	}
	return merged(kept)
}

// length is how many words the longest name has that the words begin with.
func (n names) length(words []string) int {
	longest := 0
	for _, name := range n[words[0]] {
		if len(name) > longest && len(name) <= len(words) && slices.Equal(name, words[:len(name)]) {
			longest = len(name)
		}
	}
	return longest
}

// merged makes one gap of those that follow each other.
func merged(words []string) []string {
	return slices.CompactFunc(words, func(a, b string) bool { return a == gap && b == gap })
}
