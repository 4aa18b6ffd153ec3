//go:build services

package reconcile_test

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

const crowd = 300

// many is an organisation with an upgrade of so many children.
func many(crowd int) string {
	var list, issues strings.Builder
	for n := range crowd {
		fmt.Fprintf(&list, "              - [ ] #%d\n", n+2)
		fmt.Fprintf(&issues, "          - {title: Child %d, author: ben, body: x}\n", n+2)
	}
	return `
app: {id: 4711, slug: upkeep}
people: ["merger[bot]"]
organizations:
  - login: acme
    installed: true
    owners: [olga]
    members: [ben]
    teams: [{slug: arbi-bom, members: [ben]}]
    repositories:
      - name: .github
        files:
          upkeep.yml: |
            mode: active
            boards: {maintenance: 1}
            upgrades:
              - {roadmap: "acme/roadmap#1", name: Django 5.2, orchestration_team: arbi-bom}
      - name: roadmap
        people: {ben: write, "merger[bot]": write}
        issues:
          - title: Django
            author: ben
            line_ends: crlf
            body: |
              Children:

` + list.String() + issues.String() + `
    boards:
      - number: 1
        title: Maintenance
        fields:
          Status: [Todo, In Progress, Done]
          Project: [Django 5.2]
          Source: [arbi-bom]
          Owner: [arbi-bom]
          Owner Does: [TBD, Owner does everything]
`
}

// 300 children that close evenly over a minute cost at most six edits of the
// description and six of the living comment, counted until quiet, and every box,
// card and count ends right.
func TestThreeHundredClosings(t *testing.T) {
	t.Parallel()
	w := started(t, many(crowd))
	w.run(10 * time.Minute)
	body := w.issue(django).Body
	w.wire.requests()
	comments := len(w.writes("comment", ""))
	for n := range crowd {
		w.must(w.github.CloseIssue("ben", w.ref(fmt.Sprintf("acme/roadmap#%d", n+2)), ""))
		w.run(200 * time.Millisecond)
	}
	w.run(5 * time.Minute)

	if got, want := w.issue(django).Body, strings.ReplaceAll(body, "[ ]", "[x]"); got != want {
		t.Errorf("%d boxes are checked, want %d and nothing else changed", strings.Count(got, "[x]"), crowd)
	}
	cards := w.github.Board("acme", 1)
	for n := range crowd {
		if got := cards.Item(w.ref(fmt.Sprintf("acme/roadmap#%d", n+2))).Values["Status"]; got != "Done" {
			t.Errorf("Status of #%d is %q", n+2, got)
		}
	}
	edits := len(w.writes("edit body", ""))
	if edits > 6 {
		t.Errorf("%d edits of the description, want at most 6", edits)
	}
	if comments = len(w.writes("comment", "")) - comments; comments > 6 {
		t.Errorf("%d edits of the living comment, want at most 6", comments)
	}
	w.wantsLiving(django, "300 of 300 done (100 %)")
	kinds := map[string]int{}
	sent := w.wire.requests()
	for _, line := range sent {
		kinds[strings.TrimSpace(line)]++
	}
	t.Logf("%d closings: %d edits of the description, %d of the living comment, %d requests: %v", crowd, edits, comments, len(sent), kinds)
	// Each closing is a read and a write of its own; what they share is read seldom.
	if len(sent) > 3*crowd {
		t.Errorf("%d requests for %d closings", len(sent), crowd)
	}
}

// What 300 children report at once, such as another owner, costs their roadmap
// issue a few runs and edits, and not one for each.
func TestThreeHundredReports(t *testing.T) {
	t.Parallel()
	w := started(t, many(crowd))
	w.run(10 * time.Minute)
	w.wantsLiving(django, "no owner is known: 300 of 300 left")
	w.wire.requests()
	before := len(w.writes("comment", ""))
	w.must(w.github.PushFile("ben", "acme/roadmap", "catalog-info.yaml", "kind: Component\nspec: {type: service, owner: arbi-bom}"))
	w.run(10 * time.Minute)
	w.wantsLiving(django, "`arbi-bom`: 300 of 300 left")
	looks := 0
	for _, line := range w.wire.requests() {
		if strings.Contains(line, "query States") {
			looks++
		}
	}
	edits := len(w.writes("comment", "")) - before
	t.Logf("%d reports: %d edits of the living comment, %d looks at the children", crowd, edits, looks)
	if edits > 6 || looks > 30 {
		t.Errorf("%d edits of the living comment and %d looks at the children, want at most 6 and 30", edits, looks)
	}
}

// Closings that no person explains are told in three edits and then held for a
// while (D15); every box ends right all the same.
func TestClosingsByABot(t *testing.T) {
	t.Parallel()
	w := started(t, many(crowd))
	w.run(10 * time.Minute)
	for n := range 30 {
		w.must(w.github.CloseIssue("merger[bot]", w.ref(fmt.Sprintf("acme/roadmap#%d", n+2)), ""))
		w.run(2 * time.Second)
	}
	w.run(2 * time.Minute)
	if edits := len(w.writes("edit body", "")); edits != 3 {
		t.Errorf("%d edits of the description, want 3", edits)
	}
	w.run(10 * time.Minute)
	if got := strings.Count(w.issue(django).Body, "[x]"); got != 30 {
		t.Errorf("%d boxes are checked, want 30", got)
	}
}
