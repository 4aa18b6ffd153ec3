package handlers_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/upkeep-app/upkeep/upgrade"
)

func TestProposals(t *testing.T) {
	t.Parallel()
	again := func(name, id, repository string) string {
		return from("rerequested", `"check_run":{"id":41,"name":"`+name+`","external_id":"`+id+`"},`+repository)
	}
	none := "no check of a proposal"
	for name, test := range map[string]struct {
		event, payload string
		want           []upgrade.Key
		ignored        string
	}{
		"opened":                {"pull_request", from("opened", `"number":3,`+pullText+`,`+homeText), []upgrade.Key{"pr:PR_1", "issue:PR_1", "proposal:7/3"}, ""},
		"pushed to":             {"pull_request", from("synchronize", `"number":3,`+pullText+`,`+homeText), []upgrade.Key{"pr:PR_1", "issue:PR_1", "proposal:7/3"}, ""},
		"labelled":              {"pull_request", from("labeled", `"number":3,`+pullText+`,`+homeText), []upgrade.Key{"pr:PR_1", "issue:PR_1"}, ""},
		"in another repository": {"pull_request", from("opened", `"number":3,`+pullText+`,`+repoText), []upgrade.Key{"pr:PR_1", "issue:PR_1"}, ""},
		"once more":             {"check_run", again("upkeep.yml", "3 abc", homeText), []upgrade.Key{"proposal:7/3/41"}, ""},
		"once more, elsewhere":  {"check_run", again("upkeep.yml", "3 abc", repoText), nil, none},
		"once more, of others":  {"check_run", again("lint", "3 abc", homeText), nil, none},
		"once more, without id": {"check_run", again("upkeep.yml", "", homeText), nil, none},
		"a check that was made": {"check_run", from("completed", `"check_run":{"id":41}`), nil, `action "completed" is not looked at`},
	} {
		got, err := read(t, test.event, test.payload)
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		var keys []upgrade.Key
		for _, each := range got.Triggers {
			keys = append(keys, each.Key)
		}
		if diff := cmp.Diff(test.want, keys); diff != "" || got.Ignored != test.ignored {
			t.Errorf("%s: ignored %q; keys (-want +got):\n%s", name, got.Ignored, diff)
		}
	}
}
