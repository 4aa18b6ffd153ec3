package upgrade

import (
	"slices"
	"strconv"
	"strings"

	"github.com/upkeep-app/upkeep/command"
	"github.com/upkeep-app/upkeep/say"
)

// administer carries out the administrative commands, before any other: they
// say whether others are carried out at all. It gives the comments back with
// the commands that are left, which are those that did not go well too.
func (d desk) administer(comments []Asked) (first []Action, left []Asked) {
	for _, asked := range comments {
		at, own := asked.writtenAt()
		if !own || d.now.Sub(at) > commandAge {
			left = append(left, asked)
			continue
		}
		done, rest := d.administerOne(asked)
		if len(done.Answered.Commands) > 0 {
			first = append(first, done)
		}
		if len(done.Answered.Commands) == 0 || len(rest.Commands) > 0 {
			left = append(left, rest)
		}
	}
	return first, left
}

// administerOne is administer for one comment. Its reaction waits for the other
// commands of the comment, if there are any.
func (d desk) administerOne(asked Asked) (Administer, Asked) {
	done := Administer{Answered: Answered{
		Issue: d.issue.ID, Comment: asked.Comment.ID, By: asked.Comment.Author.ID, Outcome: OutcomeDone,
	}}
	rest := asked
	rest.Commands, rest.Earlier = nil, slices.Clone(asked.Earlier)
	for _, c := range asked.Commands {
		a, ran := d.runAdministrative(asked, c)
		if !ran {
			rest.Commands = append(rest.Commands, c)
			continue
		}
		for _, setting := range a.set {
			d.set(setting)
			done.Effects = append(done.Effects, Set{Issue: d.issue.ID, Setting: setting})
		}
		done.Effects = append(done.Effects, a.effects...)
		if a.offer != "" {
			done.Offer = &SaveComment{Issue: d.issue.ID, Ref: d.issue.Ref, Purpose: PurposeStart, Text: d.policy.shown(a.offer)}
		}
		done.Answered.Commands = append(done.Answered.Commands, c.Digest())
		done.Then = append(done.Then, a.then...)
		rest.Earlier = append(rest.Earlier, OutcomeDone)
	}
	if len(rest.Commands) == 0 && rest.verdict(nil) == reactionWell && !slices.Contains(asked.Comment.OwnReactions, reactionWell) {
		done.Reaction = &React{Ref: d.issue.Ref, Comment: asked.Comment.DatabaseID, Content: reactionWell, Why: "the answer to a command"}
	}
	return done, rest
}

// runAdministrative decides a command if it is administrative; false when it is
// not, or when nothing comes of it.
func (d desk) runAdministrative(asked Asked, c command.Command) (answer, bool) {
	spec, known := command.Find(c.Name)
	if !known || !spec.Administrative || asked.Rights.Has(d.policy.WhoMay(spec, d.upgrade)) != Yes {
		return answer{}, false
	}
	a := d.run(asked, c)
	return a, a.outcome == OutcomeDone
}

// halt stops the writes of the installation whose policy rules, or releases
// them. What waited because of the halt is then looked at again.
func (d desk) halt(asked Asked, one command.Command, on bool) answer {
	if len(one.Args) > 0 {
		return misused(one, say.NothingFollows())
	}
	at, _ := asked.writtenAt()
	a := answer{
		outcome: OutcomeDone, text: say.WritesHalted(),
		effects: []Action{Halt{Installation: d.installation, On: on, By: asked.Comment.Author, At: at}},
	}
	if !on {
		a.text, a.then = say.WritesResumed(), []Trigger{d.everything("/upgrade " + command.ResumeWrites)}
	}
	return a
}

// resync has everything of the installation looked at.
func (d desk) resync(one command.Command) answer {
	if len(one.Args) > 0 {
		return misused(one, say.NothingFollows())
	}
	return answer{outcome: OutcomeDone, text: say.Resyncing(), then: []Trigger{d.everything("/upgrade " + command.Resync)}}
}

func (d desk) everything(reason string) Trigger {
	key := NewKey(KindInstallation, strconv.FormatInt(d.installation, 10))
	return Trigger{Key: key, Installation: d.installation, Reason: reason}
}

// chooseMode sets the mode of the kinds of write that are named, or of all:
// each kind by its own, so that nothing that was said of a kind before is left.
// The issue is looked at once more, as it is then known in its mode.
func (r *roadmap) chooseMode(asked Asked, one command.Command, mode Mode) answer {
	kinds := WriteKinds()
	if len(one.Args) > 0 {
		kinds = nil
	}
	for _, word := range one.Args {
		kind := WriteKind(strings.ToLower(strings.Trim(word, ",")))
		if !slices.Contains(WriteKinds(), kind) {
			return misused(one, say.NoKindOfWrite(say.Quote(word)))
		}
		kinds = append(kinds, kind)
	}
	if mode == ModeActive && r.onlyConfirms(asked) {
		if slices.ContainsFunc(kinds, func(k WriteKind) bool { return k != WriteBoxes }) && len(one.Args) > 0 {
			return answer{outcome: OutcomeFailed, text: say.OnlyBoxesWait()}
		}
		kinds = []WriteKind{WriteBoxes}
	}
	a := answer{outcome: OutcomeDone, text: say.ModeChosen(mode == ModeActive, names(kinds))}
	for _, kind := range kinds {
		a.set = append(a.set, asked.setting(SettingMode+string(kind), string(mode), ""))
	}
	a.then = []Trigger{{Key: IssueKey(r.Issue.ID), Installation: r.Installation, Reason: "its mode changed"}}
	return a
}

// onlyConfirms reports whether the author's right to the command is that of
// whoever has started the upgrade, which is for its description alone.
func (r *roadmap) onlyConfirms(asked Asked) bool {
	activate, _ := command.Find(command.Activate)
	confirmed := r.Upgrade
	confirmed.Unconfirmed = false
	return r.Policy.toConfirm(r.Upgrade) && asked.Rights.Has(r.Policy.WhoMay(activate, confirmed)) != Yes
}

func names(kinds []WriteKind) []say.Quoted {
	var all []say.Quoted
	for _, kind := range kinds {
		all = append(all, say.Quote(string(kind)))
	}
	return all
}
