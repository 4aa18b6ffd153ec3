package upgrade_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/upkeep-app/upkeep/upgrade"
)

// touch is somebody's hand on a field of sampleItem.
func touch(field upgrade.NodeID, login string, may upgrade.Certainty, when time.Time) upgrade.Touch {
	return upgrade.Touch{
		Board: "B", Field: field, Did: upgrade.TouchSet, At: when, May: may,
		By: upgrade.Actor{Login: login, ID: int64(len(login)), Bot: strings.HasSuffix(login, "[bot]")},
	}
}

// put is settledChild after somebody has set a field.
func put(field upgrade.NodeID, value string, touches ...upgrade.Touch) upgrade.ChildFacts {
	return with(settledChild(), func(f *upgrade.ChildFacts) {
		setValue(f, field, value, at(9, 45))
		f.Touches = touches
		f.Adopters = []upgrade.Adopter{
			{Name: "Django 5.2", Roadmap: "I0", Ref: sampleUpgrade().Roadmap},
			{Name: "Node 24", Roadmap: "I8", Ref: upgrade.Ref{Owner: "openedx", Repo: "platform-roadmap", Number: 8}},
		}
	})
}

// adopted forgets what was derived for a field: the card was there before the app.
func adopted(f upgrade.ChildFacts, field upgrade.NodeID) upgrade.ChildFacts {
	return with(f, func(f *upgrade.ChildFacts) { delete(f.Bases, upgrade.FieldBase("B", field)) })
}

// followed is what a plan does about hands, apart from the living comment.
func followed(plan upgrade.Plan) []string {
	said := []string{}
	for _, action := range plan.Actions {
		switch a := action.(type) {
		case upgrade.TakeUp:
			said = append(said, "take up "+a.Setting.Name+"="+a.Setting.Value+" by "+a.Setting.By.Login)
		case upgrade.Note:
			said = append(said, "note "+a.Name+"="+a.Text)
		case upgrade.Wake:
			said = append(said, "wake "+string(a.Trigger.Key))
		case upgrade.PutItem:
			for _, v := range a.Values {
				said = append(said, "write "+v.Field.Name+"="+v.Text)
			}
		}
	}
	return said
}

func TestHands(t *testing.T) {
	t.Parallel()
	const yes, no, unknown = upgrade.Yes, upgrade.No, upgrade.Unknown
	mona := func(field upgrade.NodeID, may upgrade.Certainty) upgrade.Touch {
		return touch(field, "mona", may, at(9, 45))
	}
	archived := func(f upgrade.ChildFacts) upgrade.ChildFacts {
		return with(f, func(f *upgrade.ChildFacts) { f.Issue.Items[0].Archived = true })
	}
	tests := map[string]struct {
		facts upgrade.ChildFacts
		want  []string
	}{
		"level, with the right":                      {put("FD", everything, mona("FD", yes)), []string{"take up level=" + everything + " by mona"}},
		"level, without":                             {put("FD", everything, mona("FD", no)), []string{"note no-right:Owner Does=" + everything}},
		"level, right not read":                      {put("FD", everything, mona("FD", unknown)), []string{}},
		"level, nobody knows who":                    {put("FD", everything), []string{}},
		"level, an earlier hand":                     {put("FD", everything, touch("FD", "mona", yes, at(9, 44))), []string{}},
		"level, another field's":                     {put("FD", everything, mona("FS", yes)), []string{}},
		"level, not for a service":                   {put("FD", advice, mona("FD", yes)), []string{"note unfit:Owner Does=" + advice}},
		"level, not for a service, nobody knows who": {put("FD", advice), []string{"note unfit:Owner Does=" + advice}},
		"level, by an automation":                    {put("FD", everything, touch("FD", "robot[bot]", unknown, at(9, 45))), []string{"write Owner Does=TBD"}},
		"level, adopted":                             {adopted(put("FD", everything), "FD"), []string{"take up level=" + everything + " by "}},
		"level, adopted, by a hand":                  {adopted(put("FD", everything, mona("FD", no)), "FD"), []string{"take up level=" + everything + " by mona"}},
		"level, on a card that was put back": {
			with(adopted(put("FD", everything, mona("FD", no)), "FD"), func(f *upgrade.ChildFacts) { f.Bases[upgrade.ItemBase("B")] = "P0" }),
			[]string{"note no-right:Owner Does=" + everything},
		},
		"level, archived": {archived(put("FD", everything, mona("FD", yes))), []string{}},
		"level, emptied": {
			said(put("FD", "", mona("FD", yes)), "level", everything), []string{"take up level=TBD by mona"},
		},
		"level, emptied, nobody knows who": {said(put("FD", ""), "level", everything), []string{}},
		"level, as accepted":               {said(put("FD", everything, mona("FD", no)), "level", everything), []string{}},
		"level, upgrade paused": {
			with(put("FD", everything, mona("FD", yes)), func(f *upgrade.ChildFacts) { f.Upgrade.Paused = true }), []string{},
		},
		"owner, with the right":   {put("FW", "robrap", mona("FW", yes)), []string{"take up owner=group:robrap by mona"}},
		"owner, without":          {put("FW", "robrap", mona("FW", no)), []string{"note no-right:Owner=robrap"}},
		"owner, emptied":          {put("FW", "", mona("FW", yes)), []string{}},
		"owner, adopted":          {adopted(put("FW", "robrap"), "FW"), []string{"take up owner=group:robrap by "}},
		"owner, by an automation": {put("FW", "robrap", touch("FW", "robot[bot]", unknown, at(9, 45))), []string{"write Owner=Axim Engineering"}},
		"project, with the right": {put("FP", "Node 24", mona("FP", yes)), []string{
			"take up project=Node 24 by mona", "take up add:I1=openedx/credentials#12 by mona", "wake issue:I8", "take up remove:I1= by mona",
		}},
		"project, a parent already": {
			with(put("FP", "Node 24", mona("FP", yes)), func(f *upgrade.ChildFacts) {
				other := f.Parents[0]
				other.Roadmap, other.SeenAt = "I8", at(9, 50)
				f.Parents = append(f.Parents, other)
			}), []string{"take up project=Node 24 by mona"},
		},
		"project, without the right": {put("FP", "Node 24", mona("FP", no)), []string{"note no-right:Project=Node 24"}},
		"project, no upgrade":        {put("FP", "Something", mona("FP", yes)), []string{}},
		"project, emptied":           {put("FP", "", mona("FP", yes)), []string{}},
		"project, adopted":           {adopted(put("FP", "Node 24"), "FP"), []string{}},
		"column, by a person":        {put("FS", "Owner Review", mona("FS", yes)), []string{}},
		"column, by an automation":   {put("FS", "Done", touch("FS", "robot[bot]", unknown, at(9, 45))), []string{"write Status=Todo"}},
		"column, by an automation once more": {
			with(put("FS", "Done", touch("FS", "robot[bot]", unknown, at(9, 45))), func(f *upgrade.ChildFacts) {
				f.Bases[upgrade.OverruledBase("B", "FS")] = "Todo"
			}), []string{},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test.facts.Parents = slices.Clone(test.facts.Parents)
			for i := range test.facts.Parents {
				test.facts.Parents[i].SeenAt = at(9, 55)
			}
			if diff := cmp.Diff(test.want, followed(upgrade.DecideChild(reported(test.facts)))); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// Rights cost requests: they are read for nothing but hands that count.
func TestHandsThatCount(t *testing.T) {
	t.Parallel()
	hand := func(field upgrade.NodeID) upgrade.Touch { return touch(field, "mona", upgrade.Unknown, at(9, 45)) }
	other := put("FP", "Node 24", hand("FP"), hand("FS"), hand("FW"))
	want := []upgrade.Hand{{Touch: 0, Command: "add", To: other.Adopters[1]}}
	if diff := cmp.Diff(want, other.Hands()); diff != "" {
		t.Errorf("another upgrade (-want +got):\n%s", diff)
	}
	for name, facts := range map[string]upgrade.ChildFacts{
		"nothing changed":  put("FD", "TBD", hand("FD"), hand("FW"), hand("FP")),
		"by an automation": put("FD", everything, touch("FD", "robot[bot]", upgrade.Unknown, at(9, 45))),
		"at the adoption":  adopted(put("FD", everything, hand("FD")), "FD"),
		"not for it":       put("FD", advice, hand("FD")),
	} {
		if got := facts.Hands(); len(got) > 0 {
			t.Errorf("%s: %+v", name, got)
		}
	}
}
