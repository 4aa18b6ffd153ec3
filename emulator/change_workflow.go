package emulator

import (
	"strings"
	"time"
)

// The automations that are emulated, by the names GitHub gives them. Left out
// are the ones that add and archive by a filter, which no API shows.
const (
	flowAdded    = "Item added to project"
	flowReopened = "Item reopened"
	flowClosed   = "Item closed"
	flowMerged   = "Pull request merged"
	flowClose    = "Auto-close issue"
)

// workflowNames are in the order of their numbers; the two that a new board has
// switched on are true: docs, "Using the built-in automations".
var workflowNames = []workflowName{{flowAdded, false}, {flowReopened, false}, {flowClosed, true}, {flowMerged, true}, {flowClose, false}}

type workflowName struct {
	name string
	on   bool
}

// automationLogin is the account that the automations act as.
const automationLogin = "github-project-automation[bot]"

// addWorkflows gives a new board its automations, switched on as on GitHub.
func (e *Emulator) addWorkflows(b *board, at time.Time) {
	for n, each := range workflowNames {
		e.newWorkflow(b, n+1, each.name, at).enabled = each.on
	}
}

// newWorkflow gives a board one automation, switched off.
func (e *Emulator) newWorkflow(b *board, number int, name string, at time.Time) *workflow {
	w := &workflow{id: e.ids.number("workflow"), board: b, number: number, name: name, createdAt: at, updatedAt: at}
	w.nodeID = nodeID("PWF", b.org.id, b.id, w.id)
	b.workflows = append(b.workflows, w)
	e.nodes[w.nodeID] = w
	return w
}

// workflow finds an automation by name without regard to case; nil if there is none.
func (b *board) workflow(name string) *workflow {
	for _, w := range b.workflows {
		if sameFold(w.name, name) {
			return w
		}
	}
	return nil
}

func (b *board) automates(name string) bool {
	w := b.workflow(name)
	return w != nil && w.enabled && !b.closed
}

// setWorkflow switches an automation on or off. No API does it: only people can.
func (t *tx) setWorkflow(w *workflow, on bool) error {
	if !t.writesBoard(w.board) {
		return forbidden(messageNoAccess)
	}
	w.enabled, w.updatedAt = on, t.at
	return nil
}

// deleteWorkflow takes an automation off its board for good.
func (t *tx) deleteWorkflow(w *workflow) error {
	if !t.writesBoard(w.board) {
		return forbidden(messageNoAccess)
	}
	w.board.workflows = without(w.board.workflows, w)
	delete(t.nodes, w.nodeID)
	t.wrote("delete workflow", w.board.String()+": "+w.name, "")
	return nil
}

// automateState moves the cards of an issue that was just closed, merged or
// reopened. What the automations do they do by themselves, whoever was first,
// and what is so already they leave: so no two of them go round in circles.
func (t *tx) automateState(i *issue) {
	flow, status := flowReopened, "In Progress"
	switch {
	case i.closed && i.pull != nil && i.pull.merged:
		flow, status = flowMerged, "Done"
	case i.closed:
		flow, status = flowClosed, "Done"
	}
	for _, it := range append([]*item(nil), i.items...) {
		t.automate(it, flow, status)
	}
}

// automateAdded gives a new card its first status.
func (t *tx) automateAdded(it *item) { t.automate(it, flowAdded, "Todo") }

// automate sets Status if the board's automation is on and the card takes it.
func (t *tx) automate(it *item, flow, status string) {
	f := it.board.field("Status")
	if !it.board.automates(flow) || it.archived() || f == nil || f.dataType != typeSingleSelect {
		return
	}
	o := f.option(status)
	if o == nil || it.value(f) != nil && it.value(f).option == o {
		return
	}
	t.automation().putValue(it, &value{field: f, option: o})
}

// automateStatus closes the issue of a card whose status became Done.
func (t *tx) automateStatus(it *item, v *value) {
	done := v.field.name == "Status" && v.option != nil && sameFold(v.option.name, "Done")
	i := it.content
	if !done || !it.board.automates(flowClose) || i == nil || i.pull != nil || i.closed || i.repo.archived {
		return
	}
	t.automation().applyState(i, true, "completed")
}

// automation is the same change, done by GitHub's automation.
func (t *tx) automation() *tx {
	u := t.findUser(automationLogin)
	if u == nil {
		u = &user{id: t.ids.number("account"), login: automationLogin, bot: true, createdAt: t.at}
		u.nodeID = nodeID("BOT", u.id)
		t.users[strings.ToLower(u.login)], t.nodes[u.nodeID] = u, u
	}
	return &tx{Emulator: t.Emulator, actor: actor{user: u}, at: t.at}
}
