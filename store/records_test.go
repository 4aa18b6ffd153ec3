package store_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/upkeep-app/upkeep/store"
	"github.com/upkeep-app/upkeep/upgrade"
)

// moment is a time in 2026 that tests can tell apart.
func moment(n int) time.Time { return time.Date(2026, 5, n, 1, 2, 3, 4000, time.UTC) }

// onClaimed is onEach with a key claimed.
func onClaimed(t *testing.T, test func(t *testing.T, f fixture, c store.Claim)) {
	t.Helper()
	onEach(t, func(t *testing.T, f fixture) {
		check(t, f.Trigger(t.Context(), trigger("issue:1")))
		test(t, f, claimOnly(t, f, "issue:1"))
	})
}

func same(t *testing.T, what string, want, got any) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s: %s", what, diff)
	}
}

// seen is an issue as it was seen at a time, waiting for others.
func seen(id upgrade.NodeID, at time.Time, blockers ...upgrade.NodeID) upgrade.Issue {
	issue := upgrade.Issue{IssueState: upgrade.IssueState{ID: id, UpdatedAt: at}}
	for _, blocker := range blockers {
		issue.BlockedBy = append(issue.BlockedBy, upgrade.IssueState{ID: blocker})
	}
	return issue
}

func TestMembers(t *testing.T) {
	t.Parallel()
	onClaimed(t, func(t *testing.T, f fixture, c store.Claim) {
		member := func(child, roadmap string, adopted, seen int) upgrade.Member {
			return upgrade.Member{
				Child: upgrade.NodeID(child), Roadmap: upgrade.NodeID(roadmap), Installation: 1, ChildInstallation: 2,
				RoadmapRef: upgrade.Ref{Owner: "org", Repo: "roadmaps", Number: 1}, ChildRef: upgrade.Ref{Owner: "my_org", Repo: "app.x", Number: 12},
				ChildRepository: "R", Origin: upgrade.OriginList, AdoptedAt: moment(adopted), SeenAt: moment(seen), ReadAt: moment(1),
			}
		}
		ctx := t.Context()
		check(t, f.SaveMembers(ctx, c, "late", []upgrade.Member{member("a", "late", 9, 5)}))
		check(t, f.SaveMembers(ctx, c, "early", []upgrade.Member{member("a", "early", 3, 5), member("b", "early", 3, 5)}))
		same(t, "parents", []upgrade.Member{member("a", "early", 3, 5), member("a", "late", 9, 5)}, must(f.Parents(ctx, "a"))(t))
		same(t, "parents of some", map[upgrade.NodeID][]upgrade.Member{
			"a": {member("a", "early", 3, 5), member("a", "late", 9, 5)}, "b": {member("b", "early", 3, 5)},
		}, must(f.ParentsOf(ctx, []upgrade.NodeID{"b", "a", "nobody's"}))(t))
		check(t, f.Seen(ctx, seen("a", moment(7)), nil))
		check(t, f.Seen(ctx, seen("a", moment(6)), nil))

		moved, added := member("a", "early", 11, 6), member("c", "early", 1, 1)
		moved.SeenState = "closed completed since 2026-01-01T00:00:00Z"
		moved.ChildRef.Repo, moved.ChildRepository, added.AdoptedAt = "renamed", "S", time.Time{}
		check(t, f.SaveMembers(ctx, c, "early", []upgrade.Member{moved, added}))
		moved.AdoptedAt, moved.SeenAt = moment(3), moment(7)
		got := must(f.Members(ctx, "early"))(t)
		if len(got) != 2 || got[1].AdoptedAt.IsZero() {
			t.Fatalf("members are %+v", got)
		}
		added.AdoptedAt = got[1].AdoptedAt
		same(t, "members", []upgrade.Member{moved, added}, got)
		same(t, "in the repository", []upgrade.Member{moved}, must(f.MembersIn(ctx, "S"))(t))
		check(t, f.SaveMembers(ctx, c, "early", nil))
		same(t, "after the last left", []upgrade.Member(nil), must(f.Members(ctx, "early"))(t))
		same(t, "the other roadmap's", 1, len(must(f.Parents(ctx, "a"))(t)))
	})
}

func TestBasesAndNotes(t *testing.T) {
	t.Parallel()
	onClaimed(t, func(t *testing.T, f fixture, c store.Claim) {
		ctx := t.Context()
		check(t, f.Remember(ctx, c, "a", map[string]string{"Status": "Todo", "Owner": ""}))
		check(t, f.Remember(ctx, c, "a", map[string]string{"Status": "Done"}))
		check(t, f.Remember(ctx, c, "b", map[string]string{"Status": "Todo"}))
		same(t, "bases", map[string]string{"Status": "Done", "Owner": ""}, must(f.Bases(ctx, "a"))(t))
		same(t, "bases of some", map[upgrade.NodeID]map[string]string{"a": {"Status": "Done", "Owner": ""}},
			must(f.BasesOf(ctx, []upgrade.NodeID{"c", "a"}))(t))
		for n, step := range []struct {
			text    string
			changed bool
		}{{"one", true}, {"one", false}, {"two", true}, {"", true}, {"", false}, {"three", true}} {
			told := upgrade.NewKey(upgrade.KindIssue, fmt.Sprint("told-", n))
			check(t, f.SaveNote(ctx, c, "a", "name", step.text, upgrade.Trigger{Key: told}))
			triggered := slices.ContainsFunc(must(f.Keys(ctx, ""))(t), func(k store.KeyRow) bool { return k.Key == told })
			if triggered != step.changed {
				t.Errorf("note %q triggered: %v", step.text, triggered)
			}
		}
		same(t, "notes", map[upgrade.NodeID]map[string]string{"a": {"name": "three"}}, must(f.Notes(ctx, []upgrade.NodeID{"a", "b"}))(t))
		same(t, "no notes", map[upgrade.NodeID]map[string]string{}, must(f.Notes(ctx, nil))(t))
	})
}

func TestSettings(t *testing.T) {
	t.Parallel()
	onEach(t, func(t *testing.T, f fixture) {
		ctx := t.Context()
		check(t, f.Trigger(ctx, upgrade.Trigger{Key: "issue:a"}, upgrade.Trigger{Key: "issue:r"}))
		claims := claim(t, f, 2)
		c, other := claims[0], claims[1]
		check(t, f.Done(ctx, other, ""))
		at := time.Date(2026, 3, 1, 11, 0, 0, 0, time.UTC)
		exempt := upgrade.Setting{Name: "exempt", Value: "2026-04-01", Because: "a freeze", By: upgrade.Actor{Login: "ada", ID: 5}, At: at}
		wake := upgrade.Trigger{Key: other.Key}
		check(t, f.SaveSetting(ctx, c, upgrade.Set{Issue: "a", Setting: exempt}, wake))
		if n := len(claim(t, f, 1)); n != 1 {
			t.Error("a new setting did not set its trigger")
		}
		same(t, "kept", map[upgrade.NodeID]upgrade.Settings{"a": {"exempt": exempt}}, must(f.Settings(ctx, []upgrade.NodeID{"a", "b"}))(t))
		none := exempt
		none.Value = ""
		check(t, f.SaveSetting(ctx, c, upgrade.Set{Issue: "a", Setting: none, Was: "2026-05-01"}))
		same(t, "another value stays", map[upgrade.NodeID]upgrade.Settings{"a": {"exempt": exempt}}, must(f.Settings(ctx, []upgrade.NodeID{"a"}))(t))
		check(t, f.SaveSetting(ctx, c, upgrade.Set{Issue: "a", Setting: none}))
		same(t, "taken back", map[upgrade.NodeID]upgrade.Settings{}, must(f.Settings(ctx, []upgrade.NodeID{"a"}))(t))
	})
}

func TestAnswers(t *testing.T) {
	t.Parallel()
	onClaimed(t, func(t *testing.T, f fixture, c store.Claim) {
		ctx := t.Context()
		first := store.Answer{Comment: "c1", By: 5, Digest: "d", Outcome: "done", At: moment(1)}
		other := store.Answer{Comment: "c2", Digest: "d", Outcome: "refused", At: moment(2)}
		again := first
		again.Outcome = "failed"
		check(t, f.SaveAnswers(ctx, c, "issue", []store.Answer{other, first}))
		check(t, f.SaveAnswers(ctx, c, "issue", []store.Answer{again}, upgrade.Trigger{Key: "issue:then"}))
		if claims := claim(t, f, 1); len(claims) != 1 || claims[0].Key != "issue:then" {
			t.Errorf("claimed %v, want what the answers set off", claims)
		}
		same(t, "answers", []store.Answer{first, other}, must(f.Answers(ctx, "issue"))(t))
		same(t, "no watermark", time.Time{}, must(f.Watermark(ctx, "issue"))(t))
		check(t, f.SetWatermark(ctx, c, "issue", moment(1)))
		check(t, f.SetWatermark(ctx, c, "issue", moment(2)))
		same(t, "watermark", moment(2), must(f.Watermark(ctx, "issue"))(t))
	})
}

// Of halts and releases the latest counts, in whatever order they come.
func TestHalt(t *testing.T) {
	t.Parallel()
	onClaimed(t, func(t *testing.T, f fixture, c store.Claim) {
		ctx := t.Context()
		same(t, "never halted", upgrade.Halt{}, must(f.Halt(ctx, 7))(t))
		halt := upgrade.Halt{Installation: 7, On: true, By: upgrade.Actor{Login: "olga", ID: 1}, At: moment(1)}
		release := upgrade.Halt{Installation: 7, By: upgrade.Actor{Login: "olga", ID: 1}, At: moment(2)}
		check(t, f.SaveHalt(ctx, c, halt))
		same(t, "halted", halt, must(f.Halt(ctx, 7))(t))
		same(t, "another one", upgrade.Halt{}, must(f.Halt(ctx, 8))(t))
		check(t, f.SaveHalt(ctx, c, release))
		check(t, f.SaveHalt(ctx, c, halt))
		same(t, "released", release, must(f.Halt(ctx, 7))(t))
		same(t, "everybody's", "", must(f.Flag(ctx, store.FlagHalt))(t))
	})
}

func TestIntents(t *testing.T) {
	t.Parallel()
	onClaimed(t, func(t *testing.T, f fixture, c store.Claim) {
		ctx := t.Context()
		i := store.Intent{ID: "comment:1:living", Key: c.Key, Kind: "comment", Target: "org/app#1"}
		want := must(f.Intend(ctx, c, i))(t)
		if want.State != store.IntentIntended || want.At.IsZero() {
			t.Errorf("made as %+v", want)
		}
		check(t, f.MarkIntent(ctx, c, i.ID, store.IntentConfirmed, "42"))
		want.State, want.Result = store.IntentConfirmed, "42"
		i.Target = "another"
		got := must(f.Intend(ctx, c, i))(t)
		want.At = got.At
		same(t, "made again", want, got)
		same(t, "read", got, must(f.Intent(ctx, i.ID))(t))
		same(t, "read what is not there", store.Intent{}, must(f.Intent(ctx, "missing"))(t))
		if err := f.MarkIntent(ctx, c, "missing", store.IntentSent, ""); !errors.Is(err, store.ErrNoIntent) {
			t.Errorf("mark what is not there: %v", err)
		}
	})
}

func TestAudit(t *testing.T) {
	t.Parallel()
	onClaimed(t, func(t *testing.T, f fixture, c store.Claim) {
		ctx := t.Context()
		edit := store.Audit{Installation: 1, Key: c.Key, Kind: "boxes", Target: "org/app#1", Why: "closed", Before: " ", After: "x"}
		create := store.Audit{Installation: 1, Key: c.Key, Kind: "comments", Target: "org/app#2", Create: true}
		answer := store.Audit{Installation: 1, Key: c.Key, Kind: "boxes", Target: "org/app#1", Cause: upgrade.CausePerson}
		resync := store.Audit{Installation: 1, Key: c.Key, Kind: "boxes", Target: "org/app#1", Cause: upgrade.CauseResync}
		start := must(f.Now(ctx))(t)
		edit.ID = must(f.Audit(ctx, c, edit))(t)
		check(t, f.Renew(ctx, c, 2*time.Hour))
		f.pass(t, time.Hour)
		create.ID = must(f.Audit(ctx, c, create))(t)
		answer.ID = must(f.Audit(ctx, c, answer))(t)
		resync.ID = must(f.Audit(ctx, c, resync))(t)
		check(t, f.AuditOutcome(ctx, edit.ID, store.OutcomeDone, "ABCD:1"))
		edit.Outcome, edit.RequestID = store.OutcomeDone, "ABCD:1"
		got := must(f.Audits(ctx, 10))(t)
		for n := range got {
			if got[n].At.IsZero() {
				t.Errorf("%+v has no time", got[n])
			}
			got[n].At = time.Time{}
		}
		same(t, "audits", []store.Audit{resync, answer, create, edit}, got)
		counts := func(since time.Time) [3]int {
			writes, creates, err := f.WritesSince(ctx, 1, since)
			check(t, err)
			return [3]int{writes, creates, must(f.UnexplainedWrites(ctx, "org/app#1", since))(t)}
		}
		same(t, "since the start", [3]int{4, 1, 1}, counts(start.Add(-2*time.Hour)))
		same(t, "since half an hour", [3]int{3, 1, 0}, counts(must(f.Now(ctx))(t).Add(-time.Hour/2)))
		check(t, f.AuditOutcome(ctx, edit.ID, "GitHub answered 502", "ABCD:1"))
		same(t, "after a failure", [3]int{4, 1, 0}, counts(start.Add(-2*time.Hour)))
		if err := f.AuditOutcome(ctx, 9999, "sent", ""); err == nil {
			t.Error("completed a row that is not there")
		}
	})
}

func TestPaceAndPlanned(t *testing.T) {
	t.Parallel()
	onClaimed(t, func(t *testing.T, f fixture, c store.Claim) {
		ctx := t.Context()
		same(t, "no pace", store.Pace{}, must(f.Pace(ctx, "body:1"))(t))
		check(t, f.SetPace(ctx, c, "body:1", store.Pace{Last: moment(1), Step: 1}))
		check(t, f.SetPace(ctx, c, "body:1", store.Pace{Last: moment(2), Step: 2}))
		same(t, "pace", store.Pace{Last: moment(2), Step: 2}, must(f.Pace(ctx, "body:1"))(t))

		planned := []store.Planned{
			{
				Key: c.Key, Installation: 1, Upgrade: "Django 5.2", Kind: "fields", Target: "org/app#1", Text: "z", At: moment(1),
				Changes: []upgrade.Change{{Object: "org/app#1", What: "Status", Is: "Todo \"x\"", ShouldBe: "Done", Why: "closed\n"}},
			},
			{Key: c.Key, Installation: 1, Upgrade: "Django 5.2", Kind: "boxes", Target: "org/app#2", Text: "a", At: moment(1)},
		}
		check(t, f.SavePlanned(ctx, c, planned))
		same(t, "planned", planned, must(f.Planned(ctx))(t))
		check(t, f.SavePlanned(ctx, c, planned[:1]))
		same(t, "planned anew", planned[:1], must(f.Planned(ctx))(t))
	})
}

func TestLastEdit(t *testing.T) {
	t.Parallel()
	onClaimed(t, func(t *testing.T, f fixture, c store.Claim) {
		ctx := t.Context()
		none := must(f.Edit(ctx, "I_1"))(t)
		if !none.At.IsZero() || none.Replaced("") {
			t.Errorf("no edit is %+v", none)
		}
		check(t, f.SaveEdit(ctx, c, "I_1", store.Edit{At: moment(1), Before: "first"}))
		check(t, f.SaveEdit(ctx, c, "I_1", store.Edit{At: moment(2), Before: "second"}))
		edit := must(f.Edit(ctx, "I_1"))(t)
		same(t, "the last edit's time", moment(2), edit.At)
		if edit.Replaced("first") || !edit.Replaced("second") {
			t.Errorf("the last edit is %+v", edit)
		}
	})
}

func TestPoliciesInstallationsAndFlags(t *testing.T) {
	t.Parallel()
	onClaimed(t, func(t *testing.T, f fixture, c store.Claim) {
		ctx := t.Context()
		p := store.PolicyRecord{Installation: 1, Source: "org/.github:upkeep.yml", Commit: "abc", Account: "org", State: "invalid", Text: "bad", LastGood: "good", Problems: "line 1", At: moment(1)}
		check(t, f.SavePolicy(ctx, c, store.PolicyRecord{Installation: 1, State: "absent"}))
		check(t, f.SavePolicy(ctx, c, p))
		got, found, err := f.Policy(ctx, 1)
		if err != nil || !found {
			t.Errorf("the policy is there: %v, %v", found, err)
		}
		same(t, "policy", p, got)
		if _, found, err := f.Policy(ctx, 2); err != nil || found {
			t.Errorf("a policy that nobody saved is there: %v, %v", found, err)
		}
		i := store.Installation{ID: 1, Account: "org", AccountID: 1 << 60, Suspended: true, Permissions: map[string]string{"issues": "write"}, SyncedAt: moment(1)}
		other := store.Installation{ID: 2, Account: "other"}
		check(t, f.SaveInstallation(ctx, store.Installation{ID: 1, Account: "old"}))
		check(t, f.SaveInstallation(ctx, i))
		check(t, f.SaveInstallation(ctx, other))
		same(t, "installations", []store.Installation{i, other}, must(f.Installations(ctx))(t))

		same(t, "no flag", "", must(f.Flag(ctx, "halt"))(t))
		check(t, f.SetFlag(ctx, "halt", "on"))
		check(t, f.SetFlag(ctx, "halt", "off"))
		same(t, "flag", "off", must(f.Flag(ctx, "halt"))(t))
		check(t, f.Ping(ctx))
	})
}

func TestRoadmaps(t *testing.T) {
	t.Parallel()
	onClaimed(t, func(t *testing.T, f fixture, c store.Claim) {
		ctx := t.Context()
		roadmap := func(installation int64, name, id string) store.Roadmap {
			return store.Roadmap{Installation: installation, Name: name, ID: upgrade.NodeID(id), Ref: upgrade.Ref{Owner: "my_org", Repo: "roadmaps", Number: 1}}
		}
		django, python, other := roadmap(1, "Django", "a"), roadmap(1, "Python", "b"), roadmap(2, "Django", "a")
		check(t, f.SaveRoadmaps(ctx, c, store.PolicyRecord{Installation: 1, State: "valid"}, []store.Roadmap{python, django}))
		check(t, f.SaveRoadmaps(ctx, c, store.PolicyRecord{Installation: 2}, []store.Roadmap{other}))
		for _, id := range []upgrade.NodeID{"a", "b"} {
			check(t, f.SaveMembers(ctx, c, id, []upgrade.Member{{Child: "child", Installation: 1}}))
		}
		same(t, "by installation", []store.Roadmap{django, python}, must(f.Roadmaps(ctx, 1))(t))
		same(t, "by issue", []store.Roadmap{django, other}, must(f.RoadmapsOf(ctx, "a"))(t))
		check(t, f.SaveRoadmaps(ctx, c, store.PolicyRecord{Installation: 1, State: "valid"}, []store.Roadmap{django}, trigger("issue:a")))
		claimOnly(t, f, "issue:a")
		same(t, "with its policy", 2, len(must(f.Policies(ctx))(t)))
		same(t, "replaced", []store.Roadmap{django}, must(f.Roadmaps(ctx, 1))(t))
		same(t, "children let go", 0, len(must(f.Members(ctx, "b"))(t)))
		same(t, "children kept", 1, len(must(f.Members(ctx, "a"))(t)))
	})
}

func TestDropInstallation(t *testing.T) {
	t.Parallel()
	onClaimed(t, func(t *testing.T, f fixture, c store.Claim) {
		ctx := t.Context()
		check(t, f.SaveInstallation(ctx, store.Installation{ID: 1}))
		check(t, f.SavePlanned(ctx, c, []store.Planned{{Installation: 1}}))
		check(t, f.SaveMembers(ctx, c, "roadmap", []upgrade.Member{{Child: "a", Installation: 1}, {Child: "b", Installation: 2}}))
		check(t, f.Trigger(ctx, trigger("issue:2"), upgrade.Trigger{Key: "issue:3", Installation: 2}))
		check(t, f.SaveRoadmaps(ctx, c, store.PolicyRecord{Installation: 1, State: "valid"}, []store.Roadmap{{Name: "Django", ID: "roadmap"}}))
		check(t, f.DropInstallation(ctx, 1))
		same(t, "roadmaps", 0, len(must(f.Roadmaps(ctx, 1))(t)))
		same(t, "installations", 0, len(must(f.Installations(ctx))(t)))
		same(t, "policies", 0, len(must(f.Policies(ctx))(t)))
		same(t, "planned", 0, len(must(f.Planned(ctx))(t)))
		same(t, "members", 1, len(must(f.Members(ctx, "roadmap"))(t)))
		check(t, f.Done(ctx, c, "the installation is gone"))
		claimOnly(t, f, "issue:3")
		check(t, f.Trigger(ctx, trigger("issue:2"))) // installed again
		claimOnly(t, f, "issue:2")
	})
}
