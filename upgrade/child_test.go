package upgrade_test

import (
	"testing"
	"time"

	"github.com/upkeep-app/upkeep/upgrade"
)

func with(f upgrade.ChildFacts, change func(*upgrade.ChildFacts)) upgrade.ChildFacts {
	change(&f)
	return f
}

func setValue(f *upgrade.ChildFacts, field upgrade.NodeID, text string, when time.Time) {
	item := &f.Issue.Items[0]
	for i := range item.Values {
		if item.Values[i].Field == field {
			item.Values[i] = upgrade.FieldValue{Field: field, Text: text, UpdatedAt: when}
		}
	}
}

func closed(f upgrade.ChildFacts, reason upgrade.StateReason, when time.Time) upgrade.ChildFacts {
	f.Issue.Closed, f.Issue.Reason, f.Issue.ChangedAt, f.Issue.UpdatedAt = true, reason, when, when
	return f
}

func dropOption(f *upgrade.ChildFacts, field upgrade.NodeID, name string) {
	fields := append([]upgrade.Field(nil), f.Board.Fields...)
	for i := range fields {
		if fields[i].ID != field {
			continue
		}
		var kept []upgrade.Option
		for _, o := range fields[i].Options {
			if o.Name != name {
				kept = append(kept, o)
			}
		}
		fields[i].Options = kept
	}
	f.Board.Fields = fields
}

func TestDecideChild(t *testing.T) {
	t.Parallel()
	pull := func(open bool) upgrade.PullRequest {
		return upgrade.PullRequest{ID: "PR", Open: open, CreatedAt: at(9, 40)}
	}
	cases := map[string]upgrade.ChildFacts{
		"new":                  newChild(),
		"settled":              settledChild(),
		"belongs to none":      with(settledChild(), func(f *upgrade.ChildFacts) { f.Upgrade = upgrade.Upgrade{}; f.Parents = nil }),
		"closed":               closed(settledChild(), upgrade.ReasonCompleted, at(9, 45)),
		"closed as duplicate":  closed(settledChild(), upgrade.ReasonDuplicate, at(9, 45)),
		"closed as pull merge": closed(settledChild(), upgrade.ReasonNone, at(9, 45)),
		"closed as not planned with a column": closed(with(settledChild(), func(f *upgrade.ChildFacts) {
			f.Policy.Maintenance.Statuses.NotPlanned = "Will not do"
		}), upgrade.ReasonNotPlanned, at(9, 45)),
		"closed before its card was known": closed(with(newChild(), func(f *upgrade.ChildFacts) {
			f.Issue.Items = []upgrade.Item{sampleItem("Todo", "TBD")}
		}), upgrade.ReasonCompleted, at(9, 45)),
		"card moved by a person after it was closed": closed(with(newChild(), func(f *upgrade.ChildFacts) {
			f.Issue.Items = []upgrade.Item{sampleItem("Owner Review", "TBD")}
		}), upgrade.ReasonCompleted, at(9, 15)),
		"reopened": with(settledChild(), func(f *upgrade.ChildFacts) {
			setValue(f, "FS", "Done", at(9, 31))
			f.Bases = sampleBases("Done", "TBD")
			f.Issue.Reason, f.Issue.ChangedAt = upgrade.ReasonReopened, at(9, 55)
			f.Issue.Assignees, f.Issue.AssignedAt = []upgrade.Actor{{Login: "a"}}, at(9, 20)
		}),
		"assigned": with(settledChild(), func(f *upgrade.ChildFacts) {
			f.Issue.Assignees, f.Issue.AssignedAt = []upgrade.Actor{{Login: "a"}}, at(9, 45)
		}),
		"pull request open":   with(settledChild(), func(f *upgrade.ChildFacts) { f.Issue.PullRequests = []upgrade.PullRequest{pull(true)} }),
		"pull request merged": with(settledChild(), func(f *upgrade.ChildFacts) { f.Issue.PullRequests = []upgrade.PullRequest{pull(false)} }),
		"is a pull request": with(newChild(), func(f *upgrade.ChildFacts) {
			f.Issue.IsPullRequest = true
			f.Issue.PullRequests = []upgrade.PullRequest{{ID: "I1", Ref: f.Issue.Ref, Open: true, CreatedAt: at(8, 0)}}
		}),
		"moved by a person stays": with(settledChild(), func(f *upgrade.ChildFacts) {
			setValue(f, "FS", "Owner Review", at(9, 45))
		}),
		"level cleared by a person stays": with(settledChild(), func(f *upgrade.ChildFacts) { setValue(f, "FD", "", time.Time{}) }),
		"card added again, fields lost": with(settledChild(), func(f *upgrade.ChildFacts) {
			f.Issue.Items = []upgrade.Item{{ID: "P2", Board: "B"}}
			for name := range f.Bases {
				f.Bases[name] = ""
			}
		}),
		"card removed": with(settledChild(), func(f *upgrade.ChildFacts) { f.Issue.Items = []upgrade.Item{{ID: "X", Board: "other"}} }),
		"archived": closed(with(settledChild(), func(f *upgrade.ChildFacts) {
			f.Issue.Items[0].Archived = true
		}), upgrade.ReasonCompleted, at(9, 45)),
		"no option for owner": with(newChild(), func(f *upgrade.ChildFacts) { dropOption(f, "FW", "Axim Engineering") }),
		"no option, noted before": with(settledChild(), func(f *upgrade.ChildFacts) {
			setValue(f, "FW", "", time.Time{})
			delete(f.Bases, upgrade.FieldBase("B", "FW"))
			dropOption(f, "FW", "Axim Engineering")
			f.Notes = map[string]string{"no-option:Owner": "Axim Engineering"}
		}),
		"option mended": with(settledChild(), func(f *upgrade.ChildFacts) {
			setValue(f, "FW", "", time.Time{})
			delete(f.Bases, upgrade.FieldBase("B", "FW"))
			f.Notes = map[string]string{"no-option:Owner": "Axim Engineering"}
		}),
		"no field": with(newChild(), func(f *upgrade.ChildFacts) { f.Policy.Maintenance.Fields.Source = "Team" }),
		"text field": with(newChild(), func(f *upgrade.ChildFacts) {
			f.Board.Fields[3] = upgrade.Field{ID: "FW", Name: "Owner", Type: upgrade.FieldText}
		}),
		"no board":           with(newChild(), func(f *upgrade.ChildFacts) { f.Board = upgrade.Board{} }),
		"no board in policy": with(newChild(), func(f *upgrade.ChildFacts) { f.Board, f.Policy.Maintenance = upgrade.Board{}, upgrade.BoardPolicy{} }),
		"owner from policy": with(newChild(), func(f *upgrade.ChildFacts) {
			f.Issue.Repository.Catalog = ""
			f.Policy.Repositories = map[string]upgrade.RepositoryPolicy{"openedx/credentials": {Owner: "user:robrap"}}
		}),
		"no owner": with(newChild(), func(f *upgrade.ChildFacts) { f.Issue.Repository.Catalog = "spec: [" }),
		"second parent took over": with(settledChild(), func(f *upgrade.ChildFacts) {
			f.Upgrade.Name = "Node 24"
		}),
		"fields excluded": with(newChild(), func(f *upgrade.ChildFacts) {
			f.Excluded = map[upgrade.WriteKind]string{upgrade.WriteFields: "the app may only read the board"}
		}),
		"reopened in the second that the roadmap saw": with(settledChild(), func(f *upgrade.ChildFacts) { f.Issue.ChangedAt = at(9, 0) }),
		"transferred": with(settledChild(), func(f *upgrade.ChildFacts) {
			f.Issue.Ref = upgrade.Ref{Owner: "openedx", Repo: "new-credentials", Number: 3}
		}),
	}
	for name, facts := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			golden(t, "child", name, upgrade.DecideChild(reported(facts)))
		})
	}
}
