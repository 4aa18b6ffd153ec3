package checklist_test

import (
	"strings"
	"testing"

	"github.com/upkeep-app/upkeep/checklist"
	"github.com/upkeep-app/upkeep/runbook"
)

// runbookItems are the steps of the runbook, each as an organisation might word it.
var runbookItems = []string{
	"[Create](https://github.com/openedx/platform-roadmap/issues/new) the roadmap issue",
	"Add this very checklist to the roadmap issue",
	"Add the *maintenance* label to our roadmap issue",
	"Add it to the backlog of the [roadmap](https://github.com/orgs/openedx/projects/4)",
	"Set the values of all fields the roadmap board has",
	"Set the release's milestone",
	"Add a target date to the roadmap issue and say why",
	"Select the team for orchestration",
	"Name the orchestration team in the description",
	"Create a health check to identify affected repos",
	"Create the value for the upgrade in the Project field",
	"Create a view of the board with only this upgrade",
	"Create one issue per impacted repository",
	"Create a [task list](https://docs.github.com) of them in the roadmap issue",
	"Create a page for the upgrade's documentation",
	"Link the documentation from the roadmap issue",
	"Link the roadmap issue from the documentation",
	"Document which changes are problematic",
	"Open a ticket to determine how much automation pays",
	"Write the upgrade instructions",
	"Link the instructions from the roadmap issue",
	"Send the announcement and ask owners for their service level",
	"Create issues for external dependencies",
	"Add the `help wanted` label to those",
	"Add these issues to the Maintenance board",
	"Set the values of the board's fields for them",
	"Ask the community for help",
	"Create tickets for operations or SRE",
	"Complete the tickets of the implementation",
	"Deploy all services",
	"Update the support windows",
	"Announce that the upgrade has come to completion",
	"Get the deployment instructions into the release notes",
	"Remove entries for old versions from the CI matrix",
	"Remove the view of the board",
	"Stop the health checks",
	"Schedule the retrospective meeting",
	"Update the runbook after the retrospective",
	"Mark the roadmap issue as complete",
	"Move the page to the past upgrades",
	"Ticket work to replace dependencies nobody maintains",
}

func isRunbook(t *testing.T, items ...string) bool {
	t.Helper()
	document := checklist.Parse("- [ ] "+strings.Join(items, "\n- [ ] ")+"\n", roadmap())
	if len(document.Lists) != 1 {
		t.Fatalf("%q is %d lists", items, len(document.Lists))
	}
	return document.Lists[0].Runbook
}

func TestEveryStepIsKnown(t *testing.T) {
	t.Parallel()
	if len(runbookItems) != 41 {
		t.Errorf("got %d steps, want 41", len(runbookItems))
	}
	for _, item := range runbookItems {
		if !isRunbook(t, item) {
			t.Errorf("%q is not taken for a step", item)
		}
		if !isRunbook(t, strings.ToUpper(item)+" ([ticket](https://github.com/o/r/issues/1))") {
			t.Errorf("%q is no step any more with a ticket behind it", item)
		}
	}
	if !isRunbook(t, runbookItems...) {
		t.Error("the whole runbook is not taken for one")
	}
	ids := map[string]string{}
	for _, item := range checklist.Parse("- [ ] "+strings.Join(runbookItems, "\n- [ ] ")+"\n", roadmap()).Lists[0].Items {
		if other, taken := ids[item.Step.ID]; taken {
			t.Errorf("%q and %q are both taken for %s", other, item.Text, item.Step.ID)
		}
		ids[item.Step.ID] = item.Text
	}
}

func TestTwoStepsMakeARunbook(t *testing.T) {
	t.Parallel()
	own := []string{"Water the plants", "Bake a cake", "Tell everybody #5"}
	if isRunbook(t, own...) {
		t.Error("a list without a step is taken for the runbook")
	}
	if isRunbook(t, append(own, runbookItems[29])...) {
		t.Error("one step among four items makes a runbook")
	}
	if !isRunbook(t, append(own, runbookItems[29], runbookItems[35])...) {
		t.Error("two steps among five items make no runbook")
	}
	if isRunbook(t, append(own, runbookItems[33], runbookItems[33], runbookItems[33])...) {
		t.Error("the same title on several children makes a runbook")
	}
	many := make([]string, 30)
	for i := range many {
		many[i] = "Upgrade credentials #5"
	}
	if isRunbook(t, append(many, runbookItems[29], runbookItems[35])...) {
		t.Error("two titles that sound like steps among 30 children make a runbook")
	}
}

func TestChildrenAreNoRunbook(t *testing.T) {
	t.Parallel()
	for _, items := range [][]string{
		{"Upgrade credentials https://github.com/openedx/credentials/issues/5"},
		{"[Django 5.2 support](https://github.com/o/r/issues/1)", "Add Python 3.12 to the CI matrix #2"},
		{"Upgrade roadmap-service #1", "Create release of xblock #2"},
		{"Deploy credentials #1", "Deploy ecommerce #2", "Update documentation of xblock #3"},
		{"Node 24 upgrade: frontend-app-admin-portal #1"},
		{"https://github.com/openedx/create-roadmap-issue/issues/1", "https://github.com/openedx/deploy-all-services/pull/1"},
		{"Remove django-crum dependency #4", "Replace pytz dependency #5"},
		{"Fix health check of notes API #6"},
	} {
		if isRunbook(t, items...) {
			t.Errorf("%q is taken for the runbook", items)
		}
	}
}

func TestAStepAmongChildrenIsNoChild(t *testing.T) {
	t.Parallel()
	const children = "- [ ] a #1\n- [ ] b #2\n- [ ] c #3\n"
	for body, want := range map[string]string{
		children + "- [ ] Deploy all updated services #90\n":                                           "1, 2, 3",
		children + "- [ ] Remove CI matrix entries for Python 3.8 #4\n":                                "1, 2, 3, 4",
		children + "- [ ] Deploy all updated services #4\n- [ ] Deploy all updated services #5\n":      "1, 2, 3, 4, 5",
		strings.Repeat("- [ ] Deploy all updated services #1\n- [ ] Remove CI matrix entries #2\n", 2): "1, 2, 1, 2",
	} {
		got := strings.ReplaceAll(links(body, roadmap()), "openedx/platform-roadmap#", "")
		if got != want {
			t.Errorf("%q: children %s, want %s", body, got, want)
		}
	}
}

func TestAnOrganisationsOwnRunbookIsKnown(t *testing.T) {
	t.Parallel()
	own, problems := runbook.Parse("- Water the plants\n- Bake a cake\n", runbook.Terms{})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	in := roadmap()
	in.Steps = runbook.NewMatcher(runbook.Terms{}, own)
	for _, list := range checklist.Parse("- [ ] Bake a cake #1\n- [ ] #2\n- [ ] Water the plants\n", in).Lists {
		item := list.Items[0]
		if !list.Runbook || item.Step.Text != "Bake a cake" || item.Certainty != runbook.Known {
			t.Errorf("the list is the runbook: %t; its first step is %q, certainty %d", list.Runbook, item.Step.Text, item.Certainty)
		}
	}
}
