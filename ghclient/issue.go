package ghclient

import (
	"cmp"
	"context"
	"fmt"
	"slices"
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
	got, err := c.issues.ask(ctx, installation, issueQuestion{id, own})
	for range mostPages {
		if err != nil {
			return upgrade.Issue{}, fmt.Errorf("read issue %s: %w", id, err)
		}
		read.add(got.node)
		if got.own != nil {
			read.issue.Own = got.own.comment()
		}
		want := read.further(got.node)
		if want.none() {
			return read.done(), nil
		}
		got, err = c.issuePage(ctx, installation, id, want)
	}
	return upgrade.Issue{}, fmt.Errorf("read issue %s: more than %d pages", id, mostPages)
}

// issuePages says which lists a request asks for, and from where on.
type issuePages struct {
	items, pullRequests, subIssues, comments                      bool
	itemsAfter, pullRequestsAfter, subIssuesAfter, commentsBefore *string
	someItems, someSubIssues                                      int // at most
}

func (p issuePages) none() bool { return !p.items && !p.pullRequests && !p.subIssues && !p.comments }

func (p issuePages) variables() map[string]any {
	return map[string]any{
		"items": p.items, "itemsAfter": p.itemsAfter, "someItems": p.someItems,
		"pullRequests": p.pullRequests, "pullRequestsAfter": p.pullRequestsAfter,
		"subIssues": p.subIssues, "subIssuesAfter": p.subIssuesAfter, "someSubIssues": p.someSubIssues,
		"comments": p.comments, "commentsBefore": p.commentsBefore,
	}
}

// issuePage reads a further page of one issue. Its lists go on each from a
// place of its own, so it shares no request.
func (c *Client) issuePage(ctx context.Context, installation int64, id upgrade.NodeID, want issuePages) (issueAnswer, error) {
	results, err := c.askIssues(ctx, installation, issuesQuery([]issueQuestion{{id: id}}, want))
	if err != nil {
		return issueAnswer{}, err
	}
	return results[0].answer, results[0].err
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
		someItems: moreItems, someSubIssues: moreSubIssues,
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
