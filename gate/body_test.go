package gate_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/upkeep-app/upkeep/description"
	"github.com/upkeep-app/upkeep/store"
	"github.com/upkeep-app/upkeep/upgrade"
)

func TestOnlyTheBoxMoves(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	before := w.issue("acme/roadmap#1").Body
	w.must(w.apply(w.box(true)))
	if got, want := w.issue("acme/roadmap#1").Body, strings.Replace(before, "[ ]", "[x]", 1); got != want {
		t.Errorf("description %q, want %q", got, want)
	}
	bases, err := w.store.Bases(t.Context(), w.issue("acme/roadmap#1").ID)
	w.must(err)
	if bases[upgrade.BoxBase("I_child")] != "checked" {
		t.Errorf("bases %v, want the box as written", bases)
	}
}

// Fences become plain lists in the same edit as a box that stands in one and a
// section. Only for that, an answer waits for the description's pace.
func TestFencesBecomePlainLists(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.body("```[tasklist]\n- [ ] acme/shop#1\n```\n")
	a := w.section("Words.")
	a.Boxes, a.Fences = []upgrade.BoxWrite{{Offset: 17, Line: 2, Checked: true, Child: "I_child"}}, 1
	w.must(w.apply(a))
	got := w.issue("acme/roadmap#1").Body
	if !strings.HasPrefix(got, "- [x] acme/shop#1\n\n<!--") || !strings.Contains(got, "\nWords.\n") {
		t.Errorf("description %q", got)
	}
	for fences, answered := range []bool{true, false} {
		w.body("```[tasklist]\n- [ ] acme/shop#1\n```\n")
		waits := w.box(true)
		waits.Boxes[0].Offset, waits.Fences = 17, fences
		before := len(w.writes())
		w.isLater(w.apply(waits, w.reaction()), store.WaitPace, 5*time.Second)
		if got := len(w.writes()) > before; got != answered {
			t.Errorf("%d fences wait: answered meanwhile: %t", fences, got)
		}
	}
}

// noBase wants the box to be decided on anew.
func (w *world) noBase() {
	w.t.Helper()
	w.noBases(w.issue("acme/roadmap#1").ID)
}

// noBases wants nothing to be known as derived, apart from the card; what was being written may be
// remembered as such.
func (w *world) noBases(object upgrade.NodeID) {
	w.t.Helper()
	bases, err := w.store.Bases(w.t.Context(), object)
	w.must(err)
	for name, value := range bases {
		if !strings.HasPrefix(name, "sent:") && !strings.HasPrefix(name, "item:") && value != "" {
			w.t.Errorf("base %s is %q, want none", name, value)
		}
	}
}

func TestChangedBetweenObservingAndWriting(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	stale := w.box(true)
	w.body("A person's new text\n\n- [ ] acme/shop#1")
	w.isLater(w.apply(stale), store.WaitLag, time.Second)
	if got := w.issue("acme/roadmap#1").Body; got != "A person's new text\n\n- [ ] acme/shop#1" || len(w.writes()) > 0 {
		t.Errorf("description %q after writes %v", got, w.writes())
	}
	w.noBase()
}

func TestChangedBetweenWritingAndReadingAgain(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	text := "Without any box."
	w.wire.once("PATCH", func(pass func() (*http.Response, error)) (*http.Response, error) {
		got, err := pass()
		w.body(text)
		return got, err
	})
	w.isLater(w.applyFor(upgrade.CausePerson, w.box(true)), store.WaitLag, time.Second)
	if got := w.issue("acme/roadmap#1").Body; got != text {
		t.Errorf("description %q, want the person's", got)
	}
	w.noBase()
	w.body("- [ ] acme/shop#1")
	w.isLater(w.applyFor(upgrade.CausePerson, w.box(true)), store.WaitPace, 5*time.Second) // the edit was one
}

// A description that never reads as observed is asked for more and more slowly.
func TestConflictsWaitLonger(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	part := w.part
	stale := w.box(true)
	part.Plan.Actions = []upgrade.Action{stale}
	w.body("Another text.")
	claim := w.claim("acme/roadmap#1", upgrade.CauseOther)
	claim.Attempts = 3
	w.isLater(w.gate.Apply(t.Context(), claim, part), store.WaitLag, 8*time.Second)
}

// GitHub answers 200 to a description that is too long, and keeps the old one.
func TestSilentlyKeptDescription(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.must(w.github.Load([]byte("organizations: [{login: long, installed: true, owners: [olga], repositories: [{name: list, issues: [{title: Long, body: \"- [ ] #2\\n" +
		strings.Repeat("x", 270_000) + "\"}]}]}]")))
	w.openStore()
	w.part.Owners = []string{"long"}
	a := w.box(true)
	i := w.issue("long/list#1")
	a.Issue, a.Ref, a.Body = i.ID, i.Ref, i.Body
	w.isRefused(w.apply(a), "too long")
	w.noBases(i.ID)
}

// section is a write of an own section that links some issues.
func (w *world) section(text string, links ...string) upgrade.EditBody {
	w.t.Helper()
	a := w.box(true)
	a.Boxes = nil
	s := upgrade.SectionWrite{
		Section: description.Section{Name: "children", Text: text}, Place: description.AtEnd,
		Bases: map[string]string{upgrade.SectionBase("children"): "written"},
	}
	for _, link := range links {
		s.Links = append(s.Links, w.ref(link))
	}
	a.Sections = []upgrade.SectionWrite{s}
	return a
}

// In a section, what is declared comes alive, and nothing else.
func TestOnlyDeclaredLinksComeAlive(t *testing.T) {
	t.Parallel()
	for text, refused := range map[string]string{
		"- [ ] acme/shop#1: words":                          "",
		"- [ ] https://github.com/acme/shop/issues/1: done": "",
		"- [ ] Acme/Shop#1":                                 "",
		"- [ ] acme/shop#2":                                 "acme/shop#2",
		"Closes acme/shop#1":                                "Closes acme/shop#1",
		"acme/shop#1 for @ada":                              "@ada",
		"acme/shop#1\n\n/upgrade finish":                    "/upgrade",
	} {
		t.Run(text, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			err := w.apply(w.section(text, "acme/shop#1"))
			if refused != "" {
				w.isRefused(err, refused)
				return
			}
			w.must(err)
			if got := w.issue("acme/roadmap#1").Body; !strings.Contains(got, text) {
				t.Errorf("description %q", got)
			}
		})
	}
}

func TestSectionAndItsBase(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	before := w.issue("acme/roadmap#1").Body
	w.must(w.apply(w.section("Words.")))
	if got := w.issue("acme/roadmap#1").Body; !strings.HasPrefix(got, before) || strings.HasSuffix(got, "\n") {
		t.Errorf("description %q", got)
	}
	bases, err := w.store.Bases(t.Context(), w.issue("acme/roadmap#1").ID)
	w.must(err)
	if bases[upgrade.SectionBase("children")] != "written" {
		t.Errorf("bases %v", bases)
	}
	private := w.section("Words.")
	private.Sections[0].Text, private.Sections[0].Names = "More.", []upgrade.Repository{{Owner: "acme", Name: "vault", Private: true}}
	w.isRefused(w.applyFor(upgrade.CausePerson, private), "private repository")
}
