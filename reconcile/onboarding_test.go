package reconcile_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/upkeep-app/upkeep/config"
	"github.com/upkeep-app/upkeep/emulator"
	"github.com/upkeep-app/upkeep/say"
	"github.com/upkeep-app/upkeep/upgrade"
)

// fresh are the organisations before acme has a policy. Its board is for everybody.
func fresh() string {
	return strings.NewReplacer("upkeep.yml: |", "notes.yml: |", "title: Django\n", "title: Upgrade Django to 5.2\n", "title: Maintenance\n", "title: Maintenance\n        public: true\n").Replace(organisations)
}

// greetings are the issues that greet acme.
func (w *world) greetings() []emulator.Issue {
	w.t.Helper()
	var all []emulator.Issue
	for _, i := range w.github.Issues("acme/.github") {
		if i.Title == say.OnboardingTitle {
			all = append(all, i)
		}
	}
	return all
}

// did are the methods of all that the app wrote.
func (w *world) did() []string {
	w.t.Helper()
	all := []string{}
	for _, one := range w.github.Writes() {
		all = append(all, one.Method)
	}
	return all
}

// proposed is the file that an issue proposes.
func proposed(t *testing.T, body string) string {
	t.Helper()
	_, rest, found := strings.Cut(body, "```yaml\n")
	file, _, ended := strings.Cut(rest, "\n```\n")
	if !found || !ended {
		t.Fatalf("no file in %s", body)
	}
	return file
}

// Whoever installs the app is greeted once; the issue ends when the file that
// it proposes is there. In plan mode nothing else is ever written.
func TestGreetsAnOrganisationOnce(t *testing.T) {
	t.Parallel()
	w := started(t, fresh())
	w.restart()
	w.must(w.app.Start(t.Context()))
	w.quiet()
	all := w.greetings()
	if len(all) != 1 || all[0].Closed {
		t.Fatalf("issues %+v, want one greeting", all)
	}
	file := proposed(t, all[0].Body)
	if _, problems := config.ParsePolicy("acme", []byte(file)); len(problems) > 0 {
		t.Errorf("the proposal is not valid: %v\n%s", problems, file)
	}
	text, _, _ := strings.Cut(all[0].Body, "\n\n<!-- ") // the marker goes by a key that each run has anew
	golden(t, "onboarding.md", text)
	w.loseDatabase()
	w.quiet()
	if diff := cmp.Diff([]string{"create issue"}, w.did()); diff != "" {
		t.Errorf("writes (-want +got):\n%s", diff)
	}
	w.must(w.github.PushFile("olga", "acme/.github", "upkeep.yml", file))
	w.quiet()
	if diff := cmp.Diff([]string{"create issue", "create comment", "close issue"}, w.did()); diff != "" {
		t.Errorf("writes (-want +got):\n%s", diff)
	}
	if got := w.greetings()[0]; !got.Closed || got.Body != all[0].Body {
		t.Errorf("the greeting is %+v, want it closed as it was", got)
	}
	w.must(w.github.DeleteFile("olga", "acme/.github", "upkeep.yml"))
	w.quiet()
	if len(w.greetings()) != 1 || len(w.did()) != 3 {
		t.Errorf("writes %v: who takes the policy away is not greeted", w.did())
	}
}

// A first look that fails does not cost an organisation its greeting.
func TestGreetsAfterAFirstLookThatFailed(t *testing.T) {
	t.Parallel()
	w := newWorld(t, fresh())
	w.wire.set(func(a asked) (*http.Response, error) {
		if strings.Contains(a.body, "query Policy") {
			return answer(http.StatusBadGateway, `{}`), nil
		}
		return a.pass()
	})
	w.run(time.Minute)
	w.policyState(upgrade.PolicyUnreadable)
	w.wire.set(nil)
	w.quiet()
	if diff := cmp.Diff([]string{"create issue"}, w.did()); diff != "" {
		t.Errorf("writes (-want +got):\n%s", diff)
	}
}

func TestClosedGreetingIsLeftInPeace(t *testing.T) {
	t.Parallel()
	w := started(t, fresh())
	greeting := w.greetings()[0]
	w.must(w.github.CloseIssue("olga", greeting.Ref, upgrade.ReasonNotPlanned))
	w.loseDatabase()
	w.quiet()
	w.must(w.github.PushFile("olga", "acme/.github", "upkeep.yml", proposed(t, greeting.Body)))
	w.quiet()
	if diff := cmp.Diff([]string{"create issue"}, w.did()); diff != "" {
		t.Errorf("writes (-want +got):\n%s", diff)
	}
}

func TestNobodyIsGreeted(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		organisations string
		before        func(*world)
	}{
		"switched off":  {fresh(), func(w *world) { w.settings.Onboarding = false }},
		"halted":        {fresh(), func(w *world) { w.settings.Halt = true }},
		"a policy":      {strings.Replace(organisations, "mode: active", "mode: plan", 1), nil},
		"no repository": {strings.Replace(fresh(), "name: .github", "name: github", 1), nil},
		"no issues":     {strings.Replace(fresh(), "name: .github", "name: .github\n        no_issues: true", 1), nil},
		"an archive":    {strings.Replace(fresh(), "name: .github", "name: .github\n        archived: true", 1), nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, test.organisations)
			if test.before != nil {
				test.before(w)
				w.restart()
			}
			if w.settle(); !w.settings.Halt { // nothing goes on then
				w.quiet()
			}
			if got := w.did(); len(got) > 0 {
				t.Errorf("writes %v", got)
			}
			parked, err := w.store.Keys(t.Context(), "parked")
			w.must(err)
			if len(parked) > 0 {
				t.Errorf("parked %+v", parked)
			}
		})
	}
}

// What not everybody sees is named only where not everybody reads.
func TestGreetingNamesNothingPrivateInPublic(t *testing.T) {
	t.Parallel()
	hidden := strings.NewReplacer("- name: lib\n", "- name: lib\n        private: true\n", "title: Maintenance\n        public: true", "title: Secret plans").Replace(fresh())
	for name, test := range map[string]struct {
		organisations string
		named         bool
	}{
		"for everybody": {hidden, false},
		"for some":      {strings.Replace(hidden, "name: .github\n", "name: .github\n        private: true\n", 1), true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := started(t, test.organisations)
			body := w.greetings()[0].Body
			for _, secret := range []string{"Secret plans", "acme/lib"} {
				if strings.Contains(body, secret) != test.named {
					t.Errorf("%q named: want %t, in:\n%s", secret, test.named, body)
				}
			}
			if strings.Contains(body, "left aside") == test.named {
				t.Errorf("left aside: want %t, in:\n%s", !test.named, body)
			}
		})
	}
}

// Wherever the process ends, there is one greeting, with one last word.
func TestCrashWhileGreeting(t *testing.T) {
	t.Parallel()
	for request := range 10 {
		w := newWorld(t, fresh())
		crashed := w.crashAt(request)
		w.quiet()
		w.must(w.github.PushFile("olga", "acme/.github", "upkeep.yml", "mode: plan\n"))
		w.quiet()
		w.wire.set(nil)
		w.restart()
		w.quiet()
		all := w.greetings()
		if len(all) != 1 || !all[0].Closed || len(w.github.Comments(all[0].Ref)) != 1 {
			t.Errorf("request %d: greetings %+v with comments %+v", request, all, w.github.Comments(all[0].Ref))
		}
		if !crashed() {
			return
		}
	}
	t.Error("it never came through without a crash")
}
