package upgrade

// Cause says what set off a run, as far as that explains what the run writes
// (D15). The causes are in order: of several, the greatest counts.
type Cause int

// The causes. They are stored as numbers, so these stay what they are.
const (
	// CauseOther is everything that may have been set off by what the app
	// writes: the events of other apps, polls, waits that ended. Its writes
	// are not explained.
	CauseOther Cause = 0
	// CauseResync is a look at everything, at a start, daily or asked for by
	// an operator. Nothing that the app writes sets one off, so what it writes is
	// no link of a loop; but it is the app's own doing.
	CauseResync Cause = 1
	// CausePerson is a person's act: what answers it is that person's doing.
	CausePerson Cause = 2
)
