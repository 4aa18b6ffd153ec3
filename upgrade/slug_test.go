package upgrade_test

import (
	"testing"

	"github.com/upkeep-app/upkeep/upgrade"
)

func TestSlug(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"Owner reviews, merges, deploys, and monitors": "owner-reviews-merges-deploys-and-monitors",
		"Owner reviews and merges":                     "owner-reviews-and-merges",
		"owner-reviews":                                "owner-reviews",
		"  TBD ":                                       "tbd",
		"--":                                           "",
		"Prüfen":                                       "prüfen",
	} {
		if got := upgrade.Slug(name); got != want {
			t.Errorf("Slug(%q) = %q, want %q", name, got, want)
		}
	}
}
