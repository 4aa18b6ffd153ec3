package upgrade_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/upkeep-app/upkeep/upgrade"
)

// TestCutOffField decides on a Status whose last write was begun and never
// recorded: what is there may be the app's own doing or a person's.
func TestCutOffField(t *testing.T) {
	t.Parallel()
	name := upgrade.FieldBase("B", "FS")
	for _, test := range []struct {
		name                string
		base, sent, current string
		closed              bool
		want                string
	}{
		{"not written, still wanted", "Todo", "Done", "Todo", true, "set Done"},
		{"not written, wanted no more", "Todo", "Done", "Todo", false, "end"},
		{"written, still wanted", "Todo", "Done", "Done", true, "base Done, end"},
		{"written, wanted no more", "Todo", "Done", "Done", false, "set Todo"},
		{"the first write", "", "Todo", "Todo", true, "set Done"},
		{"a person moved it later", "Todo", "In Progress", "Owner Review", true, "base Done, end"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			f := settledChild()
			if test.closed {
				f = closed(f, upgrade.ReasonCompleted, at(9, 20))
			}
			setValue(&f, "FS", test.current, at(9, 30))
			f.Bases[name], f.Bases[upgrade.SentBase(name)] = test.base, test.sent
			plan := upgrade.DecideChild(reported(f))
			if diff := cmp.Diff(test.want, about(plan, name, "FS")); diff != "" {
				t.Error(diff)
			}
			settled := applyChild(f, plan)
			settled.Bases[upgrade.SentBase(name)] = ""
			if got := about(upgrade.DecideChild(reported(settled)), name, "FS"); got != "" {
				t.Errorf("then %s", got)
			}
		})
	}
}

// TestCutOffBox is the same for the box of a child that is closed and open again.
func TestCutOffBox(t *testing.T) {
	t.Parallel()
	name := upgrade.BoxBase("I1")
	for _, test := range []struct {
		name, base, sent, line string
		want                   string
	}{
		{"written, wanted no more", "unchecked", "checked", "x openedx/credentials#12", "set unchecked"},
		{"not written, wanted no more", "unchecked", "checked", "o openedx/credentials#12", "base unchecked, end"},
		{"not written, still wanted", "checked", "unchecked", "x openedx/credentials#12", "set unchecked"},
		{"written, still wanted", "checked", "unchecked", "o openedx/credentials#12", "base unchecked, end"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			f := roadmap([]upgrade.IssueState{openState("I1", "credentials", 12)}, test.line)
			f.Bases[name], f.Bases[upgrade.SentBase(name)] = test.base, test.sent
			plan, _ := upgrade.DecideRoadmap(f)
			if diff := cmp.Diff(test.want, about(plan, name, "")); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// about is what a plan does about one value.
func about(plan upgrade.Plan, base string, field upgrade.NodeID) string {
	var said []string
	for _, action := range plan.Actions {
		switch a := action.(type) {
		case upgrade.PutItem:
			for _, v := range a.Values {
				if v.Field.ID == field {
					said = append(said, "set "+v.Text)
				}
			}
		case upgrade.EditBody:
			said = append(said, "set "+upgrade.BoxValue(a.Boxes[0].Checked))
		case upgrade.Remember:
			if value, ok := a.Bases[base]; ok {
				said = append(said, "base "+value)
			}
			if value, ok := a.Bases[upgrade.SentBase(base)]; ok && value == "" {
				said = append(said, "end")
			}
		}
	}
	return strings.Join(said, ", ")
}
