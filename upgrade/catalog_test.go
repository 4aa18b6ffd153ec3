package upgrade_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/upkeep-app/upkeep/upgrade"
)

func TestParseCatalog(t *testing.T) {
	t.Parallel()
	team := func(slug string) upgrade.Owner { return upgrade.Owner{Team: slug} }
	for name, c := range map[string]struct {
		text string
		want upgrade.Catalog
	}{
		"service":             {"kind: Component\nspec:\n  owner: group:arbi-bom\n  type: service\n", upgrade.Catalog{Owner: team("arbi-bom"), Kind: upgrade.RepositoryService}},
		"library, bare owner": {"spec: {owner: arbi-bom, type: library}", upgrade.Catalog{Owner: team("arbi-bom"), Kind: upgrade.RepositoryOther}},
		"default namespace":   {"spec:\r\n  owner: Group:default/axim\r\n", upgrade.Catalog{Owner: team("axim")}},
		"user":                {`spec: {owner: "user:robrap"}`, upgrade.Catalog{Owner: upgrade.Owner{User: "robrap"}}},
		"empty":               {"", upgrade.Catalog{}},
		"no spec":             {"kind: Component", upgrade.Catalog{}},
		"owner without value": {"spec:\n  owner:\n  type: Service", upgrade.Catalog{Kind: upgrade.RepositoryService}},
		"owner is a list":     {"spec:\n  owner: [a, b]\n  type: website", upgrade.Catalog{Kind: upgrade.RepositoryOther}},
		"owner of no sort":    {"spec: {owner: 'component:x'}", upgrade.Catalog{}},
		"owner with words":    {"spec: {owner: the arch team}", upgrade.Catalog{}},
		"broken":              {"spec: [", upgrade.Catalog{}},
		"not a map":           {"- a\n- b", upgrade.Catalog{}},
		"second is broken":    {"spec: {owner: a}\n---\nspec: [", upgrade.Catalog{}},
		"component comes first": {
			"kind: API\nspec: {owner: api, type: openapi}\n---\nkind: Component\nspec: {owner: comp, type: service}\n---\nspec: {owner: other}",
			upgrade.Catalog{Owner: team("comp"), Kind: upgrade.RepositoryService},
		},
		"only an API":        {"kind: API\nspec: {owner: api, type: openapi}", upgrade.Catalog{Owner: team("api")}},
		"anchors":            {"x: &o group:a\nspec: {owner: *o}", upgrade.Catalog{Owner: team("a")}},
		"too long":           {"spec: {owner: a}\n" + strings.Repeat("#", 300<<10), upgrade.Catalog{}},
		"too many documents": {strings.Repeat("spec: {owner: a}\n---\n", 200), upgrade.Catalog{}},
	} {
		if diff := cmp.Diff(c.want, upgrade.ParseCatalog(c.text)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestOwning(t *testing.T) {
	t.Parallel()
	p := upgrade.Policy{Repositories: map[string]upgrade.RepositoryPolicy{
		"o/r": {Owner: "user:fallback", Kind: upgrade.RepositoryOther},
	}}
	for name, c := range map[string]struct {
		repo string
		text string
		want upgrade.Catalog
	}{
		"the file names the owner, the policy the kind": {"R", "spec: {owner: a, type: service}", upgrade.Catalog{Owner: upgrade.Owner{Team: "a"}, Kind: upgrade.RepositoryOther}},
		"the policy stands in":                          {"r", "spec: {type: service}", upgrade.Catalog{Owner: upgrade.Owner{User: "fallback"}, Kind: upgrade.RepositoryOther}},
		"no policy for it":                              {"s", "spec: {type: service}", upgrade.Catalog{Kind: upgrade.RepositoryService}},
		"nothing known":                                 {"s", "", upgrade.Catalog{}},
	} {
		owner, kind := p.Owning(upgrade.Repository{Owner: "O", Name: c.repo, Catalog: c.text}, nil)
		if diff := cmp.Diff(c.want, upgrade.Catalog{Owner: owner, Kind: kind}); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

// Whom a command named comes before everybody else.
func TestOwningBySetting(t *testing.T) {
	t.Parallel()
	for _, want := range []upgrade.Owner{{Team: "b"}, {User: "robrap"}} {
		s := upgrade.Settings{upgrade.SettingOwner: {Name: upgrade.SettingOwner, Value: want.String()}}
		got, kind := upgrade.Policy{}.Owning(upgrade.Repository{Owner: "O", Name: "r", Catalog: "spec: {owner: a, type: service}"}, s)
		if got != want || kind != upgrade.RepositoryService {
			t.Errorf("owner %v of a %s, want %v", got, kind, want)
		}
	}
}

// FuzzParseCatalog holds that no file breaks the reading, and that an owner is
// always a name that GitHub could have.
func FuzzParseCatalog(f *testing.F) {
	for _, seed := range []string{"spec: {owner: group:a}", "spec: [", "a: &a [*a]", "---\n---\n", "spec:\n  owner: !!binary x", "\xff\xfe"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got := upgrade.ParseCatalog(text)
		if name := got.Owner.Name(); strings.ContainsAny(name, " \n@`<>:/") || len(name) > 100 {
			t.Errorf("owner %q", name)
		}
		if got.Owner.Team != "" && got.Owner.User != "" {
			t.Errorf("both a team and a user: %+v", got.Owner)
		}
	})
}
