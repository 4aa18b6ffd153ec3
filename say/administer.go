package say

// NothingFollows is the answer to a command that takes no arguments and has some.
func NothingFollows() string { return "Nothing can follow the name of this command." }

// WritesHalted is the answer to a halt, next to commands that did not go well.
func WritesHalted() string { return "Done, nothing is written for this organisation any more." }

// WritesResumed is the answer to the end of a halt.
func WritesResumed() string {
	return "Done. If the operator of the server has halted all writes, that still holds."
}

// Resyncing is the answer to a resync.
func Resyncing() string { return "Done, everything is being looked at again." }

// OnlyBoxesWait is the answer to somebody who may only confirm the preview of the
// description and names other kinds of write.
func OnlyBoxesWait() string {
	return "What waits for a confirmation here are the writes of the kind `boxes`. The others are for the people named in the policy."
}

// NoKindOfWrite is the answer to a word that is no kind of write.
func NoKindOfWrite(word Quoted) string { return "There is no kind of write " + word.Code() + "." }

// ModeChosen is the answer to a choice of mode for some kinds of write.
func ModeChosen(active bool, kinds []Quoted) string {
	if active {
		return "Done, written from here on: " + codes(kinds, len(kinds)) + "."
	}
	return "Done, only shown from here on: " + codes(kinds, len(kinds)) + "."
}
