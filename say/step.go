package say

import (
	"fmt"
	"time"
)

// The sentences here are what a rule of the runbook has seen, or misses. They
// begin in lower case and have no full stop, as they stand behind the step.

// AnchorsUpgrade is seen of every roadmap issue.
func AnchorsUpgrade(upgrade Quoted) string {
	return "this is the roadmap issue of the upgrade " + upgrade.Code()
}

// RunbookThere tells how many steps there are.
func RunbookThere(steps int) string {
	return "the description has " + count(steps, "step", "steps") + " of a runbook"
}

// LabelThere is about the label of maintenance work.
func LabelThere(label Quoted) string { return "the issue has the label " + label.Code() }

// LabelMissing is its contrary.
func LabelMissing(label Quoted) string { return "the issue lacks the label " + label.Code() }

// NoRoadmapBoard leaves what is about the roadmap board to people.
func NoRoadmapBoard() string { return "the policy names no roadmap board" }

// BoardUnseen says that a board cannot be read.
func BoardUnseen(board Quoted) string { return "the board " + board.Code() + " cannot be read" }

// CardThere is about the issue's card on the roadmap board.
func CardThere(board Quoted) string { return "the issue is on the board " + board.Code() }

// CardMissing is its contrary.
func CardMissing(board Quoted) string { return "the issue is not on the board " + board.Code() }

// NoFieldsNamed leaves the fields of the roadmap board to people.
func NoFieldsNamed() string { return "the policy names no fields that have to be filled in" }

// FieldsFilled names fields of a card.
func FieldsFilled(fields []Quoted) string { return "filled in: " + codes(fields, NamesShown) }

// FieldsEmpty is its contrary.
func FieldsEmpty(fields []Quoted) string { return "empty on the board: " + codes(fields, NamesShown) }

// MilestoneIs is about the release that the upgrade is for.
func MilestoneIs(title Quoted) string { return "the milestone is " + title.Code() }

// ReleaseIs is for a release that a command has named.
func ReleaseIs(name Quoted) string { return "the upgrade is for the release " + name.Code() }

// MilestoneMissing is for an issue without either.
func MilestoneMissing() string { return "the issue has no milestone, and no release is named" }

// TargetIs is about the target date.
func TargetIs(date time.Time, because Quoted) string {
	return "the target date is " + day(date) + ", because " + because.Code()
}

// TargetMissing is for an upgrade without one.
func TargetMissing() string { return "there is no target date" }

// TargetUnexplained is for one without a reason.
func TargetUnexplained(date time.Time) string {
	return "the target date is " + day(date) + ", and no reason is given"
}

// TeamIs is about the orchestration team.
func TeamIs(team Quoted) string { return "the orchestration team is " + team.Code() }

// TeamUnnamed is its contrary.
func TeamUnnamed() string { return "no orchestration team is named" }

// LinkIs is about the addresses that commands lay down.
func LinkIs(address Quoted) string { return "the address is " + address.Code() }

// LinkMissing is its contrary.
func LinkMissing() string { return "no address is known" }

// NoMaintenanceBoard leaves what is about the maintenance board to people.
func NoMaintenanceBoard() string { return "the policy names no maintenance board" }

// OptionThere is about the upgrade's option on a board.
func OptionThere(field, option Quoted) string {
	return "the field " + field.Code() + " has the option " + option.Code()
}

// OptionAbsent is its contrary.
func OptionAbsent(field, option Quoted) string {
	return "the field " + field.Code() + " lacks the option " + option.Code()
}

// ViewThere is about the upgrade's view of a board.
func ViewThere(upgrade Quoted) string { return "the board has a view of " + upgrade.Code() }

// ViewMissing is its contrary.
func ViewMissing(upgrade Quoted) string { return "the board has no view of " + upgrade.Code() }

// ViewGone is for a view that there was.
func ViewGone(upgrade Quoted) string {
	return "the view of " + upgrade.Code() + ", which the board had, is gone"
}

// ViewNeverSeen is for a view of which nobody knows whether there ever was one.
func ViewNeverSeen(upgrade Quoted) string { return "no view of " + upgrade.Code() + " was ever seen" }

// SeenBefore is for what was seen once and may be gone.
func SeenBefore() string { return "it was seen" }

// NoScan leaves to people what only a look into all repositories can tell.
func NoScan() string { return "that takes a look into all repositories, which the app cannot take yet" }

// NoChildren is for rules about the children of an upgrade that has none.
func NoChildren() string { return "the upgrade has no children yet" }

// NoExternalChildren leaves to people what is about dependencies of others.
func NoExternalChildren() string { return "no child is for a dependency of others" }

// ChildrenElsewhere leaves to people children that the app can only look at from outside.
func ChildrenElsewhere() string { return "the app is not installed where the children are" }

// NotHeardOf says that the runs of children are awaited, or failed.
func NotHeardOf(children int) string {
	return "nothing is known yet of " + count(children, "child", "children")
}

// ChildrenMeet is for children that all are as a rule wants them.
func ChildrenMeet(children int, what ChildrenNeed) string {
	return fmt.Sprintf("%s for %s", what.met, count(children, "child", "children"))
}

// ChildrenLack names the children that are not; the private ones are only counted.
func ChildrenLack(names []Quoted, private int, what ChildrenNeed) string {
	return what.missing + ": " + withPrivate(names, private)
}

// ChildrenNeed is what a rule wants of every child.
type ChildrenNeed struct{ met, missing string }

// NeedFields is for what every card has to say; so are the functions below for
// what else rules want.
func NeedFields() ChildrenNeed {
	return ChildrenNeed{"board, upgrade and team are right", "not on the board, or without the upgrade or the team"}
}

// NeedListing is for the lists and the board having the same children.
func NeedListing() ChildrenNeed {
	return ChildrenNeed{"list and board agree", "not in the description, or not on the board"}
}

// NeedLabels is for the labels of children for dependencies of others.
func NeedLabels(labels []Quoted) ChildrenNeed {
	return ChildrenNeed{"the labels " + codes(labels, NamesShown) + " are there", "without the labels " + codes(labels, NamesShown)}
}

// NeedBoard is for the cards of such children.
func NeedBoard() ChildrenNeed { return ChildrenNeed{"the cards are there", "not on the board"} }

// NeedAllFields is for all fields of such children.
func NeedAllFields() ChildrenNeed {
	return ChildrenNeed{"the fields are filled in", "not on the board, or with empty fields"}
}

// AllChildrenDone is about the end of the work.
func AllChildrenDone(children int) string {
	return count(children, "child is", "children are") + " done, exempt or not affected"
}

// ChildrenLeft is its contrary.
func ChildrenLeft(children int) string {
	return count(children, "child keeps", "children keep") + " the upgrade from being finished"
}

// NotesAcknowledged is about the deployment notes.
func NotesAcknowledged() string { return "the draft of the release notes was acknowledged" }

// NotesOpen is its contrary.
func NotesOpen() string { return "nobody has acknowledged the draft of the release notes yet" }

// IssueCloses is about the end of the roadmap issue.
func IssueCloses() string { return "a command has finished the upgrade" }

// IssueOpen is its contrary.
func IssueOpen() string { return "the roadmap issue is open" }
