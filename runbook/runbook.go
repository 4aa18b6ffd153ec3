// Package runbook knows the steps of the runbook: the orchestration team's
// checklist in the roadmap issue.
//
// There is a default runbook (Default), and an organisation can have its own
// (Parse). A step that the app can verify has a rule; the rules are a closed
// list (Rules). What the rules look at, and what follows, is decided in package
// upgrade.
//
// People paste, shorten and reword runbooks, so a step is known again by its
// wording (Matcher), not by a mark in the text: a mark would stay behind when
// somebody makes a different step of the line, and its rule would then check
// the box of something that nobody looked at.
package runbook

import "strings"

// Runbook is the steps in the order in which they are done.
type Runbook struct {
	Steps []Step
}

// Step is one line of the runbook.
type Step struct {
	// ID is the step's lasting name, unique in its runbook.
	ID string
	// Section is the heading that the step stands under; it can be empty.
	Section string
	// Text is one line of Markdown, without box.
	Text string
	// Rule verifies the step; its zero value leaves the step to a person.
	Rule Rule
}

// By is who gets a step done and seen.
type By string

// ByRule is for steps that people do on GitHub and a rule sees, ByCommand for
// those that a command does, and ByPerson for those that only a person can judge.
const (
	ByRule    By = "rule"
	ByCommand By = "command"
	ByPerson  By = "person"
)

// By is who gets the step done and seen.
func (s Step) By() By {
	switch {
	case s.Rule.Name == "":
		return ByPerson
	case s.Rule.Command != "":
		return ByCommand
	default:
		return ByRule
	}
}

// Markdown is the runbook as it is put into a roadmap issue: a heading, and
// below it the sections with an open box for each step. Read again, every step
// of it is known.
func (r Runbook) Markdown() string {
	var text strings.Builder
	text.WriteString("## Runbook\n")
	section, begun := "", false
	for _, step := range r.Steps {
		if step.Section != section {
			section, begun = step.Section, false
			text.WriteString("\n### " + section + "\n")
		}
		if !begun {
			begun = true
			text.WriteString("\n")
		}
		text.WriteString("- [ ] " + step.Text + "\n")
	}
	return text.String()
}
