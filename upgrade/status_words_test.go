package upgrade_test

import (
	"strings"
	"testing"

	"github.com/upkeep-app/upkeep/upgrade"
)

// who are the people that words name. "both" is in the owner's team and in the
// orchestration team.
var who = map[string]upgrade.Actor{
	"owner": {Login: "ann", ID: 21}, "orchestration": {Login: "otto", ID: 22}, "both": {Login: "bob", ID: 23}, "stranger": {Login: "sue", ID: 24},
}

// withFacts is the child with facts in words, separated by commas. Those about a
// pull request are about the one named last.
func withFacts(t *testing.T, f upgrade.ChildFacts, words string) upgrade.ChildFacts {
	t.Helper()
	f.Teams = map[string]upgrade.TeamMembers{
		"openedx/axim-engineering": {21: true, 23: true}, "openedx/arbi-bom": {22: true, 23: true},
	}
	for word := range strings.SplitSeq(words, ",") {
		word = strings.TrimSpace(word)
		if word != "" && !childFact(&f, word) && !pullFact(&f, word) {
			t.Fatalf("no fact %q", word)
		}
	}
	return f
}

// childFact is a fact about the child itself; the minutes are the order in which such things happen.
func childFact(f *upgrade.ChildFacts, word string) bool {
	kind, rest, _ := strings.Cut(word, " ")
	switch {
	case word == "assigned":
		f.Issue.Assignees, f.Issue.AssignedAt = []upgrade.Actor{who["owner"]}, at(8, 10)
	case word == "unassigned":
		f.Issue.AssignedAt = at(8, 10)
	case word == "blocked":
		*f = said(*f, "blocked-by:I7", "openedx/lib#7")
		f.Settings["blocked-by:I7"] = upgrade.Setting{Name: "blocked-by:I7", Value: "openedx/lib#7", At: at(8, 15)}
		f.Blockers = []upgrade.IssueState{{ID: "I7", CreatedAt: at(7, 0), ChangedAt: at(7, 0)}}
	case word == "free":
		f.Blockers = []upgrade.IssueState{{ID: "I7", Closed: true, CreatedAt: at(7, 0), ChangedAt: at(9, 20)}}
	case kind == "label":
		f.Issue.Labels = append(f.Issue.Labels, rest)
	case word == "closed":
		*f = closed(*f, upgrade.ReasonCompleted, at(9, 5))
	case word == "not planned":
		*f = closed(*f, upgrade.ReasonNotPlanned, at(9, 5))
	case word == "duplicate":
		*f = closed(*f, upgrade.ReasonDuplicate, at(9, 5))
	case word == "reopened":
		f.Issue.Closed, f.Issue.Reason, f.Issue.ChangedAt = false, upgrade.ReasonReopened, at(9, 10)
	case word == "not affected", word == "exempt":
		*f = said(*f, strings.ReplaceAll(word, " ", "-"), map[string]string{"exempt": "always", "not affected": "yes"}[word])
	case word == "no owner":
		f.Issue.Repository.Catalog = "spec: {type: service}"
	case word == "teams unreadable":
		f.Teams = nil
	case word == "is a pull request":
		f.Issue.IsPullRequest = true
	default:
		return false
	}
	return true
}

func pullFact(f *upgrade.ChildFacts, word string) bool {
	kind, rest, _ := strings.Cut(word, " ")
	if kind == "draft" || kind == "ready" || kind == "merged" || kind == "abandoned" {
		f.Issue.PullRequests = append(f.Issue.PullRequests, pullIn(kind))
		return true
	}
	last := &f.Issue.PullRequests[len(f.Issue.PullRequests)-1]
	switch kind {
	case "elsewhere":
		last.Ref = upgrade.Ref{Owner: "edx", Repo: "fork", Number: 1}
	case "decision":
		last.Decision = upgrade.ReviewDecision(rest)
	case "carries":
		last.Labels = append(last.Labels, rest)
	case "later": // it was merged after the issue was reopened
		last.MergedAt = at(9, 15)
	case "asked":
		reviewer := upgrade.Reviewer{User: who[rest], At: at(8, 40)}
		if team := map[string]string{"owner-team": "axim-engineering", "orchestration-team": "arbi-bom"}[rest]; team != "" {
			reviewer = upgrade.Reviewer{Team: team}
		}
		last.Requested = append(last.Requested, reviewer)
	case "approved", "changes":
		by := who[strings.TrimPrefix(rest, "by ")]
		last.Reviews = append(last.Reviews, upgrade.Review{By: by, Approved: kind == "approved", At: at(8, 50)})
	default:
		return false
	}
	return true
}

// pullIn is a pull request in one of the states that it begins with.
func pullIn(state string) upgrade.PullRequest {
	p := upgrade.PullRequest{
		ID: "PR", Ref: upgrade.Ref{Owner: "openedx", Repo: "credentials", Number: 13}, CreatedAt: at(8, 20), ReadyAt: at(8, 30),
		Open: state == "draft" || state == "ready", Draft: state == "draft",
	}
	if state == "draft" {
		p.ReadyAt = p.CreatedAt
	}
	if state == "merged" {
		p.Merged, p.MergedAt = true, at(9, 0)
	}
	return p
}
