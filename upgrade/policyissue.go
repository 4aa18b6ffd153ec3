package upgrade

// PolicyState says how the reading of a policy file ended.
type PolicyState string

// The states. Only a valid file changes what the app does.
const (
	PolicyAbsent     PolicyState = "absent"
	PolicyUnreadable PolicyState = "unreadable"
	PolicyInvalid    PolicyState = "invalid"
	PolicyValid      PolicyState = "valid"
)

// PolicyProblem is one thing that is wrong with a policy file.
type PolicyProblem struct {
	Line, Column int    // from 1; 0 when the problem has no place
	Path         string // such as "upgrades[0].roadmap"
	Message      string
}

// PolicyIssueFacts is everything that decides about the issue that shows what
// is wrong with the policy.
type PolicyIssueFacts struct {
	// Repository is where the policy file is, and the issue with it.
	Repository Repository
	// Path is the file's path in it.
	Path     string
	State    PolicyState
	Problems []PolicyProblem
	// Number is the app's own issue there, 0 if it never made one; Open and Text are its state, without the marker.
	Number int
	Open   bool
	Text   string
	// KeptLastGood says that an earlier valid version is in force.
	KeptLastGood bool
}
