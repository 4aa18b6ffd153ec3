package emulator

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestKeywordsOfDescriptionCloseIssues(t *testing.T) {
	t.Parallel()
	home := &repository{owner: &organization{login: "acme"}, name: "shop"}
	for _, c := range []struct {
		body string
		want []string
	}{
		{"close #1 closes #2 closed #3", []string{"acme/shop#1", "acme/shop#2", "acme/shop#3"}},
		{"fix #1\nfixes #2\r\nfixed #3", []string{"acme/shop#1", "acme/shop#2", "acme/shop#3"}},
		{"resolve #1, resolves #2; resolved #3.", []string{"acme/shop#1", "acme/shop#2", "acme/shop#3"}},
		{"CLOSES: #10", []string{"acme/shop#10"}},
		{"Fixes other/lib.js#7", []string{"other/lib.js#7"}},
		{"Fixes GH-12", []string{"acme/shop#12"}},
		{"Fixes https://github.com/other/lib/issues/9", []string{"other/lib#9"}},
		{"Fixes <https://github.com/other/lib/issues/9>", []string{"other/lib#9"}},
		{"- [ ] closes #4", []string{"acme/shop#4"}},
		{"> quoted\n\nclosing\n\n1. Resolves #4", []string{"acme/shop#4"}},
		{"closes #5 and closes #5", []string{"acme/shop#5"}},
		{"Fixes https://elsewhere.example/other/lib/issues/9", nil},
		{"closes #1 #2", []string{"acme/shop#1"}},
		{"closes#1, encloses #2, closing #3, auto-closes #4, closes the #5, closes #6a", nil},
		{"`closes #1`", nil},
		{"    closes #1", nil},
		{"```\ncloses #1\n```", nil},
		{"> closes #1", nil},
		{"<!-- closes #1 -->", nil},
		{"<div>closes #1</div>", nil},
		{"closes `now` #1", nil},
		{"closes\n\n#1", nil},
	} {
		var got []string
		for _, ref := range closedInMarkdown(c.body, home, "github.com") {
			got = append(got, ref.String())
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%q (-want +got):\n%s", c.body, diff)
		}
	}
}
