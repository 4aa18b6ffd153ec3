package ghclient

import (
	"fmt"
	"testing"
)

// Whose proposals are taken for those of the organisation.
func TestWhoseAPullRequestIs(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		association, head string
		want              bool
	}{
		"an owner's fork":          {"OWNER", `{"id": 2}`, true},
		"a member's fork":          {"MEMBER", `{"id": 2}`, true},
		"a collaborator's fork":    {"COLLABORATOR", `{"id": 2}`, true},
		"a contributor's fork":     {"CONTRIBUTOR", `{"id": 2}`, false},
		"a stranger's fork":        {"NONE", `{"id": 2}`, false},
		"a fork that is gone":      {"NONE", `null`, false},
		"a branch, by a program":   {"NONE", `{"id": 1}`, true},
		"a word of GitHub's to be": {"FRIEND", `{"id": 2}`, false},
	} {
		body := fmt.Sprintf(`{"number": 7, "state": "open", "author_association": %q, "head": {"sha": "abc", "repo": %s}, "base": {"ref": "main", "repo": {"id": 1}}}`, test.association, test.head)
		c, _, _ := newTestClient(t, map[string][]reply{"GET /repos/acme/.github/pulls/7": {{status: 200, body: body}}})
		got, err := c.PullRequest(t.Context(), testInstallation, "acme", ".github", 7)
		if err != nil {
			t.Fatal(err)
		}
		if got.Inside != test.want {
			t.Errorf("%s: inside is %t", name, got.Inside)
		}
	}
}
