package gate_test

import (
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/upkeep-app/upkeep/upgrade"
)

// depend makes the roadmap issue wait for an issue, or ends that.
func (w *world) depend(on string, remove bool) upgrade.Depend {
	w.t.Helper()
	i := w.issue(on)
	return upgrade.Depend{
		Ref: w.ref("acme/roadmap#1"), Remove: remove,
		On: upgrade.IssueState{ID: i.ID, DatabaseID: i.DatabaseID, Ref: i.Ref},
	}
}

func (w *world) wantsBlockedBy(want ...string) {
	w.t.Helper()
	got := []string{}
	for _, ref := range w.issue("acme/roadmap#1").BlockedBy {
		got = append(got, ref.String())
	}
	if !slices.Equal(got, want) {
		w.t.Errorf("blocked by %q, want %q", got, want)
	}
}

// Doing it twice is doing it once, also when the first answer was lost, and
// what is there already takes no write.
func TestDepend(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	one, two := w.depend("acme/shop#1", false), w.depend("acme/shop#2", false)
	w.wire.once("POST ", func(pass func() (*http.Response, error)) (*http.Response, error) {
		_, err := pass()
		return nil, errors.Join(err, errors.New("connection reset by peer"))
	})
	if err := w.applyFor(upgrade.CausePerson, one); err == nil {
		t.Fatal("no error though the answer was lost")
	}
	w.must(w.applyFor(upgrade.CausePerson, one, two))
	w.wantsBlockedBy("acme/shop#1", "acme/shop#2")
	w.wire.requests()
	w.must(w.applyFor(upgrade.CausePerson, one, two))
	if n := w.wire.requests(); n != 2 {
		t.Errorf("%d requests to see that nothing is to be done, want 2", n)
	}
	off := w.depend("acme/shop#1", true)
	off.On.DatabaseID = 0 // not known once nobody can look the issue up
	w.must(w.applyFor(upgrade.CausePerson, off, off))
	w.wantsBlockedBy("acme/shop#2")
	audits, err := w.store.Audits(t.Context(), 1)
	w.must(err)
	if a := audits[0]; a.Kind != "Depend" || a.Before != "acme/shop#1" || a.After != "" {
		t.Errorf("audit %+v", a)
	}
}

// Where GitHub does not make the dependency, what was laid down is kept all the
// same, and the reaction says that all is well.
func TestDependRefused(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		line   string
		status int
		body   string
	}{
		"no dependencies on this server": {"GET ", 404, `{"message":"Not Found"}`},
		"switched off":                   {"GET ", 410, `{}`},
		"not permitted":                  {"POST ", 403, `{"message":"Resource not accessible by integration"}`},
		"too many":                       {"POST ", 422, `{"message":"Validation failed"}`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.wire.set(func(line string, pass func() (*http.Response, error)) (*http.Response, error) {
				if strings.HasPrefix(line, test.line) && strings.Contains(line, "/dependencies/") {
					return answer(test.status, test.body), nil
				}
				return pass()
			})
			react := w.reaction()
			issue := w.issue("acme/roadmap#1").ID
			set := upgrade.Set{Issue: issue, Setting: upgrade.Setting{Name: "blocked-by:I", Value: "acme/shop#1"}}
			w.must(w.applyFor(upgrade.CausePerson, w.depend("acme/shop#1", false), set, react))
			w.wantsBlockedBy()
			settings, err := w.store.Settings(t.Context(), []upgrade.NodeID{issue})
			w.must(err)
			if settings[issue].Value("blocked-by:I") == "" || len(w.commentOf(react).Reactions) != 1 {
				t.Errorf("settings %v, reactions %v", settings, w.commentOf(react).Reactions)
			}
		})
	}
}

// What may be another time is tried another time.
func TestDependLater(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.wire.once("/dependencies/", func(func() (*http.Response, error)) (*http.Response, error) { return answer(502, `{}`), nil })
	react := w.reaction()
	if err := w.applyFor(upgrade.CausePerson, w.depend("acme/shop#1", false), react); err == nil {
		t.Error("no error")
	}
	if got := w.commentOf(react).Reactions; len(got) > 0 {
		t.Errorf("reactions %v", got)
	}
}
