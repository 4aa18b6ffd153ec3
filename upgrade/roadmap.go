package upgrade

import (
	"maps"
	"slices"
	"time"

	"github.com/upkeep-app/upkeep/runbook"
)

// RoadmapFacts is everything that decides what happens to a roadmap issue.
type RoadmapFacts struct {
	Now     time.Time
	Policy  Policy
	Upgrade Upgrade
	// Installation is the one that the roadmap issue belongs to.
	Installation int64
	Issue        Issue
	// Board is the Roadmap board; the zero Board when there is none. So is
	// Maintenance, which is only there where BoardSteps asks for it.
	Board, Maintenance Board
	// Host is where the addresses of issues point, such as "github.com".
	Host string
	// Items are the lines of Issue.Body that hold children, Steps those that are,
	// or may be, steps of the runbook.
	Items []ListItem
	Steps []ListedStep
	// Nested are the boxes of Issue.Body that are inside one another, in the order of the text.
	Nested []NestedBox
	// Plain is Issue.Body without its fences.
	Plain Plain
	// Reports are what the children's own runs last knew of them; absent for those
	// that have not run yet, and where the app is not installed.
	Reports map[NodeID]Report
	// Children are the states behind the items' references, by folded
	// reference as written; what could not be read is absent.
	Children map[Ref]IssueState
	// ListIssues are the issues that Settings say hold more of the lists, by node id.
	ListIssues []ListIssue
	// HasSubIssues says that this GitHub has sub-issues; it is only found out where
	// the policy keeps them.
	HasSubIssues bool
	// Added are the states of the issues that Settings make children, and of
	// those of OriginSection.
	Added map[NodeID]IssueState
	// Installed is the installation of each child's repository, by its node
	// id; absent where the app is not installed.
	Installed map[NodeID]int64
	// Members are the rows of the membership index so far.
	Members []Member
	// Bases are the values last derived, by BoxBase and FieldBase.
	Bases map[string]string
	// Settings are what people have laid down about the upgrade; Upgrade has
	// them already. ChildSettings are those about its children.
	Settings      Settings
	ChildSettings map[NodeID]Settings
	// Notes are the notes held for the children, by child and name.
	Notes map[NodeID]map[string]string
	// Asked are the comments with commands that were not dealt with yet, oldest first.
	Asked []Asked
	// Living is the app's own living comment on the roadmap issue.
	Living OwnText
	// Excluded is as in ChildFacts; here nothing is noted, the reconciler's log says it.
	Excluded map[WriteKind]string

	// surveyed is what look has found; nil before.
	surveyed *survey
}

// ListItem is a line of a task list that holds children, as package checklist
// found it: that package knows this one, so its own types cannot stand here.
type ListItem struct {
	Line    int // from 1
	Box     int // offset in the body of the byte between the brackets; -1 without a box
	Checked bool
	Refs    []Ref // as written
	// Own says that the line stands in the app's own list of children.
	Own bool
}

// ListedStep is a line of a task list that is, or may be, a step of the runbook.
type ListedStep struct {
	Line    int // from 1
	Box     int // as in ListItem
	Checked bool
	// Struck says that people have crossed the line out: the step does not apply.
	Struck bool
	// Text is what the line says, as people wrote it, without its box.
	Text      string
	Step      runbook.Step
	Certainty runbook.Certainty // Known or Proposed
}

// DecideRoadmap brings the boxes of a roadmap issue to what its children say and
// its rules see, its card on the Roadmap board to what is known, and the app's own
// sections and comment up to date; it answers the commands in its comments and
// gives the upgrade's children. Nothing happens to a closed roadmap issue, and its
// children stay as they are.
func DecideRoadmap(f RoadmapFacts) (Plan, []Member) {
	if f.Issue.Closed {
		return Plan{Why: "closed roadmap issue is not touched"}, f.Members
	}
	r := &roadmap{RoadmapFacts: f, card: newCard(f.Board, f.Issue.Items, f.Bases)}
	reopened := r.reopened()
	actions, answers := r.commands()
	r.look()
	f = r.RoadmapFacts
	members := f.surveyed.members
	steps, seen := f.runbookSteps()
	actions = append(actions, reopened...)
	actions = append(actions, r.onBoard()...) // before the texts, which may have to wait
	changes, damage := edits(f, members, steps, r.tidying)
	actions = append(actions, seen...)
	if len(r.forgotten) > 0 {
		actions = append(actions, Remember{Object: f.Issue.ID, Bases: maps.Clone(r.forgotten)})
	}
	actions = append(actions, r.early...)
	actions = append(actions, changes...)
	actions = append(actions, r.living(members, steps, changes, append(ownMends(r.card.notes), damage...))...)
	actions = append(actions, answers...)
	actions = append(actions, f.subIssues(members).actions()...) // nobody waits for them
	actions = append(actions, f.close()...)
	actions = withoutExcluded(actions, f.Excluded, map[string]string{})
	if len(r.card.remember) > 0 {
		actions = append(actions, Remember{Object: f.Issue.ID, Bases: maps.Clone(r.card.remember)})
	}
	actions = append(actions, wakeChildren(f.Members, members)...)
	settings := slices.Collect(maps.Values(f.ChildSettings))
	actions = append(actions, wakeAfter(f.Now, IssueKey(f.Issue.ID), f.Installation, settings...)...)
	actions = append(actions, f.wakeTomorrow()...)
	actions = append(actions, r.wakeForCard(actions, steps)...)
	return Plan{Actions: actions, Lacks: len(r.card.notes) > 0 || lackOnBoard(steps)}, members
}
