package reconcile_test

import (
	"strings"
	"testing"
	"time"

	"github.com/upkeep-app/upkeep/upgrade"
)

// withLists are the organisations with list issues in all of them: partner's are
// partner/tool#2 and the private partner/secret#1, away's is away/stone#2.
func withLists() string {
	added := strings.NewReplacer(
		"          - {title: Upgrade, author: paula, body: Please.}\n", `          - {title: Upgrade, author: paula, body: Please.}
          - {title: Epic, author: paula, body: "- [ ] partner/tool#3\n- [ ] acme/closed#1"}
          - {title: More, author: paula, body: Please.}
          - {title: Node, author: paula, body: "An upgrade of partner's own."}
      - name: .github
        files:
          upkeep.yml: |
            mode: active
            people: [paula]
            boards: {maintenance: 9}
            upgrades: [{roadmap: "partner/tool#4", name: Node 24, orchestration_team: nobody}]
      - name: secret
        private: true
        people: {ben: write}
        issues:
          - {title: Epic, author: paula, body: "- [ ] partner/secret#2"}
          - {title: Hidden work, author: paula, body: Please.}
`,
		"          - {title: Upgrade, author: will, body: Please.}\n", `          - {title: Upgrade, author: will, body: Please.}
          - {title: Epic, author: will, body: "- [ ] away/stone#3"}
          - {title: More, author: will, body: Please.}
`,
		"      - name: lib\n", `      - name: closed
        private: true
        issues:
          - {title: Not for others, author: ben, body: x}
      - name: lib
`)
	return added.Replace(organisations)
}

func (w *world) lists(on string) {
	w.t.Helper()
	id := w.says("ben", django, "/upgrade list-at "+on)
	w.quiet()
	w.wantsReaction(django, id, "+1")
}

// A list of another organisation is read, and its boxes kept, with the
// installation there, which does not see what is private elsewhere.
func TestListIssueOfAnotherOrganisation(t *testing.T) {
	t.Parallel()
	w := started(t, withLists())
	const list = "partner/tool#2"
	w.lists(list)
	w.isMember("partner/tool#3", true)
	w.isMember("acme/closed#1", false)
	w.field("partner/tool#3", "Project", "Django 5.2")
	w.must(w.github.CloseIssue("paula", w.ref("partner/tool#3"), upgrade.ReasonCompleted))
	w.must(w.github.CloseIssue("olga", w.ref("acme/closed#1"), upgrade.ReasonCompleted))
	w.quiet()
	w.bodyOf(list, "- [x] partner/tool#3\n- [ ] acme/closed#1")
	w.must(w.github.EditBody("paula", w.ref(list), "- [x] partner/tool#3\n- [ ] acme/shop#2"))
	w.quiet()
	w.must(w.github.CloseIssue("ada", w.ref("acme/shop#2"), upgrade.ReasonCompleted))
	w.quiet()
	w.field("acme/shop#2", "Status", "Done")
	w.bodyOf(list, "- [x] partner/tool#3\n- [x] acme/shop#2")
}

// While the writes of its organisation are halted, a list is left alone, and
// what was missed is made up for.
func TestListIssueOfAHaltedOrganisation(t *testing.T) {
	t.Parallel()
	w := started(t, withLists())
	const list = "partner/tool#2"
	w.lists(list)
	w.says("paula", "partner/tool#4", "/upgrade halt")
	w.quiet()
	halt, err := w.store.Halt(t.Context(), w.installation("partner"))
	w.must(err)
	if !halt.On {
		t.Fatalf("not halted: %q", w.own("partner/tool#4"))
	}
	w.must(w.github.CloseIssue("paula", w.ref("partner/tool#3"), upgrade.ReasonCompleted))
	w.quiet()
	w.bodyOf(list, "- [ ] partner/tool#3\n- [ ] acme/closed#1")
	w.says("paula", "partner/tool#4", "/upgrade resume-writes")
	w.quiet()
	w.bodyOf(list, "- [x] partner/tool#3\n- [ ] acme/closed#1")
}

// A list where the app is not installed is read now and then and never written,
// until the app comes there.
func TestListIssueWithoutTheApp(t *testing.T) {
	t.Parallel()
	w := started(t, withLists())
	const list = "away/stone#2"
	w.lists(list)
	w.isMember("away/stone#3", true)
	w.must(w.github.EditBody("will", w.ref(list), "- [ ] away/stone#3\n- [ ] acme/shop#2"))
	w.must(w.github.CloseIssue("will", w.ref("away/stone#3"), upgrade.ReasonCompleted))
	w.run(16 * time.Minute)
	w.isMember("acme/shop#2", true)
	w.wantsLiving(django, "1 done, 5 open.")
	if got := w.writes("", "away/"); len(got) > 0 {
		t.Errorf("written: %+v", got)
	}
	w.must(w.github.Install("will", "away"))
	w.quiet()
	w.must(w.github.ReopenIssue("will", w.ref("away/stone#3")))
	w.quiet()
	w.must(w.github.CloseIssue("will", w.ref("away/stone#3"), upgrade.ReasonCompleted))
	w.quiet()
	w.bodyOf(list, "- [x] away/stone#3\n- [ ] acme/shop#2")
}

// What a private list holds is counted, kept, and named nowhere in public.
func TestPrivateListIssue(t *testing.T) {
	t.Parallel()
	w := started(t, withLists())
	const list = "partner/secret#1"
	w.lists(list)
	w.isMember("partner/secret#2", true)
	w.wantsLiving(django, "5 open.", "More of the list: 1 in a private repository")
	w.must(w.github.CloseIssue("paula", w.ref("partner/secret#2"), upgrade.ReasonCompleted))
	w.quiet()
	w.bodyOf(list, "- [x] partner/secret#2")
	for _, command := range []string{"status", "why", "finish"} {
		w.says("ben", django, "/upgrade "+command)
	}
	w.must(w.github.Uninstall("paula", "partner"))
	w.quiet()
	w.says("ben", django, "/upgrade status")
	w.quiet()
	for _, text := range w.allOwn(django) {
		if strings.Contains(text, "secret") {
			t.Errorf("the app says in public:\n%s", text)
		}
	}
	w.isMember("partner/secret#2", true)
	w.wantsLiving(django, "**One list issue cannot be read.**")
}

// A list issue that is gone leaves its children as unknown until it is taken off.
func TestListIssueThatIsGone(t *testing.T) {
	t.Parallel()
	w := started(t, withLists())
	w.lists(epic)
	w.must(w.github.DeleteIssue("olga", w.ref(epic)))
	w.quiet()
	w.isMember("acme/shop#2", true)
	w.wantsLiving(django, "**One list issue cannot be read.**", "4 open, 1 unknown.")
	w.lists("off " + epic)
	w.isMember("acme/shop#2", false)
	w.wantsLiving(django, "4 open.")
}
