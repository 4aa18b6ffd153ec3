package upgrade

import (
	"maps"
	"slices"
	"strings"

	"github.com/upkeep-app/upkeep/say"
)

// The sorts of notes; those that end in a colon go on with a name.
const (
	noteNoBoard  = "no-board"
	noteNoField  = "no-field:"
	noteNoOption = "no-option:"
	noteExcluded = "excluded:"
	// noteUnsuited is a field of a type that cannot hold what the policy maps to it.
	noteUnsuited    = "unsuited:"
	noteNoIteration = "no-iteration:"
	// noteNoRight is a value that somebody without the right has put on the card.
	noteNoRight = "no-right:"
	// noteUnfit is a value on the card that cannot be laid down for the child, whoever has set it.
	noteUnfit = "unfit:"
)

// changedNotes are the notes to make, to change and, with an empty text, to
// take back.
func changedNotes(object NodeID, held, wanted map[string]string) []Action {
	var actions []Action
	names := map[string]bool{}
	for name := range held {
		names[name] = true
	}
	for name := range wanted {
		names[name] = true
	}
	for _, name := range slices.Sorted(maps.Keys(names)) {
		if held[name] != wanted[name] {
			actions = append(actions, Note{Object: object, Name: name, Text: wanted[name]})
		}
	}
	return actions
}

// noteText is what a note means, for people. The text is hidden where it
// comes only from repositories that may not be shown.
func noteText(name, text string, hidden bool) string {
	quoted := say.Quote(text)
	if hidden {
		quoted = say.Quoted{}
	}
	sort, about, _ := strings.Cut(name, ":")
	switch sort + ":" {
	case noteNoOption:
		return say.NoOption(say.Quote(about), quoted)
	case noteNoField:
		return say.NoField(say.Quote(about), suitable(text))
	case noteUnsuited:
		return say.Unsuited(say.Quote(about), say.Quote(text), suitable(text))
	case noteNoIteration:
		return say.NoIteration(say.Quote(about), quoted)
	case noteNoRight:
		return say.NotTakenUp(say.Quote(about), quoted)
	case noteUnfit:
		return say.NotFitting(say.Quote(about), quoted)
	case noteExcluded:
		return say.NotWritable(say.Quote(text))
	}
	if name == noteNoBoard {
		return say.NoBoardFound(say.Quote(text))
	}
	return say.Other(say.Quote(name), quoted)
}

// withoutExcluded leaves out the writes that cannot be made. What is withheld
// from the board is noted: unlike an answer, it stays wanted.
func withoutExcluded(actions []Action, excluded map[WriteKind]string, notes map[string]string) []Action {
	var kept []Action
	for _, action := range actions {
		kind := action.Write()
		reason, ok := excluded[kind]
		if first, is := action.(Administer); is && excluded[WriteComments] != "" {
			first.Reaction = nil
			action = first
		}
		switch {
		case kind == "" || !ok:
			kept = append(kept, action)
		case kind == WriteFields:
			notes[noteExcluded+string(kind)] = reason
		}
	}
	return kept
}
