//go:build services

package reconcile_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/upkeep-app/upkeep/command"
	"github.com/upkeep-app/upkeep/upgrade"
)

// tried is how one command is tried out on the emulator.
type tried struct {
	login string // who may run it
	on    string
	// before makes the world one in which the command can go well; may be nil.
	before func(*world)
	right  string
	// wrong is empty for a command that takes no argument and whatever stands there.
	wrong string
	// elsewhere is an issue it is not for; empty when it may be used on every one.
	elsewhere string
	// silent says that nothing is written in the world that before makes.
	silent bool
	// held says what is not as the command wants it; empty when all is.
	held func(*world) string
}

// laid is a check that an issue has a setting.
func laid(on, name, value string) func(*world) string {
	return func(w *world) string {
		w.t.Helper()
		id := w.issue(on).ID
		settings, err := w.store.Settings(w.t.Context(), []upgrade.NodeID{id})
		w.must(err)
		if got := settings[id].Value(name); got != value {
			return "setting " + name + " is " + got
		}
		return ""
	}
}

func onBoard(name, value string) func(*world) string {
	return func(w *world) string {
		if got := w.card(shop)[name]; got != value {
			return name + " is " + got
		}
		return ""
	}
}

func told(on, text string) func(*world) string {
	return func(w *world) string {
		if own := strings.Join(w.own(on), "\n"); !strings.Contains(own, text) {
			return "the app says " + own
		}
		return ""
	}
}

// tells wants the living comment to say something.
func tells(on, text string) func(*world) string {
	return func(w *world) string {
		if living := w.living(on); !strings.Contains(living, text) {
			return "the living comment says " + living
		}
		return ""
	}
}

func everyCommand() map[string]tried {
	all := map[string]tried{
		command.Help:         {login: "stranger", on: shop, right: "help owner-does", wrong: "help frobnicate", held: told(shop, "owner-does")},
		command.Why:          {login: "stranger", on: shop, right: "why", wrong: "why not", held: told(shop, "This issue is a child of the upgrade")},
		command.Status:       {login: "stranger", on: shop, right: "status", wrong: "status please", held: told(shop, "This is a child of the upgrade")},
		command.OwnerDoes:    {login: "ada", on: shop, right: "owner-does owner-deploys", wrong: "owner-does nothing", held: onBoard(ownerDoes, "Owner deploys and monitors")},
		command.Owner:        {login: "ada", on: shop, right: "owner @acme/data", wrong: "owner nobody-knows-them", held: onBoard("Owner", "data")},
		command.Column:       {login: "ada", on: shop, right: "column in progress", wrong: "column nowhere", held: onBoard("Status", "In Progress")},
		command.Exempt:       {login: "ada", on: shop, right: "exempt until 2026-06-01 because of a freeze", wrong: "exempt until 2026-06-01", held: laid(shop, "exempt", "2026-06-01")},
		command.NotAffected:  {login: "ada", on: shop, right: "not-affected because it has no Django", wrong: "not-affected", held: laid(shop, "not-affected", "yes")},
		command.Start:        {login: "ben", on: python, right: "start Node", wrong: "start", elsewhere: shop, held: laid(python, "mode:boxes", "plan")},
		command.Target:       {login: "ben", on: django, right: "target 2026-06-01 because support ends", wrong: "target soon because", held: laid(django, "target", "2026-06-01")},
		command.Orchestrator: {login: "ben", on: django, right: "orchestrator platform", wrong: "orchestrator nobody", held: laid(django, "orchestrator", "platform")},
		command.Steward:      {login: "ben", on: django, right: "steward ada", wrong: "steward no-such-account", held: laid(django, "steward", "ada")},
		command.Milestone:    {login: "ben", on: django, right: "milestone Willow", wrong: "milestone", held: laid(django, "milestone", "Willow")},
		command.Docs:         {login: "ben", on: django, right: "docs https://example.org/a", wrong: "docs no-address", held: laid(django, "docs", "https://example.org/a")},
		command.Instructions: {login: "ben", on: django, right: "instructions https://example.org/a", wrong: "instructions x", held: laid(django, "instructions", "https://example.org/a")},
		command.Pause:        {login: "ben", on: django, right: "pause", held: tells(django, "paused")},
		command.Resume:       {login: "ben", on: django, right: "resume", before: func(w *world) { w.says("ben", django, "/upgrade pause"); w.quiet() }, held: laid(django, "paused", "no")},
		command.Add: {login: "ben", on: django, right: "add acme/shop#2", wrong: "add acme/shop#99", held: func(w *world) string {
			if w.card("acme/shop#2")["Project"] != "Django 5.2" {
				return "the child is not on the board"
			}
			return ""
		}},
		command.Remove: {login: "ben", on: django, right: "remove acme/lib#1", wrong: "remove nothing", held: func(w *world) string {
			members, err := w.store.Members(w.t.Context(), w.issue(django).ID)
			w.must(err)
			if slices.ContainsFunc(members, func(m upgrade.Member) bool { return m.ChildRef.String() == "acme/lib#1" }) {
				return "still a child"
			}
			return ""
		}},
		command.ListAt: {login: "ben", on: django, right: "list-at #3", wrong: "list-at #99", held: func(w *world) string {
			if w.card("acme/shop#2")["Project"] != "Django 5.2" {
				return "what it lists is no child"
			}
			return ""
		}},
		command.Tidy:         {login: "ben", on: django, right: "tidy", wrong: "tidy #3", before: fenced, held: unfenced},
		command.Check:        {login: "ben", on: django, right: "check 2", wrong: "check nothing at all", before: acceptAll, held: stepBox("[x] Create an issue in each")},
		command.Uncheck:      {login: "ben", on: django, right: "uncheck 1", wrong: "uncheck 99", before: acceptAll, held: stepBox("[ ] Create a roadmap issue")},
		command.AcceptStep:   {login: "ben", on: django, right: "accept-step 1", wrong: "accept-step x", held: laid(django, "accept:create roadmap issue", "roadmap-issue")},
		command.Claim:        {login: "ada", on: shop, right: "claim", held: assigned(true)},
		command.Unclaim:      {login: "ada", on: shop, right: "unclaim", before: func(w *world) { w.must(w.github.Assign("ada", w.ref(shop), "ada")) }, held: assigned(false)},
		command.BlockedBy:    {login: "ada", on: shop, right: "blocked-by #2", wrong: "blocked-by #99", held: blocked(true)},
		command.Unblock:      {login: "ada", on: shop, right: "unblock #2", wrong: "unblock #99", before: func(w *world) { w.must(w.github.AddBlockedBy("ada", w.ref(shop), w.ref("acme/shop#2"))) }, held: blocked(false)},
		command.Halt:         {login: "olga", on: shop, right: "halt", wrong: "halt now", held: halted(true)},
		command.ResumeWrites: {login: "olga", on: shop, right: "resume-writes", wrong: "resume-writes now", before: func(w *world) { w.says("olga", shop, "/upgrade halt") }, silent: true, held: halted(false)},
		command.Resync:       {login: "olga", on: shop, right: "resync", wrong: "resync now", held: func(*world) string { return "" }},
		command.PlanOnly:     {login: "olga", on: django, right: "plan-only boxes", wrong: "plan-only trees", held: laid(django, "mode:boxes", "plan")},
		command.Activate:     {login: "olga", on: django, right: "activate boxes", wrong: "activate trees", held: laid(django, "mode:boxes", "active")},
		command.Finish:       {login: "ben", on: django, right: "finish", wrong: "finish perhaps", before: (*world).allDone, held: closedAs(django, upgrade.ReasonCompleted)},
		command.Cancel:       {login: "ben", on: django, right: "cancel because nobody needs it", wrong: "cancel", held: closedAs(django, upgrade.ReasonNotPlanned)},
	}
	for name, one := range all {
		spec, _ := command.Find(name)
		switch spec.Where {
		case command.OnChild:
			one.elsewhere = django
		case command.OnRoadmap:
			one.elsewhere = shop
		}
		all[name] = one
	}
	return all
}

// acceptAll makes steps of the lines that only read like some.
func acceptAll(w *world) { w.says("ben", django, "/upgrade accept-step all") }

func stepBox(line string) func(*world) string {
	return func(w *world) string {
		if body := w.issue(django).Body; !strings.Contains(body, line) {
			return "the description is " + body
		}
		return ""
	}
}

// unfenced says what is left of fenced.
func unfenced(w *world) string {
	if both := w.issue(django).Body + w.issue(epic).Body; strings.Contains(both, "[tasklist]") {
		return "a fence is left: " + both
	}
	return ""
}

func assigned(want bool) func(*world) string {
	return func(w *world) string {
		if got := slices.Contains(w.issue(shop).Assignees, "ada"); got != want {
			return "assigned to another"
		}
		return ""
	}
}

func blocked(want bool) func(*world) string {
	return func(w *world) string {
		if got := slices.Contains(w.issue(shop).BlockedBy, w.ref("acme/shop#2")); got != want {
			return "blocked by another"
		}
		return ""
	}
}

func halted(want bool) func(*world) string {
	return func(w *world) string {
		halt, err := w.store.Halt(w.t.Context(), w.installation("acme"))
		w.must(err)
		if halt.On != want {
			return "halted or not, as it was before"
		}
		return ""
	}
}

func closedAs(on string, reason upgrade.StateReason) func(*world) string {
	return func(w *world) string {
		if issue := w.issue(on); !issue.Closed || issue.Reason != reason {
			return "closed as " + string(issue.Reason)
		}
		return ""
	}
}

// prepared is a world in which a command can be tried.
func (c tried) prepared(t *testing.T) *world {
	t.Helper()
	w := started(t, organisations)
	w.policy("mode: active", "mode: active\npeople: [olga]")
	w.quiet()
	if c.before != nil {
		c.before(w)
		w.quiet()
	}
	return w
}

func TestEveryCommandIsTried(t *testing.T) {
	t.Parallel()
	cases := everyCommand()
	for _, spec := range command.Table() {
		if _, ok := cases[spec.Name]; !ok {
			t.Errorf("%s is not tried", spec.Name)
		}
	}
}

// What is wrong, in the wrong place, without right, somebody else's words or
// gone has no effect; each but the last two has one answer.
func TestEveryCommandRefuses(t *testing.T) {
	t.Parallel()
	for name, c := range everyCommand() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if c.silent {
				c.before = nil
			}
			w := c.prepared(t)
			if name != command.Start {
				for _, silent := range []func(){
					func() { w.must(w.github.EditComment("olga", w.says("stranger", c.on, "Hello."), "/upgrade "+c.right)) },
					func() { w.must(w.github.DeleteComment(c.login, w.says(c.login, c.on, "/upgrade "+c.right))) },
					func() { w.says("helper[bot]", c.on, "/upgrade "+c.right) },
				} {
					before := w.own(c.on)
					silent()
					w.quiet()
					if diff := cmp.Diff(before, w.own(c.on)); diff != "" {
						t.Errorf("answered (-before +after):\n%s", diff)
					}
				}
			}
			refused := func(login, on, line string) {
				t.Helper()
				id := w.says(login, on, "/upgrade "+line)
				w.quiet()
				if diff := cmp.Diff([]string{"confused"}, w.reactions(on, id)); diff != "" {
					t.Errorf("%s by %s on %s, reactions (-want +got):\n%s", line, login, on, diff)
				}
				if !slices.ContainsFunc(w.own(on), func(text string) bool { return strings.Contains(text, "`/upgrade "+line+"`") }) {
					t.Errorf("no reply quotes the command: %q", w.own(on))
				}
			}
			if c.wrong != "" {
				refused(c.login, c.on, c.wrong)
			}
			if c.elsewhere != "" {
				refused(c.login, c.elsewhere, c.right)
			}
			if spec, _ := command.Find(name); !slices.Contains(spec.Who, command.RoleAnyone) {
				refused("stranger", c.on, c.right)
			}
			trivial := []string{command.Help, command.Resync, command.Resume, command.ResumeWrites}
			if !slices.Contains(trivial, name) && c.held(w) == "" {
				t.Error("it has had its effect")
			}
		})
	}
}

// A command that is told about again and again, or edited without being
// changed, has its effect and its answer once.
func TestEveryCommandRunsOnce(t *testing.T) {
	t.Parallel()
	for name, c := range everyCommand() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := c.prepared(t)
			id := w.says(c.login, c.on, "/upgrade "+c.right)
			w.quiet()
			if wrong := c.held(w); wrong != "" {
				t.Error(wrong)
			}
			w.wantsReaction(c.on, id, "+1")
			before := len(w.github.Writes())
			w.must(w.github.EditComment(c.login, id, "/upgrade "+c.right+"\n\nThank you."))
			w.quiet()
			w.trigger(c.on)
			w.quiet()
			if got := w.github.Writes()[before:]; len(got) > 0 {
				t.Errorf("written again: %+v", got)
			}
		})
	}
}

// Wherever a run is cut off, the command has one effect and one answer.
func TestEveryCommandSurvivesACrash(t *testing.T) {
	t.Parallel()
	for name, c := range everyCommand() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			comments := -1
			for request := range 24 {
				w := c.prepared(t)
				id := w.says(c.login, c.on, "/upgrade "+c.right)
				crashed := w.crashAt(request)
				w.quiet()
				w.wire.set(nil)
				w.restart()
				w.quiet()
				if wrong := c.held(w); wrong != "" {
					t.Errorf("request %d: %s", request, wrong)
				}
				if name != command.Halt || !crashed() { // a halted app leaves no reaction either
					w.wantsReaction(c.on, id, "+1")
				}
				if n := len(w.own(c.on)); comments >= 0 && n != comments {
					t.Errorf("request %d: %d comments of the app, without a crash %d: %q", request, n, comments, w.own(c.on))
				} else {
					comments = n
				}
				if !crashed() {
					break
				}
			}
		})
	}
}
