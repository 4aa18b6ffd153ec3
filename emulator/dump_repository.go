package emulator

import (
	"maps"
	"slices"
	"strings"
)

func (d *dumper) repository(r *repository) repositoryFile {
	f := repositoryFile{
		Name: r.name, ID: r.id, Description: r.description, Private: r.private, Archived: r.archived, NoIssues: r.issuesDisabled,
		Created: d.unless(r.createdAt, d.at), Updated: d.unless(r.updatedAt, r.createdAt), Pushed: d.unless(r.pushedAt, r.createdAt),
		FormerNames: d.former[r], People: map[string]string{}, Teams: map[string]string{},
		Commits: d.commits(r), Labels: parts(list(r.labels, func(l *label) labelFile { return labelOf(r, l) })),
		Milestones: parts(list(r.milestones, d.milestone)), Deleted: slices.Sorted(maps.Keys(r.deleted)), Moved: map[int]string{},
		Checks: parts(list(r.checks, d.check)),
	}
	if r.defaultBranch != "main" {
		f.DefaultBranch = r.defaultBranch
	}
	for _, b := range r.branches {
		f.Branches = append(f.Branches, placed[branchFile]{of: branchFile{Name: b.name, Head: b.head.sha}})
	}
	for u, given := range r.roles {
		f.People[u.login] = given.String()
	}
	for t, given := range r.teamRoles {
		f.Teams[t.slug] = given.String()
	}
	if n := len(r.milestones); n == 0 || r.milestones[n-1].number != r.lastMilestone {
		f.LastMilestone = r.lastMilestone
	}
	for number, i := range r.moved {
		f.Moved[number] = d.refer(i)
	}
	for _, i := range r.issues {
		if i != nil {
			f.Issues = append(f.Issues, placed[issueFile]{of: d.issue(i)})
		}
	}
	return f
}

// formerNames are the names under which repositories are still found, by repository.
func (e *Emulator) formerNames() map[*repository][]string {
	former := map[*repository][]string{}
	for _, name := range slices.Sorted(maps.Keys(e.repos)) {
		if r := e.repos[name]; name != strings.ToLower(r.fullName()) {
			former[r] = append(former[r], name)
		}
	}
	return former
}

// labelOf is a label of a repository, or a copy of one as a timeline has it.
func labelOf(r *repository, l *label) labelFile {
	f := labelFile{Name: l.name, ID: l.id, Color: l.color, Description: l.description}
	if l.color == "ededed" {
		f.Color = ""
	}
	if l.nodeID != nodeID("LA", r.id, l.id) {
		f.Node = l.nodeID
	}
	return f
}

func (d *dumper) milestone(m *milestone) milestoneFile {
	f := milestoneFile{
		Number: m.number, ID: m.id, Title: m.title, Description: m.description, Created: d.unless(m.createdAt, d.at),
		Updated: d.unless(m.updatedAt, m.createdAt), DueOn: m.dueOn, Closed: m.closed, ClosedAt: d.unless(m.closedAt, m.updatedAt),
	}
	f.Creator = loginUnless(m.creator, nil)
	return f
}
