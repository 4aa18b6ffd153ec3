package say

import "time"

// Overwritten says that the app's own edit replaced words of a person which it
// could not bring back. Where it was stands with it, unless it was here.
func Overwritten(at time.Time) string {
	return "**An edit by Upkeep on " + at.UTC().Format("2006-01-02 at 15:04 UTC") + " replaced one by a person made in the same moment**, " +
		"and the description has changed since. What that person wrote is in the description's list of edits: please put back what is still needed."
}
