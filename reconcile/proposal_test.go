package reconcile_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/upkeep-app/upkeep/emulator"
	"github.com/upkeep-app/upkeep/upgrade"
)

// inPlan are the organisations with their policy in plan mode.
func inPlan() string { return strings.Replace(organisations, "mode: active", "mode: plan", 1) }

// proposes opens a pull request from a member's fork that changes the policy; the
// two strings are as for strings.Replace.
func (w *world) proposes(from, to string) upgrade.Ref {
	w.t.Helper()
	return w.proposesAs("ada", from, to)
}

func (w *world) proposesAs(login, from, to string) upgrade.Ref {
	w.t.Helper()
	text, _ := w.github.File("acme/.github", "upkeep.yml")
	if !strings.Contains(text, from) {
		w.t.Fatalf("the policy has no %q", from)
	}
	ref, err := w.github.OpenPullRequestFromFork(login, "acme/.github", "Change the policy", "upkeep.yml", strings.Replace(text, from, to, 1))
	w.must(err)
	return ref
}

// checked is the newest check of a pull request, of which there have to be so many.
func (w *world) checked(ref upgrade.Ref, number int) emulator.CheckRun {
	w.t.Helper()
	all := w.github.CheckRuns(ref)
	if len(all) != number {
		w.t.Fatalf("%d checks %+v, want %d", len(all), all, number)
	}
	return all[number-1]
}

// unchecked wants a pull request without any check.
func (w *world) unchecked(ref upgrade.Ref) {
	w.t.Helper()
	if all := w.github.CheckRuns(ref); len(all) > 0 {
		w.t.Errorf("checks of %s %+v, want none", ref, all)
	}
}

// saysOf wants a check to end so, and to say that.
func (w *world) saysOf(check emulator.CheckRun, conclusion, title string, parts ...string) {
	w.t.Helper()
	if check.Conclusion != conclusion || check.Title != title || check.Name != "upkeep.yml" || check.Status != "completed" {
		w.t.Errorf("check %s %q, want %s %q:\n%s", check.Conclusion, check.Title, conclusion, title, check.Summary)
	}
	for _, part := range parts {
		if !strings.Contains(check.Summary, part) {
			w.t.Errorf("no %q in:\n%s", part, check.Summary)
		}
	}
}

// A proposal is checked in plan mode too, and writes nothing else. What it would
// switch on is said; the check is renewed with the proposal and with the policy.
func TestChecksAProposal(t *testing.T) {
	t.Parallel()
	w := started(t, inPlan())
	ref := w.proposes("mode: plan", "mode: plan\nwrites: {fields: active}")
	w.quiet()
	first := w.checked(ref, 1)
	w.saysOf(first, "success", "Valid", "- cards and their fields: `plan` → `active`", "### Written as soon as this is merged (", "- `acme/shop#1`, `card on board acme/1`, `Status`, `Project`")
	golden(t, "proposal.md", first.Summary)
	if strings.Contains(first.Summary, "### Wanted no more") || strings.Contains(first.Summary, "and not written") {
		t.Errorf("it tells of what stays as it is:\n%s", first.Summary)
	}
	w.must(w.github.PushToFork("ada", ref, "upkeep.yml", "mode: [plan\n"))
	w.quiet()
	w.saysOf(w.checked(ref, 1), "failure", "Not valid: 1 problem", "the version that is in force now stays in force")
	text, _ := w.github.File("acme/.github", "upkeep.yml")
	w.must(w.github.PushToFork("ada", ref, "upkeep.yml", text+"# the same\n"))
	w.quiet()
	w.saysOf(w.checked(ref, 1), "success", "Valid", "It changes nothing of what Upkeep writes or shows today.")
	w.must(w.github.PushFile("olga", "acme/.github", "upkeep.yml", "mode: plan\n"))
	w.quiet()
	w.saysOf(w.checked(ref, 2), "success", "Valid", "### Shown by `upkeep plan`, and not written (")
	w.must(w.github.CloseIssue("olga", ref, ""))
	w.must(w.github.PushFile("olga", "acme/.github", "upkeep.yml", text))
	w.quiet()
	w.checked(ref, 2)
	if diff := cmp.Diff([]string{"create check run", "create check run", "create check run", "create check run"}, w.did()); diff != "" {
		t.Errorf("writes (-want +got):\n%s", diff)
	}
}

// What a command has laid down about an upgrade wins over the modes of any
// policy, and so in what a check says.
func TestCheckGoesByWhatCommandsLaidDown(t *testing.T) {
	t.Parallel()
	w := started(t, inMode("active"))
	w.says("olga", django, "/upgrade plan-only comments")
	w.quiet()
	ref := w.proposes("teams: {platform: Platform}", "teams: {platform: People of the platform}")
	w.quiet()
	shown := w.checked(ref, 1)
	w.saysOf(shown, "success", "Valid", "### Shown by `upkeep plan`, and not written (")
	if strings.Contains(shown.Summary, "### Written") || strings.Contains(shown.Summary, "### Modes") {
		t.Errorf("it would write nothing:\n%s", shown.Summary)
	}
}

// Each problem stands beside its line.
func TestAnnotatesWhatIsWrong(t *testing.T) {
	t.Parallel()
	w := started(t, organisations)
	ref := w.proposes("boards: {maintenance: 1}", "boards: {maintenance: one}\nmodus: plan")
	w.quiet()
	check := w.checked(ref, 1)
	w.saysOf(check, "failure", "Not valid: 2 problems")
	if len(check.Annotations) != 2 || !strings.HasPrefix(check.Annotations[0], "upkeep.yml:2:23 failure: ") || !strings.HasPrefix(check.Annotations[1], "upkeep.yml:3:1 failure: ") {
		t.Errorf("annotations %q", check.Annotations)
	}
}

func TestProposalToTakeThePolicyAway(t *testing.T) {
	t.Parallel()
	w := started(t, organisations)
	w.must(w.github.CreateBranch("olga", "acme/.github", "away"))
	w.must(w.github.DeleteFileFrom("olga", "acme/.github", "away", "upkeep.yml"))
	ref, err := w.github.OpenPullRequestFrom("olga", "acme/.github", "away", "", "Away with it", "")
	w.must(err)
	w.quiet()
	w.saysOf(w.checked(ref, 1), "neutral", "Without this file, Upkeep does nothing")
}

// Who asks for a check once more gets another one, also of the same texts.
func TestChecksOnceMore(t *testing.T) {
	t.Parallel()
	w := started(t, organisations)
	ref := w.proposes("mode: active", "mode: plan")
	w.quiet()
	first := w.checked(ref, 1)
	w.must(w.github.RerequestCheck("olga", ref, first.ID))
	w.quiet()
	w.loseDatabase()
	w.quiet()
	if second := w.checked(ref, 2); second.Summary != first.Summary || second.ExternalID == first.ExternalID {
		t.Errorf("checks %+v and %+v", first, second)
	}
}

// Whoever proposes a policy from outside is told whether it is valid. Nothing is
// rehearsed for them, until somebody who may write asks for it.
func TestProposalFromOutside(t *testing.T) {
	t.Parallel()
	w := started(t, inPlan())
	w.wire.requests()
	ref := w.proposesAs("stranger", "mode: plan", "mode: plan\nwrites: {fields: active}")
	w.quiet()
	first := w.checked(ref, 1)
	w.saysOf(first, "neutral", "Valid", "as nobody of this organisation")
	if strings.Contains(first.Summary, "acme/") || slices.ContainsFunc(w.wire.requests(), func(line string) bool { return strings.Contains(line, "app/installations") }) {
		t.Errorf("it was rehearsed:\n%s", first.Summary)
	}
	w.must(w.github.RerequestCheck("olga", ref, first.ID))
	w.quiet()
	w.saysOf(w.checked(ref, 2), "success", "Valid", "### Written as soon as this is merged (", "- `acme/shop#1`, ")
	w.must(w.github.PushToFork("stranger", ref, "upkeep.yml", "mode: [plan\n"))
	w.quiet()
	w.saysOf(w.checked(ref, 1), "failure", "Not valid: 1 problem")
}

func TestPullRequestsThatAreNoProposals(t *testing.T) {
	t.Parallel()
	w := started(t, organisations)
	other, err := w.github.OpenPullRequestFromFork("stranger", "acme/.github", "Another file", "README.md", "x\n")
	w.must(err)
	elsewhere, err := w.github.OpenPullRequestFromFork("stranger", "acme/shop", "Another repository", "upkeep.yml", "mode: plan\n")
	w.must(err)
	w.must(w.github.CreateBranch("olga", "acme/.github", "side"))
	w.must(w.github.CreateBranch("olga", "acme/.github", "work"))
	w.must(w.github.PushFileTo("olga", "acme/.github", "work", "upkeep.yml", "mode: plan\n"))
	branch, err := w.github.OpenPullRequestFrom("olga", "acme/.github", "work", "side", "Another branch", "")
	w.must(err)
	w.quiet()
	for _, ref := range []upgrade.Ref{other, elsewhere, branch} {
		w.unchecked(ref)
	}
}

// An organisation that has not accepted the permission yet gets no checks, and no trouble.
func TestNoChecksWithoutThePermission(t *testing.T) {
	t.Parallel()
	permissions := "installed: {permissions: {contents: read, issues: write, pull_requests: read, members: read, organization_projects: write}}"
	w := started(t, strings.Replace(organisations, "installed: true", permissions, 1))
	ref := w.proposes("mode: active", "mode: plan")
	w.quiet()
	w.unchecked(ref)
	parked, err := w.store.Keys(t.Context(), "parked")
	w.must(err)
	if len(parked) > 0 {
		t.Errorf("parked %+v", parked)
	}
}

// In a repository that everybody reads, a check names what everybody sees, and counts the rest.
func TestCheckNamesNothingPrivateInPublic(t *testing.T) {
	t.Parallel()
	hidden := strings.Replace(inPlan(), "- name: lib\n", "- name: lib\n        private: true\n", 1)
	for name, test := range map[string]struct {
		organisations string
		all           bool
	}{
		"for everybody": {hidden, false},
		"for some":      {strings.Replace(hidden, "name: .github\n", "name: .github\n        private: true\n        people: {ada: write}\n", 1), true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := started(t, test.organisations)
			ref := w.proposes("mode: plan", "mode: active")
			w.quiet()
			text := w.checked(ref, 1).Summary
			for part, want := range map[string]bool{
				"`acme/lib#1`": test.all, "in places that not everybody sees": !test.all, "`acme/shop#1`": true, "`Status`: nothing → `Todo`": test.all,
			} {
				if strings.Contains(text, part) != want {
					t.Errorf("%q there: want %t, in:\n%s", part, want, text)
				}
			}
		})
	}
}

// Wherever the process ends, there is one check.
func TestCrashWhileChecking(t *testing.T) {
	t.Parallel()
	for request := range 6 {
		w := started(t, inPlan())
		crashed := w.crashAt(request)
		ref := w.proposes("mode: plan", "mode: active")
		w.quiet()
		w.wire.set(nil)
		w.restart()
		w.quiet()
		w.checked(ref, 1)
		if !crashed() {
			return
		}
	}
	t.Error("it never came through without a crash")
}
