//go:build services

package e2e_test

import (
	"strings"
	"testing"

	"github.com/upkeep-app/upkeep/browsertest"
)

// TestNewcomer does in a browser what a newcomer does who tries the app: goes
// by the words on links and buttons, and sees the app work on the pages.
func TestNewcomer(t *testing.T) {
	t.Parallel()
	w := newWorld(t, options{children: 1})
	w.serve(nil)
	w.activate()
	w.eventually(w.onBoard)
	n := &newcomer{Browser: browsertest.Start(t), world: w}
	n.Open(w.githubURL)
	n.commands()
	n.finishes()
	n.looksBehind()
}

// newcomer is a person who has never seen any of this.
type newcomer struct {
	*browsertest.Browser
	*world
}

// actAs chooses who to act as.
func (n *newcomer) actAs(login string) {
	n.Helper()
	n.Choose("Acting as", login)
	n.Press("Change")
	n.sees("You act as " + login + " now.")
}

// sees wants the page to show texts.
func (n *newcomer) sees(texts ...string) {
	n.Helper()
	for _, want := range texts {
		if shown := n.Text(); !strings.Contains(shown, want) {
			n.Fatalf("the page does not show %q but:\n%s", want, shown)
		}
	}
}

const (
	ownerDoes = "Owner Does of openlearn/repo-1#1"
	alias     = "Owner deploys and monitors"
)

// commands goes to a child, gives a command, sees the board change, mistypes
// another command and reads what the app says to it.
func (n *newcomer) commands() {
	n.Helper()
	n.actAs("ada")
	for _, link := range []string{"Open Learn", "repo-1", "1 open issue", "Django 5.2 upgrade", "Maintenance"} {
		n.Press(link)
	}
	if got := n.Chosen(ownerDoes); got != "TBD" {
		n.Errorf("Owner Does is %q at first", got)
	}
	n.Press("Django 5.2 upgrade")
	n.Fill("Add a comment", "/upgrade owner-does arbi-bom")
	n.Press("Comment")
	n.sees("Comment added.", "/upgrade owner-does arbi-bom")
	n.Await("👍 +1 1 " + bot)
	n.Press("Maintenance")
	n.AwaitThat("showed what the owner does", func() bool { return n.Chosen(ownerDoes) == alias })
	n.Press("Columns")
	if column := n.Part("Todo"); !strings.Contains(column, "Owner Does: "+alias) {
		n.Errorf("the column Todo shows %q", column)
	}
	n.Press("Django 5.2 upgrade")
	n.Fill("Add a comment", "/upgrade owner-dose arbi-bom")
	n.Press("Comment")
	n.Await("😕 confused 1 " + bot)
	n.Await("owner-dose")
	n.Picture("newcomer-answers")
}

// finishes opens a pull request that closes the child, has another person
// review and merge it, and sees child, board and roadmap follow.
func (n *newcomer) finishes() {
	n.Helper()
	n.Press("Open one that closes this")
	n.Fill("Title", "Run on Django 5.2")
	n.Press("Open pull request")
	n.sees("Run on Django 5.2", "Closes when it merges")
	n.actAs("ari")
	n.Fill("Say something about the changes", "Well done.")
	n.Press("Approve")
	n.sees("You approved these changes.", "Well done.")
	n.Press("Merge pull request")
	n.sees("Merged.")
	n.Press("Django 5.2 upgrade")
	n.sees("Closed as completed", "closed this as completed by")
	n.Picture("newcomer-merged")
	n.Press("Maintenance")
	n.Press("Columns")
	n.AwaitThat("showed the card in Done", func() bool { return strings.Contains(n.Part("Done"), "openlearn/repo-1#1") })
	for _, link := range []string{"openlearn", "roadmap", "2 open issues", "Django 5.2"} {
		n.Press(link)
	}
	n.AwaitThat("had a checked box", func() bool { return n.Checked(child(1).String()) })
}

// looksBehind reads a delivery, sends it again, and switches the chaos on and off.
func (n *newcomer) looksBehind() {
	n.Helper()
	n.Press("Deliveries")
	n.Press("issues.closed")
	n.sees("Payload", `"state_reason": "completed"`, "202 OK")
	n.Press("Redeliver")
	n.sees("Another attempt is on its way.")
	n.Await("again")
	n.Picture("newcomer-redelivered")
	n.Press("Chaos")
	for _, set := range []struct{ preset, says string }{{"storm", "From now on: "}, {"off", "Nothing goes wrong from now on."}} {
		n.Choose("Preset", set.preset)
		n.Press("Use preset")
		n.sees(set.says)
		if got := n.Chosen("Preset"); got != set.preset {
			n.Errorf("after %s the preset is %s", set.preset, got)
		}
		n.Picture("newcomer-chaos-" + set.preset)
		if off := n.github.Chaos().Off(); off != (set.preset == "off") {
			n.Errorf("after %s the chaos is off: %t", set.preset, off)
		}
	}
}
