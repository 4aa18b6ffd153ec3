package ghclient_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/upkeep-app/upkeep/emulator"
	"github.com/upkeep-app/upkeep/ghclient"
)

func TestFeatures(t *testing.T) {
	t.Parallel()
	all := ghclient.Features{ArchivedListing: true, OptionIDs: true, Views: true, Dependencies: true, SubIssues: true}
	without := func(f emulator.Feature, change func(*ghclient.Features)) ([]emulator.Feature, ghclient.Features) {
		lacking := all
		change(&lacking)
		return []emulator.Feature{f}, lacking
	}
	test := func(name string, lacking []emulator.Feature, want ghclient.Features) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, func(o *emulator.Options) { o.Without = lacking })
			got, err := w.Features(t.Context(), w.inst)
			must(t, err)
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
	test("all", nil, all)
	for feature, change := range map[emulator.Feature]func(*ghclient.Features){
		emulator.FeatureArchivedStates: func(f *ghclient.Features) { f.ArchivedListing = false },
		emulator.FeatureOptionIDs:      func(f *ghclient.Features) { f.OptionIDs = false },
		emulator.FeatureViews:          func(f *ghclient.Features) { f.Views = false },
		emulator.FeatureDependencies:   func(f *ghclient.Features) { f.Dependencies = false },
	} {
		lacking, want := without(feature, change)
		test(string(feature), lacking, want)
	}
}
