package emulator

import (
	"bytes"
	"net/http"
)

func labelRoutes() []route {
	return []route{
		operation("GET repos/{owner}/{repo}/labels", listLabels),
		operation("POST repos/{owner}/{repo}/labels", createLabel),
		operation("GET repos/{owner}/{repo}/labels/{name}", getLabel),
		operation("PATCH repos/{owner}/{repo}/labels/{name}", patchLabel),
		operation("DELETE repos/{owner}/{repo}/labels/{name}", deleteLabel),
		operation("GET repos/{owner}/{repo}/issues/{number}/labels", listIssueLabels),
		operation("POST repos/{owner}/{repo}/issues/{number}/labels", addIssueLabels),
		operation("PUT repos/{owner}/{repo}/issues/{number}/labels", setIssueLabels),
		operation("DELETE repos/{owner}/{repo}/issues/{number}/labels", clearIssueLabels),
		operation("DELETE repos/{owner}/{repo}/issues/{number}/labels/{name}", removeIssueLabel),
	}
}

func listLabels(q *request) (answer, error) {
	r, err := q.repository()
	if err != nil {
		return answer{}, err
	}
	return q.labelsAnswer(r, r.labels), nil
}

func (q *request) labelsAnswer(r *repository, labels []*label) answer {
	some, link := page(q, labels)
	return answer{status: http.StatusOK, body: list(some, func(l *label) object { return q.labelJSON(r, l) }), link: link}
}

// label finds the label of the path in its repository.
func (q *request) label() (*repository, *label, error) {
	r, err := q.repository()
	if err != nil {
		return nil, nil, err
	}
	l := r.label(q.params["name"])
	if l == nil {
		return nil, nil, notFound()
	}
	return r, l, nil
}

func getLabel(q *request) (answer, error) {
	r, l, err := q.label()
	if err != nil {
		return answer{}, err
	}
	return okAnswer(q.labelJSON(r, l))
}

// labelInput is a label to make, or what to change of one, then with its name in NewName.
type labelInput struct {
	Name        *string       `json:"name"`
	NewName     *string       `json:"new_name"`
	Color       *string       `json:"color"`
	Description given[string] `json:"description"`
}

func createLabel(q *request) (answer, error) {
	r, err := q.repository()
	if err != nil {
		return answer{}, err
	}
	in, err := decoded[labelInput](q)
	if err != nil {
		return answer{}, err
	}
	var made *label
	err = q.do(func(t *tx) (err error) {
		made, err = t.createLabel(r, labelEdit{name: in.Name, color: in.Color, description: in.Description.orNil()})
		return err
	})
	if err != nil {
		return answer{}, err
	}
	return createdAnswer(q.labelJSON(r, made))
}

func patchLabel(q *request) (answer, error) {
	r, l, err := q.label()
	if err != nil {
		return answer{}, err
	}
	in, err := decoded[labelInput](q)
	if err != nil {
		return answer{}, err
	}
	to := labelEdit{name: in.NewName, color: in.Color, description: in.Description.orNil()}
	if err := q.do(func(t *tx) error { return t.editLabel(r, l, to) }); err != nil {
		return answer{}, err
	}
	return okAnswer(q.labelJSON(r, l))
}

func deleteLabel(q *request) (answer, error) {
	r, l, err := q.label()
	if err != nil {
		return answer{}, err
	}
	return noContent(q.do(func(t *tx) error { return t.deleteLabel(r, l) }))
}

func listIssueLabels(q *request) (answer, error) {
	i, err := q.issue()
	if err != nil {
		return answer{}, err
	}
	return q.labelsAnswer(i.repo, i.labels), nil
}

// labelsInput is the body of a request about an issue's labels. It may also be
// the list by itself; see inObject.
type labelsInput struct {
	Labels []nameOnly `json:"labels"`
}

// inObject puts a body that is a list where it could have stood.
func inObject(body []byte) []byte {
	if !bytes.HasPrefix(bytes.TrimSpace(body), []byte("[")) {
		return body
	}
	return append(append([]byte(`{"labels":`), body...), '}')
}

func addIssueLabels(q *request) (answer, error) {
	q.body = inObject(q.body)
	return q.changeLabels(func(t *tx, i *issue, in labelsInput) []*label {
		return append(append([]*label(nil), i.labels...), t.labelsNamed(i.repo, namesOf(in.Labels))...)
	})
}

func setIssueLabels(q *request) (answer, error) {
	q.body = inObject(q.body)
	return q.changeLabels(func(t *tx, i *issue, in labelsInput) []*label { return t.labelsNamed(i.repo, namesOf(in.Labels)) })
}

// changeLabels replaces an issue's labels and answers with what it has then.
func (q *request) changeLabels(wanted func(*tx, *issue, labelsInput) []*label) (answer, error) {
	i, err := onIssue(q, func(t *tx, i *issue, in labelsInput) error {
		if err := t.may(i.repo, roleTriage); err != nil {
			return err
		}
		t.setLabels(i, wanted(t, i, in))
		return nil
	})
	if err != nil {
		return answer{}, err
	}
	return okAnswer(list(i.labels, func(l *label) object { return q.labelJSON(i.repo, l) }))
}

func clearIssueLabels(q *request) (answer, error) {
	_, err := q.changeLabels(func(*tx, *issue, labelsInput) []*label { return nil })
	return noContent(err)
}

func removeIssueLabel(q *request) (answer, error) {
	i, err := q.issue()
	if err != nil {
		return answer{}, err
	}
	l := i.repo.label(q.params["name"])
	if l == nil || !contains(i.labels, l) {
		missing := notFound()
		missing.message = "Label does not exist"
		return answer{}, missing
	}
	return q.changeLabels(func(_ *tx, i *issue, _ labelsInput) []*label { return without(i.labels, l) })
}
