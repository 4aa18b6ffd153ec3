package emulator

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
)

func boardFieldRoutes() []route {
	return []route{
		operation("GET orgs/{org}/projectsV2/{number}/fields", listFields),
		operation("POST orgs/{org}/projectsV2/{number}/fields", createField),
		operation("GET orgs/{org}/projectsV2/{number}/fields/{field}", getField),
	}
}

func listFields(q *request) (answer, error) {
	b, err := q.board()
	if err != nil {
		return answer{}, err
	}
	some, link, err := cursorPage(q, b.fields, func(f *field) string { return f.nodeID })
	if err != nil {
		return answer{}, err
	}
	return answer{status: http.StatusOK, body: list(some, q.fieldJSON), link: link}, nil
}

func getField(q *request) (answer, error) {
	b, err := q.board()
	if err != nil {
		return answer{}, err
	}
	id, err := strconv.ParseInt(q.params["field"], 10, 64)
	if f := b.fieldByID(id); err == nil && f != nil {
		return okAnswer(q.fieldJSON(f))
	}
	return answer{}, notFound()
}

// fieldByID finds a field by database id; nil if there is none.
func (b *board) fieldByID(id int64) *field {
	for _, f := range b.fields {
		if f.id == id {
			return f
		}
	}
	return nil
}

// fieldBody is the body of a request that makes a field.
type fieldBody struct {
	IssueField *int64          `json:"issue_field_id"`
	Name       *string         `json:"name"`
	Type       *string         `json:"data_type"`
	Options    []optionBody    `json:"single_select_options"`
	Iterations *iterationsBody `json:"iteration_configuration"`
}

type optionBody struct {
	Name        markedText `json:"name"`
	Color       string     `json:"color"`
	Description markedText `json:"description"`
}

// markedText is a text, or an object with the text in raw: the description's
// schema has the one and its example the other.
type markedText string

// UnmarshalJSON is part of json.Unmarshaler.
func (m *markedText) UnmarshalJSON(text []byte) error {
	var marked struct {
		Raw string `json:"raw"`
	}
	if json.Unmarshal(text, &marked) == nil {
		*m = markedText(marked.Raw)
		return nil
	}
	return json.Unmarshal(text, (*string)(m))
}

type iterationsBody struct {
	Start      string          `json:"start_date"`
	Days       int             `json:"duration"`
	Iterations []iterationBody `json:"iterations"`
}

type iterationBody struct {
	Title string `json:"title"`
	Start string `json:"start_date"`
	Days  int    `json:"duration"`
}

func (in fieldBody) settings() fieldSettings {
	var with fieldSettings
	for _, o := range in.Options {
		with.options = append(with.options, newOption{
			name: string(o.Name), color: either(o.Color, "GRAY"), description: string(o.Description),
		})
	}
	if in.Iterations != nil {
		with.iterations = &newIterations{start: in.Iterations.Start, days: in.Iterations.Days}
		for _, each := range in.Iterations.Iterations {
			with.iterations.all = append(with.iterations.all, iteration{title: each.Title, start: each.Start, days: each.Days})
		}
	}
	return with
}

// createField adds a field to a board. Fields of issues are not emulated.
func createField(q *request) (answer, error) {
	b, err := q.board()
	if err != nil {
		return answer{}, err
	}
	var in fieldBody
	if err := q.decodeOnly(&in); err != nil {
		return answer{}, err
	}
	switch {
	case in.IssueField != nil:
		q.noteUnserved()
		return answer{}, notFound()
	case in.Name == nil:
		return answer{}, notSupplied("name")
	case in.Type == nil:
		return answer{}, notSupplied("data_type")
	case *in.Type == "iteration" && in.Iterations == nil:
		return answer{}, notSupplied("iteration_configuration")
	}
	var made *field
	err = q.do(func(t *tx) (err error) {
		made, err = t.createField(b, *in.Name, fieldType(strings.ToUpper(*in.Type)), in.settings())
		return err
	})
	if err != nil {
		return answer{}, err
	}
	return createdAnswer(q.fieldJSON(made))
}
