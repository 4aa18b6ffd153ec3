package main

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/upkeep-app/upkeep/store"
	"github.com/upkeep-app/upkeep/testclock"
	"github.com/upkeep-app/upkeep/upgrade"
)

// someParked is a database in which two keys and two deliveries are parked, one
// of them too long ago.
func someParked(t *testing.T) (*store.Store, *testclock.Clock) {
	t.Helper()
	clock := testclock.At(time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC))
	db, err := store.Open(t.Context(), "memory:", clock.Now)
	must(t, err)
	t.Cleanup(func() { must(t, db.Close()) })
	parkDelivery(t, db, "0d12")
	clock.Pass(5 * 24 * time.Hour)
	must(t, db.Prune(t.Context()))
	parkDelivery(t, db, "72d3")
	for key, until := range map[upgrade.Key]time.Time{"issue:I_1": {}, "sweep:app": clock.Now().Add(time.Hour)} {
		must(t, db.Trigger(t.Context(), upgrade.Trigger{Key: key, Installation: 7, Delivery: "1a2b"}))
		claim, _, err := db.ClaimKey(t.Context(), key, time.Minute)
		must(t, err)
		must(t, db.Wait(t.Context(), claim, store.WaitParked, until, "GitHub said:\nforbidden\x1b[31m"))
	}
	clock.Pass(3 * time.Minute)
	return db, clock
}

func parkDelivery(t *testing.T, db *store.Store, guid string) {
	t.Helper()
	_, err := db.Accept(t.Context(), store.Delivery{GUID: guid, HookID: 5, Event: "issues"})
	must(t, err)
	must(t, db.End(t.Context(), []store.Ending{{GUID: guid, HookID: 5, State: store.DeliveryParked, Reason: "no issue in it"}}))
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestParkedIsListed(t *testing.T) {
	t.Parallel()
	db, _ := someParked(t)
	for format, want := range map[string]string{
		"text": `
KEY        INSTALLATION  FOR        TRIED AGAIN               WHY
issue:I_1  7             3 minutes  when something new comes  GitHub said: forbidden [31m
sweep:app  7             3 minutes  in 57 minutes             GitHub said: forbidden [31m

DELIVERY  EVENT   FOR        REPLAY   WHY
0d12      issues  5 days     too old  no issue in it
72d3      issues  3 minutes  yes      no issue in it
`,
		"json": `
{
  "keys": [
    {
      "key": "issue:I_1",
      "installation": 7,
      "delivery": "1a2b",
      "attempts": 0,
      "since": "2026-03-06T12:00:00Z",
      "until": null,
      "reason": "GitHub said:\nforbidden\u001b[31m"
    },
    {
      "key": "sweep:app",
      "installation": 7,
      "delivery": "1a2b",
      "attempts": 0,
      "since": "2026-03-06T12:00:00Z",
      "until": "2026-03-06T13:00:00Z",
      "reason": "GitHub said:\nforbidden\u001b[31m"
    }
  ],
  "deliveries": [
    {
      "guid": "0d12",
      "hook_id": 5,
      "event": "issues",
      "reason": "no issue in it",
      "since": "2026-03-01T12:00:00Z",
      "kept": false
    },
    {
      "guid": "72d3",
      "hook_id": 5,
      "event": "issues",
      "reason": "no issue in it",
      "since": "2026-03-06T12:00:00Z",
      "kept": true
    }
  ]
}
`,
	} {
		if diff := cmp.Diff(strings.TrimPrefix(want, "\n"), printed(t, db, format)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", format, diff)
		}
	}
}

func printed(t *testing.T, db *store.Store, format string) string {
	t.Helper()
	p, err := listParked(t.Context(), db)
	must(t, err)
	var got strings.Builder
	must(t, p.print(&got, format))
	return got.String()
}

// What is replayed is due again; what cannot be says why, and what to do instead.
func TestReplay(t *testing.T) {
	t.Parallel()
	db, _ := someParked(t)
	for _, step := range []struct{ name, says, wrong string }{
		{"issue:I_1", "The server looks at issue:I_1 again.", ""},
		{"issue:I_1", "The server looks at issue:I_1 again.", ""},
		{"issue:I_2", "", `the server knows no key "issue:I_2"`},
		{"72d3", "The server reads delivery 72d3 again.", ""},
		{"72d3", "", "is not parked, it is pending"},
		{"0d12", "", "its payload is gone"},
		{"ffff", "", `the server holds no delivery "ffff"`},
		{"", "Tried again: keys 1, deliveries 0.", ""},
		{"", "Tried again: keys 0, deliveries 0.", ""},
	} {
		said, err := replay(t.Context(), db, step.name)
		if said != step.says || (err == nil) != (step.wrong == "") || err != nil && !strings.Contains(err.Error(), step.wrong) {
			t.Errorf("%q: %q %v, want %q %q", step.name, said, err, step.says, step.wrong)
		}
	}
	if got := printed(t, db, "text"); strings.Contains(got, "KEY") || !strings.Contains(got, "0d12") {
		t.Errorf("still parked:\n%s", got)
	}
	claims, err := db.Claim(t.Context(), 10, time.Minute)
	must(t, err)
	for _, c := range claims {
		if c.Cause != upgrade.CauseResync || c.Installation != 7 {
			t.Errorf("claimed %+v", c)
		}
	}
	if len(claims) != 2 {
		t.Errorf("due: %v", claims)
	}
}

// A wait that GitHub has imposed is not cut short.
func TestReplayKeepsLimits(t *testing.T) {
	t.Parallel()
	db, clock := someParked(t)
	must(t, db.Trigger(t.Context(), upgrade.Trigger{Key: "issue:I_3"}))
	claim, _, err := db.ClaimKey(t.Context(), "issue:I_3", time.Minute)
	must(t, err)
	must(t, db.Wait(t.Context(), claim, store.WaitLimit, clock.Now().Add(time.Hour), "GitHub's rate limit"))
	said, err := replay(t.Context(), db, "issue:I_3")
	must(t, err)
	if want := "The server looks at issue:I_3 again as soon as its wait is over: GitHub's rate limit."; said != want {
		t.Errorf("said %q", said)
	}
}

func TestReplayTakesOneNameOrAll(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{{"replay"}, {"replay", "a", "b"}, {"replay", "a", "--all"}} {
		if code := run(t.Context(), args); code != exitUsage {
			t.Errorf("%v: exit code %d", args, code)
		}
	}
}
