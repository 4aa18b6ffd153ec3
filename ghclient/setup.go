package ghclient

import (
	"context"
	"fmt"
	"net/http"
	"strings"

	"github.com/upkeep-app/upkeep/upgrade"
)

const createFieldDocument = `mutation CreateField($input: CreateProjectV2FieldInput!) {
  createProjectV2Field(input: $input) {
    projectV2Field { ... on ProjectV2FieldCommon { id } }
  }
}
`

// CreateField makes a field on a board; a single select with its options, at
// least one. ErrInvalid if the board has one of the name. GraphQL has it on
// every server, REST only on newer ones.
func (c *Client) CreateField(ctx context.Context, installation int64, board upgrade.NodeID, field upgrade.Field) (id upgrade.NodeID, requestID string, err error) {
	input := map[string]any{"projectId": board, "name": field.Name, "dataType": strings.ToUpper(string(field.Type))}
	if len(field.Options) > 0 {
		input["singleSelectOptions"] = optionInputs(field.Options, false)
	}
	var got struct {
		Create *struct {
			Field *struct {
				ID upgrade.NodeID `json:"id"`
			} `json:"projectV2Field"`
		} `json:"createProjectV2Field"`
	}
	q := query{
		name: "CreateField", document: createFieldDocument, write: true, subjects: []string{"createProjectV2Field"},
		variables: map[string]any{"input": input},
	}
	requestID, err = c.ask(ctx, installation, q, &got)
	if err == nil && (got.Create == nil || got.Create.Field == nil || got.Create.Field.ID == "") {
		err = lost(true, &answerError{text: "GitHub gave no field and no reason", requestID: requestID})
	}
	if err != nil {
		return "", requestID, fmt.Errorf("make field %q on board %s: %w", field.Name, board, err)
	}
	return got.Create.Field.ID, requestID, nil
}

// CreateView makes a table view of a board with a filter and some of its
// fields. Only REST takes the filter with it. ErrNotFound where REST does not
// know boards, as on an older GitHub Enterprise Server.
func (c *Client) CreateView(ctx context.Context, installation int64, owner string, number int, view upgrade.View, fields []upgrade.Field) (requestID string, err error) {
	address, err := path("orgs/%s/projectsV2/%d/views", owner, number)
	if err != nil {
		return "", err
	}
	shown := make([]int64, 0, len(fields))
	for _, f := range fields {
		shown = append(shown, f.DatabaseID)
	}
	in := map[string]any{"name": view.Name, "layout": "table", "filter": view.Filter, "visible_fields": shown}
	_, requestID, err = c.rest(ctx, installation, request{method: http.MethodPost, path: address, in: in})
	if err != nil {
		return requestID, fmt.Errorf("make view %q of board %s/%d: %w", view.Name, owner, number, err)
	}
	return requestID, nil
}
