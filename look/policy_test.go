package look_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/upkeep-app/upkeep/config"
	"github.com/upkeep-app/upkeep/look"
	"github.com/upkeep-app/upkeep/upgrade"
)

// words are what hostile and unlucky names are made of.
func words() []string {
	return []string{
		"Django 5.2", "TBD", "Owner", "owner", "Done", "To do", "Todo", "no", "null", "~", "- ", ": ", " #", "\"", "'", "`", "```", "\\", "{", "}", "[", ",", "&a", "*a", "!!x",
		"%", "@", "\n", "\r\n", "\t", "\x00", "\x7f", "\u0085", "\u2028", "\ufeff", "\U0001f600", "é", "\xff", "mode: active", "\nmode: active\n", "---", "a", "UPGRADE", "review", "everything",
		strings.Repeat("x", 90), strings.Repeat("\U0001f600", 95), "-", "_", "0", "arbi-bom", "name-the-team-here", "",
	}
}

// dice make anything that could be found, and more.
type dice struct{ *rand.Rand }

func (d dice) text() string {
	var b strings.Builder
	for range d.IntN(4) {
		b.WriteString(words()[d.IntN(len(words()))])
	}
	return b.String()
}

func (d dice) texts(most int) []string {
	all := make([]string, d.IntN(most))
	for i := range all {
		all[i] = d.text()
	}
	return all
}

func (d dice) ref() upgrade.Ref {
	if d.IntN(3) == 0 {
		return upgrade.Ref{Owner: d.text(), Repo: d.text(), Number: d.IntN(5) - 1}
	}
	return upgrade.Ref{Owner: "acme", Repo: fmt.Sprint("r", d.IntN(40)), Number: 1 + d.IntN(3)}
}

func (d dice) board() look.Board {
	board := look.Board{Why: d.texts(9), Levels: d.texts(60), Undecided: d.text()}
	board.Number, board.Title = d.IntN(5)-1, d.text()
	if d.IntN(9) == 0 {
		board.Number = d.Int()
	}
	for _, name := range d.texts(6) {
		board.Others = append(board.Others, upgrade.Board{Number: d.IntN(9), Title: name})
	}
	board.Fields = upgrade.FieldNames{Status: d.text(), Project: d.text(), Source: d.text(), Owner: d.text(), OwnerDoes: d.text()}
	board.Statuses = upgrade.StatusNames{
		Todo: d.text(), InProgress: d.text(), Done: d.text(), NotPlanned: d.text(),
		AuthorReview: d.text(), OwnerReview: d.text(), Approved: d.text(), Blocked: d.text(),
	}
	return board
}

func (d dice) found() look.Found {
	f := look.Found{
		Organisation: d.text(), At: time.Unix(d.Int64N(4e9), 0), Own: d.text(), Teams: d.texts(9), RoadmapRepositories: d.texts(30),
		Maintenance: d.board(), Roadmap: d.board(),
	}
	for range d.IntN(40) {
		u := look.Upgrade{Name: d.text(), Team: d.text(), TeamName: d.text(), WhyName: d.text(), WhyTeam: d.text(), Why: d.texts(9)}
		u.Issue.Ref, u.Issue.Title = d.ref(), d.text()
		f.Upgrades = append(f.Upgrades, u)
	}
	for range d.IntN(20) {
		p := look.Perhaps{Why: d.text()}
		p.Issue.Ref, p.Issue.Title = d.ref(), d.text()
		f.Perhaps = append(f.Perhaps, p)
	}
	return f
}

func TestTheProposedPolicyIsAlwaysValidAndWritesNothing(t *testing.T) {
	t.Parallel()
	for seed := range uint64(150) {
		text := dice{rand.New(rand.NewPCG(seed, 7))}.found().Policy()
		policy, problems := config.ParsePolicy("acme", []byte(text))
		if len(problems) > 0 {
			t.Fatalf("seed %d: %v\n%s", seed, problems, text)
		}
		if policy.Mode != upgrade.ModePlan || len(policy.Writes) > 0 {
			t.Fatalf("seed %d: mode %s, writes %v", seed, policy.Mode, policy.Writes)
		}
		for _, u := range policy.Upgrades {
			if u.Mode != "" || len(u.Writes) > 0 {
				t.Fatalf("seed %d: upgrade %+v", seed, u)
			}
		}
	}
}

// The longest names there can be still fit into a policy file.
func TestTheLongestProposalFits(t *testing.T) {
	t.Parallel()
	long := func(i int) string { return fmt.Sprintf("%03d", i) + strings.Repeat("\U0001f600", 49) }
	f := look.Found{Organisation: "acme", Maintenance: look.Board{Fields: upgrade.FieldNames{Status: long(1), Project: long(2), Source: long(3), Owner: long(4), OwnerDoes: long(5)}}}
	f.Maintenance.Number = 1
	for i := range 60 {
		f.Maintenance.Levels = append(f.Maintenance.Levels, long(i))
		u := look.Upgrade{Name: long(i), Team: "t" + fmt.Sprint(i), TeamName: long(i), WhyName: long(i) + long(i), WhyTeam: long(i) + long(i)}
		for range 9 {
			u.Why = append(u.Why, long(i)+long(i)+long(i))
		}
		u.Issue.Ref, u.Issue.Title = upgrade.Ref{Owner: "acme", Repo: strings.Repeat("r", 100), Number: i + 1}, long(i)
		f.Upgrades = append(f.Upgrades, u)
		f.Perhaps = append(f.Perhaps, look.Perhaps{Issue: u.Issue, Why: long(i)})
	}
	policy, problems := config.ParsePolicy("acme", []byte(f.Policy()))
	if len(problems) > 0 || len(policy.Upgrades) != 20 {
		t.Errorf("%d bytes, %d upgrades: %v", len(f.Policy()), len(policy.Upgrades), problems)
	}
}
