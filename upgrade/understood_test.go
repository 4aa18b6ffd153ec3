package upgrade_test

import (
	"testing"

	"github.com/upkeep-app/upkeep/upgrade"
)

// formBody is a description as an issue form makes it.
const formBody = `### Proposed by

@nina of the *platform* team

### Upgrade Completion Target Date

1 June 2027 (support of 4.2 ends)

### First Open edX Named Release with this functionality

Willow

### Documentation

https://example.org/django and https://example.org/more

### Instructions

[how to](https://example.org/django/how-to)

### Abstract

@everyone closes #1
`

func TestUnderstood(t *testing.T) {
	t.Parallel()
	about := func(body string, change func(*upgrade.StartFacts), line string) upgrade.StartFacts {
		f := starting(line)
		f.Issue.Title, f.Issue.Labels, f.Issue.Milestone, f.Issue.Body = "Node", nil, "", body
		if change != nil {
			change(&f)
		}
		return f
	}
	for name, f := range map[string]upgrade.StartFacts{
		"a form": about(formBody, func(f *upgrade.StartFacts) {
			f.Issue.Title, f.Issue.Labels, f.Issue.Milestone = "Upgrade Django from v4.2 to 5.2.", []string{"maintenance", "epic"}, "Sprint 12"
			f.Lists = upgrade.FoundLists{Steps: 12, Children: 34, Lists: 2}
		}, `/upgrade start "Django 5.2 everywhere"`),
		"the command says otherwise": about(formBody, func(f *upgrade.StartFacts) { f.Issue.Title = "From 18 to 20" }, "/upgrade start Node from 20 to 24 by 2027-01-01"),
		"the milestone": about("Words.", func(f *upgrade.StartFacts) {
			f.Issue.Milestone, f.Lists = "Teak `@nina`", upgrade.FoundLists{Children: 1, Lists: 1}
		}, "/upgrade start Node"),
		"a day that has gone by": about("### Target date\n\n2020-01-01\n", nil, "/upgrade start Node"),
		"doubts": about("### Target date\n\nend of Q3 2027\n\n### Named release\n\nTeak\nor Ulmo\n\n### Documentation\n\nto come\n\n### Instructions\n\nhttp://example.org\n", nil,
			"/upgrade start Node"),
		"doubts about days":                       about("### Target date\n\n31 April 2027\n\n### Named release\n\nTeak\n\n### First named release\n\nUlmo\n", nil, "/upgrade start Node"),
		"no doubt where the command says the day": about("### Target date\n\nnot before 2027-04-01\n", nil, "/upgrade start Node by 2027-05-01"),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			golden(t, "understood", name, upgrade.DecideStart(f))
		})
	}
}
