package checklist

import "github.com/upkeep-app/upkeep/markdown"

// SetBoxes checks and unchecks the boxes at the given offsets and changes
// nothing else: the result is as long as the description. A box that is
// already as wanted keeps its letter, and an offset where no box is does nothing.
func SetBoxes(body string, boxes map[int]bool) string {
	edited := []byte(body)
	for offset, checked := range boxes {
		if !boxAt(body, offset) || checked == (body[offset] != ' ') {
			continue
		}
		edited[offset] = ' '
		if checked {
			edited[offset] = 'x'
		}
	}
	return string(edited)
}

func boxAt(body string, offset int) bool {
	const before, after = len("["), len(" ] ")
	return offset >= before && offset+after <= len(body) && markdown.IsBox([]byte(body[offset-before:offset+after]))
}
