package ghclient

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/upkeep-app/upkeep/upgrade"
)

// Issue reads an issue or pull request by node id with everything around it,
// in one request unless a list is long. Comments are those changed at or after
// since; ByApp is not known of them. Own, unless empty, is a comment that comes
// along whenever it was changed; the zero Comment if it is gone. Items and pull
// requests that the installation may not see are left out, sub-issues are
// counted as hidden. ErrNotFound if the issue cannot be read.
func (c *Client) Issue(ctx context.Context, installation int64, id upgrade.NodeID, since time.Time, own upgrade.NodeID) (upgrade.Issue, error) {
	read := issueReading{since: since, seen: map[upgrade.NodeID]bool{}}
	want := firstPages(own)
	for range mostPages {
		got, err := c.issuePage(ctx, installation, id, want)
		if err != nil {
			return upgrade.Issue{}, fmt.Errorf("read issue %s: %w", id, err)
		}
		read.add(got.Node)
		for _, comment := range got.Own {
			if comment != nil {
				read.issue.Own = comment.comment()
			}
		}
		if want = read.further(got.Node); want.none() {
			return read.done(), nil
		}
	}
	return upgrade.Issue{}, fmt.Errorf("read issue %s: more than %d pages", id, mostPages)
}

// issuePages says which lists a request asks for, and from where on.
type issuePages struct {
	own                                                           []upgrade.NodeID
	items, pullRequests, subIssues, comments                      bool
	itemsAfter, pullRequestsAfter, subIssuesAfter, commentsBefore *string
}

func firstPages(own upgrade.NodeID) issuePages {
	p := issuePages{items: true, pullRequests: true, subIssues: true, comments: true}
	if own != "" {
		p.own = []upgrade.NodeID{own}
	}
	return p
}

func (p issuePages) none() bool { return !p.items && !p.pullRequests && !p.subIssues && !p.comments }

func (p issuePages) variables(id upgrade.NodeID) map[string]any {
	own := p.own
	if own == nil {
		own = []upgrade.NodeID{} // null is not a list
	}
	return map[string]any{
		"id": id, "own": own,
		"items": p.items, "itemsAfter": p.itemsAfter,
		"pullRequests": p.pullRequests, "pullRequestsAfter": p.pullRequestsAfter,
		"subIssues": p.subIssues, "subIssuesAfter": p.subIssuesAfter,
		"comments": p.comments, "commentsBefore": p.commentsBefore,
	}
}

// issueAnswer is one page.
type issueAnswer struct {
	Node *issueNode     `json:"node"`
	Own  []*commentNode `json:"nodes"`
}

// issuePage reads one page. A GitHub that does not know sub-issues is asked
// without them from then on: the Markdown lists carry on alone there.
func (c *Client) issuePage(ctx context.Context, installation int64, id upgrade.NodeID, want issuePages) (*issueAnswer, error) {
	q := query{
		name: "Issue", document: issueDocument, variables: want.variables(id),
		subjects: []string{"node"},
		hidden:   slices.Concat([]string{"nodes/*"}, hiddenOfIssue("node")),
	}
	without := c.noSubIssues.Load()
	if without {
		q.document = withoutSubIssues(q.document)
		delete(q.variables, "subIssues")
		delete(q.variables, "subIssuesAfter")
	}
	var got issueAnswer
	_, err := c.ask(ctx, installation, q, &got)
	switch {
	case !without && unknownSubIssues(err):
		c.noSubIssues.Store(true)
		return c.issuePage(ctx, installation, id, want)
	case err != nil:
		return nil, err
	case got.Node == nil:
		return nil, errors.New("GitHub gave no issue and no reason")
	case !got.Node.isIssue():
		return nil, fmt.Errorf("it is a %s: %w", got.Node.TypeName, ErrInvalid)
	}
	return &got, nil
}

// hiddenOfIssue are the paths below an issue or pull request where the token's
// rights may end.
func hiddenOfIssue(at string) []string {
	paths := []string{
		at + "/projectItems/nodes/*", at + "/projectItems/nodes/*/project",
		at + "/pullRequests/nodes/*",
		at + "/subIssues/nodes/*", at + "/subIssues/nodes/*/repository",
	}
	return slices.Concat(paths, hiddenOfPullRequest(at), hiddenOfPullRequest(at+"/pullRequests/nodes/*"))
}

// unknownSubIssues recognises the refusal of the field itself.
func unknownSubIssues(err error) bool {
	return errors.Is(err, ErrInvalid) && strings.Contains(err.Error(), "subIssues") && strings.Contains(err.Error(), "doesn't exist")
}

// issueReading collects the pages of one issue.
type issueReading struct {
	since time.Time
	issue upgrade.Issue
	seen  map[upgrade.NodeID]bool // comments, which move to the end when they are edited meanwhile
}

func (r *issueReading) add(node *issueNode) {
	lists := r.issue
	r.issue = node.facts()
	r.issue.Own = lists.Own
	r.issue.Items = append(lists.Items, node.items()...)
	r.issue.PullRequests = append(lists.PullRequests, node.pullRequests()...)
	r.issue.SubIssues, r.issue.HiddenSubIssues = lists.SubIssues, lists.HiddenSubIssues
	for _, child := range node.subIssues() {
		if child.isIssue() {
			r.issue.SubIssues = append(r.issue.SubIssues, child.state())
		} else {
			r.issue.HiddenSubIssues++
		}
	}
	r.issue.Comments = lists.Comments
	for _, comment := range node.Comments.readable() {
		if !r.seen[comment.ID] && !comment.UpdatedAt.Before(r.since) {
			r.seen[comment.ID] = true
			r.issue.Comments = append(r.issue.Comments, comment.comment())
		}
	}
}

// further is what the next request has to ask for. Comments come from the
// latest change backwards, so a page that begins before since is the last.
func (r *issueReading) further(node *issueNode) issuePages {
	p := issuePages{
		itemsAfter:        node.ProjectItems.next(),
		pullRequestsAfter: node.PullRequests.next(),
		subIssuesAfter:    node.SubIssues.next(),
		commentsBefore:    node.Comments.previous(),
	}
	if some := node.Comments.readable(); len(some) > 0 && some[0].UpdatedAt.Before(r.since) {
		p.commentsBefore = nil
	}
	p.items, p.pullRequests = p.itemsAfter != nil, p.pullRequestsAfter != nil
	p.subIssues, p.comments = p.subIssuesAfter != nil, p.commentsBefore != nil
	return p
}

func (r *issueReading) done() upgrade.Issue {
	slices.SortFunc(r.issue.Comments, func(a, b upgrade.Comment) int {
		return cmp.Or(a.CreatedAt.Compare(b.CreatedAt), cmp.Compare(a.DatabaseID, b.DatabaseID))
	})
	return r.issue
}
