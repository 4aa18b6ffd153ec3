package emulator

// maxEdits bounds how many former texts are kept of one object; the oldest go first.
const maxEdits = 100

// keepEdit adds a new text to the former ones. With the first one comes the
// text as it was written, as GitHub's list of edits has it.
func (t *tx) keepEdit(kept []*edit, written edit, text string) []*edit {
	if len(kept) == 0 {
		kept = append(kept, t.newEdit(written))
	}
	kept = append(kept, t.newEdit(edit{editor: t.user, at: t.at, text: text}))
	return kept[max(0, len(kept)-maxEdits):]
}

func (e *Emulator) newEdit(made edit) *edit {
	made.id = e.ids.number("edit")
	made.nodeID = nodeID("UCE", made.id)
	return &made
}
