package say

import (
	"testing"
	"time"
)

func TestAgo(t *testing.T) {
	t.Parallel()
	const day = 24 * time.Hour
	for age, want := range map[time.Duration]string{
		-time.Hour:                   "just now",
		0:                            "just now",
		time.Minute - 1:              "just now",
		time.Minute:                  "1 minute ago",
		time.Hour - 1:                "59 minutes ago",
		time.Hour:                    "1 hour ago",
		3*time.Hour + 59*time.Minute: "3 hours ago",
		day - 1:                      "23 hours ago",
		day:                          "1 day ago",
		12*day + 23*time.Hour:        "12 days ago",
		400 * day:                    "400 days ago",
	} {
		if got := ago(age); got != want {
			t.Errorf("ago(%s) = %q, want %q", age, got, want)
		}
	}
}

// A time is told as its day in UTC, whatever zone it comes in.
func TestWhen(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 11, 20, 1, 0, 0, 0, time.FixedZone("", 2*60*60))
	if got, want := when(at, at.Add(3*time.Hour)), "2026-11-19, 3 hours ago"; got != want {
		t.Errorf("when() = %q, want %q", got, want)
	}
}
