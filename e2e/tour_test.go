//go:build services

package e2e_test

import (
	"strings"
	"testing"
	"time"

	"github.com/upkeep-app/upkeep/browsertest"
)

// TestTour is the tour of docs/tour.md: people who have never used Upkeep run
// an upgrade by comments alone. Its pictures are those of the tour.
func TestTour(t *testing.T) {
	t.Parallel()
	w := newWorld(t, options{organisation: tourOrganisation})
	w.serve(nil)
	g := &guest{newcomer{Browser: browsertest.Start(t), world: w}}
	g.Open(w.githubURL + "/openlearn/roadmap/issues/1")
	g.starts()
	g.readsBoard("board-begins", [2]string{"Todo", "TBD"}, [2]string{"Todo", "TBD"}, [2]string{"Todo", "TBD"})
	g.mistypes()
	g.chooses()
	g.asks()
	g.asksWhereItStands()
	g.asksWhy()
	g.exempts()
	g.isRefused()
	g.readsBoard("board", [2]string{"In Progress", "Owner deploys and monitors"}, [2]string{"Todo", "TBD"}, [2]string{"Todo", "TBD"})
	g.finishesTooEarly()
	g.pauses()
}

// guest is who takes the tour.
type guest struct{ newcomer }

// visit goes to the issue of a repository, as somebody.
func (g *guest) visit(login, repository string) {
	g.Helper()
	g.Open(g.githubURL + "/openlearn/" + repository + "/issues/1")
	g.actAs(login)
}

// says writes a comment.
func (g *guest) says(text string) {
	g.Helper()
	g.Fill("Add a comment", text)
	g.Press("Comment")
	g.sees("Comment added.")
}

// spoken finds the comment that says has written, lastSaid the newest of the
// app, and living its oldest, which it keeps up to date. On the roadmap issue that
// is its second, leading: the first tells what the board of the new upgrade lacks.
const (
	spoken   = "article:target"
	byApp    = "article[aria-label='Comment by " + bot + "']"
	lastSaid = byApp + ":not(:has(~ " + byApp + "))"
	living   = byApp + ":not(" + byApp + " ~ *)"
	leading  = ":nth-child(2 of " + byApp + ")"
)

// part is what an element shows.
func (g *guest) part(selector string) string {
	g.Helper()
	return g.Script(`document.querySelector("` + selector + `")?.innerText ?? ""`)
}

// awaits waits until an element shows texts.
func (g *guest) awaits(selector string, texts ...string) {
	g.Helper()
	for _, want := range texts {
		g.AwaitThat("showed "+want+" in "+selector, func() bool { return strings.Contains(g.part(selector), want) })
	}
}

const (
	done   = "👍 +1 1 " + bot
	failed = "😕 confused 1 " + bot
)

// starts has nina begin an upgrade on an ordinary issue and lay down who leads
// it, what it is for and where to read on, all in one comment.
func (g *guest) starts() {
	g.actAs("nina")
	g.says(`Let us begin.

/upgrade start "Node 24" from 20 to 24 by in 6 weeks
/upgrade orchestrator @openlearn/arbi-bom
/upgrade steward @nina
/upgrade milestone Willow
/upgrade docs https://example.org/node-24
/upgrade instructions https://example.org/node-24/how-to`)
	g.awaits(spoken, done)
	written := g.github.Comments(roadmap())[0].CreatedAt.UTC()
	g.awaits(leading, "Node 24", "from 20 to 24", "Target date: "+written.AddDate(0, 0, 42).Format(time.DateOnly), "Orchestration team: arbi-bom",
		"Steward: nina", "Named release: Willow", "https://example.org/node-24/how-to", "3 open.")
	g.PictureOf("start", spoken+","+leading)
}

// readsBoard wants the cards of storefront, search and course-keys to show
// Status and Owner Does, each as one value, besides what is the same for all.
func (g *guest) readsBoard(picture string, cards ...[2]string) {
	g.visit("nina", "storefront")
	g.Press("Maintenance")
	for n, repository := range []string{"storefront", "search", "course-keys"} {
		issue := "openlearn/" + repository + "#1"
		want := map[string]string{"Status": cards[n][0], "Owner Does": cards[n][1], "Project": "Node 24", "Source": "arbi-bom", "Owner": "team-aperture"}
		g.AwaitThat("showed "+issue, func() bool { return strings.Contains(g.Text(), issue) })
		for field, value := range want {
			g.AwaitThat("showed "+value+" as "+field+" of "+issue, func() bool { return g.Chosen(field+" of "+issue) == value })
		}
	}
	g.Press("Columns")
	g.PictureOf(picture, "h1, main [role=region]")
}

// mistypes has ada, who owns the storefront, mistype a level.
func (g *guest) mistypes() {
	g.visit("ada", "storefront")
	g.says("Happy to help.\n\n/upgrade owner-does owner-depoys-and-monitors")
	g.awaits(spoken, failed)
	g.awaits(lastSaid, "There is no such level. Did you mean /upgrade owner-does owner-deploys-and-monitors?")
	g.PictureOf("mistake", spoken+","+lastSaid)
}

// chooses has ada get it right, and take the work on.
func (g *guest) chooses() {
	g.says("/upgrade owner-does owner-deploys-and-monitors\n/upgrade claim")
	g.awaits(spoken, done)
	g.awaits(lastSaid, "Owner deploys and monitors", "Deploy and monitor: the owner, team-aperture")
	g.PictureOf("level", spoken+","+lastSaid)
}

// asks has ada ask what else she can say, and about one of the commands.
func (g *guest) asks() {
	g.says("/upgrade help")
	g.awaits(spoken, done)
	g.awaits(lastSaid, "/upgrade exempt [until <date>] because …", "/upgrade not-affected because …")
	g.says("/upgrade help exempt")
	g.awaits(spoken, done)
	g.awaits(lastSaid, "exempt leaves out work that there is", "For example:", "Who may: the repository's owner or owning team")
	g.PictureOf("help", spoken+","+lastSaid)
}

// asksWhereItStands has ada ask where the child stands.
func (g *guest) asksWhereItStands() {
	g.says("/upgrade status")
	g.awaits(spoken, done)
	g.awaits(lastSaid, "a child of the upgrade Node 24", "Level: Owner deploys and monitors", "Column: In Progress", "Owner: team-aperture", "Assigned: ada")
	g.PictureOf("status", spoken+","+lastSaid)
}

// asksWhy has ada ask why the card is where it is.
func (g *guest) asksWhy() {
	g.says("/upgrade why")
	g.awaits(spoken, done)
	g.awaits(lastSaid, "This issue is a child of the upgrade Node 24", "Status is In Progress, as the facts give it (rule 21: somebody is assigned, since ",
		"Owner Does is Owner deploys and monitors", "What Upkeep does next: nothing.", "What blocks it: nothing.")
	g.PictureOf("why", spoken+","+lastSaid)
}

// exempts has ada put a child off.
func (g *guest) exempts() {
	g.visit("ada", "search")
	until := time.Now().UTC().AddDate(1, 0, 0).Format(time.DateOnly)
	g.says("/upgrade exempt until " + until + " because the vendor of our index has no build for it yet")
	g.awaits(spoken, done)
	g.awaits(living, "Exempt until "+until+", set by ada because the vendor of our index has no build for it yet")
	g.PictureOf("exempt", spoken+","+living)
}

// isRefused has somebody try who may not.
func (g *guest) isRefused() {
	g.visit("sam-stranger", "course-keys")
	g.says("/upgrade not-affected because I say so")
	g.awaits(spoken, failed)
	g.awaits(lastSaid, "This command is for", "team-aperture", "arbi-bom")
	g.PictureOf("refusal", spoken+","+lastSaid)
}

// finishesTooEarly has nina end the upgrade while something is left to do.
func (g *guest) finishesTooEarly() {
	g.visit("nina", "roadmap")
	g.says("/upgrade finish")
	g.awaits(spoken, failed)
	g.awaits(lastSaid, "not done yet", "open: openlearn/course-keys#1, openlearn/storefront#1")
	g.PictureOf("finish", spoken+","+lastSaid)
}

// pauses has nina hold the upgrade.
func (g *guest) pauses() {
	g.says("/upgrade pause because the release is frozen")
	g.awaits(spoken, done)
	g.awaits(leading, "Node 24 is paused, held by nina because the release is frozen")
	g.PictureOf("pause", leading)
}
