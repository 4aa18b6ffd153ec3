package say

import "strings"

// Codemod is a tool that makes a part of the changes of an upgrade; the address is a page's.
type Codemod struct{ Name, Address Quoted }

// Facts is the section of the description with what is laid down about an
// upgrade, and with what nobody has laid down yet.
func Facts(u UpgradeFacts, codemods []Codemod) string {
	lines := u.lines()
	for _, c := range codemods {
		lines = append(lines, "Codemod: "+c.Name.Code()+", "+c.Address.link())
	}
	if open := u.open(); len(open) > 0 {
		lines = append(lines, "Still open: "+strings.Join(open, ", "))
	}
	return "## Upgrade facts\n\nUpkeep keeps this section; a command in a comment changes what it says.\n\n- " + strings.Join(lines, "\n- ")
}

// open are the facts that nobody has laid down, each with the command for it.
func (u UpgradeFacts) open() []string {
	var open []string
	for _, fact := range []struct {
		missing       bool
		name, command string
	}{
		{u.TargetDate.IsZero(), "target date", "/upgrade target"},
		{u.Orchestration.IsZero(), "orchestration team", "/upgrade orchestrator"},
		{u.Steward.IsZero(), "steward", "/upgrade steward"},
		{u.NamedRelease.IsZero(), "named release", "/upgrade milestone"},
		{u.Docs.IsZero(), "documentation", "/upgrade docs"},
		{u.Instructions.IsZero(), "instructions for owners", "/upgrade instructions"},
	} {
		if fact.missing {
			open = append(open, fact.name+" (`"+fact.command+"`)")
		}
	}
	return open
}

// RunbookLive says that the policy's runbook cannot be put into a description.
func RunbookLive(live []Quoted) string {
	return "**The policy's runbook is not put here**, as text in it would come alive: " + codes(live, 5) +
		". Please write mentions, references and commands in it as code, with a backquote on both sides."
}
