package emulator

import "net/http"

func commentRoutes() []route {
	return []route{
		operation("GET repos/{owner}/{repo}/issues/comments/{comment}", getComment),
		operation("PATCH repos/{owner}/{repo}/issues/comments/{comment}", patchComment),
		operation("GET repos/{owner}/{repo}/issues/comments/{comment}/reactions", listReactions),
		operation("POST repos/{owner}/{repo}/issues/comments/{comment}/reactions", createReaction),
		operation("GET repos/{owner}/{repo}/issues/{number}/comments", listComments),
		operation("POST repos/{owner}/{repo}/issues/{number}/comments", createComment),
	}
}

// listComments lists an issue's comments, oldest first.
func listComments(q *request) (answer, error) {
	i, err := q.issue()
	if err != nil {
		return answer{}, err
	}
	since, err := q.since()
	if err != nil {
		return answer{}, err
	}
	var found []*comment
	for _, c := range i.comments {
		if !c.updatedAt.Before(since) {
			found = append(found, c)
		}
	}
	some, link := page(q, found)
	return answer{status: http.StatusOK, body: list(some, q.commentJSON), link: link}, nil
}

func getComment(q *request) (answer, error) {
	c, err := q.comment()
	if err != nil {
		return answer{}, err
	}
	return okAnswer(q.commentJSON(c))
}

type commentInput struct {
	Body string `json:"body"`
}

func createComment(q *request) (answer, error) {
	i, err := q.issue()
	if err != nil {
		return answer{}, err
	}
	var in commentInput
	if err := q.decode(&in); err != nil {
		return answer{}, err
	}
	var made *comment
	err = q.do(func(t *tx) (err error) {
		made, err = t.writeComment(i, in.Body)
		return err
	})
	if err != nil {
		return answer{}, err
	}
	return createdAnswer(q.commentJSON(made))
}

func patchComment(q *request) (answer, error) {
	c, err := q.comment()
	if err != nil {
		return answer{}, err
	}
	var in commentInput
	if err := q.decode(&in); err != nil {
		return answer{}, err
	}
	if err := q.do(func(t *tx) error { return t.editComment(c, in.Body) }); err != nil {
		return answer{}, err
	}
	return okAnswer(q.commentJSON(c))
}

func listReactions(q *request) (answer, error) {
	c, err := q.comment()
	if err != nil {
		return answer{}, err
	}
	var found []*reaction
	wanted := q.http.URL.Query().Get("content")
	for _, r := range c.reactions {
		if wanted == "" || wanted == r.content {
			found = append(found, r)
		}
	}
	some, link := page(q, found)
	return answer{status: http.StatusOK, body: list(some, q.reactionJSON), link: link}, nil
}

// createReaction answers 201, or 200 when the reaction was there already.
func createReaction(q *request) (answer, error) {
	c, err := q.comment()
	if err != nil {
		return answer{}, err
	}
	var in struct {
		Content string `json:"content"`
	}
	if err := q.decode(&in); err != nil {
		return answer{}, err
	}
	var left *reaction
	fresh := false
	err = q.do(func(t *tx) (err error) {
		left, fresh, err = t.react(c, in.Content)
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
