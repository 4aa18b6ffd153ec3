package upgrade

import (
	"cmp"
	"maps"
	"time"
)

// PurposeLiving is the purpose of the one living comment that an issue has.
const PurposeLiving = "living"

// PurposeStart is the purpose of the comment that welcomes a new upgrade.
const PurposeStart = "start"

// ChildFacts is everything that decides what happens to a child.
type ChildFacts struct {
	Now    time.Time
	Policy Policy
	// Upgrade is the one that people have chosen on the board, else the one that
	// adopted the child first; the zero Upgrade when the issue belongs to none, and
	// then nothing is written.
	Upgrade Upgrade
	// UpgradeInstallation is the one whose policy rules.
	UpgradeInstallation int64
	// Parents are the child's rows of the membership index, oldest AdoptedAt first.
	Parents []Member
	// Issue has its Repository's Catalog filled in.
	Issue Issue
	// Host is where the addresses of issues point, such as "github.com".
	Host string
	// Board is the Maintenance board; the zero Board when the one that the
	// policy names cannot be found.
	Board Board
	// Bases are the values last derived, by FieldBase.
	Bases map[string]string
	// Touches are what others last did to the child's cards and their fields.
	Touches []Touch
	// Adopters are the upgrades of the installation whose policy rules.
	Adopters []Adopter
	// Blockers are the issues that the child waits for, open or closed, by
	// command or by GitHub's own dependencies; those that nobody can read are absent.
	Blockers []IssueState
	// Teams are the teams whose members tell whose a review is, by TeamKey; those
	// that cannot be read are absent.
	Teams map[string]TeamMembers
	// Settings are what people have laid down about the child.
	Settings Settings
	// Notes are the notes now held for the child, by name.
	Notes map[string]string
	// Reported is the report that is kept of the child.
	Reported Report
	// Asked are the comments with commands that were not dealt with yet, oldest first.
	Asked []Asked
	// Living is the app's own living comment on the child.
	Living OwnText
	// Excluded are the kinds of write that cannot be made here, each with the
	// reason as a phrase: "the conversation is locked".
	Excluded map[WriteKind]string
}

// TeamMembers are the people of a team, by account id.
type TeamMembers map[int64]bool

// OwnText is a text that the app has written; the zero value when it has not.
type OwnText struct {
	Comment int64  // the comment's database id
	Text    string // without the marker
}

// Same reports whether the text is the wanted one. Browsers turn line ends
// round and GitHub cuts the end, which makes no difference.
func (o OwnText) Same(wanted string) bool { return plainText(o.Text) == plainText(wanted) }

// child is one DecideChild.
type child struct {
	ChildFacts
	owner Owner
	kind  RepositoryKind
	sort  ChildKind
	card  *card
	// chosen is the level that the commands ended on.
	chosen chosen
	// moved is the column, and owned the owner, that the commands ended on; zero for none.
	moved, owned derived
	// left are the changes on the card that are not taken up.
	left []change
	// commanded says that a command for children went well.
	commanded bool
}

// DecideChild brings a child's card to what the facts say, answers the
// commands in its comments, keeps its living comment, and wakes the roadmap
// issues that do not know its state yet.
func DecideChild(f ChildFacts) Plan {
	if f.Upgrade.Name == "" {
		return Plan{Actions: changedNotes(f.Issue.ID, f.Notes, nil), Why: "not a child of any upgrade"}
	}
	c := newChild(f)
	takenUp := c.takeUp()
	level, actions, answers := c.commands()
	actions = append(takenUp, actions...)
	actions = append(actions, c.wanted(level)...)
	actions = append(actions, answers...)
	actions = withoutExcluded(actions, f.Excluded, c.card.notes)
	if len(c.card.remember) > 0 {
		actions = append(actions, Remember{Object: f.Issue.ID, Bases: maps.Clone(c.card.remember)})
	}
	actions = append(actions, changedNotes(f.Issue.ID, f.Notes, c.card.notes)...)
	report := c.report()
	if !report.Same(c.Reported) {
		actions = append(actions, KeepReport{Child: f.Issue.ID, Report: report})
	}
	actions = append(actions, c.wakes(report)...)
	actions = append(actions, wakeAfter(c.Now, IssueKey(f.Issue.ID), c.installation(), c.Settings)...)
	return Plan{Actions: append(actions, withoutExcluded(c.closing(), f.Excluded, c.card.notes)...)}
}

// newChild is a child before anything is decided on it.
func newChild(f ChildFacts) *child {
	c := &child{ChildFacts: f, sort: f.Policy.kindOf(f.Issue)}
	c.card = c.newCard()
	c.owner, c.kind = f.Policy.Owning(f.Issue.Repository, f.Settings)
	return c
}

// wanted are the writes that bring the card and the living comment to what the facts say.
func (c *child) wanted(level chosen) []Action {
	c.fields(level)
	c.noteRefusals()
	actions := c.put()
	if !c.Upgrade.Paused {
		actions = append(actions, c.living(level)...)
	}
	return actions
}

// adoptedAt is when the app first knew the child.
func (c *child) adoptedAt() time.Time {
	if len(c.Parents) == 0 {
		return c.Now
	}
	return c.Parents[0].AdoptedAt
}

// installation is the one that the child belongs to; 0 when not known.
func (c *child) installation() int64 {
	if len(c.Parents) == 0 {
		return 0
	}
	return c.Parents[0].ChildInstallation
}

// fields decides the card's fields, in the order people read them. What does
// not apply to the child's kind is left to people, unless a command asks for it.
// A card that a person archived is left alone.
func (c *child) fields(level chosen) {
	wanted := c.Policy.Maintenance
	if c.Board.ID == "" && wanted.Number != 0 {
		c.card.notes[noteNoBoard] = boardName(wanted)
	}
	if c.Board.ID == "" || c.card.away() {
		return
	}
	switch {
	case c.moved.value != "":
		c.card.move(c.moved, c.status().value)
	case c.applies(fieldStatus):
		c.card.derive(c.status())
	}
	if c.applies(fieldProject) {
		c.card.derive(derived{field: wanted.Fields.Project, value: c.Upgrade.Name, why: c.projectWhy()})
	}
	if c.applies(fieldSource) {
		c.card.derive(derived{field: wanted.Fields.Source, value: c.team(c.Upgrade.OrchestrationTeam), why: "the orchestration team"})
	}
	switch {
	case c.owned.value != "":
		c.card.command(c.owned)
	case c.applies(fieldOwner):
		c.card.derive(derived{field: wanted.Fields.Owner, value: c.ownerName(), why: "the repository's owner"})
	}
	switch {
	case level.level != "":
		c.card.command(derived{field: wanted.Fields.OwnerDoes, value: level.level, why: level.why})
	case c.applies(fieldOwnerDoes):
		c.card.initial(derived{field: wanted.Fields.OwnerDoes, value: c.acceptedLevel(), why: c.levelWhy()})
	}
	c.mappedFields()
}

// projectWhy says why the upgrade is the child's.
func (c *child) projectWhy() string {
	if chosen := c.Settings[SettingProject]; chosen.Value == c.Upgrade.Name {
		return "chosen by " + cmp.Or(chosen.By.Login, "people, before the issue was known")
	}
	return "the upgrade that adopted it first"
}

// levelWhy says where the accepted level comes from.
func (c *child) levelWhy() string {
	if c.Settings.Value(SettingLevel) == "" {
		return "nothing chosen yet"
	}
	return "chosen by " + cmp.Or(c.Settings[SettingLevel].By.Login, "people, before the issue was known")
}

func (c *child) team(slug string) string {
	if slug == "" {
		return ""
	}
	return c.Policy.TeamName(slug)
}

// ownerName is the owner's name on the board. Whom a command named is shown by
// the option it found; everybody else's option has to be called exactly so.
func (c *child) ownerName() string {
	if c.Settings.Value(SettingOwner) != "" {
		return c.shownOwner(c.owner)
	}
	if c.owner.User != "" {
		return c.owner.User
	}
	return c.team(c.owner.Team)
}

func (c *child) put() []Action {
	if c.Board.ID == "" || c.card.away() {
		return nil
	}
	return c.card.put(c.Issue)
}

// wakes are the roadmap issues that have not seen the child's last change, and
// all of them when the report is another one.
// GitHub's times are whole seconds: a change in the second in which the child
// was seen last may have come after that, unless what is there now is just what
// the roadmap issue has seen.
func (c *child) wakes(report Report) []Action {
	var actions []Action
	for _, parent := range c.Parents {
		moved := parent.ChildRef.Fold() != c.Issue.Ref.Fold()
		unseen := !c.Issue.ChangedAt.Before(parent.SeenAt) && c.Issue.State() != parent.SeenState
		if moved || unseen || !report.Same(c.Reported) {
			actions = append(actions, Wake{Trigger: Trigger{
				Key: IssueKey(parent.Roadmap), Installation: parent.Installation, Reason: "its child " + c.Issue.Ref.String() + " changed",
			}})
		}
	}
	return actions
}
