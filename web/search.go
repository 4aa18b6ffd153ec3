package web

import (
	"strings"

	"github.com/upkeep-app/upkeep/command"
)

// mostWords bounds what is looked for, in characters; the rest is not looked at.
const mostWords = 100

// find is the page with the commands that have every one of the words
// somewhere in what is told of them. Letter case does not matter, and a word
// may be a part of one.
func (whole reference) find(words string) reference {
	wanted := strings.Fields(searchable(bounded(words)))
	if len(wanted) == 0 {
		return whole
	}
	found := whole
	found.Words, found.Groups, found.Found = strings.Join(strings.Fields(bounded(words)), " "), nil, 0
	for _, g := range whole.Groups {
		fitting := group{Title: g.Title}
		for _, e := range g.Commands {
			if hasAll(e.searched, wanted) {
				fitting.Commands = append(fitting.Commands, e)
			}
		}
		if len(fitting.Commands) > 0 {
			found.Groups = append(found.Groups, fitting)
			found.Found += len(fitting.Commands)
		}
	}
	if found.Found == 0 {
		found.Meant = command.Suggest(strings.TrimPrefix(strings.Join(wanted, "-"), command.Prefix+"-"))
	}
	return found
}

// bounded is the beginning of a text, of characters that can be shown.
func bounded(text string) string {
	runes := []rune(strings.ToValidUTF8(text, ""))
	return string(runes[:min(len(runes), mostWords)])
}

func searchable(texts ...string) string { return strings.ToLower(strings.Join(texts, "\n")) }

func hasAll(text string, words []string) bool {
	for _, word := range words {
		if !strings.Contains(text, word) {
			return false
		}
	}
	return true
}
