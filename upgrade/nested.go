package upgrade

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
)

// NestedBox is a box of a list that is inside an item with a box, or that has
// such boxes inside its own. One that is crossed out is none, and what is inside
// of it belongs to nothing around it.
type NestedBox struct {
	Line, Box int // as in ListItem
	Checked   bool
	// Parent is the box of the innermost item around it that has one; -1 if none has.
	Parent int
	// Text is what the item's own lines say, as people wrote it, without the box.
	Text string
	// Free says that the item holds no child and is no step, so that nothing but
	// what is inside of it has a say about the box.
	Free bool
}

// parentBox is a free box with boxes inside, and what is decided on it.
type parentBox struct {
	NestedBox
	BoxWrite
	Verdict
	// open is how many of the boxes inside are open when this decision is carried out.
	open, inside int
}

// parentBoxes decides, from the inside out, the free boxes of a description that
// follow what is inside of them, where the policy wants it. An open box says
// nothing against boxes inside that are all checked, so that these decide when
// they are seen; a box that a person has set otherwise stays (D5).
func (f RoadmapFacts) parentBoxes(l ListIssue, steps []step) []parentBox {
	if !f.Policy.RoadmapIssue.NestedBoxes || len(l.Nested) == 0 {
		return nil
	}
	checked, names := f.boxesAfter(l, steps), parentNames(l.Nested)
	open, inside := map[int]int{}, map[int]int{}
	var parents []parentBox
	for _, b := range slices.Backward(l.Nested) { // what is inside stands below
		if b.Free && inside[b.Box] > 0 {
			p := f.decideParent(l, parentBox{NestedBox: b, open: open[b.Box], inside: inside[b.Box]}, names[b.Box])
			if p.Verdict == VerdictWrite {
				checked[b.Box] = p.BoxWrite.Checked
			}
			parents = append(parents, p)
		}
		if !checked[b.Box] {
			open[b.Parent]++
		}
		open[b.Parent] += open[b.Box]
		inside[b.Parent] += inside[b.Box] + 1
	}
	return parents
}

// boxesAfter are the states of the nested boxes as the children and the steps leave them.
func (f RoadmapFacts) boxesAfter(l ListIssue, steps []step) map[int]bool {
	checked := make(map[int]bool, len(l.Nested))
	for _, b := range l.Nested {
		checked[b.Box] = b.Checked
	}
	keep := func(box BoxWrite, verdict Verdict) {
		if verdict == VerdictWrite {
			checked[box.Offset] = box.Checked
		}
	}
	for _, item := range l.Items {
		keep(decideBox(f, l, item))
	}
	for _, s := range steps {
		keep(decideStep(f, s))
	}
	return checked
}

func (f RoadmapFacts) decideParent(l ListIssue, p parentBox, name string) parentBox {
	done := p.open == 0
	p.BoxWrite = BoxWrite{Offset: p.Box, Line: p.NestedBox.Line, Checked: done, Child: name, Why: p.why()}
	p.Verdict = l.merge(p.BoxWrite, p.NestedBox.Checked, l.seenNow(done, f.Now))
	return p
}

func (p parentBox) why() string {
	if p.open == 0 {
		return "all boxes inside are checked"
	}
	return fmt.Sprintf("%d of %d boxes inside are open", p.open, p.inside)
}

// parentNames names the bases of nested boxes, by their offset: by what their
// items say and what those say that they are inside of, so that a box keeps its
// base wherever its line moves and whatever comes and goes inside of it. Of items
// that are the same in this, the order tells.
func parentNames(nested []NestedBox) map[int]string {
	names, times := make(map[int]string, len(nested)), map[string]int{}
	for _, b := range nested {
		path := names[b.Parent] + "\n" + strings.Join(strings.Fields(b.Text), " ")
		times[path]++
		sum := sha256.Sum256(fmt.Appendf(nil, "%s\n%d", path, times[path]))
		names[b.Box] = "inside:" + hex.EncodeToString(sum[:12])
	}
	return names
}
