package runbook

// Default is the runbook that comes with the app, in an organisation's terms.
func Default(terms Terms) Runbook {
	t := terms.Filled()
	var all []Step
	for _, section := range []struct {
		name  string
		steps []Step
	}{
		{"Prepare", t.prepare()},
		{"Plan the work", t.plan()},
		{"Document", t.document()},
		{"Announce and ask", t.announce()},
		{"Do and deploy", t.do()},
		{"Clean up", t.cleanUp()},
	} {
		for _, step := range section.steps {
			step.Section = section.name
			all = append(all, step)
		}
	}
	return Runbook{all}
}

// person is a step that only a person can judge.
func person(id, text string) Step { return Step{ID: id, Text: text} }

// ruled is a step that a rule verifies.
func ruled(id string, rule RuleName, text string) Step {
	return Step{ID: id, Text: text, Rule: ruleNamed(rule)}
}

func (t Terms) prepare() []Step {
	return []Step{
		ruled("roadmap-issue", RuleRoadmapIssue, "Open the issue that anchors the upgrade: the roadmap issue"),
		ruled("runbook", RuleRunbook, "Copy this runbook into the roadmap issue"),
		ruled("label", RuleLabel, "Give the roadmap issue the label "+code(t.Label)),
		ruled("roadmap-board", RuleRoadmapBoard, "Put the roadmap issue on the board "+t.Roadmap.link()+", where it waits in the backlog"),
		ruled("roadmap-fields", RuleRoadmapFields, "Fill in the fields of the roadmap issue on that board"+listed(t.RoadmapFields)),
		ruled("milestone", RuleMilestone, "Choose as milestone the release that the upgrade is for"),
		ruled("target-date", RuleTargetDate, "Write down by which day the upgrade is to be complete, and the reason for that day"),
		ruled("team-chosen", RuleTeam, "Find a team that plans the upgrade and sees it through"),
		ruled("team-named", RuleTeam, "Say in the roadmap issue which team orchestrates the upgrade"),
	}
}

func (t Terms) plan() []Step {
	maintenance := t.Maintenance.link()
	return []Step{
		ruled("impact", RuleImpact, "Have a check that finds the repositories that the upgrade concerns, and tells which of them are done"),
		ruled("project-option", RuleProjectOption, "Give the field "+code(t.Project)+" of the board "+maintenance+" an option for the upgrade"),
		ruled("view", RuleView, "Give the board "+maintenance+" a view that shows this upgrade alone"),
		ruled("child-issues", RuleChildIssues, "Open an issue for the upgrade in every repository that it concerns"),
		ruled("child-fields", RuleChildFields, "Put these issues on the board "+maintenance+" as "+code(t.Todo)+" and fill in their fields"+
			listed([]string{t.Project, t.Source, t.Owner})),
		ruled("child-list", RuleChildList, "List all of these issues in the roadmap issue"),
	}
}

func (t Terms) document() []Step {
	return []Step{
		person("documentation-page", "Start a page that documents the upgrade"+t.Documentation.within(", below ")),
		ruled("documentation", RuleDocumentation, "Have the roadmap issue link to that page"),
		person("documentation-back", "Have that page link to the roadmap issue"),
		person("risky-changes", "Describe on a page of its own which changes are most likely to hurt or to matter"),
		person("automation", "Open an issue to find out how much of the upgrade is worth automating"),
		person("instructions-written", "Try the automation, and write instructions for everybody who takes part"),
		ruled("instructions", RuleInstructions, "Have the roadmap issue link to these instructions"),
	}
}

func (t Terms) announce() []Step {
	external := Place{Name: t.External}
	return []Step{
		person("announcement", "Announce the upgrade: owners are to read the instructions and choose an upgrade service level for each of their repositories"+
			listed([]string{t.OwnerDoes})),
		person("external-issues", "Open an issue"+external.within(" in ")+" for every dependency of others that does not support the upgrade yet"),
		ruled("external-labels", RuleExternalLabels, "Give each of those issues the labels "+code(t.HelpWanted)+" and "+code(t.Label)),
		ruled("external-board", RuleExternalBoard, "Put each of those issues on the board "+t.Maintenance.link()),
		ruled("external-fields", RuleExternalFields, "Fill in the fields of each of those issues on that board"),
		person("community", "Ask the developer community to help with those issues"),
		person("operations", "Open issues for the teams that release and operate, if the upgrade means work for them"),
	}
}

func (t Terms) do() []Step {
	return []Step{
		ruled("children-done", RuleChildrenDone, "Get every issue of the upgrade done, and keep its state true on the way"),
		person("services-deployed", "Bring every service that was upgraded into production"),
	}
}

func (t Terms) cleanUp() []Step {
	return []Step{
		person("support-windows", "Correct the overview of support windows: the version in use is another one"),
		person("completion", "Tell everybody that the upgrade is complete"),
		ruled("deployment-notes", RuleDeploymentNotes, "Collect what operators have to know for deploying, and get it into the notes of our next release"),
		person("ci-matrix", "Take versions that are no longer supported out of the CI matrices"),
		ruled("view-removed", RuleViewRemoved, "Delete the view of the upgrade from the board "+t.Maintenance.link()),
		person("health-checks-stopped", "Switch off checks that only the upgrade needed"),
		person("retrospective", "Hold a retrospective with those who took part"),
		person("runbook-improved", "Improve the runbook by what the retrospective has shown"),
		person("documentation-moved", "Move the upgrade's pages to those of past upgrades"+t.Past.within(", below ")),
		person("follow-ups", "Open issues to replace or adopt dependencies that turned out to be badly maintained"),
		ruled("roadmap-closed", RuleRoadmapClosed, "Close the roadmap issue as completed"),
	}
}
