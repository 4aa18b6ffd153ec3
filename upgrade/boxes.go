package upgrade

import (
	"slices"
	"strings"
	"time"

	"github.com/upkeep-app/upkeep/say"
)

// decideBoxes merges what the children say, what is seen of the runbook's steps,
// and what boxes inside of others say, into the boxes of the description (D5).
// All its boxes with the same children follow the same derived value.
func (t *texts) decideBoxes(steps []step) {
	for _, item := range t.list.Items {
		t.box(decideBox(t.RoadmapFacts, t.list, item))
	}
	for _, s := range steps {
		t.box(decideStep(t.RoadmapFacts, s))
	}
	for _, p := range t.parentBoxes(t.list, steps) {
		t.box(p.BoxWrite, p.Verdict)
	}
}

// box keeps what was decided on a box.
func (t *texts) box(box BoxWrite, verdict Verdict) {
	switch verdict {
	case VerdictWrite:
		t.boxes = append(t.boxes, box)
	case VerdictRemember:
		name := BoxBase(box.Child)
		t.remember[name] = BoxValue(box.Checked)
		if sending(t.list.Bases, name) {
			t.remember[SentBase(name)] = ""
		}
	case VerdictLeave:
	}
}

// decideBox decides one item. A box whose children cannot all be read stays as
// it is, and so does one that the policy says to leave, and one of which
// nothing is open but what is exempt.
func decideBox(f RoadmapFacts, l ListIssue, item ListItem) (BoxWrite, Verdict) {
	targets, readable := f.targets(l, item)
	children, whole := f.children(targets)
	if item.Box < 0 || len(children) == 0 || !readable || !whole {
		return BoxWrite{}, VerdictLeave
	}
	by := f.byCount(children)
	done, decided := f.derivedBox(by)
	if !decided {
		return BoxWrite{}, VerdictLeave
	}
	box := BoxWrite{Offset: item.Box, Line: item.Line, Checked: done, Child: joinIDs(targets), Why: boxWhy(by)}
	return box, l.merge(box, item.Checked, f.lastChange(children))
}

// merge is the three-way merge of one box (D5), with the time of the fact that
// decides it. What was being sent and is there is to be remembered.
func (l ListIssue) merge(box BoxWrite, checked bool, decidedAt time.Time) Verdict {
	name, current := BoxBase(box.Child), BoxValue(checked)
	base := baseOf(l.Bases, name, current)
	verdict := Merge{
		Derived: BoxValue(box.Checked), DecidedAt: decidedAt,
		Current: current, UpdatedAt: l.Issue.BodyEditedAt,
		Base: base, Known: base != "",
	}.Verdict()
	if verdict == VerdictLeave && sending(l.Bases, name) {
		return VerdictRemember
	}
	return verdict
}

// seenNow is the time of a fact that the box there says nothing against: whoever
// pastes a list leaves its boxes open (decision 16). Any other fact has none.
func (l ListIssue) seenNow(decides bool, now time.Time) time.Time {
	if !decides {
		return time.Time{}
	}
	return latest(now, l.Issue.BodyEditedAt.Add(time.Nanosecond))
}

// derivedBox is what children say of their box; false when they leave it to people.
func (f RoadmapFacts) derivedBox(by map[Count][]string) (done, decided bool) {
	done = len(by[CountOpen]) == 0
	kept := f.Policy.KeepNotPlannedBoxes && len(by[CountNotDone]) > 0
	return done, !kept && (!done || len(by[CountExempt]) == 0)
}

// byCount are the places of children by how they count.
func (f RoadmapFacts) byCount(children []IssueState) map[Count][]string {
	by := map[Count][]string{}
	for _, s := range children {
		count := f.standing(s).Count
		by[count] = append(by[count], s.Ref.String())
	}
	return by
}

func joinIDs(states []IssueState) string {
	ids := make([]string, 0, len(states))
	for _, s := range states {
		ids = append(ids, string(s.ID))
	}
	return strings.Join(ids, " ")
}

// lastChange is when the last child was closed, reopened, or spoken about.
func (f RoadmapFacts) lastChange(children []IssueState) time.Time {
	var last time.Time
	for _, s := range children {
		last = latest(latest(last, s.ChangedAt), f.standing(s).Said.At)
	}
	return last
}

// boxWhy names the open children, which are why a box is unchecked; if there
// are none, those that were closed and those that are not affected.
func boxWhy(by map[Count][]string) string {
	if open := by[CountOpen]; len(open) > 0 {
		return areOrIs(open) + " open"
	}
	var why []string
	if closed := slices.Concat(by[CountDone], by[CountNotDone]); len(closed) > 0 {
		why = append(why, areOrIs(closed)+" closed")
	}
	if notAffected := by[CountNotAffected]; len(notAffected) > 0 {
		why = append(why, areOrIs(notAffected)+" not affected")
	}
	return strings.Join(why, ", ")
}

func areOrIs(refs []string) string {
	if len(refs) == 1 {
		return refs[0] + " is"
	}
	named := strings.Join(refs[:min(len(refs), say.NamesShown)], ", ")
	if more := len(refs) - say.NamesShown; more > 0 {
		named = say.AndMore(named, more)
	}
	return named + " are"
}
