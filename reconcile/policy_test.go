package reconcile_test

import (
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/upkeep-app/upkeep/emulator"
	"github.com/upkeep-app/upkeep/say"
	"github.com/upkeep-app/upkeep/upgrade"
)

// problems are the issues that the app has made beside the policy.
func (w *world) problems() []emulator.Issue { return w.github.Issues("acme/.github") }

func (w *world) policyState(want upgrade.PolicyState) {
	w.t.Helper()
	record, _, err := w.store.Policy(w.t.Context(), w.installation("acme"))
	w.must(err)
	if record.State != want {
		w.t.Errorf("policy is %q, want %q", record.State, want)
	}
}

func TestAbsentPolicy(t *testing.T) {
	t.Parallel()
	w := newWorld(t, organisations)
	text, _ := w.github.File("acme/.github", "upkeep.yml")
	w.must(w.github.DeleteFile("olga", "acme/.github", "upkeep.yml"))
	w.quiet()
	w.policyState(upgrade.PolicyAbsent)
	if got := w.github.Writes(); len(got) != 1 || w.problems()[0].Title != say.OnboardingTitle {
		t.Errorf("writes %+v, want the greeting alone", got)
	}
	w.must(w.github.PushFile("olga", "acme/.github", "upkeep.yml", text))
	w.quiet()
	w.policyState(upgrade.PolicyValid)
	w.field(shop, "Status", "Todo")
	w.must(w.github.DeleteFile("olga", "acme/.github", "upkeep.yml"))
	w.settle() // keys run side by side: what comes with the policy may be decided before it
	w.must(w.github.CloseIssue("ada", w.ref(shop), ""))
	w.quiet()
	w.field(shop, "Status", "Todo")
	w.box(shop, false)
}

// The examples for people come through GitHub's API as they are, and are in force.
func TestExamplePolicies(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("../docs/examples/*.yml")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	w := newWorld(t, organisations)
	for _, file := range files {
		text, err := os.ReadFile(file)
		w.must(err)
		w.must(w.github.PushFile("olga", "acme/.github", "upkeep.yml", string(text)))
		w.quiet()
		w.policyState(upgrade.PolicyValid)
		record, _, err := w.store.Policy(t.Context(), w.installation("acme"))
		w.must(err)
		if diff := cmp.Diff(string(text), record.LastGood); diff != "" {
			t.Errorf("%s (-written +in force):\n%s", file, diff)
		}
	}
}

// An invalid file is told of in one issue, the last good one rules, and the
// issue closes itself.
func TestInvalidPolicy(t *testing.T) {
	t.Parallel()
	w := started(t, organisations)
	w.policy("mode: active", "mode: activ")
	w.quiet()
	w.policyState(upgrade.PolicyInvalid)
	all := w.problems()
	if len(all) != 1 || all[0].Closed || !strings.Contains(all[0].Body, "To mend it: `write mode: active`") {
		t.Fatalf("issues %+v, want one that shows the problem", all)
	}
	w.must(w.github.CloseIssue("ada", w.ref(shop), ""))
	w.quiet()
	w.field(shop, "Status", "Done")
	w.policy("mode: activ", "mode: inactive")
	w.quiet()
	if again := w.problems(); len(again) != 1 || !strings.Contains(again[0].Body, "inactive") {
		t.Errorf("issues %+v, want the one with today's problem", again)
	}
	w.policy("mode: inactive", "mode: active")
	w.quiet()
	if again := w.problems(); len(again) != 1 || !again[0].Closed {
		t.Errorf("issues %+v, want the one, closed", again)
	}
	w.policy("mode: active", "mode: hyperactive")
	w.quiet()
	if again := w.problems(); len(again) != 1 || again[0].Closed {
		t.Errorf("issues %+v, want the one, open again", again)
	}
}

// The same when the answer to the issue's making was lost and the file is
// mended before the app has looked for it.
func TestMendedBeforeTheIssueIsKnown(t *testing.T) {
	t.Parallel()
	w := started(t, organisations)
	w.wire.set(func(a asked) (*http.Response, error) {
		if strings.HasPrefix(a.line, "POST /repos/acme/.github/issues") {
			_, _ = a.pass()
			return answer(http.StatusBadGateway, `{}`), nil
		}
		return a.pass()
	})
	w.policy("mode: active", "mode: activ")
	w.settle()
	w.policy("mode: activ", "mode: active")
	w.wire.set(nil)
	w.quiet()
	if all := w.problems(); len(all) != 1 || !all[0].Closed {
		t.Errorf("issues %+v, want one, closed", all)
	}
}

func TestUnreadablePolicy(t *testing.T) {
	t.Parallel()
	w := started(t, organisations)
	w.wire.set(func(a asked) (*http.Response, error) {
		if strings.Contains(a.line, "/contents/upkeep.yml") || strings.Contains(a.body, "query Policy") {
			return answer(http.StatusBadGateway, `{}`), nil
		}
		return a.pass()
	})
	w.policy("name: Django 5.2", "name: Python 3.12")
	w.must(w.github.CloseIssue("ada", w.ref(shop), ""))
	w.run(time.Minute)
	w.policyState(upgrade.PolicyUnreadable)
	w.field(shop, "Status", "Done")
	w.field(shop, "Project", "Django 5.2")
	if len(w.problems()) > 0 {
		t.Error("nobody has anything to mend")
	}
	w.wire.set(nil)
	w.quiet()
	w.policyState(upgrade.PolicyValid)
	w.field(shop, "Project", "Python 3.12")
}

// In plan mode the issue about the policy is planned, and forgotten once it is mended.
func TestInvalidPolicyInPlanMode(t *testing.T) {
	t.Parallel()
	w := started(t, strings.Replace(organisations, "mode: active", "mode: plan", 1))
	w.policy("mode: plan", "mode: plan\nmood: good")
	w.quiet()
	kinds := func() []string {
		planned, err := w.store.Planned(t.Context())
		w.must(err)
		var kinds []string
		for _, p := range planned {
			kinds = append(kinds, p.Kind)
		}
		return kinds
	}
	if got := kinds(); !slices.Contains(got, "issues") || len(w.problems()) > 0 {
		t.Errorf("planned %v, want the issue to be", got)
	}
	w.policy("mood: good", "")
	w.quiet()
	if got := kinds(); slices.Contains(got, "issues") || !slices.Contains(got, "fields") {
		t.Errorf("planned %v, want the issue not to be any more", got)
	}
	w.must(w.github.PushFile("olga", "acme/.github", "upkeep.yml", "mode: plan\n"))
	w.quiet()
	if got := kinds(); len(got) > 0 {
		t.Errorf("planned %v for what is not ours any more", got)
	}
}

// A change that could not be followed at once is followed later.
func TestPolicyFollowedAfterAFailure(t *testing.T) {
	t.Parallel()
	w := started(t, strings.Replace(organisations, "mode: active", "mode: plan", 1))
	failed := false
	w.wire.set(func(a asked) (*http.Response, error) {
		if strings.Contains(a.body, "query Resolve") && !failed {
			failed = true
			return answer(http.StatusBadGateway, `{}`), nil
		}
		return a.pass()
	})
	w.policy("mode: plan", "mode: active")
	w.quiet()
	if !failed {
		t.Fatal("nothing failed")
	}
	w.field(shop, "Project", "Django 5.2")
}

func TestRoadmapIssueThatIsNotThereYet(t *testing.T) {
	t.Parallel()
	w := started(t, strings.Replace(organisations, "roadmap: \"acme/roadmap#1\"", "roadmap: \"acme/roadmap#4\"", 1))
	if n := len(w.github.Writes()); n > 0 {
		t.Errorf("%d writes", n)
	}
	_, err := w.github.OpenIssue("ben", "acme/roadmap", "Django", "- [ ] acme/shop#1")
	w.must(err)
	w.run(16 * time.Minute)
	w.field(shop, "Project", "Django 5.2")
}

// A roadmap issue that cannot be read for a while keeps its children and their order.
func TestRoadmapIssueThatCannotBeRead(t *testing.T) {
	t.Parallel()
	w := started(t, organisations)
	before, err := w.store.Members(t.Context(), w.issue(django).ID)
	w.must(err)
	w.wire.set(func(a asked) (*http.Response, error) {
		if strings.Contains(a.body, "query Resolve") {
			return answer(http.StatusOK, `{"data":{"r0":null},"errors":[{"type":"NOT_FOUND","path":["r0"],"message":"Could not resolve to a Repository"}]}`), nil
		}
		return a.pass()
	})
	w.policy("mode: active", "mode: active # still")
	w.run(time.Minute)
	w.wire.set(nil)
	w.quiet()
	after, err := w.store.Members(t.Context(), w.issue(django).ID)
	w.must(err)
	if len(after) != len(before) {
		t.Fatalf("%d children, want %d", len(after), len(before))
	}
	for n := range after {
		if !after[n].AdoptedAt.Equal(before[n].AdoptedAt) {
			t.Errorf("%s was adopted anew", after[n].ChildRef)
		}
	}
}
