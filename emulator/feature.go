package emulator

import "slices"

// Feature is something that GitHub has and an older server may lack, which a
// client finds out by introspection of the GraphQL schema, or from a refusal.
// What belongs to one is in schema/feature_<name>.graphql or in featureArguments.
type Feature string

const (
	// FeatureOptionIDs is the id of an option in updateProjectV2Field: without
	// it every replacement of a list clears the cards' values.
	FeatureOptionIDs Feature = "option_ids"
	// FeatureDependencies is that issues can wait for one another.
	FeatureDependencies Feature = "dependencies"
	// FeatureViews is to make, change and delete views of a board, also by REST.
	FeatureViews Feature = "views"
	// FeatureArchivedStates is to ask for archived cards when a board's are
	// listed, and for those that fit a query; without it only cards that are not
	// archived are listed.
	FeatureArchivedStates Feature = "archived_states"
	// FeatureProjectREST is that the REST API knows boards.
	FeatureProjectREST Feature = "project_rest"
)

// featureArguments are the arguments in the schema that belong to a feature.
var featureArguments = map[Feature]string{
	FeatureArchivedStates: `, archivedStates: [ProjectV2ItemArchivedState!], query: String = ""`,
}

// lacks reports whether this GitHub is without a feature.
func (e *Emulator) lacks(f Feature) bool { return slices.Contains(e.options.Without, f) }
