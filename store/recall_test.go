package store_test

import (
	"fmt"
	"testing"

	"github.com/upkeep-app/upkeep/store"
	"github.com/upkeep-app/upkeep/upgrade"
)

// Another database recalls what one remembers, and nothing that is to be done.
func TestRecall(t *testing.T) {
	t.Parallel()
	onClaimed(t, func(t *testing.T, f fixture, c store.Claim) {
		ctx := t.Context()
		check(t, f.SaveMembers(ctx, c, "roadmap", []upgrade.Member{{Child: "child", ChildRef: upgrade.Ref{Owner: "acme", Repo: "shop", Number: 1}, SeenAt: moment(1)}}))
		check(t, f.Remember(ctx, c, "object", map[string]string{"a": "b, 'c' $1"}))
		check(t, f.SaveNote(ctx, c, "object", "name", "text"))
		check(t, f.SaveAnswers(ctx, c, "issue", []store.Answer{{Comment: "c", By: 7, Digest: "d", Outcome: upgrade.OutcomeDone, At: moment(1)}}))
		check(t, f.SetWatermark(ctx, c, "issue", moment(2)))
		check(t, f.SavePolicy(ctx, c, store.PolicyRecord{Installation: 1, Account: "acme", Text: "text", LastGood: "good", At: moment(3)}))
		check(t, f.StartRoadmap(ctx, c, store.Roadmap{Installation: 1, Name: "Django", ID: "roadmap", Ref: upgrade.Ref{Owner: "acme", Repo: "r", Number: 1}}))
		must(f.Intend(ctx, c, store.Intent{ID: "comment:1", Key: c.Key, State: store.IntentConfirmed, Result: "1 IC_1"}))(t)
		check(t, f.SavePlanned(ctx, c, []store.Planned{{Text: "planned"}}))
		check(t, f.SetFlag(ctx, store.FlagHalt, "halted"))

		other := open(t, "memory:", f.clock.Now)
		check(t, other.Recall(ctx, f.Store))
		remembered := func(s *store.Store) string {
			return fmt.Sprintf("%+v\n%+v\n%+v\n%+v\n%+v\n%+v\n%+v\n%+v",
				must(s.Members(ctx, "roadmap"))(t), must(s.Bases(ctx, "object"))(t), must(s.Notes(ctx, []upgrade.NodeID{"object"}))(t),
				must(s.Answers(ctx, "issue"))(t), must(s.Watermark(ctx, "issue"))(t), must(s.Policies(ctx))(t), must(s.Roadmaps(ctx, 1))(t),
				must(s.Intent(ctx, "comment:1"))(t))
		}
		same(t, "what is remembered", remembered(f.Store), remembered(other))
		same(t, "what is to be done", "[] [] ", fmt.Sprint(must(other.Keys(ctx, ""))(t), must(other.Planned(ctx))(t), " ", must(other.Flag(ctx, store.FlagHalt))(t)))
		same(t, "the first database's keys", 1, len(must(f.Keys(ctx, ""))(t)))
	})
}
