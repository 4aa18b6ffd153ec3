package upgrade

// OwnEdit is an edit of a description by the app itself, as GitHub tells of it
// afterwards: the only place where it tells what the edit has replaced.
type OwnEdit struct {
	Issue NodeID
	// Replaced is the text before, Wrote the text after.
	Replaced, Wrote string
	// Then is for when the app had read another text than it replaced.
	Then Trigger
}
