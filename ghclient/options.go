package ghclient

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/upkeep-app/upkeep/upgrade"
)

const optionsFragment = `
fragment options on ProjectV2SingleSelectField {
  name
  options { id name color description }
}`

// optionsDocument reads one single-select field: 1 point.
const optionsDocument = `query Options($field: ID!) {
  node(id: $field) { ...options }
}
` + optionsFragment

// replaceOptionsDocument replaces the options of a field. The first mutation
// changes nothing (github/docs on ProjectV2SingleSelectFieldOptionInput: "Empty
// input is ignored") and shows what was there the moment before; root mutations
// run in order.
const replaceOptionsDocument = `mutation ReplaceOptions($field: ID!, $options: [ProjectV2SingleSelectFieldOptionInput!]!) {
  before: updateProjectV2Field(input: {fieldId: $field, singleSelectOptions: []}) { projectV2Field { ...options } }
  after: updateProjectV2Field(input: {fieldId: $field, singleSelectOptions: $options}) { projectV2Field { ...options } }
}
` + optionsFragment

type optionNode struct {
	ID          string `json:"id"`
	Name        string `json:"name"`
	Color       string `json:"color"`
	Description string `json:"description"`
}

type optionsNode struct {
	Name    string       `json:"name"`
	Options []optionNode `json:"options"`
}

func options(nodes []optionNode) []upgrade.Option {
	var all []upgrade.Option
	for _, n := range nodes {
		all = append(all, upgrade.Option(n))
	}
	return all
}

// Options reads the name and the options of a single-select field, with all
// that a replacement has to send back. ErrNotFound if there is no such field.
func (c *Client) Options(ctx context.Context, installation int64, field upgrade.NodeID) (upgrade.Field, error) {
	var got struct {
		Node *optionsNode `json:"node"`
	}
	q := query{name: "Options", document: optionsDocument, variables: map[string]any{"field": field}, subjects: []string{"node"}}
	_, err := c.ask(ctx, installation, q, &got)
	if err == nil && (got.Node == nil || got.Node.Name == "") {
		err = fmt.Errorf("it is no single-select field: %w", ErrNotFound)
	}
	if err != nil {
		return upgrade.Field{}, fmt.Errorf("read the options of field %s: %w", field, err)
	}
	return upgrade.Field{ID: field, Name: got.Node.Name, Type: upgrade.FieldSingleSelect, Options: options(got.Node.Options)}, nil
}

// ReplaceOptions makes these the options of a field. Those with an id stay what
// they are, and cards keep them, where GitHub knows ids (Features.OptionIDs); all
// others are new, and cards with an option that is not sent lose it. Before are
// the options of the moment before, nil when GitHub did not tell.
func (c *Client) ReplaceOptions(ctx context.Context, installation int64, field upgrade.NodeID, wanted []upgrade.Option, ids bool) (before, after []upgrade.Option, requestID string, err error) {
	q := query{
		name: "ReplaceOptions", document: replaceOptionsDocument, write: true, subjects: []string{"before", "after"},
		variables: map[string]any{"field": field, "options": optionInputs(wanted, ids)},
	}
	a, err := c.post(ctx, installation, q)
	if err == nil {
		before, after, err = q.replaced(a)
	}
	if err != nil {
		return nil, nil, a.requestID, fmt.Errorf("replace the options of field %s: %w", field, err)
	}
	return before, after, a.requestID, nil
}

func optionInputs(wanted []upgrade.Option, ids bool) []map[string]string {
	inputs := make([]map[string]string, 0, len(wanted))
	for _, o := range wanted {
		color := o.Color
		if color == "" {
			color = "GRAY"
		}
		input := map[string]string{"name": o.Name, "color": color, "description": o.Description}
		if ids && o.ID != "" {
			input["id"] = o.ID
		}
		inputs = append(inputs, input)
	}
	return inputs
}

// replaced reads both halves of the answer. What matters is the second: without
// the first one only does not see what came in between.
func (q query) replaced(a answer) (before, after []upgrade.Option, err error) {
	var got struct {
		Before, After *struct {
			Field optionsNode `json:"projectV2Field"`
		}
	}
	if len(a.data) > 0 {
		if err := json.Unmarshal(a.data, &got); err != nil {
			return nil, nil, lost(true, &answerError{cause: err, text: "read the answer: " + err.Error(), requestID: a.requestID})
		}
	}
	if got.After == nil {
		err = lost(true, &answerError{text: "GitHub gave no options and no reason", requestID: a.requestID})
		for _, e := range a.errors {
			if len(e.Path) == 0 || step(e.Path[0]) == "after" {
				err = q.failure(e, a.requestID)
			}
		}
		return nil, nil, err
	}
	if got.Before != nil {
		before = options(got.Before.Field.Options)
	}
	return before, options(got.After.Field.Options), nil
}
