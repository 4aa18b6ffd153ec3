package upgrade

// Certainty is the answer to a question that the app may fail to find out.
type Certainty string

// The answers.
const (
	Unknown Certainty = ""
	Yes     Certainty = "yes"
	No      Certainty = "no"
)

// Rights are what lets a person choose how an upgrade is done in a repository.
type Rights struct {
	Write         Certainty // may write to the repository
	Owner         Certainty // is, or belongs to, the repository's owner; No without an owner
	Orchestration Certainty // belongs to the orchestration team
}

// Any reports whether one of the rights is there: Unknown while none is and
// one could not be found out.
func (r Rights) Any() Certainty {
	answer := No
	for _, one := range []Certainty{r.Write, r.Owner, r.Orchestration} {
		if one == Yes {
			return Yes
		}
		if one == Unknown {
			answer = Unknown
		}
	}
	return answer
}
