package reconcile_test

import "testing"

// A column asked for stays until the facts move on, as a card moved by hand does.
func TestColumn(t *testing.T) {
	t.Parallel()
	w := started(t, organisations)
	id := w.says("ada", shop, "/upgrade column in progress")
	w.quiet()
	w.wantsReaction(shop, id, "+1")
	w.field(shop, "Status", "In Progress")
	w.restart()
	w.trigger(shop)
	w.quiet()
	w.field(shop, "Status", "In Progress")
	w.must(w.github.CloseIssue("ada", w.ref(shop), ""))
	w.quiet()
	w.field(shop, "Status", "Done")
}

func TestColumnRefused(t *testing.T) {
	t.Parallel()
	w := started(t, organisations)
	id := w.says("ada", shop, "/upgrade column done")
	w.quiet()
	w.wantsReaction(shop, id, "confused")
	w.wantsOwn(shop, "Closing the issue moves the card there")
	w.field(shop, "Status", "Todo")
}

// Whom a command names has the owner's rights and keeps the field, whatever
// catalog-info.yaml says.
func TestOwner(t *testing.T) {
	t.Parallel()
	w := started(t, organisations)
	refused := w.says("cleo", shop, "/upgrade owner-does owner-deploys")
	id := w.says("ben", shop, "/upgrade owner @acme/data")
	w.quiet()
	w.wantsReaction(shop, refused, "confused")
	w.wantsReaction(shop, id, "+1")
	w.field(shop, "Owner", "data")
	level := w.says("cleo", shop, "/upgrade owner-does owner-deploys")
	w.restart()
	w.quiet()
	w.wantsReaction(shop, level, "+1")
	w.field(shop, "Owner", "data")
	w.field(shop, ownerDoes, "Owner deploys and monitors")
}

func TestOwnerUnknown(t *testing.T) {
	t.Parallel()
	w := started(t, organisations)
	id := w.says("ada", shop, "/upgrade owner plattform")
	w.quiet()
	w.wantsReaction(shop, id, "confused")
	w.wantsOwn(shop, "Did you mean `/upgrade owner platform`?")
	w.field(shop, "Owner", "Platform")
}
