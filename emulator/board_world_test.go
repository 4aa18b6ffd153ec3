package emulator

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/upkeep-app/upkeep/upgrade"
)

// boardWorld has a board with one card for each sort of content. The app does
// not see the repository secret.
const boardWorld = `
app: {events: [projects_v2, projects_v2_item, issues]}
organizations:
  - login: acme
    installed: [shop]
    owners: [olga]
    members: [anna, ben]
    repositories:
      - name: shop
        labels: [bug]
        issues:
          - {title: First, author: anna, labels: [bug], assignees: [ben]}
          - {title: Second try, author: anna}
          - {title: The change, author: anna, pull: {closes: ["#1"]}}
          - {title: Not on the board, author: anna}
      - {name: secret, private: true, issues: [{title: Hidden, author: anna}]}
    boards:
      - number: 1
        title: Maintenance
        fields: {Status: [Todo, In Progress, Done], Notes: text, Effort: number, Due: date}
        items:
          - {issue: "shop#1", Status: Todo, Notes: a b, Effort: "3", Due: 2026-04-01}
          - {issue: "shop#2", Status: In Progress, Effort: "10"}
          - {issue: "shop#3", archived: true}
          - {issue: "secret#1", Status: Todo}
`

var boardOne = BoardRef{Org: "acme", Number: 1}

func newBoardWorld(t testing.TB, change ...func(*Options)) *Emulator {
	t.Helper()
	now := func() time.Time { return graphTime }
	e := New(t, boardWorld, append([]func(*Options){func(o *Options) { o.Now, o.AuthNow = now, now }}, change...)...)
	e.tokens[appToken] = &token{text: appToken, installation: e.findOrganization("acme").installation, expiresAt: now().Add(time.Hour)}
	return e
}

func shop(number int) upgrade.Ref { return upgrade.Ref{Owner: "acme", Repo: "shop", Number: number} }

// boardAsk asks as the app. Words such as $board, $Status and $shop1 stand for
// the ids of the board, its fields and its issues; $card1 for an issue's card.
func (e *Emulator) boardAsk(t testing.TB, document string) string {
	t.Helper()
	b := e.findBoard("acme", 1)
	ids := map[string]string{"$board": b.nodeID, "$acme": b.org.nodeID, "$shop": e.findRepository("acme", "shop").nodeID}
	for _, f := range b.fields {
		ids["$"+strings.ReplaceAll(f.name, " ", "")] = f.nodeID
	}
	for _, i := range e.findRepository("acme", "shop").issues {
		ids[fmt.Sprintf("$issue%d", i.number)] = i.nodeID
		if it := b.item(i); it != nil {
			ids[fmt.Sprintf("$card%d", i.number)] = it.nodeID
		}
	}
	names := slices.Sorted(maps.Keys(ids))
	slices.Reverse(names) // so that a longer name comes before its own beginning
	for _, name := range names {
		document = strings.ReplaceAll(document, name, `"`+ids[name]+`"`)
	}
	return e.ask(t, appToken, document, nil)
}

// values are what people see in a field on the board, by the cards' titles.
func (e *Emulator) values(field string) map[string]string {
	seen := map[string]string{}
	for _, it := range e.Board("acme", 1).Items {
		if text, ok := it.Values[field]; ok {
			seen[it.Title] = text
		}
	}
	return seen
}

// changesTold are the changes of all waiting deliveries of an event and action.
func (e *Emulator) changesTold(t testing.TB, event, action string) []any {
	t.Helper()
	var all []any
	for _, d := range e.Pending() {
		var payload struct {
			Action  string
			Changes any
		}
		if err := json.Unmarshal(d.Payload, &payload); err != nil {
			t.Fatal(err)
		}
		if d.Event == event && payload.Action == action {
			all = append(all, payload.Changes)
		}
	}
	return all
}

// wantRefused wants an error of this type and message, and nothing told.
func wantRefused(t testing.TB, e *Emulator, document, kind, message string) {
	t.Helper()
	before := len(e.Pending())
	got := e.boardAsk(t, document)
	if !strings.Contains(got, `"type":"`+kind+`"`) || !strings.Contains(got, message) {
		t.Errorf("answer %s, want %s: %s", got, kind, message)
	}
	if after := len(e.Pending()); after != before {
		t.Errorf("%d webhooks were sent", after-before)
	}
}
