//go:build services

package simulator_test

import (
	"strings"
	"time"

	"github.com/upkeep-app/upkeep/emulator"
	"github.com/upkeep-app/upkeep/upgrade"
)

const wholePolicy = `mode: active
boards:
  maintenance: {number: 5, statuses: {blocked: Blocked}}
  roadmap:
    number: 4
    facts: {Stage: state}
kinds:
  external dependency: {repositories: [acme/vendors]}
people: [olga]
roadmap_repositories: [plans]
terms:
  roadmap_fields: [Type]
  external: acme/vendors
`

// tell plays the upgrade.
func (w *whole) tell() {
	w.did(w.github.PushFile("olga", "acme/.github", "upkeep.yml", wholePolicy))
	w.edit("the plan and the runbook", func(string) string {
		return "Move everything before support ends.\r\n\r\n" + strings.ReplaceAll(wholeRunbook().Markdown(), "\n", "\r\n") +
			"\r\n## Children\r\n\r\n- the first ones\r\n"
	})
	w.start()
	w.settle()
	w.scene("start", w.command(`/upgrade start "Django 5.2" from 4.2 to 5.2 by 2026-09-01`))
	w.scene("activation", w.command("/upgrade activate"))
	w.begin()
	w.finish()
	w.judge()
}

// begin is what people do until all work is under way.
func (w *whole) begin() {
	w.scene("a tick too early", w.tick("milestone"))
	w.comment("living", "checked by hand, and it stays so. What the app sees: the issue has no milestone")
	w.scene("prepare",
		w.labels("maintenance"), w.milestone(1),
		w.command("/upgrade target 2026-09-01 because support ends"),
		w.command("/upgrade orchestrator @acme/arbi-bom"),
		func() { w.did(w.github.SetField("olga", roadmapBoard, w.roadmap, "Type", "Maintenance")) })
	w.scene("option and view",
		func() { w.did(w.github.SetOptions("olga", board(), "Project", "Node 24", "Django 5.2")) },
		func() { w.did(w.github.CreateView("olga", board(), "Django", `project:"Django 5.2"`)) })
	w.days(2)
	w.scene("children",
		w.listed("s1", "acme/s1", "red"), w.listed("s2", "acme/s2", "red"), w.listed("gadget", "partner/gadget", "pia"),
		w.listed("far", "elsewhere/far", "emil"), w.added("l1", "acme/l1"), w.subIssue("s3", "acme/s3"),
		w.tick("impact"), w.tick("child-issues"))
	w.scene("document",
		w.command("/upgrade docs https://docs.example/django"), w.command("/upgrade instructions https://docs.example/how"),
		w.tick("documentation-page"), w.tick("documentation-back"), w.command("/upgrade check risky-changes"), w.command("/upgrade check worth automating"), w.tick("instructions-written"))
	w.scene("more children, and a hand in the app's own list",
		w.command("/upgrade list-at acme/plans#2"), w.listedAt("epic", "acme/l1"), w.command("/upgrade uncheck risky-changes"),
		w.hand("checks l1 in the app's own list", "- [ ] acme/l1#1", "- [x] acme/l1#1"),
		w.hand("writes into the app's own list", "Upkeep keeps this list", "Olga keeps this list"))
	w.scene("check once more", w.command("/upgrade check risky-changes"))
	w.scene("announce",
		w.added("vendor", "acme/vendors"), w.tick("announcement"), w.tick("external-issues"), w.tick("community"), w.tick("operations"),
		w.chooses("s1", "red", "owner-does-everything"), w.chooses("s2", "red", "owner-reviews-merges"), w.chooses("gadget", "pia", "owner-does-everything"))
	w.scene("external labels", func() {
		w.did(w.github.SetLabels("olga", w.children["vendor"], "maintenance", "help wanted"))
	})
	w.scene("label and milestone go away", w.labels(), w.milestone(0))
	w.comment("living", "as the issue lacks the label `maintenance`", "as the issue has no milestone")
	w.scene("label and milestone come back", w.labels("maintenance"), w.milestone(1))
}

// finish is the work itself, and what follows from it.
func (w *whole) finish() {
	w.scene("work", w.closes("s1", "red"), w.closes("s2", "red"), w.closes("s3", "red"), w.closes("l1", "red"), w.closes("gadget", "pia"),
		w.closes("far", "emil"), w.closes("epic", "red"), w.tick("services-deployed"))
	w.scene("second thoughts", w.reopens("s1", "red"), w.reopens("gadget", "pia"))
	w.scene("work is done", w.closes("s1", "red"), w.closes("gadget", "pia"), w.closes("vendor", "olga"))
	w.scene("a child is opened again", w.reopens("s2", "red"))
	w.comment("living", "7 of 8 done", "open again since")
	w.scene("and done", w.closes("s2", "red"))
	w.scene("clean up", func() { w.did(w.github.DeleteView("olga", board(), "Django")) },
		w.tick("support-windows"), w.tick("completion"), w.tick("ci-matrix"), w.tick("retrospective"), w.tick("runbook-improved"), w.strike("health-checks-stopped"))
	w.days(2)
	w.scene("finish", w.command("/upgrade finish"))
	w.comment("notes", "From `acme/s2#1`:\n\n```\nRun the migrations.\n```", "Open issues to replace or adopt dependencies")
	w.scene("the rest", w.tick("documentation-moved"), w.tick("follow-ups"))
	w.scene("acknowledged", w.command("/upgrade finish acknowledged"))
}

var roadmapBoard = emulator.BoardRef{Org: "acme", Number: 4}

// edit is a person's hand on the description.
func (w *whole) edit(what string, change func(string) string) {
	w.boxes.look()
	w.boxes.byPerson = true
	w.note("olga edits the description: %s", what)
	w.did(w.github.EditBody("olga", w.roadmap, change(w.body())))
	w.boxes.look()
	w.boxes.byPerson = false
}

// tick checks the box of a step by hand.
func (w *whole) tick(step string) func() {
	return func() {
		w.edit("checks "+step, func(body string) string {
			return strings.Replace(body, "- [ ] "+w.boxes.steps[step], "- [x] "+w.boxes.steps[step], 1)
		})
	}
}

// hand changes words of the description by hand.
func (w *whole) hand(what, old, changed string) func() {
	return func() {
		w.edit(what, func(body string) string {
			if !strings.Contains(body, old) {
				w.fail("%s: there is no %q in %s", what, old, body)
			}
			return strings.Replace(body, old, changed, 1)
		})
	}
}

// strike says that a step does not apply.
func (w *whole) strike(step string) func() {
	return func() {
		w.edit("strikes "+step, func(body string) string {
			return strings.Replace(body, "] "+w.boxes.steps[step], "] ~~"+w.boxes.steps[step]+"~~", 1)
		})
	}
}

// command is one on the roadmap issue, of somebody who may.
func (w *whole) command(text string) func() {
	return func() { w.says("olga", w.roadmap, text) }
}

func (w *whole) says(login string, on upgrade.Ref, text string) {
	w.note("%s on %s: %s", login, on, text)
	id, err := w.github.Comment(login, on, text)
	w.did(err)
	w.said = append(w.said, said{on, id, text})
}

func (w *whole) chooses(child, login, level string) func() {
	return func() { w.says(login, w.children[child], "/upgrade owner-does "+level) }
}

func (w *whole) labels(names ...string) func() {
	return func() {
		w.note("olga sets the labels to %v", names)
		w.did(w.github.SetLabels("olga", w.roadmap, names...))
	}
}

// milestone puts the roadmap issue into a milestone, which is made if there is none.
func (w *whole) milestone(number int) func() {
	return func() {
		w.note("olga sets milestone %d", number)
		err := w.github.SetMilestone("olga", w.roadmap, number)
		if err != nil {
			number, err = w.github.CreateMilestone("olga", "acme/plans", "Willow")
			w.did(err)
			err = w.github.SetMilestone("olga", w.roadmap, number)
		}
		w.did(err)
	}
}

// open opens the issue of a child.
func (w *whole) open(name, repo, login string) upgrade.Ref {
	ref, err := w.github.OpenIssue(login, repo, "Upgrade to Django 5.2", "Please.\n\n## Deployment notes\n\nRun the migrations.\n")
	w.did(err)
	w.note("%s opens %s", login, ref)
	w.children[name] = ref
	return ref
}

// listed is a child that is opened and put into people's own list.
func (w *whole) listed(name, repo, login string) func() {
	return func() {
		ref := w.open(name, repo, login)
		w.edit("lists "+name, func(body string) string {
			return strings.Replace(body, "- the first ones\r\n", "- the first ones\r\n- [ ] "+ref.String()+"\r\n", 1)
		})
	}
}

// added is a child that is opened and named by a command.
func (w *whole) added(name, repo string) func() {
	return func() { w.command("/upgrade add " + w.open(name, repo, "olga").String())() }
}

func (w *whole) subIssue(name, repo string) func() {
	return func() { w.did(w.github.AddSubIssue("olga", w.roadmap, w.open(name, repo, "olga"))) }
}

// listedAt is a child that is opened and put into the list of the epic.
func (w *whole) listedAt(name, repo string) func() {
	return func() {
		ref := w.open(name, repo, "olga")
		w.boxes.byPerson = true
		w.did(w.github.EditBody("olga", w.epic, "The rest:\n\n- [ ] "+ref.String()+"\n"))
		w.boxes.look()
		w.boxes.byPerson = false
	}
}

func (w *whole) closes(child, login string) func() {
	return func() {
		w.note("%s closes %s", login, child)
		w.did(w.github.CloseIssue(login, w.children[child], upgrade.ReasonCompleted))
	}
}

func (w *whole) reopens(child, login string) func() {
	return func() {
		w.note("%s reopens %s", login, child)
		w.did(w.github.ReopenIssue(login, w.children[child]))
	}
}

// days pass, in which the app does what is due.
func (w *whole) days(n int) {
	for end := w.now.Add(time.Duration(n) * 24 * time.Hour); w.now.Before(end) && len(w.wrong) == 0; {
		w.drain(0)
		due, any, err := w.store.NextDue(w.ctx)
		w.did(err)
		if !any || due.After(end) {
			w.now = end
			break
		}
		w.now = later(w.now, due)
	}
	w.settle()
}
