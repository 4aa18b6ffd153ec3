package ghclient

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// A secret team is not there for those who ask by a command: the answer would tell everybody of it.
func TestTeamThere(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]bool{
		`{"slug":"data","privacy":"closed"}`: true, `{"slug":"data","privacy":"secret"}`: false, `{"slug":"data"}`: false, "": false,
	} {
		replies := map[string][]reply{}
		if body != "" {
			replies["GET /orgs/acme/teams/data"] = []reply{{status: 200, body: body}}
		}
		c, _, _ := newTestClient(t, replies)
		if got, err := c.TeamThere(t.Context(), testInstallation, "acme", "data"); got != want || err != nil {
			t.Errorf("%q: %t, %v", body, got, err)
		}
	}
}

// Of many teams three pages are read; secret ones are left out.
func TestTeamNames(t *testing.T) {
	t.Parallel()
	page := func(n int) reply {
		next := fmt.Sprintf(`<https://github.test/api/v3/orgs/acme/teams?page=%d>; rel="next"`, n+1)
		return reply{status: 200, header: map[string]string{"Link": next}, body: fmt.Sprintf(`[{"slug":"t%d","privacy":"closed"},{"slug":"s%d","privacy":"secret"}]`, n, n)}
	}
	c, f, _ := newTestClient(t, map[string][]reply{"GET /orgs/acme/teams": {page(1), page(2), page(3), page(4)}})
	got, err := c.TeamNames(t.Context(), testInstallation, "acme")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"t1", "t2", "t3"}, got); diff != "" {
		t.Errorf("teams (-want +got):\n%s", diff)
	}
	if lines := f.lines(); len(lines) != 3 || strings.Count(strings.Join(lines, " "), "/teams") != 3 {
		t.Errorf("sent %q", lines)
	}
}
