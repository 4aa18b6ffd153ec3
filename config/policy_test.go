package config_test

import (
	"fmt"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/upkeep-app/upkeep/command"
	"github.com/upkeep-app/upkeep/config"
	"github.com/upkeep-app/upkeep/upgrade"
)

const fullPolicy = `
mode: plan
writes: {boxes: active, fields: Active, comments: plan, issues: plan}
boards:
  maintenance:
    number: 51
    owner: openedx-boards
    fields: {status: S, project: P, source: So, owner: O, owner_does: OD}
    statuses: {todo: Backlog, in_progress: Doing, done: Finished, not_planned: Dropped, owner_review: With the owner}
    rules: [{status: Parked, when: [label on hold, not approved]}, {status: done, when: closed}]
    facts: {Until: Target date, Ready: can start now}
  roadmap: {number: 4, facts: {Status: state}, defaults: {Type: Maintenance}}
kinds:
  operations: {labels: [ops], repositories: [deploys, edx/Pipelines], without: []}
  follow-up: {without: [owner, Named release]}
levels:
  - {name: Owner does everything, for: any, pull_request: owner, review: owner, merge: owner, deploy: owner}
  - {name: Owner deploys and monitors, for: service, pull_request: orchestration, review: orchestration, merge: orchestration, deploy: owner}
  - {name: Owner offers advice, for: other, pull_request: orchestration, review: orchestration, merge: orchestration}
undecided: "?"
not_planned_boxes: leave
aliases:
  arbi-bom: {team: "@openedx/Arbi-BOM", service: owner-deploys-and-monitors, other: Owner offers advice}
  hands-off: Owner offers advice
teams: {arbi-bom: Arbi-BOM}
repositories:
  openedx/Credentials: {owner: group:2u-aperture, kind: service}
  xblock: {owner: user:default/ann}
  tutor: {owner: openedx/tutor-maintainers}
budget: {writes_per_hour: 100, creates_per_hour: 5}
upgrades:
  - roadmap: openedx/platform-roadmap#283
    name: 5.2
    orchestration_team: openedx/arbi-bom
    support_end: 2026-04-30
    mode: active
    writes: {issues: plan}
  - {roadmap: platform-roadmap#300, name: Node 24, orchestration_team: frontend}
`

func TestParsePolicy(t *testing.T) {
	t.Parallel()
	got, problems := config.ParsePolicy("openedx", []byte(fullPolicy))
	if problems != nil {
		t.Fatal(problems)
	}
	const orchestration = upgrade.PartyOrchestration
	want := upgrade.Policy{
		Mode: upgrade.ModePlan,
		Writes: map[upgrade.WriteKind]upgrade.Mode{
			upgrade.WriteBoxes: upgrade.ModeActive, upgrade.WriteFields: upgrade.ModeActive,
			upgrade.WriteComments: upgrade.ModePlan, upgrade.WriteIssues: upgrade.ModePlan,
		},
		Maintenance: upgrade.BoardPolicy{
			Owner: "openedx-boards", Number: 51,
			Fields:   upgrade.FieldNames{Status: "S", Project: "P", Source: "So", Owner: "O", OwnerDoes: "OD"},
			Statuses: upgrade.StatusNames{Todo: "Backlog", InProgress: "Doing", Done: "Finished", NotPlanned: "Dropped", OwnerReview: "With the owner"},
			Rules: []upgrade.StatusRule{
				{Status: "Parked", When: []upgrade.Condition{{Name: upgrade.ConditionLabel, Label: "on hold"}, {Not: true, Name: upgrade.ConditionApproved}}},
				{Status: upgrade.StatusDone, When: []upgrade.Condition{{Name: upgrade.ConditionClosed}}},
				{Status: upgrade.StatusTodo},
			},
			Facts: []upgrade.FieldFact{{Field: "Until", Fact: upgrade.FactTargetDate}, {Field: "Ready", Fact: upgrade.FactCanStartNow}},
		},
		Roadmap: upgrade.BoardPolicy{
			Number: 4, Facts: []upgrade.FieldFact{{Field: "Status", Fact: upgrade.FactState}},
			Defaults: []upgrade.FieldDefault{{Field: "Type", Value: "Maintenance"}},
		},
		Kinds: map[upgrade.ChildKind]upgrade.ChildKindPolicy{
			upgrade.ChildExternal:      {Without: []string{"owner", "owner_does"}},
			upgrade.ChildOperations:    {Labels: []string{"ops"}, Repositories: []string{"openedx/deploys", "edx/pipelines"}},
			upgrade.ChildOrchestration: {Without: []string{"owner_does"}},
			upgrade.ChildFollowUp:      {Without: []string{"owner", "named release"}},
			upgrade.ChildRepository:    {},
		},
		Levels: []upgrade.Level{
			{Name: "Owner does everything", For: upgrade.RepositoryAny, PullRequest: "owner", Review: "owner", Merge: "owner", Deploy: "owner"},
			{Name: "Owner deploys and monitors", For: upgrade.RepositoryService, PullRequest: orchestration, Review: orchestration, Merge: orchestration, Deploy: "owner"},
			{Name: "Owner offers advice", For: upgrade.RepositoryOther, PullRequest: orchestration, Review: orchestration, Merge: orchestration, Deploy: "none"},
		},
		Undecided:           "?",
		KeepNotPlannedBoxes: true,
		Aliases: []upgrade.LevelAlias{
			{Name: "arbi-bom", Team: "arbi-bom", Levels: map[upgrade.RepositoryKind]string{
				upgrade.RepositoryService: "Owner deploys and monitors", upgrade.RepositoryOther: "Owner offers advice",
			}},
			{Name: "hands-off", Levels: map[upgrade.RepositoryKind]string{upgrade.RepositoryAny: "Owner offers advice"}},
		},
		Teams: map[string]string{"arbi-bom": "Arbi-BOM"},
		Repositories: map[string]upgrade.RepositoryPolicy{
			"openedx/credentials": {Owner: "2u-aperture", Kind: upgrade.RepositoryService},
			"openedx/xblock":      {Owner: "user:ann"},
			"openedx/tutor":       {Owner: "tutor-maintainers"},
		},
		Budget: upgrade.Budget{WritesPerHour: 100, CreatesPerHour: 5},
		Upgrades: []upgrade.Upgrade{
			{
				Name: "5.2", Roadmap: upgrade.Ref{Owner: "openedx", Repo: "platform-roadmap", Number: 283},
				OrchestrationTeam: "arbi-bom", Mode: upgrade.ModeActive, SupportEnd: time.Date(2026, 4, 30, 0, 0, 0, 0, time.UTC),
				Writes: map[upgrade.WriteKind]upgrade.Mode{upgrade.WriteIssues: upgrade.ModePlan},
			},
			{Name: "Node 24", Roadmap: upgrade.Ref{Owner: "openedx", Repo: "platform-roadmap", Number: 300}, OrchestrationTeam: "frontend"},
		},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("policy (-want +got):\n%s", diff)
	}
}

// A file that is wrong elsewhere still says whether its people want to be told.
func TestStatedMode(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]upgrade.Mode{
		"mode: active\nupgrades: [wrong]": upgrade.ModeActive,
		"mode: plan":                      upgrade.ModePlan,
		"mode: [active]":                  upgrade.ModePlan,
		"boards: {}":                      upgrade.ModePlan,
		"mode: active\n  broken":          upgrade.ModePlan,
		"":                                upgrade.ModePlan,
	} {
		if got := config.StatedMode([]byte(text)); got != want {
			t.Errorf("%q states %s, want %s", text, got, want)
		}
	}
}

func usualBoard(number int) upgrade.BoardPolicy {
	return upgrade.BoardPolicy{
		Number:   number,
		Fields:   upgrade.FieldNames{Status: "Status", Project: "Project", Source: "Source", Owner: "Owner", OwnerDoes: "Owner Does"},
		Statuses: upgrade.StatusNames{Todo: "Todo", InProgress: "In Progress", Done: "Done", NotPlanned: "Done"},
		Rules:    upgrade.DefaultStatusRules(),
	}
}

// The levels and who does what are the table of the Open edX wiki.
func TestParsePolicyDefaults(t *testing.T) {
	t.Parallel()
	const owner, orch, none = upgrade.PartyOwner, upgrade.PartyOrchestration, upgrade.PartyNone
	want := upgrade.Policy{
		Mode:        upgrade.ModePlan,
		Maintenance: usualBoard(0),
		Kinds: map[upgrade.ChildKind]upgrade.ChildKindPolicy{
			upgrade.ChildExternal:      {Without: []string{"owner", "owner_does"}},
			upgrade.ChildOperations:    {Without: []string{"owner_does"}},
			upgrade.ChildOrchestration: {Without: []string{"owner_does"}},
			upgrade.ChildFollowUp:      {Without: []string{"owner_does"}},
			upgrade.ChildRepository:    {},
		},
		Undecided: "TBD",
		Budget:    upgrade.Budget{WritesPerHour: 1000, CreatesPerHour: 25},
		Levels: []upgrade.Level{
			level("Owner does everything", "any", owner, owner, owner, owner),
			level("Owner reviews, merges, deploys, and monitors", "service", orch, owner, owner, owner),
			level("Owner reviews and merges", "other", orch, owner, owner, none),
			level("Owner deploys and monitors", "service", orch, orch, orch, owner),
			level("Owner reviews", "other", orch, owner, orch, none),
			level("Owner offers advice", "other", orch, orch, orch, none),
		},
	}
	for name, text := range map[string]string{
		"empty": "", "comment": "# nothing yet\n", "null": "~", "empty mapping": "{}", "keys alone": "boards:\nlevels:\nupgrades:\nbudget:\n",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, problems := config.ParsePolicy("openedx", []byte(text))
			if problems != nil {
				t.Fatal(problems)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("policy (-want +got):\n%s", diff)
			}
		})
	}
}

// onBoardOf is a policy whose Maintenance board has a further key.
func onBoardOf(key string) string { return "boards: {maintenance: {number: 1, " + key + "}}" }

func level(name string, kind upgrade.RepositoryKind, pullRequest, review, merge, deploy upgrade.Party) upgrade.Level {
	return upgrade.Level{Name: name, For: kind, PullRequest: pullRequest, Review: review, Merge: merge, Deploy: deploy}
}

func TestParsePolicyBoardByNumber(t *testing.T) {
	t.Parallel()
	got, problems := config.ParsePolicy("openedx", []byte("boards: {maintenance: {number: '51', statuses: {done: Shipped}}, roadmap: '4'}"))
	if problems != nil {
		t.Fatal(problems)
	}
	want := usualBoard(51)
	want.Statuses.Done, want.Statuses.NotPlanned = "Shipped", "Shipped" // as done if not set
	if diff := cmp.Diff(want, got.Maintenance); diff != "" {
		t.Errorf("maintenance board (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(upgrade.BoardPolicy{Number: 4}, got.Roadmap); diff != "" {
		t.Errorf("roadmap board (-want +got):\n%s", diff)
	}
}

func TestParsePolicyWithUpgradesNeedsABoard(t *testing.T) {
	t.Parallel()
	const upgrades = "upgrades: [{roadmap: a/b#1, name: x, orchestration_team: t}]"
	_, problems := config.ParsePolicy("openedx", []byte(upgrades))
	if len(problems) != 1 || problems[0].Path != "boards.maintenance" || problems[0].Line != 1 {
		t.Errorf("problems %v, want one that asks for the board", problems)
	}
}

func TestParsePolicyLimits(t *testing.T) {
	t.Parallel()
	const size = 64 << 10
	comment := strings.Repeat("#", size)
	if _, problems := config.ParsePolicy("o", []byte(comment)); problems != nil {
		t.Errorf("64 KiB: %v", problems)
	}
	if _, problems := config.ParsePolicy("o", []byte(comment+"#")); len(problems) != 1 || !strings.Contains(problems[0].Message, "65537 bytes") {
		t.Errorf("more than 64 KiB: %v", problems)
	}
	deep := func(n int) string { return strings.Repeat("[", n) + strings.Repeat("]", n) }
	if _, problems := config.ParsePolicy("o", []byte("mode: "+deep(31))); strings.Contains(fmt.Sprint(problems), "deep") {
		t.Errorf("32 deep: %v", problems)
	}
	if _, problems := config.ParsePolicy("o", []byte("mode: "+deep(32))); !strings.Contains(fmt.Sprint(problems), "more than 32 deep") {
		t.Errorf("33 deep: %v", problems)
	}
	const line = "  t%04d: a\n" // eleven bytes
	if _, problems := config.ParsePolicy("o", []byte("teams:\n"+numbered(11*1000, line))); problems != nil {
		t.Errorf("1000 teams: %v", problems)
	}
	if _, problems := config.ParsePolicy("o", []byte("teams:\n"+numbered(11*1001, line))); len(problems) != 1 {
		t.Errorf("1001 teams: %v", problems)
	}
	if _, problems := config.ParsePolicy("o", []byte("levels: ["+strings.Repeat("~,", 1001)+"]")); len(problems) != 1 {
		t.Errorf("1001 levels: %v", problems)
	}
	var many strings.Builder
	for i := range 60 {
		fmt.Fprintf(&many, "unknown%d: 1\n", i)
	}
	_, problems := config.ParsePolicy("o", []byte(many.String()))
	if len(problems) != 51 || problems[50].Message != "and 10 further problems" {
		t.Errorf("%d problems, the last %v", len(problems), problems[len(problems)-1])
	}
}

// Texts made to cost much. The bounds leave room for a busy machine; what they
// are to catch costs a thousand times more in time or memory. It does not run beside other tests,
// whose memory would count.
func TestParsePolicyIsCheap(t *testing.T) {
	const size = 60 << 10
	fill := func(unit string) string { return strings.Repeat(unit, size/len(unit)) }
	for name, text := range map[string]string{
		"brackets": fill("["), "braces": fill("{a: "), "dashes": fill("- "), "questions": fill("? "),
		"keys": fill("a: 1\n"), "flow keys": fill("[a,"), "comments": fill("- #\n"), "elements": "teams: [" + fill("a,") + "]",
		"teams": "teams:\n" + numbered(size, "  '!%d': x\n"), "keys of their own": numbered(size, "a%d:\n"), "thousand teams": "teams:\n" + numbered(8<<10, "  '!%d': x\n"), "levels": "levels:\n" + fill("- \n"), "long key": fill("x") + ": 1",
		"upgrades": "upgrades:\n" + fill("- {name: a}\n"),
		"laughs":   "a: &a [x,x,x,x,x,x,x,x]\n" + fill("b: &b [*a,*a,*a,*a,*a,*a,*a]\n"),
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		start := time.Now()
		_, problems := config.ParsePolicy("openedx", []byte(text))
		took := time.Since(start)
		runtime.ReadMemStats(&after)
		if len(problems) == 0 {
			t.Errorf("%s: no problem", name)
		}
		if allocated := after.TotalAlloc - before.TotalAlloc; took > 5*time.Second || allocated > 32<<20 {
			t.Errorf("%s: took %v and %d MiB", name, took, allocated>>20)
		}
		t.Logf("%s: %v, %d MiB, %d problems", name, took, (after.TotalAlloc-before.TotalAlloc)>>20, len(problems))
	}
}

// numbered fills size bytes with lines that differ by a number.
func numbered(size int, line string) string {
	var text strings.Builder
	for i := 0; text.Len() < size; i++ {
		fmt.Fprintf(&text, line, i)
	}
	return text.String()
}

func FuzzParsePolicy(f *testing.F) {
	f.Add(fullPolicy)
	f.Add("aliases: {a: {team: '@o/t', any: TBD}}\n<<: *x")
	f.Add("upgrades: [null, [], {roadmap: {}}, a/b#1]\nboards: {maintenance: [1], roadmap: ~}")
	f.Add("people: ['@ann', BEN]\ncommands: {prefix: [/Up, /u-2], who: {owner-does: [people]}}\nroadmap_repositories: [x]")
	f.Add("? {a: b}\n: &x !!binary x\n---\n%YAML 1.1")
	f.Fuzz(func(t *testing.T, text string) {
		start := time.Now()
		policy, problems := config.ParsePolicy("openedx", []byte(text))
		if took := time.Since(start); took > 5*time.Second {
			t.Errorf("took %v", took)
		}
		for _, p := range problems {
			if p.Message == "" || p.Mend == "" {
				t.Errorf("%+v says too little", p)
			}
			if p.Line > 0 && p.Excerpt([]byte(text)) == "" {
				t.Errorf("%v is in no line", p)
			}
		}
		if len(problems) > 51 {
			t.Errorf("%d problems", len(problems))
		}
		for _, p := range problems {
			if len(p.String()) > 2000 || strings.TrimSpace(p.Message) == "" {
				t.Errorf("problem %q", p)
			}
		}
		if problems != nil {
			return
		}
		checkPolicy(t, policy)
	})
}

// checkPolicy checks what everyone may rely on.
func checkPolicy(t *testing.T, p upgrade.Policy) {
	t.Helper()
	if p.Mode == "" || p.Undecided == "" || len(p.Levels) == 0 || p.Budget.WritesPerHour < 1 || p.Budget.CreatesPerHour < 1 {
		t.Errorf("incomplete policy %+v", p)
	}
	for _, a := range p.Aliases {
		for kind, name := range a.Levels {
			if _, ok := p.Level(name); !ok || kind == "" {
				t.Errorf("alias %q of no level: %+v", a.Name, a)
			}
		}
	}
	for _, u := range p.Upgrades {
		if u.Name == "" || u.Roadmap.IsZero() || u.OrchestrationTeam == "" || p.Maintenance.Number < 1 {
			t.Errorf("incomplete upgrade %+v", u)
		}
	}
	for name, roles := range p.Commands {
		if !command.Known(name) || len(roles) == 0 || slices.Contains(roles, "") {
			t.Errorf("command %q may be run by %v", name, roles)
		}
	}
	for _, prefix := range p.Prefixes {
		if prefix != strings.ToLower(prefix) || !strings.HasPrefix(prefix, "/") || len(prefix) < 2 {
			t.Errorf("prefix %q", prefix)
		}
	}
	for name, r := range p.Repositories {
		if name != strings.ToLower(name) || !strings.Contains(name, "/") || strings.Contains(r.Owner, "/") {
			t.Errorf("repository %q: %+v", name, r)
		}
	}
}
