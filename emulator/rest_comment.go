package emulator

import (
	"cmp"
	"net/http"
	"slices"
	"time"
)

func commentRoutes() []route {
	return []route{
		operation("GET repos/{owner}/{repo}/issues/comments", listAllComments),
		operation("GET repos/{owner}/{repo}/issues/comments/{comment}", getComment),
		operation("PATCH repos/{owner}/{repo}/issues/comments/{comment}", patchComment),
		operation("DELETE repos/{owner}/{repo}/issues/comments/{comment}", deleteComment),
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
	return q.commentsAnswer(i.comments, since), nil
}

// commentsAnswer is one page of the comments that changed since a time.
func (q *request) commentsAnswer(comments []*comment, since time.Time) answer {
	found := slices.DeleteFunc(slices.Clone(comments), func(c *comment) bool { return c.updatedAt.Before(since) })
	some, link := page(q, found)
	return answer{status: http.StatusOK, body: list(some, q.commentJSON), link: link}
}

// listAllComments lists the comments of a whole repository, by id unless a
// sort is asked for. A direction without a sort is ignored.
func listAllComments(q *request) (answer, error) {
	r, err := q.repository()
	if err != nil {
		return answer{}, err
	}
	since, err := q.since()
	if err != nil {
		return answer{}, err
	}
	var found []*comment
	for _, i := range r.issues {
		if i != nil {
			found = append(found, i.comments...)
		}
	}
	query := q.http.URL.Query()
	slices.SortStableFunc(found, func(a, b *comment) int {
		switch query.Get("sort") {
		case "created":
			return a.createdAt.Compare(b.createdAt)
		case "updated":
			return a.updatedAt.Compare(b.updatedAt)
		default:
			return cmp.Compare(a.id, b.id)
		}
	})
	if query.Get("sort") != "" && query.Get("direction") != "asc" {
		slices.Reverse(found)
	}
	return q.commentsAnswer(found, since), nil
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

func deleteComment(q *request) (answer, error) {
	c, err := q.comment()
	if err != nil {
		return answer{}, err
	}
	return noContent(q.do(func(t *tx) error { return t.deleteComment(c) }))
}
