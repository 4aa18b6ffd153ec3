package upgrade

import "github.com/upkeep-app/upkeep/say"

// PurposePolicy is the purpose of the issue that shows what is wrong with the policy.
const PurposePolicy = "policy"

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
	Mend         string // what to write or to do; empty where nobody knows
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
	// KeptLastGood says that an earlier valid version is in force.
	KeptLastGood bool
	// Number is the app's own issue there, 0 if it never made one; Open and
	// Text are its state, without the marker.
	Number int
	Open   bool
	Text   string
}

// DecidePolicyIssue shows the problems of a policy in one issue beside it,
// which closes itself once they are mended. A person who closes it is left in
// peace until the problems change. A file that cannot be read, and of which
// nothing is known that people could mend, changes nothing.
func DecidePolicyIssue(f PolicyIssueFacts) Plan {
	file, own := say.Quote(f.Path), OwnText{Text: f.Text}
	save := SaveIssue{Repository: f.Repository, Number: f.Number, Purpose: PurposePolicy, Title: say.PolicyTitle}
	switch {
	case f.State == PolicyValid || f.State == PolicyAbsent:
		if f.Number == 0 || !f.Open {
			return Plan{}
		}
		save.Text = say.PolicyMended(file)
		if f.State == PolicyAbsent {
			save.Text = say.PolicyGone(file)
		}
	case len(f.Problems) == 0:
		return Plan{}
	default:
		save.Open, save.Text = true, say.PolicyProblems(file, problems(f.Problems), f.KeptLastGood)
		if f.Number != 0 && own.Same(save.Text) {
			return Plan{}
		}
	}
	return Plan{Actions: []Action{save}}
}

func problems(all []PolicyProblem) []say.Problem {
	shown := make([]say.Problem, 0, len(all))
	for _, p := range all {
		shown = append(shown, say.Problem{
			Line: p.Line, Column: p.Column, Path: say.Quote(p.Path), Message: say.Quote(p.Message), Mend: say.Quote(p.Mend),
		})
	}
	return shown
}
