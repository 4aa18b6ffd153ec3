package emulator

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/graph-gophers/graphql-go"
)

// orNatural is an optional orderBy argument; without one the list stays as it is.
func orNatural(by *ordering) ordering {
	if by == nil {
		return ordering{}
	}
	return *by
}

type issuesArgs struct {
	paging
	FilterBy       *issueFilters
	Labels, States *[]string
	OrderBy        *ordering
}

// issueFilters asks with null for nothing there and with "*" for anything.
type issueFilters struct {
	Assignee, MilestoneNumber graphql.NullString
	CreatedBy, Mentioned      *string
	Labels, States            *[]string
	Since                     *dateTime
}

// filter is what both parts of the arguments ask for; the second says by
// itself in which states.
func (args issuesArgs) filter() (issueFilter, []string) {
	f, states := issueFilter{state: "all"}, []string(nil)
	add := func(labels, in *[]string) {
		if labels != nil {
			f.labels = append(f.labels, *labels...)
		}
		if in != nil {
			states = *in
		}
	}
	add(args.Labels, args.States)
	if by := args.FilterBy; by != nil {
		add(by.Labels, by.States)
		f.assignee, f.milestone, f.creator, f.mentioned = orNone(by.Assignee), orNone(by.MilestoneNumber), deref(by.CreatedBy), mentionOf(deref(by.Mentioned))
		if by.Since != nil {
			f.since = by.Since.Time
		}
	}
	return f, states
}

func orNone(asked graphql.NullString) string {
	if asked.Set && asked.Value == nil {
		return "none"
	}
	return deref(asked.Value)
}

// Issues are the repository's, without pull requests.
func (n *repositoryNode) Issues(ctx context.Context, args issuesArgs) (*connection[*issueNode], error) {
	if n.r.private && !n.v.holds("issues", levelRead, n.r) {
		return nil, forbidden(messageNoAccess)
	}
	wanted, states := args.filter()
	found := slices.DeleteFunc(slices.Clone(n.r.issues), func(i *issue) bool {
		return i == nil || i.pull != nil || !wanted.fits(i) || states != nil && !slices.Contains(states, enumOf(i.state()))
	})
	found = ordered(found, orNatural(args.OrderBy), map[string]func(a, b *issue) int{
		"COMMENTS": issueOrder("comments"), "CREATED_AT": issueOrder("created"), "UPDATED_AT": issueOrder("updated"),
	})
	return connect(ctx, "issues", args.paging, found, issueID, n.v.issueNode)
}

// Label finds a label by name; null if there is none.
func (n *repositoryNode) Label(args struct{ Name string }) *labelNode {
	if l := n.r.label(args.Name); l != nil {
		return &labelNode{l}
	}
	return nil
}

type labelsArgs struct {
	paging
	OrderBy ordering
	Query   *string
}

// Labels are those whose name or description has the text asked for.
func (n *repositoryNode) Labels(ctx context.Context, args labelsArgs) (*connection[*labelNode], error) {
	text := strings.ToLower(deref(args.Query))
	found := slices.DeleteFunc(slices.Clone(n.r.labels), func(l *label) bool {
		return !strings.Contains(strings.ToLower(l.name+"\n"+l.description), text)
	})
	found = ordered(found, args.OrderBy, map[string]func(a, b *label) int{
		"CREATED_AT": func(a, b *label) int { return cmp.Compare(a.id, b.id) },
		"NAME":       func(a, b *label) int { return cmp.Compare(strings.ToLower(a.name), strings.ToLower(b.name)) },
	})
	return labelsOf(ctx, args.paging, found)
}

// Milestone finds a milestone by number; null if there is none.
func (n *repositoryNode) Milestone(args struct{ Number int32 }) *milestoneNode {
	if m := n.r.milestone(int(args.Number)); m != nil {
		return &milestoneNode{n.v, m}
	}
	return nil
}

type milestonesArgs struct {
	paging
	OrderBy *ordering
	States  *[]string
}

// Milestones are those in the asked-for states.
func (n *repositoryNode) Milestones(ctx context.Context, args milestonesArgs) (*connection[*milestoneNode], error) {
	found := slices.DeleteFunc(slices.Clone(n.r.milestones), func(m *milestone) bool {
		return args.States != nil && !slices.Contains(*args.States, enumOf(m.state()))
	})
	found = ordered(found, orNatural(args.OrderBy), map[string]func(a, b *milestone) int{
		"CREATED_AT": func(a, b *milestone) int { return cmp.Compare(a.number, b.number) },
		"DUE_DATE":   func(a, b *milestone) int { return a.dueOn.Compare(b.dueOn) },
		"NUMBER":     func(a, b *milestone) int { return cmp.Compare(a.number, b.number) },
		"UPDATED_AT": func(a, b *milestone) int { return a.updatedAt.Compare(b.updatedAt) },
	})
	return connect(ctx, "milestones", args.paging, found, func(m *milestone) string { return m.nodeID },
		func(m *milestone) *milestoneNode { return &milestoneNode{n.v, m} })
}
