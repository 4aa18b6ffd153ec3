package emulator_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/upkeep-app/upkeep/emulator"
	"github.com/upkeep-app/upkeep/testclock"
	"github.com/upkeep-app/upkeep/upgrade"
)

// texts are texts that YAML could take for something else or change, among others.
func texts() *rapid.Generator[string] {
	return rapid.OneOf(
		rapid.SampledFrom([]string{
			"null", "yes", "1e3", "~", "- [ ] #2\r\n- [x] #1\r\n", "ends in spaces  \n\n", " begins\n  so\n", "\n\nlate", "a\r\nb\nc", "🚀 done", "\ttab\n",
			"# no comment", "key: value", "'", "\"", "&a *a", "!!str x", "---\n...\n", "2026-01-01", "\u2028\u0085\ufeff", "Closes #2", "see #1", "%\x01\x7f",
		}),
		rapid.StringN(1, 40, 100),
		rapid.StringMatching("[ \r\n\ta:#-]{1,12}x[ \r\n\t]{0,4}"),
	)
}

// randomAct does one of the things that people do. What is refused is fine.
func randomAct(t *rapid.T, e *emulator.Emulator, c *testclock.Clock) {
	repos := []string{"acme/shop", "acme/cart", "elsewhere/library"}
	login := rapid.SampledFrom([]string{"olga", "anna", "ben", "cleo", "emil", "passer-by"}).Draw(t, "who")
	repo := rapid.SampledFrom(repos).Draw(t, "repo")
	draw := func(name string) upgrade.Ref {
		ref, _ := upgrade.ParseRef(fmt.Sprintf("%s#%d", rapid.SampledFrom(repos[:2]).Draw(t, name), rapid.IntRange(1, 9).Draw(t, name+" number")))
		return ref
	}
	one, other, text := draw("one"), draw("other"), texts().Draw(t, "text")
	yes := rapid.Bool().Draw(t, "yes")
	acts := []func(){
		func() { _, _ = e.Comment(login, one, text) },
		func() {
			for _, said := range e.Comments(one) {
				_ = e.EditComment(login, said.DatabaseID, text)
			}
		},
		func() { _, _ = e.OpenIssue(login, repo, "An issue", text) },
		func() { _ = e.EditBody(login, one, text) },
		func() { _ = e.EditTitle(login, one, text) },
		func() { _ = e.CloseIssue(login, one, upgrade.ReasonNotPlanned) },
		func() { _ = e.ReopenIssue(login, one) },
		func() { _ = e.Assign(login, one, "ben") },
		func() { _ = e.SetLabels(login, one, "bug", "null") },
		func() { _ = e.AddSubIssue(login, one, other) },
		func() { _ = e.AddBlockedBy(login, one, other) },
		func() { _ = e.RemoveBlockedBy(login, one, other) },
		func() { _, _ = e.TransferIssue(login, one, repo) },
		func() { _ = e.DeleteIssue(login, one) },
		func() { _ = e.Lock(login, one, "spam") },
		func() { _, _ = e.OpenPullRequest(login, repo, "A change", text, one) },
		func() { _ = e.MergePullRequest(login, one) },
		func() { _ = e.Review(login, one, "approved", text) },
		func() { _ = e.LinkPullRequest(login, one, other, yes) },
		func() { _ = e.PushFile(login, repo, "notes.txt", text) },
		func() { _ = e.RenameRepository(login, repo, "renamed") },
		func() { _ = e.RenameRepository(login, "acme/renamed", "shop") },
		func() { _ = e.AddToBoard(login, maintenance, one) },
		func() { _ = e.SetField(login, maintenance, one, "Notes", text) },
		func() { _ = e.SetField(login, maintenance, one, "Effort", "-0.5e-7") },
		func() { _ = e.MoveCard(login, maintenance, one, "Done") },
		func() { _ = e.ArchiveCard(login, maintenance, one, yes) },
		func() { _ = e.PlaceCard(login, maintenance, one, other) },
		func() { _, _ = e.AddDraft(login, maintenance, text, text) },
		func() { _ = e.SetOptions(login, maintenance, "Status", "Todo", "Done", text) },
		func() { _, _ = e.CreateBoard(login, "acme", text) },
		func() { _ = e.Suspend(login, "acme", yes) },
	}
	rapid.SampledFrom(acts).Draw(t, "act")()
	c.Pass(time.Duration(rapid.IntRange(0, 3000).Draw(t, "seconds")) * time.Second)
}

// TestAnyStateSurvivesDump does random acts and then goes on in the loaded
// GitHub as in the dumped one.
func TestAnyStateSurvivesDump(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		c := newClock()
		e := small(t, c)
		for range rapid.IntRange(1, 25).Draw(rt, "acts") {
			randomAct(rt, e, c)
		}
		again := reloaded(t, e, c)
		differ, _ := emulator.Walk(e, again)
		if len(differ) > 0 {
			rt.Fatalf("the loaded state differs: %q", differ)
		}
	})
}

// TestLoadedGoesOnAlike shows that new objects get the ids that they would have
// got without the dump, which no loaded object has.
func TestLoadedGoesOnAlike(t *testing.T) {
	t.Parallel()
	c := newClock()
	e := small(t, c)
	everyAct(t, e, c)
	again := reloaded(t, e, c)
	var ids [2][]string
	for n, each := range []*emulator.Emulator{e, again} {
		before := len(each.Pending())
		_, err := each.OpenIssue("anna", "acme/shop", "New", "See #1")
		if err != nil {
			t.Fatal(err)
		}
		_, err = each.Comment("anna", ref(t, "acme/shop#1"), "New")
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range each.Pending()[before:] {
			ids[n] = append(ids[n], fmt.Sprintf("%d %s %s", d.ID, d.GUID, d.Payload))
		}
	}
	if diff := cmp.Diff(ids[0], ids[1]); diff != "" || len(ids[0]) < 2 {
		t.Errorf("what comes next differs (-dumped +loaded):\n%s", diff)
	}
}

// BenchmarkDump dumps 5,000 issues that are all on a board.
func BenchmarkDump(b *testing.B) {
	e := emulator.New(b, large(5000))
	for b.Loop() {
		if _, err := e.Dump(); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkLoadDump loads what BenchmarkDump dumps.
func BenchmarkLoadDump(b *testing.B) {
	text, err := emulator.New(b, large(5000)).Dump()
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		emulator.New(b, string(text))
	}
}
