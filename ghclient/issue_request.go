package ghclient

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/upkeep-app/upkeep/upgrade"
)

// issueQuestion is an issue, and one comment of the app's own or none.
type issueQuestion struct {
	id, own upgrade.NodeID
}

// issueAnswer is one page of an issue.
type issueAnswer struct {
	node *issueNode
	own  *commentNode // nil if there is none
}

// firstPages reads the first page of several issues in one request.
func (c *Client) firstPages(ctx context.Context, installation int64, asked []issueQuestion, ready func() error) ([]result[issueAnswer], error) {
	q := issuesQuery(asked, issuePages{
		items: true, pullRequests: true, subIssues: true, comments: true, someItems: firstItems, someSubIssues: firstSubIssues,
	})
	q.ready, q.once = ready, len(asked) > 1
	return c.askIssues(ctx, installation, q)
}

// issuesRequest is a request for issues, with who asked for which.
type issuesRequest struct {
	query
	asked    []issueQuestion
	ids, own []upgrade.NodeID
}

func issuesQuery(asked []issueQuestion, want issuePages) issuesRequest {
	r := issuesRequest{asked: asked, own: []upgrade.NodeID{}} // null is not a list
	for _, q := range asked {
		r.ids = append(r.ids, q.id)
		if q.own != "" {
			r.own = append(r.own, q.own)
		}
	}
	r.query = query{
		name: "Issue", variables: want.variables(),
		subjects: []string{"issues/*"}, hidden: slices.Concat([]string{"own/*"}, hiddenOfIssue("issues/*")),
	}
	r.ids = unique(r.ids)
	r.variables["ids"], r.variables["own"] = r.ids, r.own
	return r
}

// askIssues sends the request. Where GitHub does not know sub-issues the Markdown
// lists carry on alone, and where it knows no dependencies, what commands say.
func (c *Client) askIssues(ctx context.Context, installation int64, r issuesRequest) ([]result[issueAnswer], error) {
	features, err := c.Features(ctx, installation)
	if err != nil {
		return nil, err
	}
	r.document = issueFor(features)
	if !features.SubIssues {
		delete(r.variables, "subIssues")
		delete(r.variables, "subIssuesAfter")
		delete(r.variables, "someSubIssues")
	}
	a, err := c.post(ctx, installation, r.query)
	if err != nil {
		return nil, err
	}
	results, err := r.results(a)
	if err != nil {
		return nil, fmt.Errorf("graphql %s: %w", r.name, err)
	}
	return results, nil
}

// results gives each question its own answer. An error below one issue is that
// issue's alone; any other is the request's.
func (r issuesRequest) results(a answer) ([]result[issueAnswer], error) {
	failures := map[upgrade.NodeID]error{}
	for _, e := range a.errors {
		at := r.place(e.Path)
		if at < 0 {
			return nil, r.failure(e, a.requestID)
		}
		failures[r.ids[at]] = r.failure(e, a.requestID)
	}
	var got struct {
		Issues []*issueNode   `json:"issues"`
		Own    []*commentNode `json:"own"`
	}
	if err := json.Unmarshal(a.data, &got); err != nil {
		return nil, &answerError{cause: err, text: "read the answer: " + err.Error(), requestID: a.requestID}
	}
	if len(got.Issues) != len(r.ids) || len(got.Own) != len(r.own) {
		return nil, &answerError{text: fmt.Sprintf("GitHub answered for %d issues of %d", len(got.Issues), len(r.ids)), requestID: a.requestID}
	}
	results := make([]result[issueAnswer], len(r.asked))
	for n, q := range r.asked {
		node, err := got.Issues[slices.Index(r.ids, q.id)], failures[q.id]
		switch {
		case err != nil:
		case node == nil:
			err = &answerError{text: "GitHub gave no issue and no reason", requestID: a.requestID}
		case !node.isIssue():
			err = fmt.Errorf("it is a %s: %w", node.TypeName, ErrInvalid)
		}
		results[n] = result[issueAnswer]{issueAnswer{node: node}, err}
		if own := slices.Index(r.own, q.own); own >= 0 {
			results[n].answer.own = got.Own[own]
		}
	}
	return results, nil
}

// place is which of the issues an error's path is below; -1 if it is none.
func (r issuesRequest) place(path []any) int {
	if len(path) < 2 || path[0] != "issues" {
		return -1
	}
	at, ok := path[1].(float64)
	if !ok || at < 0 || at >= float64(len(r.ids)) {
		return -1
	}
	return int(at)
}

// hiddenOfIssue are the paths below an issue or pull request where the token's
// rights may end.
func hiddenOfIssue(at string) []string {
	paths := []string{
		at + "/projectItems/nodes/*", at + "/projectItems/nodes/*/project",
		at + "/pullRequests/nodes/*",
		at + "/subIssues/nodes/*", at + "/subIssues/nodes/*/repository",
		at + "/blockedBy/nodes/*", at + "/blockedBy/nodes/*/repository",
	}
	return slices.Concat(paths, hiddenOfPullRequest(at), hiddenOfPullRequest(at+"/pullRequests/nodes/*"))
}
