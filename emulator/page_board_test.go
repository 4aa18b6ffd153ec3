package emulator_test

import (
	"fmt"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/upkeep-app/upkeep/emulator"
)

const maintenancePage = "/orgs/acme/projects/1"

// cardForms is where the forms of the n-th card on a page of a board go.
func cardForms(s shown, n int) string {
	s.Helper()
	var found []string
	for _, form := range s.all("form") {
		path, isField := strings.CutSuffix(attribute(form, "action"), "/fields")
		if isField && (len(found) == 0 || found[len(found)-1] != path) {
			found = append(found, path)
		}
	}
	if n >= len(found) {
		s.Fatalf("%s has %d cards: %s", s.path, len(found), s.main())
	}
	return found[n]
}

func TestFieldsOfABoardAreEditedByForms(t *testing.T) {
	t.Parallel()
	e := small(t, newClock())
	b := browse(t, e, "anna")
	card := cardForms(b.get(maintenancePage), 0)
	for field, value := range map[string]string{"Status": "In Progress", "Owner": "platform", "Notes": "A b", "Effort": "2.5", "Due": "2026-05-01"} {
		if got := b.post(card+"/fields", "field", field, "value", value); got.notice() != field+" is "+value+" now." {
			t.Errorf("%s: %q", field, got.notice())
		}
	}
	want := map[string]string{"Status": "In Progress", "Owner": "platform", "Notes": "A b", "Effort": "2.5", "Due": "2026-05-01"}
	if diff := cmp.Diff(want, e.Board("acme", 1).Items[0].Values); diff != "" {
		t.Errorf("values (-want +got):\n%s", diff)
	}
	b.post(card+"/fields", "field", "Notes", "value", "")
	if got := e.Board("acme", 1).Items[0].Values["Notes"]; got != "" {
		t.Errorf("notes %q", got)
	}
	for field, value := range map[string]string{"Status": "Nowhere", "Effort": "much", "Due": "soon", "Title": "x", "Nothing": "x"} {
		if got := b.post(card+"/fields", "field", field, "value", value); !strings.HasPrefix(got.notice(), "Not done: ") {
			t.Errorf("%s = %s: %q", field, value, got.notice())
		}
	}
	if got := browse(t, e, "passer-by").post(card+"/fields", "field", "Status", "value", "Done"); !strings.HasPrefix(got.notice(), "Not done: ") {
		t.Errorf("by a stranger: %q", got.notice())
	}
}

func TestBoardIsShownAsColumns(t *testing.T) {
	t.Parallel()
	e := small(t, newClock())
	if err := e.AddToBoard("anna", maintenance, ref(t, "acme/shop#1")); err != nil {
		t.Fatal(err)
	}
	b := browse(t, e, "anna")
	b.get(maintenancePage+"?layout=board").says("Todo 1 Upgrade the shop", "In Progress 0", "Done 0")
	b.get(maintenancePage + "?layout=board&by=Owner").says("No Owner 2")
	moved := b.post(cardForms(b.get(maintenancePage+"?layout=board"), 0)+"/fields", "field", "Status", "value", "Done", "back", maintenancePage+"?layout=board")
	if moved.path != maintenancePage+"?layout=board" {
		t.Errorf("it leads to %s", moved.path)
	}
	moved.says("Done 1")
}

func TestCardsAreAddedArchivedAndRemoved(t *testing.T) {
	t.Parallel()
	e := small(t, newClock())
	b := browse(t, e, "anna")
	for _, name := range []string{"shop#1", "acme/cart#1", "https://github.com/acme/shop/pull/3"} {
		if got := b.post(maintenancePage+"/items/add", "reference", name); got.notice() != name+" is on the board." {
			t.Errorf("%s: %q", name, got.notice())
		}
	}
	b.post(maintenancePage+"/items/draft", "reference", "An idea").says("An idea draft", "5 cards")
	for _, none := range []string{"shop#99", "elsewhere/hidden#1", "shop", "#1", ""} {
		if got := b.post(maintenancePage+"/items/add", "reference", none); !strings.HasPrefix(got.notice(), "Not done: There is no issue") {
			t.Errorf("%q: %q", none, got.notice())
		}
	}
	card := cardForms(b.get(maintenancePage), 1)
	b.post(card+"/archive").says("4 cards", "1 archived")
	b.get(maintenancePage+"?archived=yes").says("Upgrade everything", "archived")
	b.post(card + "/restore").says("5 cards")
	b.post(card + "/remove").says("4 cards")
	if got := len(e.Board("acme", 1).Items); got != 4 {
		t.Errorf("%d cards are left", got)
	}
}

func TestBoardHidesWhatAVisitorMayNotSee(t *testing.T) {
	t.Parallel()
	e := small(t, newClock())
	if err := e.AddToBoard("anna", maintenance, ref(t, "acme/cart#1")); err != nil {
		t.Fatal(err)
	}
	for _, layout := range []string{"table", "board"} {
		got := browse(t, e, "passer-by").get(maintenancePage + "?layout=" + layout)
		got.says("A card you may not see", "2 cards")
		got.saysNot("Upgrade the cart", "acme/cart")
	}
	got := browse(t, e, "passer-by").get(maintenancePage + "?filter=cart")
	got.says("0 cards", "2 filtered out")
}

func TestBoardIsFilteredAndPaged(t *testing.T) {
	t.Parallel()
	e := small(t, newClock())
	for n := range 120 {
		wish, err := e.OpenIssue("anna", "acme/cart", fmt.Sprintf("Wish %d.", n), "")
		if err != nil {
			t.Fatal(err)
		}
		if err := e.AddToBoard("anna", maintenance, wish); err != nil {
			t.Fatal(err)
		}
	}
	b := browse(t, e, "anna")
	first := b.get(maintenancePage)
	first.says("121 cards", "Page 1 of 2", "Wish 98.", "Todo 1", "No Status 120")
	first.saysNot("Wish 99.")
	b.get(maintenancePage+"?page=2").says("Wish 99.", "Wish 119.")
	for filter, want := range map[string]string{
		"wish 7.": "12 cards", "status:todo": "1 card", "status:todo wish": "0 cards", "acme/shop#2": "1 card", "repository:cart": "120 cards", "owner:x": "0 cards",
	} {
		b.get(maintenancePage + "?filter=" + url.QueryEscape(filter)).says(want)
	}
}

func TestBoardOfMembersIsNotForStrangers(t *testing.T) {
	t.Parallel()
	e := emulator.New(t, "people: [passer-by]\norganizations: [{login: acme, owners: [olga], boards: [{number: 2, title: Secret}]}]")
	if got := browse(t, e, "passer-by").get("/orgs/acme/projects/2").status; got != 404 {
		t.Errorf("status %d", got)
	}
	browse(t, e, "passer-by").get("/acme").saysNot("Secret")
	browse(t, e, "olga").get("/orgs/acme/projects/2").says("Secret", "for members", "No cards yet.")
}

func TestBoardShowsWhatCanBeSetBeforeTheRestAndNoEmptyColumns(t *testing.T) {
	t.Parallel()
	b := browse(t, small(t, newClock()), "olga")
	var got []string
	for _, th := range b.get("/orgs/acme/projects/1").all("th") {
		if attribute(th, "scope") == "col" {
			got = append(got, textOf(th))
		}
	}
	want := []string{"Title", "Status", "Owner", "Notes", "Effort", "Due", "Assignees", "Card"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("columns (-want +got):\n%s", diff)
	}
}
