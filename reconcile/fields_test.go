//go:build services

package reconcile_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/upkeep-app/upkeep/emulator"
)

// boardFields are the organisations with facts mapped to fields of every type,
// and with a Roadmap board.
func boardFields() string {
	return strings.NewReplacer(
		"boards: {maintenance: 1}", `boards:
              maintenance:
                number: 1
                facts: {Until: target date, Sprint: target date, Ready: can start now, PR: pull request, Activity: last activity, Kind: kind}
              roadmap:
                number: 4
                facts: {Stage: state, Progress: progress, Told: progress, Forecast: forecast, Until: target date, Steward: steward}
                defaults: {Type: maintenance, Effort: "3"}
            kinds: {operations: {repositories: [lib]}}`,
		"          Owner Does:\n", `          Until: date
          Ready: ["Yes", "No"]
          PR: text
          Activity: date
          Kind: [Repository, Operations]
          Sprint: {type: iteration, start: "2026-03-02", days: 14, iterations: [{title: First, start: "2026-03-02", days: 14}, {title: Second, start: "2026-03-16", days: 14}]}
          Owner Does:
`,
		"      - number: 1\n        title: Maintenance\n", `      - number: 4
        title: Roadmap
        fields:
          Stage: [Planned, Active, Paused, Cancelled]
          Progress: number
          Told: text
          Forecast: date
          Until: date
          Steward: text
          Type: [Feature, Maintenance]
          Effort: number
      - number: 1
        title: Maintenance
`,
	).Replace(organisations)
}

// roadmapCard is what leaders see of the upgrade, without the built-in fields.
func (w *world) roadmapCard() map[string]string {
	w.t.Helper()
	values := map[string]string{}
	card := w.github.Board("acme", 4).Item(w.ref(django))
	for _, name := range []string{"Stage", "Progress", "Told", "Forecast", "Until", "Steward", "Type", "Effort"} {
		if card.Values[name] != "" {
			values[name] = card.Values[name]
		}
	}
	return values
}

// Facts are written into fields of every type, and taken out again.
func TestFieldsOfEveryType(t *testing.T) {
	t.Parallel()
	w := started(t, boardFields())
	w.field(shop, "Until", "")
	w.field(shop, "Ready", "Yes")
	w.field(shop, "Kind", "Repository")
	w.field("acme/lib#1", "Kind", "Operations")
	w.field("acme/lib#1", "Owner Does", "")
	w.says("ben", django, "/upgrade target 2026-03-20 because of the release")
	pull, err := w.github.OpenPullRequest("ada", "acme/shop", "Upgrade", "", w.ref(shop))
	w.must(err)
	w.quiet()
	w.field(shop, "Until", "2026-03-20")
	w.field(shop, "Sprint", "Second")
	w.field(shop, "PR", "https://github.com/acme/shop/pull/"+strings.TrimPrefix(pull.String(), "acme/shop#"))
	w.field(shop, "Activity", "2026-03-02")
	w.must(w.github.CloseIssue("ada", pull, ""))
	w.quiet()
	w.field(shop, "PR", "")
	onMaintenance := emulator.BoardRef{Org: "acme", Number: 1}
	w.must(w.github.SetField("ada", onMaintenance, w.ref(shop), "PR", "see the wiki"))
	w.quiet()
	w.restart()
	w.trigger(shop)
	w.quiet()
	w.field(shop, "PR", "see the wiki")
	w.must(w.github.CloseIssue("ada", w.ref(shop), ""))
	w.quiet()
	w.field(shop, "Ready", "")
}

// The upgrade has one card on the Roadmap board, which says how it goes.
func TestRoadmapBoard(t *testing.T) {
	t.Parallel()
	w := started(t, boardFields())
	want := func(values map[string]string) {
		t.Helper()
		values["Effort"] = "3"
		if diff := cmp.Diff(values, w.roadmapCard()); diff != "" {
			t.Errorf("card (-want +got):\n%s", diff)
		}
	}
	want(map[string]string{"Stage": "Planned", "Progress": "0", "Told": "0 of 4 done", "Type": "Maintenance"})
	w.must(w.github.SetField("olga", emulator.BoardRef{Org: "acme", Number: 4}, w.ref(django), "Type", "Feature"))
	w.must(w.github.CloseIssue("ada", w.ref(shop), ""))
	w.says("ben", django, "/upgrade steward @ada")
	w.quiet()
	want(map[string]string{
		"Stage": "Active", "Progress": "25", "Told": "1 of 4 done", "Forecast": "2026-05-25", "Steward": "ada", "Type": "Feature",
	})
	w.says("ben", django, "/upgrade pause because of the freeze")
	w.quiet()
	want(map[string]string{
		"Stage": "Paused", "Progress": "25", "Told": "1 of 4 done", "Forecast": "2026-05-25", "Steward": "ada", "Type": "Feature",
	})
	w.says("ben", django, "/upgrade cancel because nobody needs it")
	w.quiet()
	want(map[string]string{
		"Stage": "Cancelled", "Progress": "25", "Told": "1 of 4 done", "Forecast": "2026-05-25", "Steward": "ada", "Type": "Feature",
	})
	if !w.issue(django).Closed {
		t.Error("the roadmap issue is open")
	}
	if n := len(w.github.Board("acme", 4).Items); n != 1 {
		t.Errorf("the Roadmap board has %d cards", n)
	}
}

// The card is not delayed by the pace of the texts beside it.
func TestRoadmapCardDoesNotWaitForTexts(t *testing.T) {
	t.Parallel()
	w := started(t, boardFields())
	w.says("ben", django, "/upgrade steward @ada")
	w.settle()
	w.says("ben", django, "/upgrade target 2026-03-20 because of the release")
	w.settle()
	if got := w.roadmapCard()["Until"]; got != "2026-03-20" {
		t.Errorf("the target date on the board is %q at once", got)
	}
}
