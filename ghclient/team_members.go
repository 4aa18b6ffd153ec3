package ghclient

import (
	"context"
	"fmt"

	"github.com/upkeep-app/upkeep/upgrade"
)

// teamMembersDocument reads a page of a team's members, those of the teams
// below it too: 1 point, 100 nodes.
const teamMembersDocument = `query TeamMembers($organisation: String!, $team: String!, $after: String) {
  organization(login: $organisation) {
    team(slug: $team) {
      members(first: 100, after: $after) {
        pageInfo { hasNextPage endCursor }
        nodes { databaseId }
      }
    }
  }
}
`

// TeamMembers are the people of a team and of those below it. ErrNotFound for a
// team that is not there or that the installation may not see.
func (c *Client) TeamMembers(ctx context.Context, installation int64, organisation, team string) (upgrade.TeamMembers, error) {
	members := upgrade.TeamMembers{}
	var after *string
	for range mostPages {
		var got struct {
			Organization *struct {
				Team *struct {
					Members *connection[struct {
						DatabaseID int64 `json:"databaseId"`
					}] `json:"members"`
				} `json:"team"`
			} `json:"organization"`
		}
		q := query{
			name: "TeamMembers", document: teamMembersDocument,
			variables: map[string]any{"organisation": organisation, "team": team, "after": after},
			hidden:    []string{"organization", "organization/team", "organization/team/members", "organization/team/members/nodes/*"},
		}
		if _, err := c.ask(ctx, installation, q, &got); err != nil {
			return nil, fmt.Errorf("list the members of team %s/%s: %w", organisation, team, err)
		}
		if got.Organization == nil || got.Organization.Team == nil || got.Organization.Team.Members == nil {
			return nil, fmt.Errorf("list the members of team %s/%s: %w", organisation, team, ErrNotFound)
		}
		page := got.Organization.Team.Members
		for _, member := range page.readable() {
			members[member.DatabaseID] = true
		}
		if after = page.next(); after == nil {
			return members, nil
		}
	}
	return nil, fmt.Errorf("list the members of team %s/%s: more than %d pages", organisation, team, mostPages)
}
