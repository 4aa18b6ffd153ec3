package upgrade

import (
	"slices"
	"strings"
	"time"

	"github.com/upkeep-app/upkeep/command"
	"github.com/upkeep-app/upkeep/say"
)

// commandAge is how old a command may be when it is first seen; an older one
// is not run, because what it was about may have moved on.
const commandAge = 24 * time.Hour

// lateAfter is how old a command may be for its answer to come in a reply of its
// own; the answers to older ones, as after an outage, come in one.
const lateAfter = time.Hour

// Asked is a comment with commands that were not dealt with yet.
type Asked struct {
	Comment Comment
	// Commands are those of the comment that have no answer yet, in order.
	Commands []command.Command
	// More is how many commands stand in the comment beyond those that are run.
	More int
	// Earlier are the outcomes of the commands that stand in the comment too and
	// were answered before.
	Earlier []string
	// Rights are the author's, read now, as far as the commands need them.
	Rights Rights
	// Objects are what the commands name, as far as the author may see it.
	Objects Objects
	// Assignable says whether the author can be assigned to the issue. It is
	// found out for those who may and ask for it.
	Assignable Certainty
	// Told is true when the author was told on this issue, within the last
	// hour, that a command is not for them: it is not said again.
	Told bool
}

// The outcomes of commands, as Answered records them.
const (
	OutcomeDone    = "done"
	OutcomeRefused = "refused" // no right, and the author was told who has
	// OutcomeRefusedAgain is no right, soon after the author was told.
	OutcomeRefusedAgain = "refused again"
	OutcomeFailed       = "failed" // not understood, or not possible here
	OutcomeTooOld       = "too old"
	OutcomeIgnored      = "ignored" // not the author's own words
	// OutcomeBefore is too old and from before the adoption: not even answered.
	OutcomeBefore = "before its time"
)

// answer is what became of one command.
type answer struct {
	outcome string
	text    string // one of say's sentences
	// informs says that the text is what was asked for: it is said though all went well.
	informs bool
	// settles names what the command decides; of several that decide the same, the last counts.
	settles string
	// set are the settings that the command changes, effects what else it does,
	// in order. Both come before the reaction that says all is well.
	set     []Setting
	effects []Action
	// names are the repositories that the text names.
	names []Repository
	// then is set off once an administrative command is on record as answered.
	then []Trigger
	// levels asks for the list of them below the answers.
	levels bool
	// offer is what an administrative command says besides, in a comment of its own.
	offer string
}

// desk answers the comments of one issue.
type desk struct {
	now, adoptedAt time.Time
	issue          Issue
	policy         Policy
	upgrade        Upgrade
	owner          Owner // of the issue's repository; zero on a roadmap issue
	// place is where the issue is, as commands are told apart by it.
	place  command.Place
	levels []say.Quoted
	// decide decides one command of this place, whose author may run it.
	decide func(Asked, command.Command) answer
	// status is where the issue stands, why what decided that, each as one of say's
	// texts and the repositories that it names; nil on an issue of no upgrade, where
	// only its start is decided.
	status, why func() (string, []Repository)
	// set makes a setting hold for the rest of the decision, setting tells what holds.
	set     func(Setting)
	setting func(name string) Setting
	// commandMode is Policy.CommandMode, as far as the commands have come.
	commandMode func() Mode
	// installation is the one whose policy rules.
	installation int64
	// told are those who are told in this decision that a command is not for
	// them, by account.
	told map[int64]bool
}

// answer decides on the comments in order. It ends at the first that has to
// wait, so that a later command never ends up overtaken by an earlier one.
func (d desk) answer(comments []Asked) []Action {
	var actions []Action
	d.told = map[int64]bool{}
	var late []settled
	for _, asked := range comments {
		answers, decided := d.decideAll(asked)
		if !decided {
			break
		}
		asked.Commands = asked.Commands[:len(answers)]
		s := d.settled(asked, answers)
		actions = append(actions, s.effects...)
		if at, _ := asked.writtenAt(); d.now.Sub(at) > lateAfter {
			late = append(late, s)
		} else {
			actions = append(actions, d.conclude(s)...)
		}
		if slices.ContainsFunc(answers, changesReads) {
			break
		}
	}
	return append(actions, d.concludeLate(late)...)
}

// decideAll decides on one comment; false when it has to wait.
func (d desk) decideAll(asked Asked) ([]answer, bool) {
	at, own := asked.writtenAt()
	old := d.now.Sub(at) > commandAge
	switch {
	case len(asked.Commands) == 0:
		return nil, true
	case !own:
		return all(asked, answer{outcome: OutcomeIgnored}), true
	case old && at.Before(d.adoptedAt):
		return all(asked, answer{outcome: OutcomeBefore}), true
	case old:
		return all(asked, answer{outcome: OutcomeTooOld, text: say.TooOld()}), true
	case waitForFields(asked.Commands, d.place, d.commandMode()) || d.unsure(asked):
		return nil, false
	}
	return d.runAll(asked), true
}

// writtenAt is when the author wrote what stands there; false when the words
// are not the author's own, or the author is no person.
func (a Asked) writtenAt() (time.Time, bool) {
	c := a.Comment
	switch {
	case c.Author.Bot || c.ByApp != 0:
		return c.CreatedAt, false
	case c.Editor == Actor{}:
		return c.CreatedAt, true
	default:
		return c.UpdatedAt, c.Editor.ID == c.Author.ID
	}
}

// today is midnight UTC of the day on which the author wrote: the day that
// dates in a command are counted from, whenever it is read.
func (a Asked) today() time.Time {
	at, _ := a.writtenAt()
	return midnight(at)
}

func all(asked Asked, same answer) []answer {
	answers := make([]answer, len(asked.Commands))
	for i := range answers {
		answers[i] = same
	}
	return answers
}

// runAll decides on the commands in order, up to the first that changes what has
// to be read for those after it.
func (d desk) runAll(asked Asked) []answer {
	answers := make([]answer, 0, len(asked.Commands))
	last := map[string]int{} // the command that settles something, so far
	for i, c := range asked.Commands {
		answers = append(answers, d.run(asked, c))
		if answers[i].outcome != OutcomeDone {
			continue
		}
		for _, setting := range answers[i].set {
			d.set(setting)
		}
		settles := answers[i].settles
		if before, twice := last[settles]; twice && settles != "" {
			answers[before].text = say.Replaced()
		}
		last[settles] = i
		if changesReads(answers[i]) {
			break
		}
	}
	return answers
}

// changesReads reports whether a command changes what a run reads.
func changesReads(a answer) bool { return changesRights(a) || changesLists(a) }

// changesRights reports whether a command changes which team leads the upgrade.
// What comes after it waits for the next run, which knows the rights by then:
// whoever has just made their own team the upgrade's can go on in the same comment.
func changesRights(a answer) bool {
	return slices.ContainsFunc(a.set, func(s Setting) bool { return s.Name == SettingOrchestrationTeam })
}

// run decides one command: whether there is one of that name, whether it is
// for this place, whether its author may, and only then what it does.
func (d desk) run(asked Asked, c command.Command) answer {
	if c.Name == "" {
		c.Name = command.Help
	}
	spec, known := command.Find(c.Name)
	switch {
	case !known:
		return unknownCommand(c.Name)
	case !d.mayRun(asked, spec) && d.begun(asked, spec):
		return answer{outcome: OutcomeDone, text: say.LaidDown()}
	case !spec.UsableIn(d.place):
		return answer{outcome: OutcomeFailed, text: say.Misplaced(spec.Where)}
	case asked.Rights.Has(d.policy.WhoMay(spec, d.upgrade)) != Yes:
		return answer{outcome: OutcomeRefused, text: d.refusal(spec)}
	case d.upgrade.Paused && spec.Where == command.OnChild:
		return answer{outcome: OutcomeFailed, text: say.Paused()}
	case spec.Where == command.Anywhere:
		return d.anywhere(asked, c)
	default:
		return d.decide(asked, c)
	}
}

// mayRun reports whether a command is for this place and its author may run it.
func (d desk) mayRun(asked Asked, spec command.Spec) bool {
	return spec.UsableIn(d.place) && asked.Rights.Has(d.policy.WhoMay(spec, d.upgrade)) == Yes
}

// begun reports whether a run that was cut off has already laid down what the
// command says, which may have taken its right: who hands an upgrade over to
// another team is no longer of the team that leads it, an upgrade cannot be
// started on the roadmap issue of one, and one that is confirmed cannot be confirmed. What else such a command does comes
// before its setting in the plan, or is done by the mark of SettingStarting.
func (d desk) begun(asked Asked, spec command.Spec) bool {
	name := spec.Name
	if name == command.Activate {
		name = SettingMode + string(WriteBoxes)
	}
	laid := d.setting(name)
	at, _ := asked.writtenAt()
	return laid.Value != "" && laid.By.ID == asked.Comment.Author.ID && laid.At.Equal(at)
}

// unsure reports whether a comment has a command of which it could not be
// found out whether its author may run it.
func (d desk) unsure(asked Asked) bool {
	return slices.ContainsFunc(asked.Commands, func(c command.Command) bool {
		spec, known := command.Find(c.Name)
		return known && asked.Rights.Has(d.policy.WhoMay(spec, d.upgrade)) == Unknown
	})
}

// waitForFields reports whether there is a command among some that sets a field
// and cannot be carried out and answered in one mode.
func waitForFields(commands []command.Command, in command.Place, mode Mode) bool {
	if mode != "" {
		return false
	}
	return slices.ContainsFunc(commands, func(c command.Command) bool {
		spec, known := command.Find(c.Name)
		return known && spec.SetsField && spec.UsableIn(in)
	})
}

// hush makes refusals silent for those who have just had one, and remembers
// those who get one.
func (d desk) hush(asked Asked, answers []answer) {
	author := asked.Comment.Author.ID
	silent := asked.Told || d.told[author]
	for i := range answers {
		if answers[i].outcome != OutcomeRefused {
			continue
		}
		d.told[author] = true
		if silent {
			answers[i].outcome = OutcomeRefusedAgain
		}
	}
}

// unknownCommand answers a name that Table does not have.
func unknownCommand(name string) answer {
	return answer{outcome: OutcomeFailed, text: say.CommandUnknown(say.Quote(command.Suggest(name)))}
}

// plainText is a text without what GitHub and browsers change on the way.
func plainText(text string) string {
	return strings.TrimRight(strings.ReplaceAll(text, "\r\n", "\n"), " \t\n")
}

// refusal is the answer to somebody who may not run a command.
func (d desk) refusal(spec command.Spec) string {
	roles := d.policy.WhoMay(spec, d.upgrade)
	text := say.NotAllowed(roles, map[command.Role]say.Quoted{
		command.RoleOwner:         say.Quote(d.owner.Name()),
		command.RoleOrchestration: say.Quote(d.upgrade.OrchestrationTeam),
		command.RoleSteward:       say.Quote(d.upgrade.Steward),
	})
	if d.place == command.OnRoadmap && d.upgrade.OrchestrationTeam == "" {
		text += " " + say.NoOrchestrationTeam()
	}
	if len(d.policy.People) == 0 && slices.Equal(roles, []command.Role{command.RolePeople}) {
		text += " " + say.NobodyNamed()
	}
	return text
}
