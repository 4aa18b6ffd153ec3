//go:build services

package reconcile_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"
)

// ownRunbook is an organisation's own, as it stands in the policy and as people
// have pasted it; pasted is one in the words that everybody pastes.
const (
	ownRunbook = `
runbook: |
  ## Party
  - [ ] Order the cake <!-- rule: milestone -->
  - [ ] Book the party room
`
	pasted = "Words of people.\r\n\r\n```[tasklist]\r\n### Tasks\r\n" +
		"- [ ] Add \"maintenance\" label, roadmap issue\r\n" +
		"- [ ] Set appropriate release milestone, roadmap issue\r\n" +
		"- [ ] Name orchestration team, roadmap issue description (APER-12)\r\n" +
		"- [ ] ~~Mark roadmap issue upgrade complete~~ N/A\r\n" +
		"- [ ] Add checklist to roadmap\r\n```\r\n\r\n" +
		"## Party\r\n\r\n- [ ] Order the cake\r\n- [ ] Book the party room\r\n\r\n## Children\r\n\r\n- [ ] acme/shop#1\r\n"
)

// A runbook that people have pasted, and the organisation's own, are verified by
// what is on GitHub; a box opens again when that goes; a further look writes nothing.
func TestRunbookOnGitHub(t *testing.T) {
	t.Parallel()
	w := started(t, organisations)
	w.policy("mode: active\n", "mode: active\n"+strings.TrimPrefix(ownRunbook, "\n"))
	w.must(w.github.EditBody("ben", w.ref(django), pasted))
	w.quiet()
	w.box("Name orchestration team", true) // by the policy
	w.box("label", false)
	w.box("Order the cake", false)
	w.box("Add checklist", false) // only reads like a step

	w.must(w.github.SetLabels("ben", w.ref(django), "maintenance"))
	milestone, err := w.github.CreateMilestone("ben", "acme/roadmap", "Willow")
	w.must(err)
	w.must(w.github.SetMilestone("ben", w.ref(django), milestone))
	w.says("ben", django, "/upgrade accept-step all\n/upgrade check party room")
	w.quiet()
	for _, line := range []string{"label", "milestone", "Order the cake", "Book the party room", "Add checklist"} {
		w.box(line, true)
	}
	w.box("complete", false) // struck

	w.must(w.github.SetLabels("ben", w.ref(django)))
	w.quiet()
	w.box("label", false)
	for _, told := range []string{"open again since 2026-03-02, as the issue lacks the label `maintenance`", "the milestone is `Willow`"} {
		if text := w.living(django); !strings.Contains(text, told) {
			t.Errorf("the living comment does not say %q:\n%s", told, text)
		}
	}
	before := len(w.github.Writes())
	w.trigger(django)
	w.quiet()
	if again := w.github.Writes()[before:]; len(again) > 0 {
		t.Errorf("a second look writes %+v", again)
	}
}

// What the app itself puts on the boards is seen by the steps that wait for it,
// however late it comes: its own events wake nobody.
func TestStepsSeeWhatTheAppAdds(t *testing.T) {
	t.Parallel()
	w := started(t, strings.NewReplacer(
		"Project: [Django 5.2, Python 3.12]", "Project: [Python 3.12]",
		"    boards:\n", "    boards:\n      - {number: 2, title: Roadmap, fields: {Stage: [Planned]}}\n",
	).Replace(organisations))
	late := w.clock.Now().Add(2 * time.Minute)
	w.wire.set(func(a asked) (*http.Response, error) {
		if w.clock.Now().Before(late) && (setsUp(a) || strings.Contains(a.body, "mutation ")) {
			return nil, errors.New("the connection broke")
		}
		return a.pass()
	})
	w.policy("boards: {maintenance: 1}", "boards: {maintenance: {number: 1, setup: write}, roadmap: 2}")
	w.must(w.github.EditBody("ben", w.ref(django), strings.Join([]string{
		"## Runbook", "",
		"- [ ] Put the roadmap issue on the board `Roadmap`, where it waits in the backlog",
		"- [ ] Give the field `Project` of the board `Maintenance` an option for the upgrade",
		"- [ ] Give the board `Maintenance` a view that shows this upgrade alone", "",
	}, "\n")))
	w.run(10 * time.Minute)
	for _, line := range []string{"Put the roadmap issue", "an option", "a view"} {
		w.box(line, true)
	}
}
