package ghclient

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"github.com/upkeep-app/upkeep/upgrade"
)

// How much one look at an organisation reads at the most.
const (
	lookedRepositoryPages = 10 // of 100
	lookedBoardPages      = 5  // of 20
)

// LookedRepository is a repository as far as a look at its organisation needs it.
type LookedRepository struct {
	upgrade.Repository
	// OpenIssues counts open issues and pull requests together, as GitHub does.
	OpenIssues int
	// PushedAt is when somebody last pushed to it.
	PushedAt time.Time
}

// Repositories lists the repositories of an organisation that can be read,
// those that were pushed to last first. More says that there are others: a
// thousand are read.
func (c *Client) Repositories(ctx context.Context, installation int64, owner string) (repositories []LookedRepository, more bool, err error) {
	address, err := path("orgs/%s/repos", owner)
	if err != nil {
		return nil, false, err
	}
	for page := 1; page != 0 && page <= lookedRepositoryPages; {
		query := url.Values{"per_page": {fmt.Sprint(restPage)}, "page": {fmt.Sprint(page)}, "sort": {"pushed"}, "direction": {"desc"}}
		var rows []lookedRow
		response, _, err := c.rest(ctx, installation, request{method: http.MethodGet, path: address + "?" + query.Encode(), out: &rows})
		if err != nil {
			return nil, false, fmt.Errorf("list the repositories of %s: %w", owner, err)
		}
		for _, row := range rows {
			repositories = append(repositories, row.repository())
		}
		page = response.NextPage
		more = page != 0
	}
	return repositories, more, nil
}

// lookedRow is a repository in the REST API.
type lookedRow struct {
	NodeID upgrade.NodeID `json:"node_id"`
	Name   string         `json:"name"`
	Owner  struct {
		Login string `json:"login"`
	} `json:"owner"`
	Private    bool      `json:"private"`
	Archived   bool      `json:"archived"`
	HasIssues  *bool     `json:"has_issues"`
	OpenIssues int       `json:"open_issues_count"`
	PushedAt   time.Time `json:"pushed_at"`
}

func (r lookedRow) repository() LookedRepository {
	repository := LookedRepository{
		Repository: upgrade.Repository{ID: r.NodeID, Owner: r.Owner.Login, Name: r.Name, Private: r.Private, Archived: r.Archived},
		OpenIssues: r.OpenIssues, PushedAt: r.PushedAt.UTC(),
	}
	if r.HasIssues != nil && !*r.HasIssues {
		repository.OpenIssues = 0
	}
	return repository
}

// openBoardsDocument reads a page of an organisation's boards with their fields:
// 1 point, some 5,000 nodes of 20 boards.
const openBoardsDocument = `query OpenBoards($owner: String!, $after: String) {
  organization(login: $owner) {
    login
    projectsV2(first: 20, after: $after, orderBy: {field: UPDATED_AT, direction: DESC}) {
      pageInfo { hasNextPage endCursor }
      nodes { closed ...board }
    }
  }
}
` + boardFragment

// OpenBoards lists the open boards of an organisation that can be read, those
// that changed last first. More says that there are others: a hundred, open and
// closed, are read. ErrNotFound if there is no such organisation, as for the
// account of a person; ErrForbidden if boards may not be read.
func (c *Client) OpenBoards(ctx context.Context, installation int64, owner string) (boards []upgrade.Board, more bool, err error) {
	var after *string
	for range lookedBoardPages {
		var got struct {
			Organization *struct {
				Login  string `json:"login"`
				Boards *connection[struct {
					boardNode
					Closed bool `json:"closed"`
				}] `json:"projectsV2"`
			} `json:"organization"`
		}
		q := query{
			name: "OpenBoards", document: openBoardsDocument, variables: map[string]any{"owner": owner, "after": after},
			subjects: []string{"organization"}, hidden: []string{"organization/projectsV2/nodes/*"},
		}
		_, err := c.ask(ctx, installation, q, &got)
		if err == nil && (got.Organization == nil || got.Organization.Boards == nil) {
			err = errors.New("GitHub gave no boards and no reason")
		}
		if err != nil {
			return nil, false, fmt.Errorf("list the boards of %s: %w", owner, err)
		}
		for _, node := range got.Organization.Boards.readable() {
			if !node.Closed {
				boards = append(boards, node.board(got.Organization.Login))
			}
		}
		if after = got.Organization.Boards.next(); after == nil {
			return boards, false, nil
		}
	}
	return boards, true, nil
}

// Host is the host of the site, such as "github.com".
func (c *Client) Host() string {
	u, err := url.Parse(c.config.WebURL)
	if err != nil || u.Host == "" {
		return "github.com"
	}
	return u.Host
}
