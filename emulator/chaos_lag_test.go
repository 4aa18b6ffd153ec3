package emulator_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"
)

// reads asks for an issue's title in three ways and lists the answers.
func (s *stricken) reads(t testing.TB) [3]string {
	t.Helper()
	var got [3]string
	id := s.Issue(ref(t, "acme/shop#2")).ID
	for n, text := range []string{
		s.ask(t, s.inside(), http.MethodGet, "https://github.test/repos/acme/shop/issues/2", "").text,
		s.ask(t, s.inside(), http.MethodGet, "https://github.test/repos/acme/shop/issues?state=all", "").text,
		s.query(t, fmt.Sprintf(`{ node(id: %q) { ... on Issue { body } } }`, id)).text,
	} {
		switch {
		case strings.Contains(text, "new text"):
			got[n] = "new"
		case strings.Contains(text, "id") || strings.Contains(text, "body"):
			got[n] = "old"
		default:
			got[n] = text
		}
	}
	return got
}

func TestReadsLagBehindChanges(t *testing.T) {
	t.Parallel()
	old, current := [3]string{"old", "old", "old"}, [3]string{"new", "new", "new"}
	byPerson := func(s *stricken) error { return s.EditBody("anna", ref(t, "acme/shop#2"), "new text") }
	byApp := func(s *stricken) error {
		h := s.ask(t, s.inside(), http.MethodPatch, "https://github.test/repos/acme/shop/issues/2", `{"body": "new text"}`)
		if h.status != 200 || !strings.Contains(h.text, "new text") {
			return fmt.Errorf("%d %s", h.status, h.text)
		}
		return nil
	}
	for name, edit := range map[string]func(*stricken) error{"person": byPerson, "app": byApp} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newStricken(t).strike(t, "lag=1,lag-share=1,lag-time=10s,row=5")
			if err := edit(s); err != nil {
				t.Fatal(err)
			}
			if got := s.Issue(ref(t, "acme/shop#2")).Body; got != "new text" {
				t.Errorf("a check sees %q", got)
			}
			s.clock.Pass(9 * time.Second)
			if got := s.reads(t); got != old {
				t.Errorf("while reads lag: %v", got)
			}
			s.clock.Pass(time.Second)
			if got := s.reads(t); got != current {
				t.Errorf("after the lag: %v", got)
			}
		})
	}
}

func TestTheSameReadLagsOnlySoOften(t *testing.T) {
	t.Parallel()
	s := newStricken(t).strike(t, "lag=1,lag-share=1,row=2")
	if err := s.EditBody("anna", ref(t, "acme/shop#2"), "new text"); err != nil {
		t.Fatal(err)
	}
	for n, want := range []string{"old", "old", "new"} {
		if got := s.reads(t); got != [3]string{want, want, want} {
			t.Errorf("read %d: %v", n+1, got)
		}
	}
}

func TestOnlySomeReadsLag(t *testing.T) {
	t.Parallel()
	s := newStricken(t).strike(t, "lag=1,lag-share=0.5,row=1000,lag-time=1h")
	if err := s.EditBody("anna", ref(t, "acme/shop#2"), "new text"); err != nil {
		t.Fatal(err)
	}
	seen := map[string]int{}
	for range 20 {
		for _, each := range s.reads(t) {
			seen[each]++
		}
	}
	if seen["old"] < 15 || seen["new"] < 15 {
		t.Errorf("reads: %v", seen)
	}
}

// TestLagDoesNotHoldUpWhatIsNew: a token and an organisation that came after
// the copy work at once.
func TestLagDoesNotHoldUpWhatIsNew(t *testing.T) {
	t.Parallel()
	s := newStricken(t).strike(t, "lag=1,lag-share=1,row=1000")
	if err := s.EditBody("anna", ref(t, "acme/shop#2"), "new text"); err != nil {
		t.Fatal(err)
	}
	if _, _, err := asInstallation(t, s.RoundTripper()).Issues.Get(t.Context(), "acme", "shop", 2); err != nil {
		t.Errorf("with a new token: %v", err)
	}
	if err := s.Uninstall("olga", "acme"); err != nil {
		t.Fatal(err)
	}
	if h := s.ask(t, s.inside(), http.MethodGet, "https://github.test/repos/acme/shop", ""); h.status != 401 {
		t.Errorf("without the installation: %d", h.status)
	}
	if err := s.Install("olga", "acme"); err != nil {
		t.Fatal(err)
	}
	if _, _, err := asInstallation(t, s.RoundTripper()).Issues.Get(t.Context(), "acme", "shop", 2); err != nil {
		t.Errorf("installed anew: %v", err)
	}
}
