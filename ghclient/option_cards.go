package ghclient

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/upkeep-app/upkeep/upgrade"
)

// optionCardsDocument reads a page of a board's cards with their value in one
// field: 2 points, 200 nodes.
func optionCardsDocument(archived bool) string {
	states := ""
	if archived {
		states = archivedToo
	}
	return fmt.Sprintf(`query OptionCards($board: ID!, $field: String!, $after: String) {
  node(id: $board) {
    ... on ProjectV2 {
      items(first: %d, after: $after%s) {
        pageInfo { hasNextPage endCursor }
        nodes {
          id
          fieldValueByName(name: $field) { ... on ProjectV2ItemFieldSingleSelectValue { name } }
        }
      }
    }
  }
}
`, listedItems, states)
}

// OptionCards reads the option that each card of a board has in a field, empty
// for none. Archived cards are among them where GitHub lists those
// (Features.ArchivedListing).
func (c *Client) OptionCards(ctx context.Context, installation int64, board upgrade.NodeID, field string, archived bool) (map[upgrade.NodeID]string, error) {
	cards := map[upgrade.NodeID]string{}
	q := query{
		name: "OptionCards", document: optionCardsDocument(archived), subjects: []string{"node"},
		variables: map[string]any{"board": board, "field": field},
	}
	for range mostPages {
		var got struct {
			Node *struct {
				Items *connection[struct {
					ID    upgrade.NodeID `json:"id"`
					Value *nameNode      `json:"fieldValueByName"`
				}] `json:"items"`
			} `json:"node"`
		}
		_, err := c.ask(ctx, installation, q, &got)
		if err == nil && (got.Node == nil || got.Node.Items == nil) {
			err = errors.New("GitHub gave no cards and no reason")
		}
		if err != nil {
			return nil, fmt.Errorf("read the cards of board %s: %w", board, err)
		}
		for _, item := range got.Node.Items.readable() {
			cards[item.ID] = ""
			if item.Value != nil {
				cards[item.ID] = item.Value.Name
			}
		}
		next := got.Node.Items.next()
		if next == nil {
			return cards, nil
		}
		q.variables["after"] = *next
	}
	return nil, fmt.Errorf("read the cards of board %s: more than %d pages", board, mostPages)
}

// SetCardOptions gives cards an option, by its id, in one field. It is
// idempotent. After an error some have it and some have not: a card that
// refuses it, such as an archived one, does not keep it from the others.
func (c *Client) SetCardOptions(ctx context.Context, installation int64, board, field upgrade.NodeID, wanted map[upgrade.NodeID]string) (requestID string, err error) {
	var refused []error
	for some := range slices.Chunk(slices.Sorted(maps.Keys(wanted)), mutationsTogether) {
		mutations := make([]mutation, len(some))
		for i, item := range some {
			mutations[i] = fieldMutation(board, item, field, map[string]any{"singleSelectOptionId": wanted[item]})
		}
		done, err := c.changes.ask(ctx, boardOf{installation, board}, mutations)
		if err != nil {
			return requestOf(err), fmt.Errorf("set the field %s of %d cards: %w", field, len(some), err)
		}
		requestID, refused = done.requestID, append(refused, done.failures...)
	}
	if err := errors.Join(refused...); err != nil {
		return requestID, fmt.Errorf("set the field %s of %d cards: %w", field, len(wanted), err)
	}
	return requestID, nil
}
