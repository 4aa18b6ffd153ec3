package reconcile_test

import (
	"strings"
	"testing"

	"github.com/upkeep-app/upkeep/upgrade"
)

// twoUpgrades is organisations with a second upgrade, whose team is another.
func twoUpgrades() string {
	const one = `- {roadmap: "acme/roadmap#1", name: Django 5.2, orchestration_team: arbi-bom}`
	return strings.Replace(organisations, one, one+"\n              "+`- {roadmap: "acme/roadmap#2", name: Python 3.12, orchestration_team: data}`, 1)
}

// ours reports whether an issue is a child of a roadmap issue.
func (w *world) ours(child, roadmap string) bool {
	w.t.Helper()
	parents, err := w.store.Parents(w.t.Context(), w.issue(child).ID)
	w.must(err)
	for _, p := range parents {
		if p.Roadmap == w.issue(roadmap).ID {
			return true
		}
	}
	return false
}

// An issue that somebody with the right puts on the board with the name of an
// upgrade is a child of it.
func TestAdoptedByItsCard(t *testing.T) {
	t.Parallel()
	const stranger = "acme/shop#2"
	for name, test := range map[string]struct {
		login, project string
		want           bool
	}{
		"of the orchestration team": {"ben", "Django 5.2", true},
		"without the right":         {"ada", "Django 5.2", false},
		"of another team":           {"cleo", "Django 5.2", false},
		"no upgrade":                {"ben", "Python 3.12", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := started(t, organisations)
			w.must(w.github.AddToBoard(test.login, board(), w.ref(stranger)))
			w.puts(test.login, stranger, "Project", test.project)
			w.quiet()
			if got := w.ours(stranger, django); got != test.want {
				t.Fatalf("a child: %t, want %t", got, test.want)
			}
			status := map[bool]string{true: "Todo"}[test.want]
			w.field(stranger, "Status", status)
			w.field(stranger, "Project", test.project)
			if n := len(w.takenUp()); (n == 1) != test.want {
				t.Errorf("taken up %q", w.takenUp())
			}
		})
	}
}

// What is taken off the upgrade stays off, whatever its card still says.
func TestRemovedChildIsNotAdoptedAgain(t *testing.T) {
	t.Parallel()
	const stranger = "acme/shop#2"
	w := started(t, organisations)
	w.must(w.github.AddToBoard("ben", board(), w.ref(stranger)))
	w.puts("ben", stranger, "Project", "Django 5.2")
	w.quiet()
	w.says("ben", django, "/upgrade remove "+stranger)
	w.quiet()
	w.must(w.github.CloseIssue("ada", w.ref(stranger), ""))
	w.quiet()
	if w.ours(stranger, django) {
		t.Error("it is a child again")
	}
	w.field(stranger, "Status", "Todo")
}

// A card of an issue that is not ours costs one read at most, and none on a
// board that is not ours.
func TestStrangersAreCheap(t *testing.T) {
	t.Parallel()
	w := started(t, organisations)
	w.wire.requests()
	w.must(w.github.AddToBoard("ben", board(), w.ref("acme/shop#2")))
	w.puts("ben", "acme/shop#2", "Status", "Done")
	w.quiet()
	if sent := w.wire.requests(); sentAbout(sent) > 0 {
		t.Errorf("requests %q for a field that names no upgrade", sent)
	}
	w.puts("ben", "acme/shop#2", "Project", "Python 3.12")
	w.settle()
	if sent := w.wire.requests(); sentAbout(sent) > 1 {
		t.Errorf("requests %q for one event", sent)
	}
}

// sentAbout counts the requests that read an issue.
func sentAbout(lines []string) int { return sent(lines, "query Issue") }

// The person who names another upgrade on the card moves the child there: it
// belongs to both, and the named one rules.
func TestProjectFromTheBoard(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		login string
		want  bool
	}{"of that upgrade's team": {"cleo", true}, "of the other's": {"ben", false}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := started(t, twoUpgrades())
			const child = "acme/lib#1"
			w.field(child, "Project", "Django 5.2")
			w.puts(test.login, child, "Project", "Python 3.12")
			w.quiet()
			w.field(child, "Project", "Python 3.12")
			if got := w.ours(child, "acme/roadmap#2"); got != test.want {
				t.Errorf("a child of the named upgrade: %t, want %t", got, test.want)
			}
			if !w.ours(child, django) {
				t.Error("it has left the upgrade that lists it")
			}
			if got := w.setting(child, upgrade.SettingProject); (got == "Python 3.12") != test.want {
				t.Errorf("the app goes by %q", got)
			}
			before := len(w.github.Writes())
			w.restart()
			w.trigger(child)
			w.quiet()
			if again := w.github.Writes()[before:]; len(again) > 0 {
				t.Errorf("a second look writes %+v", again)
			}
			w.puts("ben", child, "Project", "")
			w.quiet()
			w.field(child, "Project", "")
		})
	}
}
