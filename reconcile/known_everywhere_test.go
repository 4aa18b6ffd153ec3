package reconcile_test

import (
	"strings"
	"testing"

	"github.com/upkeep-app/upkeep/upgrade"
)

// Wherever people say that an issue is a child, it is one in all places: the
// index, the board, the living comment, and its own commands. It is none any
// more when they take that back.
func TestAChildIsKnownEverywhere(t *testing.T) {
	t.Parallel()
	const other = "acme/shop#2"
	listed := "- [ ] acme/shop#1\r\n- [ ] " + other + "\r\n"
	for name, c := range map[string]struct {
		add, takeBack func(*world)
		members       string // how it is one
	}{
		"list": {
			func(w *world) { w.must(w.github.EditBody("ben", w.ref(django), listed)) },
			func(w *world) { w.must(w.github.EditBody("ben", w.ref(django), "- [ ] acme/shop#1\r\n")) },
			other + " by list",
		},
		"list issue": {
			func(w *world) { w.says("ben", django, "/upgrade list-at "+epic) },
			func(w *world) { w.must(w.github.EditBody("ben", w.ref(epic), "Nothing.")) },
			other + " by list",
		},
		"sub-issue": {
			func(w *world) { w.must(w.github.AddSubIssue("ben", w.ref(django), w.ref(other))) },
			func(w *world) { w.must(w.github.RemoveSubIssue("ben", w.ref(django), w.ref(other))) },
			other + " by sub-issue",
		},
		"sub-issue of a list issue": {
			func(w *world) {
				w.must(w.github.EditBody("ben", w.ref(epic), "Nothing."))
				w.says("ben", django, "/upgrade list-at "+epic)
				w.quiet()
				w.must(w.github.AddSubIssue("ben", w.ref(epic), w.ref(other)))
			},
			func(w *world) { w.must(w.github.RemoveSubIssue("ben", w.ref(epic), w.ref(other))) },
			other + " by sub-issue",
		},
		"board": {
			func(w *world) {
				w.must(w.github.AddToBoard("ben", board(), w.ref(other)))
				w.must(w.github.SetField("ben", board(), w.ref(other), "Project", "Django 5.2"))
			},
			func(w *world) { w.says("ben", django, "/upgrade remove "+other) },
			other + " by command",
		},
		"command": {
			func(w *world) { w.says("ben", django, "/upgrade add "+other) },
			func(w *world) { w.says("ben", django, "/upgrade remove "+other) },
			other + " by command",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := started(t, organisations)
			w.must(w.github.EditBody("ben", w.ref(django), "- [ ] acme/shop#1\r\n"))
			w.quiet()
			c.add(w)
			w.quiet()
			if all := strings.Join(w.members(), "\n"); !strings.Contains(all, c.members) {
				t.Errorf("children are\n%s\nwant %s", all, c.members)
			}
			w.field(other, "Project", "Django 5.2")
			w.wantsLiving(django, "2 open.")
			w.says("ben", other, "/upgrade status")
			w.quiet()
			w.wantsOwn(other, "This is a child of the upgrade `Django 5.2`")
			w.must(w.github.CloseIssue("ada", w.ref(other), upgrade.ReasonCompleted))
			w.quiet()
			w.field(other, "Status", "Done")
			w.wantsLiving(django, "1 done, 1 open.")
			c.takeBack(w)
			w.quiet()
			w.isMember(other, false)
			w.wantsLiving(django, "1 open.")
		})
	}
}
