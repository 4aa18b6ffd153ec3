package ghclient

import (
	"context"
	"fmt"
	"maps"
	"math"
	"net/http"
	"slices"
	"strings"

	"github.com/upkeep-app/upkeep/upgrade"
)

// batch is how many objects one request reads. GitHub gives a query 10 s.
const batch = 50

// statesTogether is how many objects nodes(ids:) takes at the most.
const statesTogether = 100

// mostGroups is how many times statesTogether are asked for in one request: their
// answer is some 300 KB at most.
const mostGroups = 5

// statesDocument reads a number of groups of up to 100 issues and pull requests:
// 1 point each, 300 nodes.
func statesDocument(groups int) string {
	var variables, fields strings.Builder
	for i := range groups {
		fmt.Fprintf(&variables, "  $ids%d: [ID!]!\n", i)
		fmt.Fprintf(&fields, "  nodes%d: nodes(ids: $ids%d) { __typename ...issueState ...pullRequestState }\n", i, i)
	}
	return "query States(\n" + variables.String() + ") {\n" + fields.String() + "}\n" +
		issueStateFragment + pullRequestStateFragment + repositoryFragment
}

// States reads issues and pull requests by node id. Those that cannot be read
// are not in the map: deleted, hidden from the installation, or something else.
func (c *Client) States(ctx context.Context, installation int64, ids []upgrade.NodeID) (map[upgrade.NodeID]upgrade.IssueState, error) {
	states := make(map[upgrade.NodeID]upgrade.IssueState, len(ids))
	for some := range slices.Chunk(unique(ids), statesTogether*mostGroups) {
		if err := c.someStates(ctx, installation, some, states); err != nil {
			return nil, fmt.Errorf("read the states of %d issues: %w", len(some), err)
		}
	}
	return states, nil
}

// someStates is States for what one request can ask for.
func (c *Client) someStates(ctx context.Context, installation int64, ids []upgrade.NodeID, into map[upgrade.NodeID]upgrade.IssueState) error {
	groups := slices.Collect(slices.Chunk(ids, statesTogether))
	q := query{name: "States", document: statesDocument(len(groups)), variables: map[string]any{}}
	for i, group := range groups {
		q.variables[fmt.Sprintf("ids%d", i)] = group
		q.hidden = append(q.hidden, fmt.Sprintf("nodes%d/*", i), fmt.Sprintf("nodes%d/*/repository", i))
	}
	var got map[string][]*stateNode
	if _, err := c.ask(ctx, installation, q, &got); err != nil {
		return err
	}
	for i, group := range groups {
		nodes := got[fmt.Sprintf("nodes%d", i)]
		if len(nodes) != len(group) {
			return fmt.Errorf("GitHub answered for %d of %d", len(nodes), len(group))
		}
		for at, node := range nodes {
			if node.isIssue() {
				into[group[at]] = node.state()
			}
		}
	}
	return nil
}

func unique[T comparable](all []T) []T {
	seen := make(map[T]bool, len(all))
	var once []T
	for _, one := range all {
		if !seen[one] {
			seen[one] = true
			once = append(once, one)
		}
	}
	return once
}

// resolveDocument reads a number of issues by reference: 1 point, at most 250 nodes.
func resolveDocument(count int) string {
	var variables, fields strings.Builder
	for i := range count {
		fmt.Fprintf(&variables, "  $owner%d: String!, $name%d: String!, $number%d: Int!\n", i, i, i)
		fmt.Fprintf(&fields, `  r%d: repository(owner: $owner%d, name: $name%d, followRenames: true) {
    issueOrPullRequest(number: $number%d) { __typename ...issueState ...pullRequestState }
  }
`, i, i, i, i)
	}
	return "query Resolve(\n" + variables.String() + ") {\n" + fields.String() + "}\n" +
		issueStateFragment + pullRequestStateFragment + repositoryFragment
}

// Resolve finds issues and pull requests by reference, through renamed
// repositories and transferred issues. The keys are the references asked for;
// those that lead nowhere are not in the map.
func (c *Client) Resolve(ctx context.Context, installation int64, refs []upgrade.Ref) (map[upgrade.Ref]upgrade.IssueState, error) {
	asked := map[upgrade.Ref]bool{}
	for _, ref := range refs {
		if ref.Number > 0 && ref.Number <= math.MaxInt32 { // GraphQL has no larger Int
			asked[ref.Fold()] = true
		}
	}
	found := make(map[upgrade.Ref]upgrade.IssueState, len(asked))
	for some := range slices.Chunk(slices.SortedFunc(maps.Keys(asked), compareRefs), batch) {
		if err := c.resolve(ctx, installation, some, found); err != nil {
			return nil, fmt.Errorf("look up %d references from %s on: %w", len(some), some[0], err)
		}
	}
	resolved := make(map[upgrade.Ref]upgrade.IssueState, len(refs))
	for _, ref := range refs {
		if state, ok := found[ref.Fold()]; ok {
			resolved[ref] = state
		}
	}
	return resolved, nil
}

func compareRefs(a, b upgrade.Ref) int { return strings.Compare(a.String(), b.String()) }

func (c *Client) resolve(ctx context.Context, installation int64, refs []upgrade.Ref, found map[upgrade.Ref]upgrade.IssueState) error {
	variables := map[string]any{}
	for i, ref := range refs {
		variables[fmt.Sprint("owner", i)] = ref.Owner
		variables[fmt.Sprint("name", i)] = ref.Repo
		variables[fmt.Sprint("number", i)] = ref.Number
	}
	var got map[string]*struct {
		Issue *stateNode `json:"issueOrPullRequest"`
	}
	q := query{
		name: "Resolve", document: resolveDocument(len(refs)), variables: variables,
		hidden: []string{"*", "*/issueOrPullRequest", "*/issueOrPullRequest/repository"},
	}
	if _, err := c.ask(ctx, installation, q, &got); err != nil {
		return err
	}
	moved := map[upgrade.Ref]upgrade.NodeID{}
	for i, ref := range refs {
		repository, answered := got[fmt.Sprint("r", i)]
		switch {
		case !answered:
			return fmt.Errorf("GitHub gave no answer for %s", ref)
		case repository == nil: // a repository that does not exist, or that the installation may not see
		case repository.Issue.isIssue():
			found[ref] = repository.Issue.state()
		default:
			id, err := c.transferred(ctx, installation, ref)
			if err != nil {
				return err
			}
			if id != "" {
				moved[ref] = id
			}
		}
	}
	return c.resolveMoved(ctx, installation, moved, found)
}

// transferred asks the REST API, which redirects to where an issue was
// transferred to; GraphQL does not know it any more. Empty if it leads nowhere.
func (c *Client) transferred(ctx context.Context, installation int64, ref upgrade.Ref) (upgrade.NodeID, error) {
	address, err := path("repos/%s/%s/issues/%d", ref.Owner, ref.Repo, ref.Number)
	if unreadable(err) {
		return "", nil
	}
	var issue struct {
		NodeID upgrade.NodeID `json:"node_id"`
	}
	_, _, err = c.rest(ctx, installation, request{method: http.MethodGet, path: address, out: &issue, follow: true})
	if unreadable(err) {
		return "", nil
	}
	return issue.NodeID, err
}

func (c *Client) resolveMoved(ctx context.Context, installation int64, moved map[upgrade.Ref]upgrade.NodeID, found map[upgrade.Ref]upgrade.IssueState) error {
	states, err := c.States(ctx, installation, slices.Collect(maps.Values(moved)))
	if err != nil {
		return err
	}
	for ref, id := range moved {
		if state, ok := states[id]; ok {
			found[ref] = state
		}
	}
	return nil
}

// closedByDocument reads what a pull request closes: 1 point, 100 nodes.
const closedByDocument = `query ClosedBy($id: ID!, $after: String) {
  node(id: $id) {
    __typename
    ... on PullRequest {
      closingIssuesReferences(first: 100, after: $after) {
        pageInfo { hasNextPage endCursor }
        nodes { id }
      }
    }
  }
}
`

// ClosedBy reads which issues a pull request closes when it merges, by
// closing keyword or by the sidebar. Issues that the installation may not see
// are left out. ErrNotFound if the pull request cannot be read.
func (c *Client) ClosedBy(ctx context.Context, installation int64, pullRequest upgrade.NodeID) ([]upgrade.NodeID, error) {
	var issues []upgrade.NodeID
	var after *string
	for range mostPages {
		var got struct {
			Node *struct {
				Issues *connection[struct {
					ID upgrade.NodeID `json:"id"`
				}] `json:"closingIssuesReferences"`
			} `json:"node"`
		}
		q := query{
			name: "ClosedBy", document: closedByDocument, variables: map[string]any{"id": pullRequest, "after": after},
			subjects: []string{"node"}, hidden: []string{"node/closingIssuesReferences/nodes/*"},
		}
		if _, err := c.ask(ctx, installation, q, &got); err != nil {
			return nil, fmt.Errorf("read what pull request %s closes: %w", pullRequest, err)
		}
		if got.Node == nil || got.Node.Issues == nil {
			return nil, fmt.Errorf("read what pull request %s closes: GitHub gave no pull request and no reason", pullRequest)
		}
		for _, issue := range got.Node.Issues.readable() {
			issues = append(issues, issue.ID)
		}
		if after = got.Node.Issues.next(); after == nil {
			return issues, nil
		}
	}
	return nil, fmt.Errorf("read what pull request %s closes: more than %d pages", pullRequest, mostPages)
}
