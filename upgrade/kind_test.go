package upgrade_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/upkeep-app/upkeep/upgrade"
)

// kinds are those of a policy in which labels and repositories stand for some.
func kinds() map[upgrade.ChildKind]upgrade.ChildKindPolicy {
	all := map[upgrade.ChildKind]upgrade.ChildKindPolicy{}
	for _, kind := range upgrade.ChildKinds() {
		all[kind] = upgrade.ChildKindPolicy{Without: upgrade.WithoutByDefault(kind)}
	}
	all[upgrade.ChildExternal] = upgrade.ChildKindPolicy{Labels: []string{"external"}, Without: all[upgrade.ChildExternal].Without}
	all[upgrade.ChildOperations] = upgrade.ChildKindPolicy{Repositories: []string{"openedx/credentials"}, Without: all[upgrade.ChildOperations].Without}
	all[upgrade.ChildFollowUp] = upgrade.ChildKindPolicy{Labels: []string{"follow-up"}, Without: []string{"status", "kind"}}
	return all
}

// The kind decides which fields of a new card are filled in.
func TestKindsDecideWhichFieldsApply(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		labels []string
		repo   string
		want   []string
	}{
		"usual":                     {nil, "other", []string{"Status", "Project", "Source", "Owner", "Owner Does", "Shown"}},
		"by repository":             {nil, "Credentials", []string{"Status", "Project", "Source", "Owner", "Shown"}},
		"by label":                  {[]string{"External"}, "other", []string{"Status", "Project", "Source", "Shown"}},
		"label before repository":   {[]string{"external"}, "credentials", []string{"Status", "Project", "Source", "Shown"}},
		"fact and field of its own": {[]string{"x", "follow-up"}, "other", []string{"Project", "Source", "Owner", "Owner Does"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := newChild()
			f.Policy.Kinds, f.Issue.Labels, f.Issue.Repository.Name = kinds(), c.labels, c.repo
			mapFact(&f, typed(upgrade.FieldText), upgrade.FactKind)
			var filled []string
			for _, action := range upgrade.DecideChild(reported(f)).Actions {
				if put, ok := action.(upgrade.PutItem); ok {
					for _, v := range put.Values {
						filled = append(filled, v.Field.Name)
					}
				}
			}
			if diff := cmp.Diff(c.want, filled); diff != "" {
				t.Errorf("fields (-want +got):\n%s", diff)
			}
		})
	}
}

// A command is carried out also where its field does not apply to the kind.
func TestCommandOnAFieldThatDoesNotApply(t *testing.T) {
	t.Parallel()
	f := ask(newChild(), "/upgrade owner-does diy")
	f.Policy.Kinds, f.Issue.Labels = kinds(), []string{"external"}
	for _, action := range upgrade.DecideChild(reported(f)).Actions {
		if put, ok := action.(upgrade.PutItem); ok {
			if !slices.ContainsFunc(put.Values, func(v upgrade.FieldWrite) bool { return v.Field.Name == "Owner Does" && v.Text == everything }) {
				t.Errorf("the level is not written: %s", upgrade.Show(put))
			}
		}
	}
}
