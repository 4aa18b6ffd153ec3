package runbook

// wording is what is known of how people word a step of the default runbook.
type wording struct {
	step string
	// pasted is the reading of the line in the runbook that people paste: the
	// words that matter, in order, with gaps for names.
	pasted string
	// heard are ideas, separated by commas: words of the process and not of any
	// product, so that no title of a child ("Upgrade credentials", "Python 3.12
	// support for the notes API") has all words of one.
	heard string
}

var wordings = [...]wording{
	{"roadmap-issue", "create roadmap issue * repository", "create roadmap issue"},
	{"runbook", "add checklist roadmap issue description", "add checklist roadmap"},
	{"label", "add * label roadmap issue", "add maintenance label roadmap"},
	{"roadmap-board", "add roadmap issue backlog column * project", "add roadmap backlog"},
	{"roadmap-fields", "set appropriate value roadmap project custom field issue", "set value roadmap field"},
	{"milestone", "set appropriate release milestone roadmap issue", "set release milestone, set milestone roadmap"},
	{"target-date", "add explicit target completion date roadmap issue description explain there why chosen", "add completion date roadmap, add target date roadmap"},
	{"team-chosen", "select orchestration team", "select orchestration team"},
	{"team-named", "name orchestration team roadmap issue description", "name orchestration team"},
	{"impact", "create repository health check identify most all repository impacted upgrade", "create health check identify"},
	{"project-option", "create new value project field * project board upgrade project", "create value project field"},
	{"view", "create new view * project board filter down only issue upgrade project", "create view board"},
	{"child-issues", "create issue each impacted repository upgrade add todo column * project board specify least project source field each issue", "create issue impacted repository"},
	{"child-list", "create task list roadmap issue listing all impacted repository issue", "create task list roadmap"},
	{"documentation-page", "create page under upgrade * documentation related upgrade", "create page documentation"},
	{"documentation", "add link * page from roadmap issue", "add link page roadmap, link documentation from roadmap"},
	{"documentation-back", "add link roadmap issue from * page", "add link roadmap page, link roadmap from documentation"},
	{"risky-changes", "document * child page change believed most problematic interesting about upgrade", "document change problematic"},
	{"automation", "create ticket determine appropriate amount automation create upgrade", "ticket determine automation"},
	{"instructions-written", "perform automation discovery work write upgrade instruction all project participant * child page", "perform automation discovery, write upgrade instruction"},
	{"instructions", "link upgrade instruction from roadmap issue", "link instruction roadmap"},
	{"announcement", "send announcement upgrade asking code maintainer read upgrade instruction select upgrade service level each impacted repository its corresponding issue", "send announcement level, send announcement instruction"},
	{"external-issues", "create issue * each external dependency still need code change release support upgrade", "create issue external dependency"},
	{"external-labels", "add help wanted * label each * issue created above", "add help wanted label"},
	{"external-board", "add each * issue created above * project board", "add issue maintenance board, add external board"},
	{"external-fields", "set appropriate value * project board custom field each added * issue", "set value board field"},
	{"community", "ask * developer community assistance added * issue", "ask community assistance, ask community help"},
	{"operations", "create * ticket if they will need do work upgrade", "create sre ticket, create operation ticket"},
	{"children-done", "complete update all created implementation ticket", "complete implementation ticket"},
	{"services-deployed", "deploy all updated service", "deploy all updated service, deploy all service"},
	{"support-windows", "update support window spreadsheet correctly indicate version now used", "update support window"},
	{"completion", "announce successful completion upgrade", "announce completion upgrade"},
	{"deployment-notes", "make sure deployment instruction make release note next * named release", "deployment instruction release note"},
	{"ci-matrix", "remove ci matrix entry no longer supported version dependency", "remove ci matrix entry"},
	{"view-removed", "remove * project board view tab created upgrade", "remove board view"},
	{"health-checks-stopped", "stop running repository health check related upgrade no longer relevant", "stop health check"},
	{"retrospective", "schedule run retrospective meeting about upgrade", "schedule retrospective meeting, run retrospective meeting"},
	{"runbook-improved", "update upgrade project runbook based retrospective finding if appropriate", "update runbook retrospective"},
	{"roadmap-closed", "mark roadmap issue upgrade complete", "mark roadmap complete, close roadmap complete"},
	{"documentation-moved", "move root * page upgrade doc under past upgrade", "move page past, move documentation past"},
	{"follow-ups", "ticket work replace take over dependency found during upgrade inadequately maintained", "ticket replace dependency, ticket take over dependency"},
}
