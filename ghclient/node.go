package ghclient

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/upkeep-app/upkeep/upgrade"
)

// connection is one page of a GraphQL list. A null node is one that the token
// may not read; the query says where that may be.
type connection[T any] struct {
	PageInfo struct {
		HasNextPage     bool   `json:"hasNextPage"`
		EndCursor       string `json:"endCursor"`
		HasPreviousPage bool   `json:"hasPreviousPage"`
		StartCursor     string `json:"startCursor"`
	} `json:"pageInfo"`
	Nodes []*T `json:"nodes"`
}

func (c *connection[T]) readable() []*T {
	if c == nil {
		return nil
	}
	some := make([]*T, 0, len(c.Nodes))
	for _, node := range c.Nodes {
		if node != nil {
			some = append(some, node)
		}
	}
	return some
}

// next is the cursor of the following page; nil after the last.
func (c *connection[T]) next() *string {
	if c == nil || !c.PageInfo.HasNextPage || c.PageInfo.EndCursor == "" {
		return nil
	}
	return &c.PageInfo.EndCursor
}

// previous is the cursor of the page before; nil before the first.
func (c *connection[T]) previous() *string {
	if c == nil || !c.PageInfo.HasPreviousPage || c.PageInfo.StartCursor == "" {
		return nil
	}
	return &c.PageInfo.StartCursor
}

// bigInt is GraphQL's BigInt, which is a string; some ids are above 2^53.
type bigInt int64

// UnmarshalJSON is part of json.Unmarshaler.
func (b *bigInt) UnmarshalJSON(raw []byte) error {
	text := strings.Trim(string(raw), `"`)
	if text == "null" || text == "" {
		return nil
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return fmt.Errorf("read a database id: %w", err)
	}
	*b = bigInt(n)
	return nil
}

type actorNode struct {
	TypeName   string `json:"__typename"`
	Login      string `json:"login"`
	DatabaseID bigInt `json:"databaseId"`
}

// botSuffix ends a bot's login in the REST API and on the site, but not in GraphQL.
const botSuffix = "[bot]"

// actor is the zero Actor for a deleted account. A bot's login is that of the
// REST API. An account that is no person's, such as an organisation or a
// mannequin, which stands for an author of imported issues, counts as a bot.
func (a *actorNode) actor() upgrade.Actor {
	if a == nil {
		return upgrade.Actor{}
	}
	actor := upgrade.Actor{Login: a.Login, ID: int64(a.DatabaseID), Bot: a.TypeName != "User"}
	if a.TypeName == "Bot" && !strings.HasSuffix(actor.Login, botSuffix) {
		actor.Login += botSuffix
	}
	return actor
}

type repositoryNode struct {
	ID    upgrade.NodeID `json:"id"`
	Name  string         `json:"name"`
	Owner struct {
		Login string `json:"login"`
	} `json:"owner"`
	Visibility string `json:"visibility"`
	IsArchived bool   `json:"isArchived"`
	Object     *struct {
		Text string `json:"text"`
	} `json:"object"`
}

func (r *repositoryNode) repository() upgrade.Repository {
	return upgrade.Repository{
		ID: r.ID, Owner: r.Owner.Login, Name: r.Name,
		// Whatever else GitHub may bring, only this one is seen by everybody.
		Private:  r.Visibility != "PUBLIC",
		Archived: r.IsArchived,
	}
}

type eventNodes struct {
	Nodes []*struct {
		CreatedAt time.Time `json:"createdAt"`
	} `json:"nodes"`
}

// newest is the time of the newest event; zero if there is none.
func (e eventNodes) newest() time.Time {
	var newest time.Time
	for _, event := range e.Nodes {
		if event != nil && event.CreatedAt.After(newest) {
			newest = event.CreatedAt
		}
	}
	return newest.UTC()
}

// stateNode is what the fragments issueState and pullRequestState ask for.
type stateNode struct {
	TypeName    string         `json:"__typename"`
	ID          upgrade.NodeID `json:"id"`
	DatabaseID  bigInt         `json:"fullDatabaseId"`
	Number      int            `json:"number"`
	Title       string         `json:"title"`
	Closed      bool           `json:"closed"`
	ClosedAt    time.Time      `json:"closedAt"`
	StateReason string         `json:"stateReason"`
	Merged      bool           `json:"merged"`
	CreatedAt   time.Time      `json:"createdAt"`
	UpdatedAt   time.Time      `json:"updatedAt"`
	Repository  repositoryNode `json:"repository"`
	Changed     eventNodes     `json:"changed"`
}

// isIssue reports whether the node is there and an issue or pull request.
func (n *stateNode) isIssue() bool {
	return n != nil && (n.TypeName == "Issue" || n.TypeName == "PullRequest")
}

func (n *stateNode) state() upgrade.IssueState {
	return upgrade.IssueState{
		ID:            n.ID,
		DatabaseID:    int64(n.DatabaseID),
		Ref:           upgrade.Ref{Owner: n.Repository.Owner.Login, Repo: n.Repository.Name, Number: n.Number},
		Repository:    n.Repository.repository(),
		IsPullRequest: n.TypeName == "PullRequest",
		Title:         n.Title,
		Closed:        n.Closed,
		Reason:        n.reason(),
		CreatedAt:     n.CreatedAt.UTC(),
		UpdatedAt:     n.UpdatedAt.UTC(),
		ChangedAt:     n.changedAt(),
	}
}

// reason of a closed issue is completed unless GitHub says otherwise: issues
// closed before there were reasons have none.
func (n *stateNode) reason() upgrade.StateReason {
	switch {
	case n.TypeName == "PullRequest" && n.Merged:
		return upgrade.ReasonCompleted
	case n.TypeName == "PullRequest" && n.Closed:
		return upgrade.ReasonNotPlanned
	case n.TypeName == "PullRequest":
		return upgrade.ReasonNone
	case !n.Closed && n.StateReason == "REOPENED":
		return upgrade.ReasonReopened
	case !n.Closed:
		return upgrade.ReasonNone
	case n.StateReason == "NOT_PLANNED":
		return upgrade.ReasonNotPlanned
	case n.StateReason == "DUPLICATE":
		return upgrade.ReasonDuplicate
	default:
		return upgrade.ReasonCompleted
	}
}

func (n *stateNode) changedAt() time.Time {
	if newest := n.Changed.newest(); !newest.IsZero() {
		return newest
	}
	if !n.ClosedAt.IsZero() {
		return n.ClosedAt.UTC()
	}
	return n.CreatedAt.UTC()
}

// unreadable reports whether an object is not there, as far as the installation can see.
func unreadable(err error) bool {
	return errors.Is(err, ErrNotFound) || errors.Is(err, ErrGone) || errors.Is(err, ErrForbidden)
}
