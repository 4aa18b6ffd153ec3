package ghclient

import (
	"context"
	"errors"
	"fmt"
	"net/http"
)

// teamPages is how many pages of teams are read to find the one that was meant.
const teamPages = 3

// teamRow is a team in the REST API.
type teamRow struct {
	Slug    string `json:"slug"`
	Privacy string `json:"privacy"`
}

// visible reports whether all members of the organisation can see the team;
// the others are "secret", and only their own members know of them.
func (r teamRow) visible() bool { return r.Privacy == "closed" }

// TeamThere reports whether there is a team that its whole organisation can see.
func (c *Client) TeamThere(ctx context.Context, installation int64, org, team string) (bool, error) {
	address, err := path("orgs/%s/teams/%s", org, team)
	if unreadable(err) {
		return false, nil
	}
	var got teamRow
	_, _, err = c.rest(ctx, installation, request{method: http.MethodGet, path: address, out: &got})
	if errors.Is(err, ErrNotFound) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("look up team %s/%s: %w", org, team, err)
	}
	return got.visible(), nil
}

// TeamNames are slugs of teams that their whole organisation can see. Of an
// organisation with more than 300 teams it is a part.
func (c *Client) TeamNames(ctx context.Context, installation int64, org string) ([]string, error) {
	address, err := path("orgs/%s/teams", org)
	if err != nil {
		return nil, err
	}
	var names []string
	for page := 1; page != 0 && page <= teamPages; {
		var rows []teamRow
		here := fmt.Sprintf("%s?per_page=%d&page=%d", address, restPage, page)
		response, _, err := c.rest(ctx, installation, request{method: http.MethodGet, path: here, out: &rows})
		if err != nil {
			return nil, fmt.Errorf("list the teams of %s: %w", org, err)
		}
		for _, row := range rows {
			if row.visible() {
				names = append(names, row.Slug)
			}
		}
		page = response.NextPage
	}
	return names, nil
}
