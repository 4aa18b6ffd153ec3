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

// AddItem puts an issue on a board and returns its card; the one it has if it
// is there already. It is idempotent.
func (c *Client) AddItem(ctx context.Context, installation int64, board, content upgrade.NodeID) (item upgrade.NodeID, requestID string, err error) {
	done, err := c.changes.ask(ctx, boardOf{installation, board}, []mutation{addMutation(board, content)})
	if err == nil {
		item, err = done.card()
	}
	if err != nil {
		return "", requestOf(err), fmt.Errorf("add %s to board %s: %w", content, board, err)
	}
	return item, done.requestID, nil
}

// card is the one that was added.
func (c change) card() (upgrade.NodeID, error) {
	if c.failures[0] != nil {
		return "", c.failures[0]
	}
	var got struct {
		Item struct {
			ID upgrade.NodeID `json:"id"`
		} `json:"item"`
	}
	if err := json.Unmarshal(c.values[0], &got); err != nil || got.Item.ID == "" {
		return "", lost(true, &answerError{cause: err, text: "GitHub gave no card and no reason", requestID: c.requestID})
	}
	return got.Item.ID, nil
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
	mutations := make([]mutation, len(writes))
	for i, w := range writes {
		value, err := fieldInput(w)
		if err != nil {
			return "", fmt.Errorf("set field %q to %q: %w", w.Field.Name, w.Text, err)
		}
		mutations[i] = fieldMutation(board, item, w.Field.ID, value)
	}
	done, err := c.changes.ask(ctx, boardOf{installation, board}, mutations)
	if err == nil {
		err = fieldFailures(done.failures, writes)
	}
	if err != nil {
		return requestOf(err), fmt.Errorf("set fields of card %s: %w", item, err)
	}
	return done.requestID, nil
}

func addMutation(board, content upgrade.NodeID) mutation {
	return mutation{name: "addProjectV2ItemById", returns: "item { id }", input: map[string]any{"projectId": board, "contentId": content}}
}

// fieldMutation writes one field of a card; a nil value clears it.
func fieldMutation(board, item upgrade.NodeID, field upgrade.NodeID, value map[string]any) mutation {
	m := mutation{
		name: "clearProjectV2ItemFieldValue", returns: "projectV2Item { id }",
		input: map[string]any{"projectId": board, "itemId": item, "fieldId": field},
	}
	if value != nil {
		m.name, m.input["value"] = "updateProjectV2ItemFieldValue", value
	}
	return m
}

// fieldInput is the value in the form of GitHub's input type; nil for none.
func fieldInput(w upgrade.FieldWrite) (map[string]any, error) {
	if w.Text == "" {
		return nil, nil //nolint:nilnil // no value is one of the values
	}
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
	case upgrade.FieldIteration:
		if w.Iteration.ID == "" {
			return nil, fmt.Errorf("no iteration is given: %w", ErrInvalid)
		}
		return map[string]any{"iterationId": w.Iteration.ID}, nil
	default:
		return nil, fmt.Errorf("fields of type %s cannot be written: %w", w.Field.Type, ErrInvalid)
	}
}

// fieldFailures names the fields that were not set.
func fieldFailures(failures []error, writes []upgrade.FieldWrite) error {
	partial := &PartialFailure{Failed: map[string]error{}}
	for i, w := range writes {
		if failures[i] != nil {
			partial.Failed[w.Field.Name] = failures[i]
		} else {
			partial.Done = append(partial.Done, w.Field.Name)
		}
	}
	if len(partial.Failed) > 0 {
		return partial
	}
	return nil
}

// sorted are a map's keys in order.
func sorted(m map[string]error) []string { return slices.Sorted(maps.Keys(m)) }
