package emulator

import (
	"slices"
	"strconv"
)

func reviewRoutes() []route {
	return []route{
		operation("GET repos/{owner}/{repo}/pulls/{number}/reviews", listReviews),
		operation("POST repos/{owner}/{repo}/pulls/{number}/reviews", createReview),
		operation("GET repos/{owner}/{repo}/pulls/{number}/reviews/{review}", getReview),
		operation("PUT repos/{owner}/{repo}/pulls/{number}/reviews/{review}", putReview),
		operation("DELETE repos/{owner}/{repo}/pulls/{number}/reviews/{review}", deleteReview),
		operation("PUT repos/{owner}/{repo}/pulls/{number}/reviews/{review}/dismissals", dismissReview),
		operation("POST repos/{owner}/{repo}/pulls/{number}/reviews/{review}/events", submitReview),
	}
}

// review finds the review of the path; a pending one only its author sees.
func (q *request) review() (*review, error) {
	i, err := q.pull()
	if err != nil {
		return nil, err
	}
	id, err := strconv.ParseInt(q.params["review"], 10, 64)
	if err != nil {
		return nil, notFound()
	}
	rv := i.pull.review(id)
	if rv == nil || !rv.visibleTo(q.actor) {
		return nil, notFound()
	}
	return rv, nil
}

func (rv *review) visibleTo(a actor) bool { return rv.state != reviewPending || rv.author == a.user }

// onReview reads the request's body, changes the review of the path and answers it.
func onReview[I any](q *request, f func(*tx, *review, I) error) (answer, error) {
	rv, err := q.review()
	if err != nil {
		return answer{}, err
	}
	var in I
	if err := q.decode(&in); err != nil {
		return answer{}, err
	}
	if err := q.do(func(t *tx) error { return f(t, rv, in) }); err != nil {
		return answer{}, err
	}
	return okAnswer(q.reviewAnswer(rv))
}

func listReviews(q *request) (answer, error) {
	i, err := q.pull()
	if err != nil {
		return answer{}, err
	}
	seen := slices.DeleteFunc(slices.Clone(i.pull.reviews), func(rv *review) bool { return !rv.visibleTo(q.actor) })
	return listAnswer(q, seen, q.reviewAnswer)
}

func getReview(q *request) (answer, error) {
	rv, err := q.review()
	if err != nil {
		return answer{}, err
	}
	return okAnswer(q.reviewAnswer(rv))
}

type reviewInput struct {
	Body, Event, Message string
}

// reviewState is the state that an event of the APIs leads to; what is not one leads to none.
func reviewState(event string) string {
	return map[string]string{"APPROVE": reviewApproved, "REQUEST_CHANGES": reviewChanges, "COMMENT": reviewCommented}[event]
}

// createReview writes a review, which is pending without an event.
func createReview(q *request) (answer, error) {
	var made *review
	_, err := onPull(q, func(t *tx, i *issue, in reviewInput) (err error) {
		state := reviewState(in.Event)
		if in.Event == "" {
			state = reviewPending
		}
		made, err = t.reviewPull(i, state, in.Body)
		return err
	})
	if err != nil {
		return answer{}, err
	}
	return okAnswer(q.reviewAnswer(made))
}

func putReview(q *request) (answer, error) {
	return onReview(q, func(t *tx, rv *review, in reviewInput) error { return t.editReview(rv, in.Body) })
}

func deleteReview(q *request) (answer, error) {
	return onReview(q, func(t *tx, rv *review, _ struct{}) error { return t.deleteReview(rv) })
}

func dismissReview(q *request) (answer, error) {
	return onReview(q, func(t *tx, rv *review, in reviewInput) error { return t.dismissReview(rv, in.Message) })
}

func submitReview(q *request) (answer, error) {
	return onReview(q, func(t *tx, rv *review, in reviewInput) error {
		return t.submitReview(rv, reviewState(in.Event), in.Body)
	})
}
