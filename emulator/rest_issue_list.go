package emulator

import (
	"cmp"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// listIssues lists issues and pull requests, newest first unless asked otherwise.
func listIssues(q *request) (answer, error) {
	r, err := q.repository()
	if err != nil {
		return answer{}, err
	}
	query := q.http.URL.Query()
	wanted, err := q.issueFilter(query)
	if err != nil {
		return answer{}, err
	}
	found := slices.DeleteFunc(slices.Clone(r.issues), func(i *issue) bool { return i == nil || !wanted.fits(i) })
	slices.SortStableFunc(found, issueOrder(query.Get("sort")))
	if query.Get("direction") != "asc" {
		slices.Reverse(found)
	}
	some, link := page(q, found)
	return answer{status: http.StatusOK, body: list(some, q.issueJSON), link: link}, nil
}

// issueOrder is an order of issues, the smallest first.
func issueOrder(by string) func(a, b *issue) int {
	return func(a, b *issue) int {
		switch by {
		case "updated":
			return a.updatedAt.Compare(b.updatedAt)
		case "comments":
			return cmp.Compare(len(a.comments), len(b.comments))
		default:
			return a.createdAt.Compare(b.createdAt)
		}
	}
}

// issueFilter is what a list of issues is asked for. Empty words ask for
// nothing; of milestone and assignee "none" wants nothing there and "*" anything.
type issueFilter struct {
	state, milestone, assignee, creator string // milestone is its number
	labels                              []string
	mentioned                           *regexp.Regexp // nil when not asked for
	since                               time.Time
}

func (q *request) issueFilter(query url.Values) (issueFilter, error) {
	f := issueFilter{
		state: query.Get("state"), milestone: query.Get("milestone"), assignee: query.Get("assignee"), creator: query.Get("creator"),
		labels: strings.Split(query.Get("labels"), ","), mentioned: mentionOf(query.Get("mentioned")),
	}
	if _, err := strconv.Atoi(f.milestone); err != nil && f.milestone != "" && f.milestone != "none" && f.milestone != "*" {
		return f, unknownMilestone()
	}
	var err error
	f.since, err = q.since()
	return f, err
}

func (f issueFilter) fits(i *issue) bool {
	return !i.updatedAt.Before(f.since) && i.inState(f.state) && (f.creator == "" || sameFold(i.author.login, f.creator)) &&
		i.hasLabels(f.labels) && i.hasMilestone(f.milestone) && i.hasAssignee(f.assignee) && i.mentions(f.mentioned)
}

// inState takes anything but all and closed for open.
func (i *issue) inState(wanted string) bool {
	return wanted == "all" || i.closed == (wanted == "closed")
}

// hasLabels wants every one of the names.
func (i *issue) hasLabels(names []string) bool {
	for _, name := range names {
		has := func(l *label) bool { return sameFold(l.name, strings.TrimSpace(name)) }
		if strings.TrimSpace(name) != "" && !slices.ContainsFunc(i.labels, has) {
			return false
		}
	}
	return true
}

func (i *issue) hasMilestone(wanted string) bool {
	switch wanted {
	case "":
		return true
	case "none":
		return i.milestone == nil
	case "*":
		return i.milestone != nil
	default:
		return i.milestone != nil && strconv.Itoa(i.milestone.number) == wanted
	}
}

func (i *issue) hasAssignee(wanted string) bool {
	switch wanted {
	case "":
		return true
	case "none":
		return len(i.assignees) == 0
	case "*":
		return len(i.assignees) > 0
	default:
		return slices.ContainsFunc(i.assignees, func(u *user) bool { return sameFold(u.login, wanted) })
	}
}

// mentionOf finds "@login" by itself; nil for no login.
func mentionOf(login string) *regexp.Regexp {
	if login == "" {
		return nil
	}
	return regexp.MustCompile(`(?i)(?:^|[^\w@/-])@` + regexp.QuoteMeta(login) + `(?:$|[^\w/-])`)
}

// mentions looks through the body and the comments.
func (i *issue) mentions(pattern *regexp.Regexp) bool {
	return pattern == nil || pattern.MatchString(i.body) ||
		slices.ContainsFunc(i.comments, func(c *comment) bool { return pattern.MatchString(c.body) })
}
