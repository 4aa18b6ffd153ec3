package upgrade

import (
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/upkeep-app/upkeep/command"
	"github.com/upkeep-app/upkeep/runbook"
	"github.com/upkeep-app/upkeep/say"
)

// Mode says whether the app writes or only shows what it would write.
type Mode string

// The modes. ModePlan is the default everywhere.
const (
	ModePlan   Mode = "plan"
	ModeActive Mode = "active"
)

// Where organisations and repositories keep the files the app reads, always in
// the top folder of the default branch.
const (
	PolicyRepository = ".github" // the organisation's repository with the policy
	PolicyFile       = "upkeep.yml"
	CatalogFile      = "catalog-info.yaml" // in every repository
)

// WriteKind is a kind of write that a policy can switch on by itself.
type WriteKind string

// The kinds of write.
const (
	WriteBoxes    WriteKind = "boxes"    // check boxes in issue bodies
	WriteFields   WriteKind = "fields"   // items and field values on boards
	WriteComments WriteKind = "comments" // comments, reactions, and what commands assign and link
	WriteIssues   WriteKind = "issues"   // new issues, and closing those the app made
)

// WriteChecks is what the app says about proposals to change its own policy. No
// mode withholds it, so no policy names it.
const WriteChecks WriteKind = "checks"

// WriteKinds lists the kinds of write that have a mode, in the order in which they are told.
func WriteKinds() []WriteKind {
	return []WriteKind{WriteBoxes, WriteFields, WriteComments, WriteIssues}
}

// Policy is an organisation's settings: a complete and valid upkeep.yml, with
// every default filled in. The zero value does nothing: it lists no upgrades.
type Policy struct {
	// Mode holds for everything that an upgrade or a kind of write does not set.
	Mode Mode
	// Writes overrides Mode for a kind of write.
	Writes map[WriteKind]Mode
	// Maintenance is the board with one item per child.
	Maintenance BoardPolicy
	// Roadmap is the board with one item per upgrade; Number 0 when there is
	// none. Its Fields and Statuses are not used.
	Roadmap BoardPolicy
	// Kinds say which children are not of the usual kind, and what applies to which.
	Kinds map[ChildKind]ChildKindPolicy
	// Levels are the upgrade service levels an owner can choose, in the order they are shown.
	Levels []Level
	// Undecided is the level that stands for "not chosen yet".
	Undecided string
	// Aliases are further names for levels.
	Aliases []LevelAlias
	// Repositories says what catalog-info.yaml does not, by "owner/repo" in lower case.
	Repositories map[string]RepositoryPolicy
	// Teams gives the board's name for a team whose slug differs, by slug in lower case.
	Teams map[string]string
	// People are the logins of those whom the policy names, for the commands that are theirs.
	People []string
	// Commands are the roles that may run a command, by its name, where the
	// policy says otherwise than the command itself.
	Commands map[string][]command.Role
	// Prefixes are what commands begin with, such as "/upgrade": the first is
	// the one shown, all are understood. Empty means the default.
	Prefixes []string
	// RoadmapRepositories are where new upgrades can be started besides the
	// repositories of Upgrades, as "owner/repo" in lower case.
	RoadmapRepositories []string
	// Upgrades are the upgrades under way, each with its roadmap issue.
	Upgrades []Upgrade
	// KeepNotPlannedBoxes leaves the boxes of children closed as not planned or
	// as duplicate the way people left them; otherwise they are checked.
	KeepNotPlannedBoxes bool
	// RoadmapIssue says what the app keeps in the description of a roadmap issue.
	RoadmapIssue RoadmapIssuePolicy
	// Terms are the organisation's words for what the runbook speaks of, but for
	// those of Maintenance; see RunbookTerms.
	Terms runbook.Terms
	// Runbook is the organisation's own; without steps the default one is used.
	Runbook runbook.Runbook
	// Codemods are the tools that make a part of the changes, in the policy's order.
	Codemods []Codemod
	Budget   Budget
}

// RoadmapIssuePolicy says what the app keeps in the description of a roadmap issue.
type RoadmapIssuePolicy struct {
	// NoChildren leaves out the section with the children that people have not
	// listed themselves, unless somebody has put its markers; it goes to the end
	// with ChildrenAtEnd, else below the form.
	NoChildren, ChildrenAtEnd bool
	// GroupByOwner groups that section by owner, else by what can start now.
	GroupByOwner bool
	// NestedBoxes lets boxes follow those inside their items, see NestedBox.
	NestedBoxes bool
	// SubIssues makes the children in the description sub-issues, too, as far as GitHub lets it.
	SubIssues bool
}

// Codemod is a tool that makes a part of the changes of upgrades.
type Codemod struct {
	// Ecosystem is what the names of the upgrades begin with that it is for, such as "Django".
	Ecosystem string
	Name      string
	Address   string // https
}

// BoardPolicy names an organisation's Projects v2 board and what its fields and
// columns are called there.
type BoardPolicy struct {
	// Owner is the organisation's login; empty means the policy's own organisation.
	Owner  string
	Number int
	// SetUp lets the app add fields, options and views that the board lacks;
	// otherwise it only says what is missing.
	SetUp bool
	// CloseOnDone lets a person who drags a card to Done close its issue by that.
	CloseOnDone bool
	Fields      FieldNames
	Statuses    StatusNames
	// Rules decide on Status, of the Maintenance board alone; the last one always holds.
	Rules []StatusRule
	// Facts are shown in fields besides those, in the policy's order.
	Facts []FieldFact
	// Defaults are put once into empty fields; of the Roadmap board only.
	Defaults []FieldDefault
}

// RunbookTerms are the Terms with the names that the board has.
func (p Policy) RunbookTerms() runbook.Terms {
	terms, fields := p.Terms, p.Maintenance.Fields
	terms.Todo, terms.Project, terms.Source = p.Maintenance.Statuses.Todo, fields.Project, fields.Source
	terms.Owner, terms.OwnerDoes = fields.Owner, fields.OwnerDoes
	return terms
}

// Board is the board of a role; Number 0 when there is none.
func (p Policy) Board(role BoardRole) BoardPolicy {
	if role == RoleRoadmap {
		return p.Roadmap
	}
	return p.Maintenance
}

// FieldNames are the names of the Maintenance board's fields.
type FieldNames struct {
	Status, Project, Source, Owner, OwnerDoes string
}

// StatusNames are the names of the options of the Status field.
type StatusNames struct {
	Todo, InProgress, Done string
	// NotPlanned is the column of a child closed without doing it; equal to Done unless the policy says otherwise.
	NotPlanned string
	// AuthorReview, OwnerReview, Approved and Blocked are empty where the policy
	// does not name them; see Name.
	AuthorReview, OwnerReview, Approved, Blocked string
}

// Party is who does a part of the work.
type Party string

// The parties. PartyNone marks work that does not arise, such as deploying a library.
const (
	PartyOwner         Party = "owner"
	PartyOrchestration Party = "orchestration"
	PartyNone          Party = "none"
)

// RepositoryKind tells services, which are deployed, from everything else.
type RepositoryKind string

// The kinds of repository, and "any" for a level that suits both.
const (
	RepositoryService RepositoryKind = "service"
	RepositoryOther   RepositoryKind = "other"
	RepositoryAny     RepositoryKind = "any"
)

// Level is one upgrade service level: how much of the work the owner does itself.
type Level struct {
	// Name is the option's name on the board.
	Name string
	// For is the kind of repository that may choose it.
	For RepositoryKind
	// PullRequest, Review, Merge and Deploy say who does each part.
	PullRequest, Review, Merge, Deploy Party
}

// LevelAlias is another name for a level, which may depend on the kind of repository.
type LevelAlias struct {
	Name string
	// Levels gives the level by kind; RepositoryAny serves kinds that are not listed.
	Levels map[RepositoryKind]string
	// Team, when set, is the only orchestration team for whose upgrades the alias holds.
	Team string
}

// RepositoryPolicy overrides or supplies what a repository's catalog-info.yaml says.
type RepositoryPolicy struct {
	// Owner is a team slug, or "user:" and a login; used when catalog-info.yaml names no owner.
	Owner string
	// Kind, when set, wins over catalog-info.yaml.
	Kind RepositoryKind
}

// Upgrade is one upgrade project.
type Upgrade struct {
	// Name is the upgrade's name and the option's name in the Project field.
	Name string
	// Roadmap is the roadmap issue.
	Roadmap Ref
	// OrchestrationTeam is the slug of the team that sees the upgrade through.
	OrchestrationTeam string
	// SupportEnd is the day on which support of what the upgrade leaves behind
	// ends, midnight UTC; zero when the policy does not say.
	SupportEnd time.Time
	// Steward is the login of the person who answers for a true board. It is
	// laid down by a command, not by the policy.
	Steward string
	// TargetDate is the day by which the upgrade is to be done, midnight UTC;
	// zero when nobody has said. It and what follows here are laid down by commands.
	TargetDate time.Time
	// NamedRelease is the release of the organisation's own product that it is for.
	NamedRelease string
	// Docs and Instructions are addresses: about the upgrade, and for the owners of children.
	Docs, Instructions string
	// Paused holds everything that is written for the upgrade but answers to commands.
	Paused bool
	// Ended says how people have ended the upgrade; empty while it goes on.
	Ended Ending
	// Mode overrides the policy's mode; empty means no override.
	Mode Mode
	// Writes overrides the mode for a kind of write in this upgrade.
	Writes map[WriteKind]Mode
	// Unconfirmed says that a command has started the upgrade and nobody has
	// confirmed since then that its description may be changed.
	Unconfirmed bool
}

// Budget bounds what the app may do in an hour in one installation.
type Budget struct {
	WritesPerHour  int
	CreatesPerHour int
}

// With is the upgrade with settings laid down on its roadmap issue; those
// that Settings does not have stay as they are.
func (u Upgrade) With(s Settings) Upgrade {
	for name, setting := range s {
		switch name {
		case SettingOrchestrationTeam:
			u.OrchestrationTeam = setting.Value
		case SettingSteward:
			u.Steward = setting.Value
		case SettingTargetDate:
			// What is not in the form of the setting is no date.
			u.TargetDate, _ = time.Parse(time.DateOnly, setting.Value)
		case SettingNamedRelease:
			u.NamedRelease = setting.Value
		case SettingDocs:
			u.Docs = setting.Value
		case SettingInstructions:
			u.Instructions = setting.Value
		case SettingPaused:
			u.Paused = setting.Value == paused
		case SettingEnded:
			u.Ended = ending(setting.Value)
		}
		if kind, ok := strings.CutPrefix(name, SettingMode); ok {
			u.Writes = maps.Clone(u.Writes) // the policy's own
			if u.Writes == nil {
				u.Writes = map[WriteKind]Mode{}
			}
			u.Writes[WriteKind(kind)] = Mode(setting.Value)
			if WriteKind(kind) == WriteBoxes {
				started, there := s[SettingStarted]
				u.Unconfirmed = there && Mode(setting.Value) == ModePlan && setting.At.Equal(started.At)
			}
		}
	}
	return u
}

// shown is a text of the app with the prefix that the policy wants to be shown.
func (p Policy) shown(text string) string {
	if len(p.Prefixes) == 0 {
		return text
	}
	return say.WithPrefix(text, p.Prefixes[0])
}

// ModeOf resolves the mode of one kind of write in an upgrade. A paused upgrade
// only plans what its pause holds. Else what is set for the kind in the upgrade
// decides. Without that, the upgrade's mode and what the policy sets for the
// kind both have to allow the write as far as they are set; where neither is
// set, the policy's mode decides.
func (p Policy) ModeOf(u Upgrade, kind WriteKind) Mode {
	if u.holds(kind) {
		return ModePlan
	}
	if m := u.Writes[kind]; m != "" {
		return m
	}
	narrow, wide := u.Mode, p.Writes[kind]
	switch {
	case narrow == ModePlan || wide == ModePlan:
		return ModePlan
	case narrow == ModeActive || wide == ModeActive:
		return ModeActive
	case p.Mode == ModeActive:
		return ModeActive
	default:
		return ModePlan
	}
}

// UpgradeOf finds the upgrade whose roadmap issue ref is. Names compare without
// regard to case.
func (p Policy) UpgradeOf(ref Ref) (Upgrade, bool) {
	for _, u := range p.Upgrades {
		if u.Roadmap.Fold() == ref.Fold() {
			return u, true
		}
	}
	return Upgrade{}, false
}

// Level finds a level by its exact name.
func (p Policy) Level(name string) (Level, bool) {
	for _, l := range p.Levels {
		if l.Name == name {
			return l, true
		}
	}
	return Level{}, false
}

// Repository is what the policy says of a repository.
func (p Policy) Repository(owner, repo string) RepositoryPolicy {
	return p.Repositories[strings.ToLower(owner+"/"+repo)]
}

// teamCalled is the slug of the team that the board calls by a name: the
// policy's, else the one that GitHub makes of the name.
func (p Policy) teamCalled(name string) string {
	for _, slug := range slices.Sorted(maps.Keys(p.Teams)) {
		if p.Teams[slug] == name {
			return slug
		}
	}
	return Slug(name)
}

// TeamName is the board's name for a team.
func (p Policy) TeamName(slug string) string {
	if name := p.Teams[strings.ToLower(slug)]; name != "" {
		return name
	}
	return slug
}
