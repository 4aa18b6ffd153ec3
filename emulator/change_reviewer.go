package emulator

import "fmt"

// requestReviews asks people and teams for reviews, with one event and webhook
// for each that was not asked already.
func (t *tx) requestReviews(i *issue, people []*user, teams []*team) error {
	if err := t.mayRequest(i); err != nil {
		return err
	}
	for _, u := range people {
		if u == i.author {
			return invalid("Review cannot be requested from pull request author.")
		}
		if u == nil || u.bot || !i.repo.owner.hasMember(u) && i.repo.roles[u] == roleNone {
			return notCollaborator(i.repo)
		}
	}
	for _, each := range teams {
		if each == nil || i.repo.teamRoles[each] == roleNone {
			return notCollaborator(i.repo)
		}
	}
	for _, u := range people {
		if !contains(i.pull.reviewers, u) {
			i.pull.reviewers = append(i.pull.reviewers, u)
			t.request(i, "review_requested", u, nil)
		}
	}
	for _, each := range teams {
		if !contains(i.pull.reviewTeams, each) {
			i.pull.reviewTeams = append(i.pull.reviewTeams, each)
			t.request(i, "review_requested", nil, each)
		}
	}
	return nil
}

// withdrawReviews takes requests back; those that there are none of are passed over.
func (t *tx) withdrawReviews(i *issue, people []*user, teams []*team) error {
	if err := t.mayRequest(i); err != nil {
		return err
	}
	for _, u := range people {
		if contains(i.pull.reviewers, u) {
			i.pull.reviewers = without(i.pull.reviewers, u)
			t.request(i, "review_request_removed", u, nil)
		}
	}
	for _, each := range teams {
		if contains(i.pull.reviewTeams, each) {
			i.pull.reviewTeams = without(i.pull.reviewTeams, each)
			t.request(i, "review_request_removed", nil, each)
		}
	}
	return nil
}

func (t *tx) mayRequest(i *issue) error {
	if i.pull == nil {
		return notFound()
	}
	return t.mayEdit(i, roleTriage)
}

func notCollaborator(r *repository) error {
	return invalid(fmt.Sprintf("Reviews may only be requested from collaborators. One or more of the users or teams you specified is not a collaborator of the %s repository.", r.fullName()))
}

// request tells of a request for a review, or of its end.
func (t *tx) request(i *issue, action string, u *user, of *team) {
	ev := t.happened(i, action)
	ev.reviewer, ev.reviewTeam = u, of
	i.updatedAt = t.at
	if u != nil {
		t.wrote(action, i.ref().String(), u.login)
		t.emitIssue(i, action, object{"requested_reviewer": t.userJSON(u)})
		return
	}
	t.wrote(action, i.ref().String(), of.slug)
	t.emitIssue(i, action, object{"requested_team": t.teamJSON(of)})
}
