package upgrade_test

import (
	"fmt"
	"time"

	"github.com/upkeep-app/upkeep/command"
	"github.com/upkeep-app/upkeep/upgrade"
)

// at is a minute of the day on which all tests happen.
func at(hour, minute int) time.Time { return time.Date(2026, 11, 20, hour, minute, 0, 0, time.UTC) }

var teamNames = map[string]string{"axim-engineering": "Axim Engineering"}

const (
	everything = "Owner does everything"
	monitors   = "Owner reviews, merges, deploys, and monitors"
	merges     = "Owner reviews and merges"
	deploys    = "Owner deploys and monitors"
	reviews    = "Owner reviews"
	advice     = "Owner offers advice"
)

func samplePolicy() upgrade.Policy {
	owner, orchestration, none := upgrade.PartyOwner, upgrade.PartyOrchestration, upgrade.PartyNone
	service, other, either := upgrade.RepositoryService, upgrade.RepositoryOther, upgrade.RepositoryAny
	return upgrade.Policy{
		Mode: upgrade.ModeActive,
		Maintenance: upgrade.BoardPolicy{
			Owner: "openedx", Number: 51,
			Fields:   upgrade.FieldNames{Status: "Status", Project: "Project", Source: "Source", Owner: "Owner", OwnerDoes: "Owner Does"},
			Statuses: upgrade.StatusNames{Todo: "Todo", InProgress: "In Progress", Done: "Done", NotPlanned: "Done"},
			Rules:    upgrade.DefaultStatusRules(),
		},
		Levels: []upgrade.Level{
			{Name: everything, For: either, PullRequest: owner, Review: owner, Merge: owner, Deploy: owner},
			{Name: monitors, For: service, PullRequest: orchestration, Review: owner, Merge: owner, Deploy: owner},
			{Name: merges, For: other, PullRequest: orchestration, Review: owner, Merge: owner, Deploy: none},
			{Name: deploys, For: service, PullRequest: orchestration, Review: orchestration, Merge: orchestration, Deploy: owner},
			{Name: reviews, For: other, PullRequest: orchestration, Review: owner, Merge: orchestration, Deploy: none},
			{Name: advice, For: other, PullRequest: orchestration, Review: orchestration, Merge: orchestration, Deploy: none},
		},
		Undecided: "TBD",
		Aliases: []upgrade.LevelAlias{
			{Name: "arbi-bom", Team: "arbi-bom", Levels: map[upgrade.RepositoryKind]string{service: deploys, other: advice}},
			{Name: "diy", Levels: map[upgrade.RepositoryKind]string{either: everything}},
		},
		Repositories: map[string]upgrade.RepositoryPolicy{},
		Teams:        teamNames,
	}
}

func selectField(id, name string, options ...string) upgrade.Field {
	f := upgrade.Field{ID: upgrade.NodeID(id), Name: name, Type: upgrade.FieldSingleSelect}
	for _, option := range options {
		f.Options = append(f.Options, upgrade.Option{ID: id + "/" + upgrade.Slug(option), Name: option})
	}
	return f
}

func sampleBoard() upgrade.Board {
	return upgrade.Board{
		ID: "B", Owner: "openedx", Number: 51, Title: "Maintenance",
		Fields: []upgrade.Field{
			selectField("FS", "Status", "Todo", "In Progress", "Owner Review", "Done", "Will not do"),
			selectField("FP", "Project", "Django 5.2", "Node 24"),
			selectField("FO", "Source", "arbi-bom"),
			selectField("FW", "Owner", "Axim Engineering", "robrap"),
			selectField("FD", "Owner Does", "TBD", everything, monitors, merges, deploys, reviews, advice),
		},
	}
}

func sampleIssue() upgrade.Issue {
	return upgrade.Issue{
		IssueState: upgrade.IssueState{
			ID: "I1", Ref: upgrade.Ref{Owner: "openedx", Repo: "credentials", Number: 12},
			Repository: upgrade.Repository{
				ID: "R1", Owner: "openedx", Name: "credentials",
				Catalog: "kind: Component\nspec:\n  owner: group:axim-engineering\n  type: service\n",
			},
			Title: "Upgrade to Django 5.2", CreatedAt: at(8, 0), UpdatedAt: at(8, 0), ChangedAt: at(8, 0),
		},
		BodyEditedAt: at(8, 0),
	}
}

// sampleItem is the card of sampleIssue with everything as the app leaves it.
func sampleItem(status, level string) upgrade.Item {
	value := func(field, text string) upgrade.FieldValue {
		return upgrade.FieldValue{Field: upgrade.NodeID(field), Text: text, UpdatedAt: at(9, 30)}
	}
	return upgrade.Item{ID: "P1", Board: "B", Values: []upgrade.FieldValue{
		value("FS", status), value("FP", "Django 5.2"), value("FO", "arbi-bom"), value("FW", "Axim Engineering"), value("FD", level),
	}}
}

func sampleBases(status, level string) map[string]string {
	return map[string]string{
		upgrade.FieldBase("B", "FS"): status, upgrade.FieldBase("B", "FP"): "Django 5.2", upgrade.FieldBase("B", "FO"): "arbi-bom",
		upgrade.FieldBase("B", "FW"): "Axim Engineering", upgrade.FieldBase("B", "FD"): level,
		upgrade.ItemBase("B"): "P1",
	}
}

func sampleUpgrade() upgrade.Upgrade {
	return upgrade.Upgrade{
		Name: "Django 5.2", Roadmap: upgrade.Ref{Owner: "openedx", Repo: "platform-roadmap", Number: 1}, OrchestrationTeam: "arbi-bom",
	}
}

// newChild is a child just adopted, on no board yet.
func newChild() upgrade.ChildFacts {
	return upgrade.ChildFacts{
		Now: at(10, 0), Policy: samplePolicy(), Upgrade: sampleUpgrade(), Issue: sampleIssue(), Board: sampleBoard(),
		Parents: []upgrade.Member{{
			Child: "I1", Roadmap: "I0", Installation: 7, ChildInstallation: 7, RoadmapRef: sampleUpgrade().Roadmap,
			ChildRef: sampleIssue().Ref, ChildRepository: "R1", Origin: upgrade.OriginList, AdoptedAt: at(9, 0), SeenAt: at(9, 0),
		}},
	}
}

// settledChild is a child on the board for which there is nothing to do.
func settledChild() upgrade.ChildFacts {
	f := newChild()
	f.Issue.Items = []upgrade.Item{sampleItem("Todo", "TBD")}
	f.Bases = sampleBases("Todo", "TBD")
	return f
}

// library makes the child's repository something else than a service.
func library(f upgrade.ChildFacts) upgrade.ChildFacts {
	f.Issue.Repository.Catalog = "kind: Component\nspec:\n  owner: group:axim-engineering\n  type: library\n"
	return f
}

// ask adds a comment with command lines by somebody with the right.
func ask(f upgrade.ChildFacts, lines ...string) upgrade.ChildFacts {
	f.Asked = append(f.Asked, comment(int64(100+len(f.Asked)), lines...))
	return f
}

func comment(id int64, lines ...string) upgrade.Asked {
	body := ""
	for _, line := range lines {
		body += line + "\n"
	}
	return upgrade.Asked{
		Comment: upgrade.Comment{
			ID: upgrade.NodeID(fmt.Sprintf("C%d", id)), DatabaseID: id, Author: upgrade.Actor{Login: "feanil", ID: 5}, Body: body,
			CreatedAt: at(9, 50), UpdatedAt: at(9, 50),
		},
		Commands: command.Parse(body).Commands,
		Rights:   upgrade.Rights{Write: upgrade.Yes},
	}
}
