package main

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/upkeep-app/upkeep/rehearsal"
	"github.com/upkeep-app/upkeep/store"
	"github.com/upkeep-app/upkeep/upgrade"
)

// somePlan has changes of every shape.
func somePlan() plan {
	at := time.Date(2026, 3, 2, 9, 30, 0, 0, time.UTC)
	found := rehearsed(rehearsal.Result{Writes: []store.Planned{
		{Kind: "fields", Key: "board:B", Text: "add a field", At: at.Add(2 * time.Minute), Changes: []upgrade.Change{
			{Object: "board acme/51", What: `field "Project"`, ShouldBe: "single select: Django 5.2", Why: "the policy names it"},
		}},
		{Upgrade: "Python 3.12", Kind: "boxes", Key: "issue:P", Text: "check a box", At: at, Changes: []upgrade.Change{
			{Object: "acme/roadmap#2", What: "line 9", Is: "- [ ] acme/shop#12", ShouldBe: "- [x] acme/shop#12", Why: "closed as completed"},
		}},
		{Upgrade: "Django 5.2", Kind: "fields", Key: "issue:12", Text: "set fields", At: at, Changes: []upgrade.Change{
			{Object: "acme/shop#12", What: "Status", Is: "Todo", ShouldBe: "Done", Why: "closed\t\x1b[31m as completed"},
			{Object: "acme/shop#12", What: "Owner", ShouldBe: "Platform", Why: "the repository's owner"},
			{Object: "acme/shop#12", What: "Owner Does", Is: "TBD", Why: "it has no owner"},
		}},
		{Upgrade: "Django 5.2", Kind: "comments", Key: "issue:D", Text: "write the comment", At: at, Changes: []upgrade.Change{
			{Object: "acme/roadmap#1", What: "comment", Is: "Title\n\nOne done\n\nEnd", ShouldBe: "Title\r\n\r\nTwo done\r\n\r\nEnd\r\n", Why: "living"},
		}},
		{Upgrade: "Django 5.2", Kind: "fields", Key: "issue:2", Text: "put a card", At: at, Changes: []upgrade.Change{
			{Object: "acme/shop#2", What: "card on board acme/51", ShouldBe: "a card", Why: "it is not on the board"},
		}},
		{Upgrade: "Django 5.2", Kind: "issues", Key: "issue:3", Text: "make an issue", At: at, Changes: []upgrade.Change{
			{Object: "acme/.github", What: "issue", ShouldBe: strings.Repeat("a line\n", 20), Why: "policy"},
		}},
	}})
	return found
}

const someText = `
Django 5.2

  acme/.github
    issue (policy)
      + a line
      + a line
      + a line
      + a line
      + a line
      + a line
      + a line
      + a line
      + a line
      + a line
      + a line
      + a line
      + … 8 lines more (--format json has all)

  acme/roadmap#1
    comment (living)
        … 2 lines stay
      - One done
      + Two done
        … 2 lines stay

  acme/shop#2
    card on board acme/51 (it is not on the board)
      + a card

  acme/shop#12
    Status (closed  [31m as completed)
      - Todo
      + Done
    Owner (the repository's owner)
      + Platform
    Owner Does (it has no owner)
      - TBD

Python 3.12

  acme/roadmap#2
    line 9 (closed as completed)
      - - [ ] acme/shop#12
      + - [x] acme/shop#12

For no upgrade

  board acme/51
    field "Project" (the policy names it)
      + single select: Django 5.2

6 writes would be made, whatever the modes say (boxes 1, comments 1, fields 3, issues 1), as found out between 2026-03-02 09:30 UTC and 2026-03-02 09:32 UTC.
`

func TestPlanAsText(t *testing.T) {
	t.Parallel()
	var got strings.Builder
	if err := somePlan().tell(&got, "text"); !errors.Is(err, errDiffers) {
		t.Errorf("it ends with %v", err)
	}
	if diff := cmp.Diff(strings.TrimPrefix(someText, "\n"), got.String()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestPlanAsJSON(t *testing.T) {
	t.Parallel()
	var got strings.Builder
	one := somePlan().narrowed("Python 3.12")
	one.Failed, one.Unfinished = []failed{{Key: "issue:F", Reason: "forbidden"}}, 2
	if err := one.tell(&got, "json"); !errors.Is(err, errUnknown) {
		t.Errorf("it ends with %v", err)
	}
	const want = `{
  "writes": [
    {
      "upgrade": "Python 3.12",
      "kind": "boxes",
      "key": "issue:P",
      "text": "check a box",
      "found_at": "2026-03-02T09:30:00Z",
      "changes": [
        {
          "object": "acme/roadmap#2",
          "what": "line 9",
          "is": "- [ ] acme/shop#12",
          "should_be": "- [x] acme/shop#12",
          "why": "closed as completed"
        }
      ]
    }
  ],
  "failed": [
    {
      "key": "issue:F",
      "reason": "forbidden"
    }
  ],
  "unfinished": 2
}
`
	if diff := cmp.Diff(want, got.String()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	for _, field := range []string{"writes", "failed", "unfinished", "upgrade", "kind", "key", "text", "found_at", "changes", "object", "what", "is", "should_be", "why", "reason"} {
		if !strings.Contains(planHelp, `"`+field+`"`) {
			t.Errorf("--help does not tell of %q", field)
		}
	}
}

// How a plan ends, and what it says when there is little to say.
func TestPlanEnds(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		plan plan
		want string
		ends error
	}{
		"nothing":       {plan{nothing: "Nothing is withheld."}, "Nothing is withheld.\n", nil},
		"a failure":     {plan{nothing: "-", Failed: []failed{{"issue:F", "forbidden\n!"}}}, "Could not look at issue:F: forbidden !\n", errUnknown},
		"cut off":       {plan{nothing: "-", Unfinished: 3}, "Stopped before all was looked at: 3 objects are left.\n", errUnknown},
		"another name":  {somePlan().narrowed("Django"), "Nothing for the upgrade \"Django\". There is something for \"Django 5.2\", \"Python 3.12\".\n", nil},
		"none of a few": {plan{}.narrowed("Django"), "Nothing for the upgrade \"Django\".\n", nil},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var got strings.Builder
			if err := test.plan.tell(&got, "text"); !errors.Is(err, test.ends) {
				t.Errorf("it ends with %v, want %v", err, test.ends)
			}
			if diff := cmp.Diff(test.want, got.String()); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
	var empty strings.Builder
	var decoded map[string]any
	if err := errors.Join(plan{}.tell(&empty, "json"), json.Unmarshal([]byte(empty.String()), &decoded)); err != nil || decoded["writes"] == nil || decoded["failed"] == nil {
		t.Errorf("nothing as JSON is %s, %v", empty.String(), err)
	}
}

func TestPoliciesAreRead(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "up=keep.yml")
	if err := os.WriteFile(file, []byte("mode: plan\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	got, err := readPolicies([]string{"Acme=" + file, "partner=" + file})
	if diff := cmp.Diff(map[string]string{"acme": "mode: plan\n", "partner": "mode: plan\n"}, got); diff != "" || err != nil {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
	if got, err := readPolicies([]string{file}); err != nil || got[""] == "" {
		t.Errorf("one without an owner: %v, %v", got, err)
	}
	var usage usageError
	if _, err := readPolicies([]string{file, file}); !errors.As(err, &usage) {
		t.Errorf("two without an owner: %v", err)
	}
	if _, err := readPolicies([]string{file + "x"}); err == nil {
		t.Error("a file that is not there is read")
	}
}

// Where nobody watches a bar, long work says little, and short work nothing.
func TestQuietProgress(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	var said strings.Builder
	p := newProgress(&said, "Rehearsing", func() time.Time { return now })
	for done := 1; done <= 12; done++ {
		p.show(done, 20)
		now = now.Add(time.Second)
	}
	p.end()
	if want := "Rehearsing: 6 of 20\nRehearsing: 11 of 20\n"; said.String() != want {
		t.Errorf("it says %q, want %q", said.String(), want)
	}
}

func TestBoardPlace(t *testing.T) {
	t.Parallel()
	if got, err := parseBoard("acme/7"); err != nil || got != (boardPlace{"acme", 7}) {
		t.Errorf("acme/7 is %+v, %v", got, err)
	}
	for _, text := range []string{"acme", "acme/", "/7", "acme/0", "acme/-1", "acme/shop", "acme/7/views", ""} {
		var usage usageError
		if got, err := parseBoard(text); !errors.As(err, &usage) {
			t.Errorf("%q is %+v, %v; want a mistake in the command line", text, got, err)
		}
	}
}

// An empty list says so where it is empty for want of a policy.
func TestPlanSaysWhereThereIsNoPolicy(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		policies []store.PolicyRecord
		want     string
	}{
		{nil, "Nothing is withheld.\nNo organisation's upkeep.yml was read yet."},
		{[]store.PolicyRecord{{Account: "acme", State: upgrade.PolicyValid}}, "Nothing is withheld."},
		{
			[]store.PolicyRecord{{Account: "acme", State: upgrade.PolicyAbsent}, {Account: "other", State: upgrade.PolicyInvalid}},
			"Nothing is withheld.\nacme has no upkeep.yml: upkeep plan --org acme proposes one.\nThe upkeep.yml of other cannot be used: upkeep doctor says why.",
		},
	} {
		if got := nothingWithheld(test.policies); got != test.want {
			t.Errorf("%+v: %q, want %q", test.policies, got, test.want)
		}
	}
}
