package ghclient

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/upkeep-app/upkeep/upgrade"
)

// mutationsTogether is how many changes of one board share a request. GitHub's
// own tools send no more; longer ones run into its time limit of 10 s, and then
// some are carried out and some are not (shurcooL/githubv4#17).
const mutationsTogether = 20

// boardOf is what changes must have in common to share a request.
type boardOf struct {
	installation int64
	board        upgrade.NodeID
}

// mutation changes one thing on a board.
type mutation struct {
	name    string // GitHub's, such as addProjectV2ItemById
	returns string
	input   map[string]any
}

// inputType is the name of GitHub's input type for a mutation.
func (m mutation) inputType() string { return strings.ToUpper(m.name[:1]) + m.name[1:] + "Input" }

// change is what became of one caller's mutations, one by one.
type change struct {
	requestID string
	values    []json.RawMessage
	failures  []error
}

// changeDocument carries mutations out under the aliases m0, m1 …. GitHub does
// so in order, and goes on after one that fails; nothing is undone.
func changeDocument(mutations []mutation) string {
	var variables, fields strings.Builder
	for i, m := range mutations {
		fmt.Fprintf(&variables, "  $m%d: %s!\n", i, m.inputType())
		fmt.Fprintf(&fields, "  m%d: %s(input: $m%d) { %s }\n", i, m.name, i, m.returns)
	}
	return "mutation ChangeBoard(\n" + variables.String() + ") {\n" + fields.String() + "}\n"
}

// changeBoard carries out the mutations of several callers in one request.
func (c *Client) changeBoard(ctx context.Context, of boardOf, asked [][]mutation, ready func() error) ([]result[change], error) {
	q := query{name: "ChangeBoard", variables: map[string]any{}, write: true, ready: ready}
	var all []mutation
	for _, mutations := range asked {
		all = append(all, mutations...)
	}
	for i, m := range all {
		alias := fmt.Sprint("m", i)
		q.variables[alias] = m.input
		q.subjects = append(q.subjects, alias)
	}
	q.document = changeDocument(all)
	a, err := c.post(ctx, of.installation, q)
	if err != nil {
		return nil, err
	}
	values, failures, err := q.outcomes(a, len(all))
	if err != nil {
		return nil, fmt.Errorf("graphql %s: %w", q.name, err)
	}
	results := make([]result[change], len(asked))
	for n, mutations := range asked {
		own := len(mutations)
		results[n].answer = change{requestID: a.requestID, values: values[:own], failures: failures[:own]}
		values, failures = values[own:], failures[own:]
	}
	return results, nil
}

// outcomes attributes the values and errors of an answer to the aliases. An
// error without an alias concerns all that have no value; when no alias has a
// value or an error, it is the request's own.
func (q query) outcomes(a answer, count int) (values []json.RawMessage, failures []error, err error) {
	var data map[string]json.RawMessage
	if len(a.data) > 0 {
		if err := json.Unmarshal(a.data, &data); err != nil {
			return nil, nil, lost(q.write, &answerError{cause: err, text: "read the answer: " + err.Error(), requestID: a.requestID})
		}
	}
	general := error(lost(q.write, &answerError{text: "GitHub gave no result and no reason", requestID: a.requestID}))
	reasons := map[string]error{}
	for _, e := range a.errors {
		if len(e.Path) == 0 {
			general = q.failure(e, a.requestID)
		} else {
			reasons[step(e.Path[0])] = q.failure(e, a.requestID)
		}
	}
	values, failures = make([]json.RawMessage, count), make([]error, count)
	known := 0
	for i := range count {
		alias := fmt.Sprint("m", i)
		switch value := data[alias]; {
		case reasons[alias] != nil:
			failures[i] = reasons[alias]
			known++
		case len(value) == 0 || string(value) == "null":
			failures[i] = general
		default:
			values[i] = value
			known++
		}
	}
	if known == 0 {
		return nil, nil, general
	}
	return values, failures, nil
}
