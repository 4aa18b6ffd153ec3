package reconcile_test

import (
	"testing"

	"github.com/upkeep-app/upkeep/upgrade"
)

// A child that stands in no list is one like any other, until it is removed.
func TestAddAndRemove(t *testing.T) {
	t.Parallel()
	w := started(t, organisations)
	const other = "acme/shop#2"
	id := w.says("ben", django, "/upgrade add "+other)
	w.quiet()
	w.wantsReaction(django, id, "+1")
	w.field(other, "Status", "Todo")
	w.must(w.github.CloseIssue("ada", w.ref(other), upgrade.ReasonCompleted))
	w.quiet()
	w.field(other, "Status", "Done")
	w.wantsLiving(django, "1 of 5 done")
	w.restart()
	w.trigger(django)
	w.quiet()
	w.wantsLiving(django, "1 of 5 done")

	w.says("ben", django, "/upgrade remove "+other+" "+shop)
	w.quiet()
	w.must(w.github.CloseIssue("ada", w.ref(shop), upgrade.ReasonCompleted))
	w.quiet()
	w.box(shop, false)
	w.says("ben", django, "/upgrade add "+shop)
	w.quiet()
	w.box(shop, true)
}

func TestOrchestratorAndSteward(t *testing.T) {
	t.Parallel()
	w := started(t, organisations)
	id := w.says("ben", django, "/upgrade steward @cleo\n\n/upgrade orchestrator @acme/platform")
	w.quiet()
	w.wantsReaction(django, id, "+1")
	w.wantsLiving(django, "Orchestration team: `platform`", "Steward: `cleo`")
	wrong := w.says("ada", django, "/upgrade orchestrator arbi-bon")
	bot := w.says("cleo", django, "/upgrade steward helper[bot]")
	w.quiet()
	w.wantsReaction(django, wrong, "confused")
	w.wantsReaction(django, bot, "confused")
}
