package gate_test

import (
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/upkeep-app/upkeep/upgrade"
)

// subIssue makes an issue a sub-issue of the roadmap issue, or takes it away.
func (w *world) subIssue(child string, remove bool) upgrade.LinkSubIssue {
	w.t.Helper()
	i, parent := w.issue(child), w.issue("acme/roadmap#1")
	state := upgrade.IssueState{ID: i.ID, DatabaseID: i.DatabaseID, Ref: i.Ref}
	state.Repository = upgrade.Repository{Owner: i.Ref.Owner, Name: i.Ref.Repo, Private: i.Ref.Repo == "vault"}
	return upgrade.LinkSubIssue{Parent: parent.ID, Ref: parent.Ref, Child: state, Remove: remove}
}

// wantsSubIssues looks at the roadmap issue, and at what is remembered of one child.
func (w *world) wantsSubIssues(child string, state upgrade.LinkState, want ...string) {
	w.t.Helper()
	got := []string{}
	parent := w.issue("acme/roadmap#1")
	for _, ref := range parent.SubIssues {
		got = append(got, ref.String())
	}
	bases, err := w.store.Bases(w.t.Context(), parent.ID)
	w.must(err)
	base := bases[upgrade.SubIssueBase(w.issue(child).ID)]
	if !slices.Equal(got, want) || base != string(state) && base != state.Base(w.clock.Now()) {
		w.t.Errorf("sub-issues %q, want %q; remembered %q, want %q", got, want, base, state)
	}
}

// What was begun is remembered, so that a lost answer leaves no link that looks
// like a person's.
func TestLinkSubIssue(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const one, two = "acme/shop#1", "acme/shop#2"
	w.must(w.apply(w.subIssue(one, false)))
	w.wantsSubIssues(one, upgrade.LinkKept, one)
	w.wire.once("POST ", func(pass func() (*http.Response, error)) (*http.Response, error) {
		_, err := pass()
		return nil, errors.Join(err, errors.New("connection reset by peer"))
	})
	if err := w.apply(w.subIssue(two, false)); err == nil {
		t.Fatal("no error though the answer was lost")
	}
	w.wantsSubIssues(two, upgrade.LinkAdding, one, two)
	w.must(w.apply(w.subIssue(one, true)))
	w.wantsSubIssues(one, upgrade.LinkLeaving, two)
	audits, err := w.store.Audits(t.Context(), 1)
	w.must(err)
	if a := audits[0]; a.Kind != "LinkSubIssue" || a.Before != one || a.After != "" {
		t.Errorf("audit %+v", a)
	}
}

// A parent that an issue has is never replaced, and what GitHub does not do is
// not asked for again.
func TestLinkSubIssueRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const one, two = "acme/shop#1", "acme/shop#2"
	w.must(w.github.AddSubIssue("ada", w.ref(two), w.ref(one)))
	w.must(w.apply(w.subIssue(one, false)))
	w.wantsSubIssues(one, upgrade.LinkDeclined)
	if got := w.issue(two).SubIssues; len(got) != 1 {
		t.Errorf("the other parent has %v", got)
	}
	w.must(w.apply(w.subIssue(two, true)))
	w.wantsSubIssues(two, upgrade.LinkDeclined)
	if err := w.apply(w.subIssue("acme/vault#1", false)); err == nil || !strings.Contains(err.Error(), "private repository") {
		t.Errorf("error %v for a private child in public", err)
	}
	w.wantsSubIssues("acme/vault#1", "")
}

// What may be another time is tried another time; plan mode remembers nothing.
func TestLinkSubIssueLater(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.wire.once("POST ", func(func() (*http.Response, error)) (*http.Response, error) { return answer(502, `{}`), nil })
	if err := w.apply(w.subIssue("acme/shop#1", false)); err == nil {
		t.Error("no error")
	}
	w.wantsSubIssues("acme/shop#1", upgrade.LinkAdding)
	w.clock.Pass(time.Minute)
	w.part.Policy.Writes = map[upgrade.WriteKind]upgrade.Mode{upgrade.WriteIssues: upgrade.ModePlan}
	w.must(w.apply(w.subIssue("acme/shop#2", false)))
	w.wantsSubIssues("acme/shop#2", "")
}

// What a run may not write any more is left to the next one, and is no failure.
func TestLinkSubIssueIsTheLast(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	var actions []upgrade.Action
	for range 11 {
		actions = append(actions, w.subIssue("acme/shop#1", false), w.subIssue("acme/shop#1", true))
	}
	w.must(w.applyFor(upgrade.CausePerson, append(actions, w.subIssue("acme/shop#2", false))...))
	w.wantsSubIssues("acme/shop#2", "")
	keys, err := w.store.Keys(t.Context(), "")
	w.must(err)
	if len(keys) != 1 || !keys[0].NotBefore.After(w.clock.Now()) {
		t.Errorf("the key is not looked at again: %+v", keys)
	}
}
