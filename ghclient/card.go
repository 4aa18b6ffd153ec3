package ghclient

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/upkeep-app/upkeep/upgrade"
)

const addItemDocument = `mutation AddItem($board: ID!, $content: ID!) {
  addProjectV2ItemById(input: {projectId: $board, contentId: $content}) {
    item { id }
  }
}
`

// AddItem puts an issue on a board and returns its card; the one it has if it
// is there already. It is idempotent.
func (c *Client) AddItem(ctx context.Context, installation int64, board, content upgrade.NodeID) (item upgrade.NodeID, requestID string, err error) {
	var got struct {
		Add *struct {
			Item *struct {
				ID upgrade.NodeID `json:"id"`
			} `json:"item"`
		} `json:"addProjectV2ItemById"`
	}
	q := query{
		name: "AddItem", document: addItemDocument, variables: map[string]any{"board": board, "content": content},
		write: true, subjects: []string{"addProjectV2ItemById"},
	}
	requestID, err = c.ask(ctx, installation, q, &got)
	if err == nil && (got.Add == nil || got.Add.Item == nil || got.Add.Item.ID == "") {
		err = lost(true, &answerError{text: "GitHub gave no card and no reason", requestID: requestID})
	}
	if err != nil {
		return "", requestID, fmt.Errorf("add %s to board %s: %w", content, board, err)
	}
	return got.Add.Item.ID, requestID, nil
}

// setFieldsDocument writes one field per alias, m0, m1 …, or clears it. GitHub
// carries them out in order, and those after one that fails as well.
func setFieldsDocument(clears []bool) string {
	var variables, fields strings.Builder
	for i, cleared := range clears {
		fmt.Fprintf(&variables, "  $field%d: ID!\n", i)
		if cleared {
			fmt.Fprintf(&fields, "  m%d: clearProjectV2ItemFieldValue(input: {projectId: $board, itemId: $item, fieldId: $field%d}) {\n", i, i)
		} else {
			fmt.Fprintf(&variables, "  $value%d: ProjectV2FieldValue!\n", i)
			fmt.Fprintf(&fields, "  m%d: updateProjectV2ItemFieldValue(input: {projectId: $board, itemId: $item, fieldId: $field%d, value: $value%d}) {\n", i, i, i)
		}
		fields.WriteString("    projectV2Item { id }\n  }\n")
	}
	return "mutation SetFields(\n  $board: ID!\n  $item: ID!\n" + variables.String() + ") {\n" + fields.String() + "}\n"
}

// PartialFailure is a SetFields that set some fields and not others.
// errors.Is and errors.As look through it into the reasons.
type PartialFailure struct {
	// Failed are the fields that were not set, or perhaps not, by name.
	Failed map[string]error
	// Done are the names of the fields that were set.
	Done []string
}

// Error is part of error.
func (p *PartialFailure) Error() string {
	var parts []string
	for _, name := range sorted(p.Failed) {
		parts = append(parts, fmt.Sprintf("field %q: %v", name, p.Failed[name]))
	}
	return strings.Join(parts, "; ")
}

// Unwrap is part of errors.Is and errors.As.
func (p *PartialFailure) Unwrap() []error {
	var errs []error
	for _, name := range sorted(p.Failed) {
		errs = append(errs, p.Failed[name])
	}
	return errs
}

// SetFields writes fields of one card in one request; an empty Text clears.
// It is idempotent. When GitHub sets only some, the error is a *PartialFailure
// that names the others. ErrInvalid, with nothing sent, for a value that its
// field cannot hold.
func (c *Client) SetFields(ctx context.Context, installation int64, board, item upgrade.NodeID, writes []upgrade.FieldWrite) (requestID string, err error) {
	if len(writes) == 0 {
		return "", nil
	}
	q, err := fieldsQuery(writes)
	if err != nil {
		return "", err
	}
	q.variables["board"], q.variables["item"] = board, item
	a, err := c.post(ctx, installation, q)
	if err == nil {
		err = q.fieldFailures(a, writes)
	}
	if err != nil {
		return a.requestID, fmt.Errorf("set fields of card %s: %w", item, err)
	}
	return a.requestID, nil
}

// fieldsQuery is the request for some fields, without the card.
func fieldsQuery(writes []upgrade.FieldWrite) (query, error) {
	q := query{name: "SetFields", variables: map[string]any{}, write: true}
	clears := make([]bool, len(writes))
	for i, w := range writes {
		clears[i] = w.Text == ""
		q.subjects = append(q.subjects, fmt.Sprint("m", i))
		q.variables[fmt.Sprint("field", i)] = w.Field.ID
		if clears[i] {
			continue
		}
		value, err := fieldInput(w)
		if err != nil {
			return query{}, fmt.Errorf("set field %q to %q: %w", w.Field.Name, w.Text, err)
		}
		q.variables[fmt.Sprint("value", i)] = value
	}
	q.document = setFieldsDocument(clears)
	return q, nil
}

// fieldInput is the value in the form of GitHub's input type.
func fieldInput(w upgrade.FieldWrite) (map[string]any, error) {
	switch w.Field.Type {
	case upgrade.FieldSingleSelect:
		if w.Option.ID == "" {
			return nil, fmt.Errorf("no option is given: %w", ErrInvalid)
		}
		return map[string]any{"singleSelectOptionId": w.Option.ID}, nil
	case upgrade.FieldText:
		return map[string]any{"text": w.Text}, nil
	case upgrade.FieldNumber:
		number, err := strconv.ParseFloat(w.Text, 64)
		if err != nil {
			return nil, fmt.Errorf("it is not a number: %w", ErrInvalid)
		}
		return map[string]any{"number": number}, nil
	case upgrade.FieldDate:
		if _, err := time.Parse(time.DateOnly, w.Text); err != nil {
			return nil, fmt.Errorf("it is not a date: %w", ErrInvalid)
		}
		return map[string]any{"date": w.Text}, nil
	default:
		return nil, fmt.Errorf("fields of type %s cannot be written: %w", w.Field.Type, ErrInvalid)
	}
}

// sorted are a map's keys in order.
func sorted(m map[string]error) []string { return slices.Sorted(maps.Keys(m)) }

// topLevel tells which of an answer's fields have a value.
func topLevel(data json.RawMessage) (map[string]bool, error) {
	has := map[string]bool{}
	if len(data) == 0 {
		return has, nil
	}
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(data, &fields); err != nil {
		return nil, err
	}
	for name, value := range fields {
		has[name] = string(value) != "null"
	}
	return has, nil
}

// fieldFailures attributes the errors of an answer to the fields by their
// aliases; one without an alias concerns all that have no result.
func (q query) fieldFailures(a answer, writes []upgrade.FieldWrite) error {
	results, err := topLevel(a.data)
	if err != nil {
		return lost(true, &answerError{cause: err, text: "read the answer: " + err.Error(), requestID: a.requestID})
	}
	general := error(lost(true, &answerError{text: "GitHub gave no result and no reason", requestID: a.requestID}))
	reasons := map[string]error{}
	for _, e := range a.errors {
		if len(e.Path) == 0 {
			general = q.failure(e, a.requestID)
			continue
		}
		reasons[step(e.Path[0])] = q.failure(e, a.requestID)
	}
	failure := &PartialFailure{Failed: map[string]error{}}
	for i, w := range writes {
		alias := fmt.Sprint("m", i)
		switch {
		case reasons[alias] != nil:
			failure.Failed[w.Field.Name] = reasons[alias]
		case !results[alias]:
			failure.Failed[w.Field.Name] = general
		default:
			failure.Done = append(failure.Done, w.Field.Name)
		}
	}
	if len(failure.Failed) > 0 {
		return failure
	}
	return nil
}
