package emulator

import (
	"net/http"
	"slices"
)

func reactionRoutes() []route {
	const onComment, onIssue = " repos/{owner}/{repo}/issues/comments/{comment}/reactions", " repos/{owner}/{repo}/issues/{number}/reactions"
	return []route{
		operation("GET"+onComment, listReactions),
		operation("POST"+onComment, createReaction),
		operation("DELETE"+onComment+"/{reaction}", deleteReaction),
		operation("GET"+onIssue, listReactions),
		operation("POST"+onIssue, createReaction),
		operation("DELETE"+onIssue+"/{reaction}", deleteReaction),
	}
}

// reactable finds the comment or the issue of the path.
func (q *request) reactable() (reactable, error) {
	if q.params["comment"] != "" {
		c, err := q.comment()
		if err != nil {
			return reactable{}, err
		}
		return c.reactable(), nil
	}
	i, err := q.issue()
	if err != nil {
		return reactable{}, err
	}
	return i.reactable(), nil
}

func listReactions(q *request) (answer, error) {
	of, err := q.reactable()
	if err != nil {
		return answer{}, err
	}
	wanted := q.http.URL.Query().Get("content")
	found := slices.DeleteFunc(slices.Clone(*of.reactions), func(r *reaction) bool { return wanted != "" && wanted != r.content })
	some, link := page(q, found)
	return answer{status: http.StatusOK, body: list(some, q.reactionJSON), link: link}, nil
}

// createReaction answers 201, or 200 when the reaction was there already.
func createReaction(q *request) (answer, error) {
	to, err := q.reactable()
	if err != nil {
		return answer{}, err
	}
	in, err := decoded[struct {
		Content string `json:"content"`
	}](q)
	if err != nil {
		return answer{}, err
	}
	var left *reaction
	fresh := false
	err = q.do(func(t *tx) (err error) {
		left, fresh, err = t.react(to, in.Content)
		return err
	})
	if err != nil {
		return answer{}, err
	}
	if fresh {
		return createdAnswer(q.reactionJSON(left))
	}
	return okAnswer(q.reactionJSON(left))
}

func deleteReaction(q *request) (answer, error) {
	of, err := q.reactable()
	if err != nil {
		return answer{}, err
	}
	for _, r := range *of.reactions {
		if decimal(r.id) == q.params["reaction"] {
			return noContent(q.do(func(t *tx) error { return t.unreact(of, r) }))
		}
	}
	return answer{}, notFound()
}
