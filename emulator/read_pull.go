package emulator

import "github.com/upkeep-app/upkeep/upgrade"

// PullRequest is what a check sees of a pull request beyond its Issue.
type PullRequest struct {
	Draft      bool
	Head, Base string // names of branches
	Mergeable  bool
	// Closes are the issues that close when it merges.
	Closes []upgrade.Ref
	// Reviews are "login state", oldest first, those that are pending left out.
	Reviews []string
	// Reviewers are the logins, and teams as "@org/slug", that were asked for a review.
	Reviewers []string
}

// PullRequest finds a pull request; the zero PullRequest if there is none.
func (e *Emulator) PullRequest(ref upgrade.Ref) PullRequest {
	e.mu.Lock()
	defer e.mu.Unlock()
	i := e.findIssue(ref)
	if i == nil || i.pull == nil {
		return PullRequest{}
	}
	p := i.pull
	v := PullRequest{Draft: p.draft, Head: p.head, Base: p.base, Mergeable: !i.closed && p.mergeable()}
	for _, other := range p.closes() {
		v.Closes = append(v.Closes, other.ref())
	}
	for _, rv := range p.reviews {
		if rv.state != reviewPending {
			v.Reviews = append(v.Reviews, rv.author.login+" "+rv.state)
		}
	}
	for _, u := range p.reviewers {
		v.Reviewers = append(v.Reviewers, u.login)
	}
	for _, team := range p.reviewTeams {
		v.Reviewers = append(v.Reviewers, "@"+team.org.login+"/"+team.slug)
	}
	return v
}
