package ghclient

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/upkeep-app/upkeep/upgrade"
)

// lookedIssues is how many open issues of a repository come with a request.
const lookedIssues = 50

// openIssuesDocument reads a page of a repository's open issues: with their
// labels and sub-issues 102 connections, which is 2 points, and some 3,600 nodes.
const openIssuesDocument = `query OpenIssues($owner: String!, $name: String!, $first: Int!, $after: String) {
  repository(owner: $owner, name: $name) {
    issues(first: $first, after: $after, states: [OPEN], orderBy: {field: UPDATED_AT, direction: DESC}) {
      pageInfo { hasNextPage endCursor }
      nodes {
        __typename
        id
        fullDatabaseId
        number
        title
        body
        closed
        createdAt
        updatedAt
        author { ...actor }
        repository { ...repository }
        labels(first: 20) { nodes { name } }` + subIssuesBegin + `
        subIssues(first: 50) { nodes { __typename id number title closed createdAt updatedAt repository { ...repository } } }` + subIssuesEnd + `
      }
    }
  }
}
` + repositoryFragment + actorFragment

// openIssuesFor is the document for what a GitHub can do (D9).
func openIssuesFor(features Features) string {
	if features.SubIssues {
		return openIssuesDocument
	}
	return without(openIssuesDocument, subIssuesBegin, subIssuesEnd)
}

// OpenIssues lists the open issues of a repository with description, labels and
// the first 50 sub-issues, those that changed last first, at most so many; more
// says that there are others. ErrNotFound if the repository cannot be read.
func (c *Client) OpenIssues(ctx context.Context, installation int64, owner, name string, most int) (issues []upgrade.Issue, more bool, err error) {
	features, err := c.Features(ctx, installation)
	if err != nil {
		return nil, false, err
	}
	var after *string
	for len(issues) < most {
		page, err := c.openIssuesPage(ctx, installation, openIssuesFor(features), map[string]any{
			"owner": owner, "name": name, "first": min(lookedIssues, most-len(issues)), "after": after,
		})
		if err != nil {
			return nil, false, fmt.Errorf("list the open issues of %s/%s: %w", owner, name, err)
		}
		for _, node := range page.readable() {
			issue := node.facts()
			for _, sub := range node.SubIssues.readable() {
				issue.SubIssues = append(issue.SubIssues, sub.state())
			}
			issues = append(issues, issue)
		}
		if after = page.next(); after == nil {
			return issues, false, nil
		}
	}
	return issues, true, nil
}

func (c *Client) openIssuesPage(ctx context.Context, installation int64, document string, variables map[string]any) (*connection[issueNode], error) {
	const issue = "repository/issues/nodes/*"
	var got struct {
		Repository *struct {
			Issues *connection[issueNode] `json:"issues"`
		} `json:"repository"`
	}
	q := query{
		name: "OpenIssues", document: document, variables: variables, subjects: []string{"repository"},
		hidden: []string{issue, issue + "/subIssues/nodes/*", issue + "/subIssues/nodes/*/repository"},
	}
	if _, err := c.ask(ctx, installation, q, &got); err != nil {
		return nil, err
	}
	if got.Repository == nil || got.Repository.Issues == nil {
		return nil, errors.New("GitHub gave no repository and no reason")
	}
	return got.Repository.Issues, nil
}

// cardsDocument reads a page of a board's cards: the state of what each is a
// card of and the values of its fields. 201 connections, which is 3 points.
func cardsDocument(features Features) string {
	document := `query Cards($id: ID!, $first: Int!, $after: String) {
  node(id: $id) {
    ... on ProjectV2 {
      items(first: $first, after: $after` + archivedToo + `) {
        pageInfo { hasNextPage endCursor }
        nodes {
          ...card
          type
          content { __typename ...issueState ...pullRequestState }
        }
      }
    }
  }
}
` + cardFragment + issueStateFragment + pullRequestStateFragment + repositoryFragment
	if !features.ArchivedListing {
		return strings.Replace(document, archivedToo, "", 1)
	}
	return document
}

// Cards lists the cards of a board, at most so many, with the state of what each
// is a card of and nothing else about it; more says that there are others.
// ErrNotFound if the board cannot be read.
func (c *Client) Cards(ctx context.Context, installation int64, board upgrade.NodeID, most int) (listing Listing, more bool, err error) {
	features, err := c.Features(ctx, installation)
	if err != nil {
		return Listing{}, false, err
	}
	read := listingReading{seen: map[upgrade.NodeID]bool{}}
	read.listing = Listing{Archived: features.ArchivedListing, Partial: map[upgrade.NodeID]bool{}}
	var after *string
	for left := most; left > 0; left -= listedItems {
		page, err := c.cardsPage(ctx, installation, cardsDocument(features), map[string]any{"id": board, "first": min(listedItems, left), "after": after})
		if err != nil {
			return Listing{}, false, fmt.Errorf("list the cards of board %s: %w", board, err)
		}
		read.add(page)
		if after = page.next(); after == nil {
			return read.listing, false, nil
		}
	}
	return read.listing, true, nil
}

func (c *Client) cardsPage(ctx context.Context, installation int64, document string, variables map[string]any) (*connection[listedNode], error) {
	const card = "node/items/nodes/*"
	q := query{
		name: "Cards", document: document, variables: variables, subjects: []string{"node"},
		hidden: append([]string{card, card + "/content"}, card+"/content/repository"),
	}
	var got struct {
		Node *struct {
			Items *connection[listedNode] `json:"items"`
		} `json:"node"`
	}
	if _, err := c.ask(ctx, installation, q, &got); err != nil {
		return nil, err
	}
	if got.Node == nil || got.Node.Items == nil {
		return nil, errors.New("GitHub gave no board and no reason")
	}
	return got.Node.Items, nil
}
