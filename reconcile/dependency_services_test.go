//go:build services

package reconcile_test

import (
	"strings"
	"testing"

	"github.com/upkeep-app/upkeep/emulator"
	"github.com/upkeep-app/upkeep/upgrade"
)

// waitingBoard are the organisations with the columns of the Open edX board,
// with what waits for what on it, and with a private repository.
func waitingBoard() string {
	return strings.NewReplacer(
		"boards: {maintenance: 1}", "boards: {maintenance: {number: 1, facts: {Ready: can start now, Blockers: blocked by}}}",
		"          Owner Does:\n", "          Ready: [\"Yes\", \"No\"]\n          Blockers: text\n          Owner Does:\n",
		"      - name: lib\n", "      - name: vault\n        private: true\n        people: {ada: write}\n        issues:\n          - {title: Hidden, author: ada, body: x}\n      - name: lib\n",
	).Replace(openEdX())
}

// waits wants the card of the child to say what it waits for.
func (w *world) waits(err error, column, ready, blockers string) {
	w.t.Helper()
	w.must(err)
	w.quiet()
	w.field(shop, "Status", column)
	w.field(shop, "Ready", ready)
	w.field(shop, "Blockers", blockers)
}

// A dependency that people make on GitHub counts as one that a command makes,
// whether or not the app knows the other issue.
func TestDependencyOnGitHub(t *testing.T) {
	t.Parallel()
	w := started(t, waitingBoard())
	child, notOurs := w.ref(shop), w.ref("acme/shop#2")
	w.waits(nil, "Todo", "Yes", "")
	w.waits(w.github.AddBlockedBy("ada", child, notOurs), "Blocked", "No", "acme/shop#2")
	w.waits(w.github.CloseIssue("ada", notOurs, upgrade.ReasonCompleted), "Todo", "Yes", "")
	w.waits(w.github.ReopenIssue("ada", notOurs), "Blocked", "No", "acme/shop#2")
	w.waits(w.github.AddBlockedBy("ada", child, w.ref("acme/lib#1")), "Blocked", "No", "acme/lib#1, acme/shop#2")
	w.waits(w.github.RemoveBlockedBy("ada", child, notOurs), "Blocked", "No", "acme/lib#1")
	w.waits(w.github.CloseIssue("ben", w.ref("acme/lib#1"), upgrade.ReasonCompleted), "Todo", "Yes", "")
	if drift := w.drift(); len(drift) > 0 {
		t.Errorf("drift: %+v", drift)
	}
}

// A command that names what GitHub knows already adds nothing to wait for; it
// holds when the dependency is removed, and takes back what people have made.
func TestDependencyBesideCommand(t *testing.T) {
	t.Parallel()
	w := started(t, waitingBoard())
	child, notOurs := w.ref(shop), w.ref("acme/shop#2")
	w.must(w.github.AddBlockedBy("ada", child, notOurs))
	w.says("ada", shop, "/upgrade blocked-by #2")
	w.waits(nil, "Blocked", "No", "acme/shop#2")
	w.waits(w.github.RemoveBlockedBy("ada", child, notOurs), "Blocked", "No", "acme/shop#2")
	w.waits(w.github.CloseIssue("ada", notOurs, upgrade.ReasonCompleted), "Todo", "Yes", "")
	w.waits(w.github.ReopenIssue("ada", notOurs), "Blocked", "No", "acme/shop#2")
	w.says("ada", shop, "/upgrade unblock #2")
	w.waits(w.github.AddBlockedBy("ada", child, w.ref("acme/lib#1")), "Blocked", "No", "acme/lib#1")
	w.says("ada", shop, "/upgrade unblock acme/lib#1")
	w.waits(nil, "Todo", "Yes", "")
	w.wantsBlockedBy(shop)
}

// What a public child waits for is named only where everybody may know it.
func TestDependencyOnAPrivateIssue(t *testing.T) {
	t.Parallel()
	w := started(t, waitingBoard())
	w.must(w.github.AddBlockedBy("ada", w.ref(shop), w.ref("acme/vault#1")))
	w.must(w.github.AddBlockedBy("ada", w.ref(shop), w.ref("acme/lib#1")))
	w.waits(nil, "Blocked", "No", "acme/lib#1, acme/vault#1") // the board is not public
	w.says("ada", shop, "/upgrade why")
	w.quiet()
	w.wantsOwn(shop, "Blocked by `acme/lib#1`", "Blocked by an issue of a private repository", "`Blockers` is `something private`")
	w.must(w.github.RemoveBlockedBy("ada", w.ref(shop), w.ref("acme/vault#1")))
	w.says("ada", shop, "/upgrade why") // while the card still has the name
	w.waits(nil, "Blocked", "No", "acme/lib#1")
	for _, text := range w.allOwn(shop) {
		if strings.Contains(text, "vault") {
			t.Errorf("a private name is told on a public issue: %s", text)
		}
	}
}

// A server without dependencies is not asked for any; commands say what waits.
func TestNoDependenciesOnGitHub(t *testing.T) {
	t.Parallel()
	w := started(t, waitingBoard(), func(o *emulator.Options) { o.Without = []emulator.Feature{emulator.FeatureDependencies} })
	w.says("ada", shop, "/upgrade blocked-by #2")
	w.waits(nil, "Blocked", "No", "acme/shop#2")
	w.waits(w.github.CloseIssue("ada", w.ref("acme/shop#2"), upgrade.ReasonCompleted), "Todo", "Yes", "")
	w.waits(w.github.ReopenIssue("ada", w.ref("acme/shop#2")), "Blocked", "No", "acme/shop#2")
	if drift := w.drift(); len(drift) > 0 {
		t.Errorf("drift: %+v", drift)
	}
}

// What a child waits for comes with the child, not by a request of its own.
func TestDependenciesCostNoRequest(t *testing.T) {
	t.Parallel()
	w := started(t, waitingBoard())
	w.says("ada", shop, "/upgrade blocked-by #2")
	w.waits(nil, "Blocked", "No", "acme/shop#2")
	w.wire.requests()
	w.trigger(shop)
	w.quiet()
	for _, line := range w.wire.requests() {
		if strings.Contains(line, "query States") {
			t.Errorf("asked on its own: %s", line)
		}
	}
}
