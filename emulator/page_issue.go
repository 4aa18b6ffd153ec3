package emulator

import (
	"crypto/sha256"
	"encoding/hex"
	"html/template"
	"strings"
	"time"
)

func issuePages() []pageRoute {
	return []pageRoute{
		onPage("GET {owner}/{repo}/issues/{number}", showIssue),
		onPage("GET {owner}/{repo}/pull/{number}", showIssue),
	}
}

// issueData is the page of an issue or pull request.
type issueData struct {
	Repo     repositoryHead
	Path     string
	Number   int
	Title    string
	State    badge
	Author   string
	Opened   time.Time
	Edited   *editedBy
	Body     template.HTML
	BodyText string
	// Version tells this body from others, so that a box is only set in the one that was shown.
	Version   string
	Locked    bool
	Closed    bool
	Labels    []labelChoice
	Assignees []string
	People    []string // who else can be assigned
	// Milestones are the open ones of the repository, and the issue's.
	Milestones []labelChoice
	Parent     *issueLine
	SubIssues  issueLines
	BlockedBy  issueLines
	Blocking   issueLines
	Pulls      issueLines // those that close the issue when they merge
	Cards      []cardLine
	Timeline   []entry
	Pull       *pullShown // nil for an issue
	Reacted    []reactionShown
	Reactions  []string // that can be left
}

type editedBy struct {
	Login string
	At    time.Time
}

// labelChoice is one of several names, such as a label of the repository, and
// whether it is chosen, such as by the issue.
type labelChoice struct {
	Name, Color string
	Chosen      bool
}

// cardLine is a card of the issue on a board.
type cardLine struct{ Board, Path, Status string }

func showIssue(v *visit) (screen, error) {
	i, err := v.issue()
	if err != nil {
		return screen{}, err
	}
	d := issueData{
		Repo: headOf(i.repo), Path: issuePath(i), Number: i.number, Title: i.title, State: badgeOf(i), Author: i.author.login,
		Opened: i.createdAt, Body: written{visit: v, in: i.repo, text: i.body, boxes: true}.show(), BodyText: i.body,
		Version: version(i.body), Locked: i.locked, Closed: i.closed, Assignees: logins(i.assignees),
		SubIssues: v.lines(i.subIssues), BlockedBy: v.lines(i.blockedBy), Blocking: v.lines(i.blocking), Pulls: v.lines(i.linkedPulls),
		Cards: v.cards(i), Timeline: v.entries(i), Pull: v.pullShown(i), Reacted: reactionsShown(i.reactions), Reactions: reactionContents,
	}
	if i.bodyEditor != nil {
		d.Edited = &editedBy{i.bodyEditor.login, i.bodyEditedAt}
	}
	for _, m := range i.repo.milestones {
		if !m.closed || m == i.milestone {
			d.Milestones = append(d.Milestones, labelChoice{Name: m.title, Chosen: m == i.milestone})
		}
	}
	if i.parent != nil && v.sees(i.parent.repo) {
		line := lineOf(i.parent)
		d.Parent = &line
	}
	for _, l := range i.repo.labels {
		d.Labels = append(d.Labels, labelChoice{l.name, l.color, contains(i.labels, l)})
	}
	d.People = v.assignableTo(i)
	return shows("issue", i.title+" · "+i.ref().String(), d)
}

// version is a short sum of a text.
func version(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:8])
}

// assignableTo are the people who can be assigned and are not.
func (v *visit) assignableTo(i *issue) []string {
	t := &tx{Emulator: v.Emulator, actor: v.actor}
	var found []string
	for _, u := range v.people() {
		if !contains(i.assignees, u) && len(t.assignable(i.repo, []string{u.login})) > 0 {
			found = append(found, u.login)
		}
	}
	return found
}

// cards are the issue's cards on the boards that the visitor may see.
func (v *visit) cards(i *issue) []cardLine {
	var lines []cardLine
	for _, it := range i.items {
		if !v.seesBoard(it.board) {
			continue
		}
		line := cardLine{Board: it.board.title, Path: boardPath(it.board)}
		if f := it.board.field("Status"); f != nil {
			line.Status = it.value(f).String()
		}
		if !it.archivedAt.IsZero() {
			line.Status = strings.TrimSpace(line.Status + " (archived)")
		}
		lines = append(lines, line)
	}
	return lines
}
