package emulator

import (
	"maps"
	"slices"
	"strings"
	"time"
)

// wrongSegments are parts of a path that are nothing's name.
var wrongSegments = []string{"0", "-1", "7777", "99999999999999999999", "1.5", "1e3", "nothing", "%00", "%2F", "..", "é", "%E2%98%83", "a%20b", "A%0D%0AB", "%FF", "{x}", strings.Repeat("9", 300)}

// wrongTexts are what no text should be.
var wrongTexts = []string{"", " ", "\x00", "é☃🎉", "a\r\nb", "<b>", "'; --", "%s", "-1", "99999999999999999999", "null", "../..", strings.Repeat("x", 300), strings.Repeat("é", 40_000), strings.Repeat("x", 300_000)}

// spot is where a guess is made: names that fit together.
type spot struct {
	org   *organization
	repo  *repository
	issue *issue
	board *board
	item  *item
}

// somewhere is a spot, mostly where there is much. The mutex must be held.
func (s *stranger) somewhere() spot {
	p := spot{org: s.findOrganization("acme")}
	if s.odds(8) || len(p.org.repos) == 0 {
		p.org = s.findOrganization("elsewhere")
	}
	if len(p.org.repos) > 0 {
		p.repo = pick(s, p.org.repos)
		if s.odds(2) {
			p.repo = p.org.repos[0]
		}
	}
	if p.repo != nil && len(p.repo.issues) > 0 {
		p.issue = p.repo.issue(1 + s.chance.IntN(len(p.repo.issues)))
		if s.odds(3) {
			p.issue = p.repo.issue(1)
		}
	}
	if len(p.org.boards) > 0 {
		p.board = pick(s, p.org.boards)
		if s.odds(2) {
			p.board = p.org.boards[0]
		}
		if len(p.board.items) > 0 {
			p.item = pick(s, p.board.items)
		}
	}
	return p
}

// pullOf changes a spot to one with a pull request, if there is any.
func (s *stranger) pullOf(p spot) spot {
	if p.repo == nil {
		return p
	}
	var pulls []*issue
	for _, i := range p.repo.issues {
		if i != nil && i.pull != nil {
			pulls = append(pulls, i)
		}
	}
	if len(pulls) > 0 {
		p.issue = pick(s, pulls)
	}
	return p
}

// guess is a right value for a parameter, or a member of a body, by its name;
// false when the name says nothing here.
func (s *stranger) guess(p spot, name, route string) (any, bool) {
	if p.board != nil && strings.Contains(route, "projectsV2") {
		if value, known := s.guessOnBoard(p, name); known {
			return value, true
		}
	}
	switch name {
	case "org", "owner":
		return p.org.login, true
	case "new_owner":
		return pick(s, s.organizations()).login, true
	case "user", "username", "login", "assignee", "creator", "author":
		return pick(s, s.people()).login, true
	case "assignees", "reviewers":
		return []any{pick(s, s.people()).login, "anna"}, true
	case "team", "team_slug":
		return s.slug(p.org), true
	case "team_reviewers":
		return []any{s.slug(p.org)}, true
	case "installation":
		if p.org.installation != nil {
			return p.org.installation.id, true
		}
	case "delivery":
		if len(s.log.sent) > 0 {
			return pick(s, s.log.sent).id, true
		}
	case "id":
		if !strings.Contains(route, "dependencies") {
			return pick(s, s.people()).id, true
		}
	case "since", "due_on", "until":
		return s.clock.Now().Add(time.Duration(s.chance.IntN(200)-100) * time.Hour).Format(time.RFC3339), true
	case "color":
		return pick(s, []string{"00ff00", "00FF00", "BLUE", "GRAY"}), true
	}
	if p.repo != nil {
		return s.guessInRepository(p, name, route)
	}
	return nil, false
}

func (s *stranger) slug(o *organization) string {
	if len(o.teams) == 0 {
		return "engineering"
	}
	return pick(s, o.teams).slug
}

func (s *stranger) guessOnBoard(p spot, name string) (any, bool) {
	switch name {
	case "number", "project_number":
		if s.odds(2) && p.issue != nil && name == "number" {
			return p.issue.number, true
		}
		return p.board.number, true
	case "field", "field_id":
		return pick(s, p.board.fields).id, true
	case "visible_fields", "group_by", "vertical_group_by":
		return []any{pick(s, p.board.fields).id}, true
	case "sort_by":
		return []any{[]any{pick(s, p.board.fields).id, "asc"}}, true
	case "fields":
		f := pick(s, p.board.fields)
		value := pick(s, []any{"Text", 3.5, "2026-04-01", nil})
		switch {
		case len(f.options) > 0:
			value = pick(s, f.options).id
		case f.dataType == typeNumber:
			value = 3.5
		case f.dataType == typeText:
			value = "Text"
		}
		return []any{map[string]any{"id": f.id, "value": value}}, true
	case "view":
		if len(p.board.views) > 0 {
			return pick(s, p.board.views).number, true
		}
	case "item":
		if p.item != nil {
			return p.item.id, true
		}
	case "id":
		if p.issue != nil {
			return p.issue.id, true
		}
	}
	return nil, false
}

func (s *stranger) guessInRepository(p spot, name, route string) (any, bool) {
	r := p.repo
	switch name {
	case "repo":
		if s.odds(10) {
			_, former, _ := strings.Cut(pick(s, slices.Sorted(maps.Keys(s.repos))), "/")
			return former, true
		}
		return r.name, true
	case "repositories":
		return []any{r.name}, true
	case "repository_ids":
		return []any{r.id}, true
	case "name", "new_name":
		inPath := strings.Contains(route, "labels/{name}") && name == "name"
		if p.issue != nil && len(p.issue.labels) > 0 && inPath && s.odds(2) {
			return pick(s, p.issue.labels).name, true
		}
		if strings.Contains(route, "labels") && len(r.labels) > 0 && (inPath || s.odds(2)) {
			return pick(s, r.labels).name, true
		}
	case "labels":
		if len(r.labels) > 0 {
			return []any{pick(s, r.labels).name, "fresh"}, true
		}
	case "milestone", "milestone_number":
		if len(r.milestones) > 0 {
			return pick(s, r.milestones).number, true
		}
	case "ref", "branch", "base", "head", "default_branch", "sha", "head_sha":
		return s.reference(r, name, route), true
	case "check":
		if len(r.checks) > 0 {
			return pick(s, r.checks).id, true
		}
	case "path":
		return pick(s, []string{"README.md", "README.md", "docs", "docs/how.md", "new.txt", "", "docs/"}), true
	case "content":
		if strings.Contains(route, "contents") {
			return "bmV3Cg==", true
		}
		return pick(s, []string{"+1", "-1", "laugh", "confused", "heart", "hooray", "rocket", "eyes"}), true
	}
	if p.issue != nil {
		return s.guessInIssue(p.issue, name, route)
	}
	return nil, false
}

// reference is a branch or a commit, in the form that a route wants.
func (s *stranger) reference(r *repository, name, route string) any {
	if len(r.branches) == 0 {
		return "main"
	}
	b := pick(s, r.branches)
	switch {
	case name == "sha" && strings.Contains(route, "contents") && r.file("README.md") != nil:
		return r.file("README.md").sha
	case name == "sha", name == "head_sha":
		return b.head.sha
	case strings.Contains(route, "POST") && strings.HasSuffix(route, "git/refs"):
		return pick(s, []string{"refs/heads/new", "refs/heads/" + b.name, "refs/tags/v1"})
	case strings.Contains(route, "git/"):
		return "heads/" + b.name
	case name == "base":
		return r.defaultBranch
	case s.odds(3) && name != "head":
		return b.head.sha
	}
	return b.name
}

func (s *stranger) guessInIssue(i *issue, name, route string) (any, bool) {
	anyIssue := func() *issue { return s.issuesByID[pick(s, slices.Sorted(maps.Keys(s.issuesByID)))] }
	switch name {
	case "number", "issue_number", "pull_number", "issue":
		return i.number, true
	case "id":
		if len(i.blockedBy) > 0 {
			return pick(s, i.blockedBy).id, true
		}
	case "sub_issue_id", "issue_id", "duplicate_issue_id", "after_id", "before_id":
		if len(i.subIssues) > 0 && (strings.HasSuffix(route, "/priority") || s.odds(2)) {
			return pick(s, i.subIssues).id, true
		}
		return anyIssue().id, true
	case "comment", "comment_id":
		if len(i.comments) > 0 && s.odds(2) {
			return pick(s, i.comments).id, true
		}
		if ids := slices.Sorted(maps.Keys(s.comments)); len(ids) > 0 {
			return pick(s, ids), true
		}
	case "reaction":
		if all := i.allReactions(); len(all) > 0 {
			return pick(s, all).id, true
		}
	case "event":
		if len(i.events) > 0 && strings.Contains(route, "{event}") {
			return pick(s, i.events).id, true
		}
	case "review":
		if i.pull != nil && len(i.pull.reviews) > 0 {
			return pick(s, i.pull.reviews).id, true
		}
	}
	return nil, false
}

// allReactions are those to an issue and to its comments.
func (i *issue) allReactions() []*reaction {
	all := slices.Clone(i.reactions)
	for _, c := range i.comments {
		all = append(all, c.reactions...)
	}
	return all
}
