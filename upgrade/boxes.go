package upgrade

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"
)

// boxes merges what the children say into the boxes of the description (D5).
// All boxes with the same children follow the same derived value.
func boxes(f RoadmapFacts) []Action {
	var writes []BoxWrite
	remember := map[string]string{}
	for _, item := range f.Items {
		box, verdict := decideBox(f, item)
		switch verdict {
		case VerdictWrite:
			writes = append(writes, box)
		case VerdictRemember:
			name := BoxBase(box.Child)
			remember[name] = BoxValue(box.Checked)
			if sending(f.Bases, name) {
				remember[SentBase(name)] = ""
			}
		case VerdictLeave:
		}
	}
	// The write sets the base itself; set before it, a failed write would never be tried again.
	for _, box := range writes {
		delete(remember, BoxBase(box.Child))
		delete(remember, SentBase(BoxBase(box.Child)))
	}
	var actions []Action
	if len(writes) > 0 {
		slices.SortFunc(writes, func(a, b BoxWrite) int { return cmp.Compare(a.Offset, b.Offset) })
		actions = append(actions, SetBoxes{Issue: f.Issue.ID, Ref: f.Issue.Ref, Body: f.Issue.Body, Boxes: writes})
	}
	if len(remember) > 0 {
		actions = append(actions, Remember{Object: f.Issue.ID, Bases: remember})
	}
	return actions
}

// decideBox decides one item. A box whose children cannot all be read stays as
// it is, and so does one that the policy says to leave.
func decideBox(f RoadmapFacts, item ListItem) (BoxWrite, Verdict) {
	children := f.children(item)
	if item.Box < 0 || len(children) == 0 || f.Policy.KeepNotPlannedBoxes && anyNotPlanned(children) {
		return BoxWrite{}, VerdictLeave
	}
	done := allDone(children)
	box := BoxWrite{Offset: item.Box, Line: item.Line, Checked: done, Child: joinIDs(children), Why: boxWhy(children)}
	name, current := BoxBase(box.Child), BoxValue(item.Checked)
	base := baseOf(f.Bases, name, current)
	verdict := Merge{
		Derived: BoxValue(done), DecidedAt: lastChange(children),
		Current: current, UpdatedAt: f.Issue.BodyEditedAt,
		Base: base, Known: base != "",
	}.Verdict()
	if verdict == VerdictLeave && sending(f.Bases, name) {
		verdict = VerdictRemember
	}
	return box, verdict
}

func allDone(children []IssueState) bool {
	return !slices.ContainsFunc(children, func(s IssueState) bool { return !s.Done() })
}

func anyNotPlanned(children []IssueState) bool {
	return slices.ContainsFunc(children, IssueState.withoutDoing)
}

func joinIDs(children []IssueState) string {
	ids := make([]string, 0, len(children))
	for _, s := range children {
		ids = append(ids, string(s.ID))
	}
	return strings.Join(ids, " ")
}

func lastChange(children []IssueState) time.Time {
	var last time.Time
	for _, s := range children {
		last = latest(last, s.ChangedAt)
	}
	return last
}

// boxWhy names the children, open ones first: they are why a box is unchecked.
func boxWhy(children []IssueState) string {
	var open, closed []string
	for _, s := range children {
		if s.Done() {
			closed = append(closed, s.Ref.String())
		} else {
			open = append(open, s.Ref.String())
		}
	}
	if len(open) > 0 {
		return fmt.Sprintf("%s open", areOrIs(open))
	}
	return fmt.Sprintf("%s closed", areOrIs(closed))
}

func areOrIs(refs []string) string {
	if len(refs) == 1 {
		return refs[0] + " is"
	}
	return strings.Join(refs, ", ") + " are"
}
