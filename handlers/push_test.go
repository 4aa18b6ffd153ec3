package handlers_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/upkeep-app/upkeep/handlers"
	"github.com/upkeep-app/upkeep/upgrade"
)

func pushOf(ref, repository, commits string) string {
	return `{"installation":{"id":7},"sender":{"id":1},"ref":"` + ref + `",` + repository + `,"commits":` + commits + `}`
}

func TestPush(t *testing.T) {
	t.Parallel()
	const other = `{"added":["README.md"],"removed":[],"modified":["docs/upkeep.yml","src/catalog-info.yaml"]}`
	many := "[" + strings.Repeat(other+",", 19) + other + "]"
	tests := []struct {
		name, payload string
		keys          []string
		ignored       string
	}{
		{"policy", pushOf("refs/heads/main", homeText, `[`+other+`,{"modified":["upkeep.yml"]}]`), []string{"policy:7"}, ""},
		{"policy removed", pushOf("refs/heads/main", homeText, `[{"removed":["upkeep.yml"]}]`), []string{"policy:7"}, ""},
		{"policy's name elsewhere", pushOf("refs/heads/master", repoText, `[{"added":["upkeep.yml"]}]`), nil, "no file that is looked at"},
		{"catalog", pushOf("refs/heads/master", repoText, `[{"added":["catalog-info.yaml"]}]`), []string{"repository:R_1"}, ""},
		{"catalog of the policy's home", pushOf("refs/heads/main", homeText, `[{"added":["catalog-info.yaml"]}]`), []string{"repository:R_2"}, ""},
		{"other files", pushOf("refs/heads/master", repoText, `[`+other+`]`), nil, "no file that is looked at"},
		{"other branch", pushOf("refs/heads/topic", repoText, `[{"added":["catalog-info.yaml"]}]`), nil, "not the default branch"},
		{"tag", pushOf("refs/tags/master", repoText, `[]`), nil, "not the default branch"},
		{"no commits", pushOf("refs/heads/main", homeText, `[]`), []string{"policy:7", "repository:R_2"}, ""},
		{"a commit without files", pushOf("refs/heads/master", repoText, `[`+other+`,{}]`), []string{"repository:R_1"}, ""},
		{"nineteen commits", pushOf("refs/heads/master", repoText, strings.Replace(many, other+",", "", 1)), nil, "no file that is looked at"},
		{"twenty commits", pushOf("refs/heads/master", repoText, many), []string{"repository:R_1"}, ""},
		{"three hundred files", pushOf("refs/heads/master", repoText, `[{"added":["x"`+strings.Repeat(`,"x"`, 299)+`]}]`), []string{"repository:R_1"}, ""},
		{"forced", strings.Replace(pushOf("refs/heads/master", repoText, `[`+other+`]`), `{`, `{"forced":true,`, 1), []string{"repository:R_1"}, ""},
		{"new branch", strings.Replace(pushOf("refs/heads/master", repoText, `[`+other+`]`), `{`, `{"created":true,`, 1), []string{"repository:R_1"}, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got, err := read(t, "push", test.payload)
			if err != nil {
				t.Fatal(err)
			}
			var want handlers.Outcome
			for _, key := range test.keys {
				want.Triggers = append(want.Triggers, confirmed(upgrade.Key(key), "push"))
			}
			want.Ignored = test.ignored
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("outcome (-want +got):\n%s", diff)
			}
		})
	}
}
