package upgrade_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/upkeep-app/upkeep/upgrade"
)

// blocks is ask by somebody who may see the issues #1 to #60 of openedx/lib, the
// issue itself, the private openedx/vault#1 and the pull request openedx/lib#99.
func blocks(f upgrade.ChildFacts, lines ...string) upgrade.ChildFacts {
	issues := map[upgrade.Ref]upgrade.NamedIssue{f.Issue.Ref: {State: f.Issue.IssueState}}
	add := func(repo string, number int, change func(*upgrade.IssueState)) {
		state := upgrade.IssueState{
			ID: upgrade.NodeID(fmt.Sprintf("I%s%d", repo, number)), DatabaseID: int64(1000 + number),
			Ref: upgrade.Ref{Owner: "openedx", Repo: repo, Number: number},
		}
		change(&state)
		issues[state.Ref] = upgrade.NamedIssue{State: state}
	}
	for n := 1; n <= 60; n++ {
		add("lib", n, func(*upgrade.IssueState) {})
	}
	add("lib", 99, func(s *upgrade.IssueState) { s.IsPullRequest = true })
	add("vault", 1, func(s *upgrade.IssueState) { s.Repository.Private = true })
	return lastAsked(ask(f, lines...), func(a *upgrade.Asked) { a.Objects.Issues = issues })
}

// refs is openedx/lib#from to #to, as words of a command.
func refs(from, to int) string {
	var words strings.Builder
	for n := from; n <= to; n++ {
		fmt.Fprintf(&words, " openedx/lib#%d", n)
	}
	return words.String()
}

func TestBlockedBy(t *testing.T) {
	t.Parallel()
	const block, free = "/upgrade blocked-by ", "/upgrade unblock "
	private := with(settledChild(), func(f *upgrade.ChildFacts) { f.Issue.Repository.Private = true })
	archived := with(settledChild(), func(f *upgrade.ChildFacts) {
		f.Excluded = map[upgrade.WriteKind]string{upgrade.WriteComments: "the repository is archived"}
	})
	blocked := spoken(said(settledChild(), "blocked-by:Ilib1", "openedx/lib#1"))
	many := settledChild()
	for n := 1; n <= 49; n++ {
		many = said(many, fmt.Sprintf("blocked-by:Ilib%d", n), fmt.Sprintf("openedx/lib#%d", n))
	}
	cases := map[string]upgrade.ChildFacts{
		"two issues": blocks(settledChild(), block+"openedx/lib#2 and https://github.com/openedx/lib/issues/3 because both pin @old"),
		"again":      blocks(blocked, block+"openedx/lib#1 because of it"),
		"by address": with(blocks(settledChild(), block+"https://git.example.org/openedx/lib/issues/3"), func(f *upgrade.ChildFacts) {
			f.Host = "git.example.org"
		}),
		"a pull request":         blocks(settledChild(), block+"openedx/lib#99"),
		"itself":                 blocks(settledChild(), block+"#12"),
		"not there":              blocks(settledChild(), block+"openedx/lib#1 openedx/nowhere#1"),
		"private on a public":    blocks(settledChild(), block+"openedx/vault#1"),
		"private on a private":   blocks(private, block+"openedx/vault#1"),
		"ten":                    blocks(settledChild(), block+refs(1, 10)),
		"eleven":                 blocks(settledChild(), block+refs(1, 11)),
		"eleven in two":          blocks(settledChild(), block+refs(1, 6), free+refs(7, 11)),
		"more than looked up":    lastAsked(blocks(settledChild(), block+refs(1, 2)), func(a *upgrade.Asked) { a.Objects.More = 1 }),
		"the fiftieth":           blocks(many, block+refs(50, 50)),
		"more than fifty":        blocks(many, block+refs(50, 51)),
		"nothing named":          blocks(settledChild(), block),
		"words":                  blocks(settledChild(), block+"the database"),
		"no right":               lastAsked(blocks(settledChild(), block+refs(1, 1)), func(a *upgrade.Asked) { a.Rights = noRights() }),
		"archived":               blocks(archived, block+refs(1, 1)),
		"holds":                  blocked,
		"unblock":                blocks(blocked, free+refs(1, 1)),
		"unblock what is not":    blocks(settledChild(), free+refs(1, 1)),
		"unblock what is hidden": ask(blocked, free+refs(1, 1)),
		"unblock not there":      ask(blocked, free+refs(2, 2)),
		"block and unblock":      blocks(settledChild(), block+refs(1, 1), free+refs(1, 1)),
	}
	for name, facts := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			golden(t, "blocked-by", name, upgrade.DecideChild(reported(facts)))
		})
	}
}
