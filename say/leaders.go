package say

import "fmt"

// TeamMissing is the answer to words that are not one team.
func TeamMissing() string { return "This command needs one team." }

// TeamElsewhere is the answer to a team of another organisation.
func TeamElsewhere(organisation Quoted) string {
	return fmt.Sprintf("The team has to be one of %s.", organisation.Code())
}

// TeamUnknown is the answer to a team that cannot be found; meant is the
// command probably meant, zero if there is none.
func TeamUnknown(meant Quoted) string {
	return "No team of this name was found." + didYouMean(meant)
}

// TeamSet is the answer to an orchestration team that is laid down.
func TeamSet(team Quoted) string {
	return fmt.Sprintf("Done, the orchestration team is %s.", team.Code())
}

// PersonMissing is the answer to words that are not one account.
func PersonMissing() string { return "This command needs one person." }

// PersonUnknown is the answer to an account that is not there, or no person's.
func PersonUnknown() string { return "No person of this name was found; bots do not count." }

// StewardSet is the answer to a steward who is laid down.
func StewardSet(login Quoted) string { return fmt.Sprintf("Done, the steward is %s.", login.Code()) }
