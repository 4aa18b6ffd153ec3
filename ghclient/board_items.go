package ghclient

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/upkeep-app/upkeep/upgrade"
)

const (
	// listedItems is how many cards a page of a listing has; GitHub allows no more.
	listedItems = 100
	// fewestItems is the smallest page that is tried when GitHub fails at larger ones.
	fewestItems = 25
	// archivedToo makes a listing one of archived cards too.
	archivedToo = ", archivedStates: [ARCHIVED, NOT_ARCHIVED]"
)

// boardItemsDocument reads a page of a board's cards with the facts of what each
// is a card of, as issueDocument reads them, but for its other cards, comments,
// sub-issues and description, and with 5 linked pull requests at most.
//
// By GitHub's rule a page of 100 costs (1 + 1 + 100*(1 + 6 + 5*5 + 9)) requests /
// 100 = 41 points: the values, and six connections of an issue with five of
// each pull request, or nine of a pull request. It can return some 84,000 nodes
// of the 500,000 allowed: 100 * (1 + 100 values + 517 of an issue + 214 of a
// pull request).
const boardItemsDocument = `query BoardItems($id: ID!, $first: Int!, $after: String) {
  node(id: $id) {
    ... on ProjectV2 {
      items(first: $first, after: $after` + archivedToo + `) {
        pageInfo { hasNextPage endCursor }
        nodes {
          ...card
          type
          content {
            __typename
            ... on Issue {
              ...issueFacts
              pullRequests: closedByPullRequestsReferences(first: 5, includeClosedPrs: true) {
                pageInfo { hasNextPage endCursor }
                nodes { ...pullRequest }
              }
            }
            ... on PullRequest { ...pullRequestFacts }
          }
        }
      }
    }
  }
}
` + cardFragment + factsFragments + repositoryFragment + actorFragment

// boardItemsFor is the document for what a GitHub can do (D9).
func boardItemsFor(features Features) string {
	document := boardItemsDocument
	if !features.ArchivedListing {
		document = strings.Replace(document, archivedToo, "", 1)
	}
	if !features.Dependencies {
		document = withoutDependencies(document)
	}
	return document
}

// Listing is all cards of a board.
type Listing struct {
	// Issues are the issues and pull requests with the one card each has there.
	// They have no description, comments or sub-issues.
	Issues []upgrade.Issue
	// Partial are those of them that have more linked pull requests than are told.
	Partial map[upgrade.NodeID]bool
	// Hidden counts the cards of what the installation may not see.
	Hidden int
	// Archived says that archived cards are listed too. Without it nothing follows
	// from a card that is not there.
	Archived bool
}

// BoardItems lists the cards of a board, archived ones too where GitHub can list
// them (D9). Drafts are left out. GitHub gives up on a page that takes it too
// long; such a page is asked for again with half as many cards, and so are
// those after it. ErrNotFound if the board cannot be read.
func (c *Client) BoardItems(ctx context.Context, installation int64, board upgrade.NodeID) (Listing, error) {
	features, err := c.Features(ctx, installation)
	if err != nil {
		return Listing{}, err
	}
	read := listingReading{seen: map[upgrade.NodeID]bool{}}
	read.listing = Listing{Archived: features.ArchivedListing, Partial: map[upgrade.NodeID]bool{}}
	var after *string
	size := listedItems
	for range mostPages {
		page, err := c.boardItemsPage(ctx, installation, map[string]any{"id": board, "first": size, "after": after}, features)
		if err != nil && smallerMayDo(ctx, err) && size > fewestItems {
			size /= 2
			continue
		}
		if err != nil {
			return Listing{}, fmt.Errorf("list the cards of board %s, %d a page: %w", board, size, err)
		}
		read.add(page)
		if after = page.next(); after == nil {
			return read.listing, nil
		}
	}
	return Listing{}, fmt.Errorf("list the cards of board %s: more than %d pages", board, mostPages)
}

// smallerMayDo reports whether GitHub may answer where less is asked for: it
// fails at a request that takes it longer than 10 s in several ways.
func smallerMayDo(ctx context.Context, err error) bool {
	_, limited := errors.AsType[RateLimited](err)
	return ctx.Err() == nil && !limited && !Final(err)
}

func (c *Client) boardItemsPage(ctx context.Context, installation int64, variables map[string]any, features Features) (*connection[listedNode], error) {
	const card = "node/items/nodes/*"
	q := query{
		name: "BoardItems", document: boardItemsFor(features), variables: variables, subjects: []string{"node"},
		hidden: append([]string{card, card + "/content"}, hiddenOfIssue(card+"/content")...),
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

// listedNode is a card with what it is a card of.
type listedNode struct {
	itemNode
	Type    string     `json:"type"`
	Content *issueNode `json:"content"`
}

// listingReading collects the pages of a listing.
type listingReading struct {
	listing Listing
	seen    map[upgrade.NodeID]bool // a card that moves meanwhile may be on two pages
}

func (r *listingReading) add(page *connection[listedNode]) {
	for _, node := range page.Nodes {
		switch {
		case node == nil || node.Type == "REDACTED" || node.Content == nil:
			r.listing.Hidden++
		case !node.Content.isIssue(): // a draft
		case !r.seen[node.Content.ID]:
			r.seen[node.Content.ID] = true
			issue := node.Content.facts()
			issue.PullRequests = node.Content.pullRequests()
			issue.Items = []upgrade.Item{node.item()}
			r.listing.Issues = append(r.listing.Issues, issue)
			if node.Content.PullRequests.next() != nil {
				r.listing.Partial[issue.ID] = true
			}
		}
	}
}
