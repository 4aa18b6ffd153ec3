package report_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/upkeep-app/upkeep/app"
	"github.com/upkeep-app/upkeep/emulator"
	"github.com/upkeep-app/upkeep/look"
)

// What a token may not read is told with what it would take, and the report is
// made of the rest.
func TestTokensThatReadLess(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name   string
		token  emulator.PersonalToken
		unread []string
		// upgrades are those found, and boards.
		upgrades, boards int
	}{
		{"classic, all", emulator.PersonalToken{Scopes: []string{"repo", "read:org", "read:project"}}, nil, 3, 2},
		{"classic, no boards", emulator.PersonalToken{Scopes: []string{"repo", "read:org"}}, []string{"the boards"}, 3, 0},
		{"classic, nothing", emulator.PersonalToken{}, []string{"the teams", "the boards"}, 3, 0},
		{"fine-grained, all", emulator.PersonalToken{Organization: "openedx", Permissions: map[string]string{
			"issues": "read", "contents": "read", "pull_requests": "read", "members": "read", "organization_projects": "read",
		}}, nil, 3, 2},
		{"fine-grained, nothing", emulator.PersonalToken{Organization: "openedx"}, []string{"the teams", "the boards", "the issues of openedx/security-advisories"}, 3, 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			github := newGitHub(t, "../testdata/open-edx.yaml")
			token, err := github.MakePersonalToken("ari", test.token)
			if err != nil {
				t.Fatal(err)
			}
			made, err := app.Look(t.Context(), options(github, "openedx", token))
			if err != nil {
				t.Fatal(err)
			}
			var unread []string
			for _, u := range made.Unread {
				unread = append(unread, u.What)
				if u.Mend == "" || !strings.Contains(made.Text(), u.Mend) {
					t.Errorf("no mend for %s is told", u.What)
				}
			}
			if strings.Join(unread, ", ") != strings.Join(test.unread, ", ") {
				t.Errorf("not read: %v, want %v", made.Unread, test.unread)
			}
			if len(made.Upgrades) != test.upgrades || len(made.Boards) != test.boards {
				t.Errorf("%d upgrades, %d boards", len(made.Upgrades), len(made.Boards))
			}
			if len(made.Failed) > 0 {
				t.Errorf("not rehearsed: %v", made.Failed)
			}
		})
	}
}

func TestNobodyToLookAt(t *testing.T) {
	t.Parallel()
	github := newGitHub(t, "../testdata/open-edx.yaml")
	for account, want := range map[string]string{"ari": "person's account", "nobody-here": "no organisation"} {
		_, err := app.Look(t.Context(), options(github, account, "user:ari"))
		if _, ok := errors.AsType[look.NoOrganisation](err); !ok || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", account, err)
		}
	}
	if _, err := app.Look(t.Context(), options(github, "openedx", "ghp_wrong")); err == nil || !strings.Contains(err.Error(), "Bad credentials") {
		t.Errorf("a wrong token: %v", err)
	}
}
