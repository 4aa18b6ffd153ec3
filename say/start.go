package say

import "fmt"

// UpgradeNameMissing is the answer to a start command without a name.
func UpgradeNameMissing() string { return "The upgrade needs a name." }

// UpgradeNameLong is the answer to a name of more than so many characters.
func UpgradeNameLong(most int) string {
	return fmt.Sprintf("The name of an upgrade can have up to %d characters, as an option of the board has.", most)
}

// UpgradeNameTaken is the answer to a name that another upgrade has.
func UpgradeNameTaken(name Quoted) string {
	return fmt.Sprintf("Another upgrade is called %s already, so nothing was started. Please choose another name.", name.Code())
}

// VersionUnclear is the answer to a version that is missing or not one word.
func VersionUnclear(from bool) string {
	word := "to"
	if from {
		word = "from"
	}
	return fmt.Sprintf("The word `%s` is followed by one version, without spaces. A name with this word in it goes in quotes.", word)
}

// RoadmapIsClosed is the answer to a start command on a closed issue.
func RoadmapIsClosed() string {
	return "This issue is closed, and Upkeep leaves closed roadmap issues alone. Please reopen it and repeat the command."
}

// RoadmapIsPullRequest is the answer to a start command on a pull request.
func RoadmapIsPullRequest() string {
	return "This is a pull request. A roadmap issue has to be an issue."
}
