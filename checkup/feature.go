package checkup

// Features are what a GitHub can do; an older GitHub Enterprise Server lacks some of it.
type Features struct {
	ArchivedListing, OptionIDs, Views, Dependencies, SubIssues bool
}

// Findings say what this GitHub lacks, and what the app does without it.
func (f Features) Findings() []Finding {
	const about = "features"
	var findings []Finding
	for _, feature := range []struct {
		has         bool
		name, means string
	}{
		{f.ArchivedListing, "listing of archived cards", "a card that is missing on a board is found only when something happens to its issue, or by the daily look at everything"},
		{f.OptionIDs, "ids of options", "the app adds no option to a field whose values are in use: people do"},
		{f.Views, "views by the API", "people make the view of an upgrade"},
		{f.Dependencies, "dependencies between issues", "what waits for what is kept by the app alone"},
		{f.SubIssues, "sub-issues", "children are those in the lists of the roadmap issues"},
	} {
		if !feature.has {
			findings = append(findings, warning(feature.name, "this GitHub has none: "+feature.means, ""))
		}
	}
	if len(findings) == 0 {
		return []Finding{ok(about, "this GitHub has all that the app uses on boards")}
	}
	return findings
}
