package emulator

func reviewerRoutes() []route {
	return []route{
		operation("GET repos/{owner}/{repo}/pulls/{number}/requested_reviewers", listReviewers),
		operation("POST repos/{owner}/{repo}/pulls/{number}/requested_reviewers", addReviewers),
		operation("DELETE repos/{owner}/{repo}/pulls/{number}/requested_reviewers", removeReviewers),
	}
}

func listReviewers(q *request) (answer, error) {
	i, err := q.pull()
	if err != nil {
		return answer{}, err
	}
	return okAnswer(object{"users": list(i.pull.reviewers, q.userText), "teams": list(i.pull.reviewTeams, q.teamJSON)})
}

// reviewersInput names people by login and teams by slug.
type reviewersInput struct {
	Reviewers []string `json:"reviewers"`
	Teams     []string `json:"team_reviewers"`
}

// find looks people and teams up; those that there are not are nil.
func (in reviewersInput) find(t *tx, i *issue) ([]*user, []*team) {
	return list(in.Reviewers, t.findUser), list(in.Teams, i.repo.owner.team)
}

func addReviewers(q *request) (answer, error) {
	i, err := onPull(q, func(t *tx, i *issue, in reviewersInput) error {
		people, teams := in.find(t, i)
		return t.requestReviews(i, people, teams)
	})
	if err != nil {
		return answer{}, err
	}
	return createdAnswer(q.shortPullJSON(i))
}

func removeReviewers(q *request) (answer, error) {
	i, err := onPull(q, func(t *tx, i *issue, in reviewersInput) error {
		people, teams := in.find(t, i)
		return t.withdrawReviews(i, people, teams)
	})
	if err != nil {
		return answer{}, err
	}
	return okAnswer(q.shortPullJSON(i))
}
