package emulator

import "slices"

// Feature is something that GitHub has and an older server may lack, which a
// client finds out by introspection of the GraphQL schema. What belongs to one
// is in schema/feature_<name>.graphql.
type Feature string

const (
	// FeatureOptionIDs is the id of an option in updateProjectV2Field: without
	// it every replacement of a list clears the cards' values.
	FeatureOptionIDs Feature = "option_ids"
	// FeatureDependencies is that issues can wait for one another.
	FeatureDependencies Feature = "dependencies"
	// FeatureViews is to make, change and delete views of a board, also by REST.
	FeatureViews Feature = "views"
)

// lacks reports whether this GitHub is without a feature.
func (e *Emulator) lacks(f Feature) bool { return slices.Contains(e.options.Without, f) }
