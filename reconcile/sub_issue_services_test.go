//go:build services

package reconcile_test

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/upkeep-app/upkeep/upgrade"
)

// withSubIssues is a world whose policy keeps the children as sub-issues.
func withSubIssues() string {
	return strings.Replace(organisations, "            boards: {maintenance: 1}\n", "            boards: {maintenance: 1}\n            roadmap_issue: {sub_issues: keep}\n", 1)
}

func (w *world) subIssues(of string, want ...string) {
	w.t.Helper()
	got := []string{}
	for _, ref := range w.issue(of).SubIssues {
		got = append(got, ref.String())
	}
	slices.Sort(got)
	if diff := cmp.Diff(append([]string{}, want...), got); diff != "" {
		w.t.Errorf("sub-issues of %s (-want +got):\n%s", of, diff)
	}
}

// askedForSubIssues is how often the app has asked for one.
func (w *world) askedForSubIssues() int {
	sent := w.wire.requests()
	return len(slices.DeleteFunc(sent, func(line string) bool {
		return !strings.HasPrefix(line, "POST /repos/acme/roadmap/issues/1/sub_issues")
	}))
}

// The children of the same organisation become sub-issues. One that a person
// takes away stays away, and one that leaves the list leaves the sub-issues and
// the upgrade.
func TestSubIssuesKept(t *testing.T) {
	t.Parallel()
	const lib = "acme/lib#1"
	w := started(t, withSubIssues())
	w.subIssues(django, lib, shop)
	w.must(w.github.RemoveSubIssue("ben", w.ref(django), w.ref(shop)))
	w.quiet()
	w.restart()
	w.trigger(django)
	w.quiet()
	w.subIssues(django, lib)
	w.field(shop, "Project", "Django 5.2")

	body := strings.Replace(w.issue(django).Body, "- [ ] https://github.com/acme/lib/issues/1\r\n", "", 1)
	w.must(w.github.EditBody("ben", w.ref(django), body))
	w.quiet()
	w.subIssues(django)
	if got := strings.Join(w.members(), "\n"); strings.Contains(got, lib) {
		t.Errorf("it is a child still:\n%s", got)
	}

	w.must(w.github.AddSubIssue("ben", w.ref(django), w.ref(lib)))
	w.quiet()
	w.subIssues(django, lib)
	if got := strings.Join(w.members(), "\n"); !strings.Contains(got, lib) {
		t.Errorf("a person has made it a sub-issue, and it is no child:\n%s", got)
	}
	before := len(w.github.Writes())
	w.trigger(django)
	w.quiet()
	if left := w.github.Writes()[before:]; len(left) > 0 {
		t.Errorf("nothing has changed, and yet: %+v", left)
	}
}

// An issue that has another parent keeps it, and GitHub is asked once.
func TestSubIssueOfAnotherParent(t *testing.T) {
	t.Parallel()
	w := newWorld(t, withSubIssues())
	w.must(w.github.AddSubIssue("ada", w.ref("acme/shop#2"), w.ref(shop)))
	w.quiet()
	w.trigger(django)
	w.quiet()
	w.subIssues(django, "acme/lib#1")
	w.subIssues("acme/shop#2", shop)
	if asked := w.askedForSubIssues(); asked != 2 {
		t.Errorf("asked %d times, want once for each child", asked)
	}
}

// GitHub lets an issue have a hundred. The rest stands in the list alone, and
// counts like all others.
func TestSubIssuesAreFull(t *testing.T) {
	t.Parallel()
	var issues, lines strings.Builder
	for i := range 101 {
		fmt.Fprintf(&issues, "          - {title: Upgrade, author: ben, body: Please.}\n")
		fmt.Fprintf(&lines, "              - [ ] acme/many#%d\n", i+1)
	}
	w := started(t, strings.NewReplacer(
		"      - name: lib\n", "      - name: many\n        issues:\n"+issues.String()+"      - name: lib\n",
		"              - [ ] acme/shop#1\n", "              - [ ] acme/shop#1\n"+lines.String(),
	).Replace(withSubIssues()))
	w.quiet()
	if got := len(w.issue(django).SubIssues); got != 100 {
		t.Errorf("%d sub-issues, want 100", got)
	}
	if text := w.living(django); !strings.Contains(text, "3 children are in the lists alone") {
		t.Errorf("the living comment says\n%s", text)
	}
}

// On a server without sub-issues the list alone carries on.
func TestNoSubIssuesOnOldServer(t *testing.T) {
	t.Parallel()
	w := newWorld(t, withSubIssues())
	w.wire.set(func(a asked) (*http.Response, error) {
		response, err := a.pass()
		if err != nil || !strings.Contains(a.body, "query Features") {
			return response, err
		}
		text, err := io.ReadAll(response.Body)
		response.Body = io.NopCloser(bytes.NewReader(bytes.ReplaceAll(text, []byte(`"subIssues"`), []byte(`"other"`))))
		return response, err
	})
	w.quiet()
	w.must(w.github.CloseIssue("ada", w.ref(shop), upgrade.ReasonCompleted))
	w.quiet()
	w.subIssues(django)
	w.box(shop, true)
	if asked := w.askedForSubIssues(); asked != 0 {
		t.Errorf("asked %d times for what is not there", asked)
	}
}

// Wherever the process ends while one child comes and another leaves, the end is
// the same.
func TestCrashWhileSubIssuesAreKept(t *testing.T) {
	t.Parallel()
	var want []string
	for request := range 24 {
		w := started(t, withSubIssues())
		crashed := w.crashAt(request)
		body := strings.Replace(w.issue(django).Body, "https://github.com/acme/lib/issues/1", "acme/shop#2", 1)
		w.must(w.github.EditBody("ben", w.ref(django), body))
		w.quiet()
		w.wire.set(nil)
		w.restart()
		w.quiet()
		w.subIssues(django, shop, "acme/shop#2")
		got := w.members()
		if want == nil {
			want = got
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("request %d (-want +got):\n%s", request, diff)
		}
		before := len(w.github.Writes())
		w.trigger(django)
		w.quiet()
		if left := w.github.Writes()[before:]; len(left) > 0 {
			t.Errorf("request %d: written again: %+v", request, left)
		}
		if !crashed() {
			break
		}
	}
}
