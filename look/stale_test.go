package look_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/upkeep-app/upkeep/look"
	"github.com/upkeep-app/upkeep/upgrade"
)

// day is so many days before the look.
func day(before int) time.Time { return lookedAt.AddDate(0, 0, -before) }

func state(id string, closed upgrade.StateReason, changed int) upgrade.IssueState {
	ref := upgrade.Ref{Owner: "acme", Repo: id, Number: 1}
	return upgrade.IssueState{
		ID: upgrade.NodeID(id), Ref: ref, Title: id, Closed: closed != "", Reason: closed, ChangedAt: day(changed), CreatedAt: day(changed), UpdatedAt: day(min(changed, 5)),
	}
}

// kept is a world where nothing is stale: an open and a closed child, with cards.
func kept() look.Found {
	open, done := state("shop", "", 10), state("cart", upgrade.ReasonCompleted, 20)
	u := look.Upgrade{Name: "Django 5.2", Issue: state("roadmap", "", 30), Children: []look.Child{
		{Ref: open.Ref, State: open, Known: true, Boxed: true, Line: 3},
		{Ref: done.Ref, State: done, Known: true, Boxed: true, Checked: true, Line: 4},
	}}
	f := look.Found{Organisation: "acme", At: lookedAt, Upgrades: []look.Upgrade{u}}
	f.Maintenance.Number, f.Maintenance.CardsKnown = 1, true
	f.Maintenance.Fields = upgrade.FieldNames{Status: "Status", Project: "Project", Source: "Source", Owner: "Owner", OwnerDoes: "Owner Does"}
	f.Maintenance.Statuses = upgrade.StatusNames{Todo: "Todo", Done: "Done", NotPlanned: "Dropped"}
	values := func(status string) map[string]string {
		return map[string]string{"Status": status, "Project": "Django 5.2", "Owner": "ann", "Owner Does": "TBD"}
	}
	f.Maintenance.Cards = []look.Card{{IssueState: open, Values: values("Todo")}, {IssueState: done, Values: values("Done")}}
	return f
}

// Each thing by itself: what is told of it, and since when.
func TestStale(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name   string
		change func(f *look.Found, open, done *look.Child, openCard, doneCard *look.Card)
		want   []string
	}{
		{"nothing", func(*look.Found, *look.Child, *look.Child, *look.Card, *look.Card) {}, nil},
		{"an open box", func(_ *look.Found, _, done *look.Child, _, _ *look.Card) { done.Checked = false }, []string{"box cart 20"}},
		{"a checked box", func(_ *look.Found, open, _ *look.Child, _, _ *look.Card) { open.Checked = true }, []string{"box shop 10"}},
		{"no box", func(_ *look.Found, _, done *look.Child, _, _ *look.Card) { done.Boxed, done.Checked = false, false }, nil},
		{"closed and not Done", func(_ *look.Found, _, _ *look.Child, _, card *look.Card) { card.Values["Status"] = "Todo" }, []string{"status cart 20"}},
		{"closed and dropped", func(_ *look.Found, _, _ *look.Child, _, card *look.Card) { card.Values["Status"] = "Dropped" }, nil},
		{"open and Done", func(_ *look.Found, _, _ *look.Child, card, _ *look.Card) { card.Values["Status"] = "Done" }, []string{"status shop 10"}},
		{"no card", func(f *look.Found, _, _ *look.Child, _, _ *look.Card) { f.Maintenance.Cards = f.Maintenance.Cards[1:] }, []string{"missing shop 10"}},
		{"no card, but not all are known", func(f *look.Found, _, _ *look.Child, _, _ *look.Card) {
			f.Maintenance.Cards, f.Maintenance.CardsKnown = nil, false
		}, nil},
		{"no board", func(f *look.Found, _, _ *look.Child, _, _ *look.Card) { f.Maintenance = look.Board{} }, nil},
		{"an archived card", func(_ *look.Found, _, _ *look.Child, card, _ *look.Card) { card.Archived, card.Values = true, nil }, nil},
		{"no project", func(_ *look.Found, _, _ *look.Child, card, _ *look.Card) { card.Values["Project"] = "" }, []string{"project shop 10"}},
		{"no owner", func(_ *look.Found, _, _ *look.Child, card, _ *look.Card) { card.Values["Owner"] = "" }, []string{"owner shop 10"}},
		{"no level", func(_ *look.Found, _, _ *look.Child, card, _ *look.Card) { card.Values["Owner Does"] = "" }, []string{"owner does shop 10"}},
		{"closed without owner", func(_ *look.Found, _, _ *look.Child, _, card *look.Card) { card.Values["Owner"] = "" }, nil},
		{"silent", func(_ *look.Found, open, _ *look.Child, _, _ *look.Card) { open.State.UpdatedAt = day(91) }, []string{"silent shop 91"}},
		{"silent for less", func(_ *look.Found, open, _ *look.Child, _, _ *look.Card) { open.State.UpdatedAt = day(89) }, nil},
		{"unreadable", func(_ *look.Found, open, _ *look.Child, _, _ *look.Card) { open.Known = false }, []string{"unreadable shop"}},
		{"a stranger", func(f *look.Found, _, _ *look.Child, _, _ *look.Card) {
			f.Maintenance.Cards = append(f.Maintenance.Cards, look.Card{IssueState: state("attic", "", 99)}, look.Card{IssueState: state("old", upgrade.ReasonCompleted, 99)})
		}, []string{"no upgrade attic 5"}},
	} {
		f := kept()
		children, cards := f.Upgrades[0].Children, f.Maintenance.Cards
		test.change(&f, &children[0], &children[1], &cards[0], &cards[1])
		var got []string
		for _, s := range f.Stale() {
			told := fmt.Sprint(s.Kind, " ", s.Ref.Repo)
			if !s.Since.IsZero() {
				told += fmt.Sprint(" ", int(lookedAt.Sub(s.Since).Hours()/24))
			}
			got = append(got, told)
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.name, diff)
		}
	}
}

func TestTheOldestComesFirst(t *testing.T) {
	t.Parallel()
	f := kept()
	for _, age := range []int{40, 300, 7} {
		child := state(fmt.Sprint("r", age), upgrade.ReasonCompleted, age)
		f.Upgrades[0].Children = append(f.Upgrades[0].Children, look.Child{Ref: child.Ref, State: child, Known: true, Boxed: true, Line: age})
	}
	f.Maintenance.CardsKnown = false
	var got []string
	for _, s := range f.Stale() {
		got = append(got, s.Ref.Repo)
	}
	if told := strings.Join(got, " "); told != "r300 r40 r7" {
		t.Errorf("told %s", told)
	}
}
