package config_test

import (
	"strings"
	"testing"

	"github.com/upkeep-app/upkeep/config"
)

func TestWhereGitHubIs(t *testing.T) {
	t.Parallel()
	get := func(set map[string]string) func(string) string { return func(name string) string { return set[name] } }
	site, err := config.LoadSite(get(nil))
	if want := (config.Site{WebURL: "https://github.com", V3URL: "https://api.github.com", V4URL: "https://api.github.com/graphql"}); err != nil || site != want {
		t.Errorf("nothing set: %+v, %v", site, err)
	}
	if _, err := config.LoadSite(get(map[string]string{"GITHUB_WEB_URL": "https://github.acme.example"})); err == nil || !strings.Contains(err.Error(), "GITHUB_V4_API_URL") {
		t.Errorf("only one of the addresses: %v", err)
	}
	for name, set := range map[string]map[string]string{
		"":  nil,
		"a": {"GITHUB_TOKEN": "a", "GH_TOKEN": "b"},
		"b": {"GH_TOKEN": "b"},
	} {
		if got := config.PersonalToken(get(set)).Reveal(); got != name {
			t.Errorf("the token of %v is %q", set, got)
		}
	}
}
