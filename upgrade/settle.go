package upgrade

import (
	"fmt"
	"slices"

	"github.com/upkeep-app/upkeep/command"
	"github.com/upkeep-app/upkeep/say"
)

// The reactions that answer a comment.
const (
	reactionWell  = "+1"
	reactionWrong = "confused"
)

// settled is a comment that was decided on, with what is to be done and told.
type settled struct {
	asked   Asked
	answers []answer
	effects []Action
	// said is what a reply tells; needed says that there is to be one.
	said   say.LateComment
	needed bool
	levels []say.Quoted
	// names are the repositories that the reply names.
	names []Repository
}

// settled sorts what the answers to one comment come to. Who was told a short
// while ago that commands are for others is not told again.
func (d desk) settled(asked Asked, answers []answer) settled {
	d.hush(asked, answers)
	at, _ := asked.writtenAt()
	s := settled{asked: asked, answers: answers, said: say.LateComment{Author: say.Quote(asked.Comment.Author.Login), At: at}}
	for i, a := range answers {
		if a.outcome != OutcomeRefusedAgain {
			s.said.Answers = append(s.said.Answers, say.Answer{Command: say.Quote(asked.Commands[i].Source), Text: d.policy.shown(a.text)})
			s.needed = s.needed || a.informs || verdictOn(a.outcome) == reactionWrong
		}
		s.names = append(s.names, a.names...)
		s.effects = append(s.effects, a.effects...)
		for _, setting := range a.set {
			s.effects = append(s.effects, Set{Issue: d.issue.ID, Setting: setting})
		}
		if a.levels {
			s.levels = d.levels
		}
	}
	if asked.More > 0 && len(answers) > 0 && asked.verdict(answers) != "" {
		s.said.Answers, s.needed = append(s.said.Answers, say.Answer{Text: say.TooMany(asked.More, command.Most)}), true
	}
	return s
}

// conclude tells the author: a reaction if all went well, a reaction and one
// reply if not.
func (d desk) conclude(s settled) []Action {
	actions := d.mended(s)
	if s.needed {
		reply := d.reply(s.asked, say.Reply(s.said.Answers, s.levels))
		reply.Names = s.names
		actions = append(actions, reply)
	}
	actions = append(actions, s.asked.show(d.issue, s.asked.verdict(s.answers))...)
	return append(actions, s.asked.record(d.issue, s.answers)...)
}

// concludeLate tells the authors of comments that were read late, in one reply.
// The records come before the reactions here: a run that is cut off between two
// reactions would otherwise tell the rest in a second reply. A reaction that is
// missing is seen in the next run, see Asked.Shown.
func (d desk) concludeLate(late []settled) []Action {
	var said []say.LateComment
	var levels []say.Quoted
	var names []Repository
	var first Asked
	var actions, records, reactions []Action
	for _, s := range late {
		if s.needed {
			if said = append(said, s.said); len(said) == 1 {
				first = s.asked
			}
			if len(s.levels) > 0 {
				levels = s.levels // the same for all
			}
			names = append(names, s.names...)
		}
		actions = append(actions, d.mended(s)...)
		records = append(records, s.asked.record(d.issue, s.answers)...)
		reactions = append(reactions, s.asked.show(d.issue, s.asked.verdict(s.answers))...)
	}
	if len(said) > 0 {
		actions = append(actions, SaveComment{
			Issue: d.issue.ID, Ref: d.issue.Ref, Purpose: fmt.Sprintf("late:%d", first.Comment.DatabaseID),
			Text: say.Late(said, levels), Names: names,
		})
	}
	return slices.Concat(actions, records, reactions)
}

// reply is the one reply to a comment.
func (d desk) reply(asked Asked, text string) SaveComment {
	return SaveComment{Issue: d.issue.ID, Ref: d.issue.Ref, Purpose: fmt.Sprintf("reply:%d", asked.Comment.DatabaseID), Text: text}
}

// mended takes back what the reply says, once all that stands in the comment
// has gone well.
func (d desk) mended(s settled) []Action {
	wrong := slices.Contains(s.asked.Comment.OwnReactions, reactionWrong)
	if !wrong || s.needed || s.asked.verdict(s.answers) != reactionWell {
		return nil
	}
	reply := d.reply(s.asked, say.Mended())
	reply.IfThere = true
	return []Action{reply}
}

// verdict is the reaction that all commands of a comment come to, those
// answered before among them; empty when none got an answer.
func (a Asked) verdict(answers []answer) string {
	outcomes := slices.Clone(a.Earlier)
	for _, one := range answers {
		outcomes = append(outcomes, one.outcome)
	}
	verdict := ""
	for _, outcome := range outcomes {
		if on := verdictOn(outcome); on == reactionWrong || verdict == "" {
			verdict = on
		}
		if verdict == reactionWrong {
			break
		}
	}
	if verdict != "" && a.More > 0 {
		return reactionWrong
	}
	return verdict
}

// verdictOn is the reaction to one outcome; empty for those that are not answered.
func verdictOn(outcome string) string {
	switch outcome {
	case OutcomeDone:
		return reactionWell
	case OutcomeRefused, OutcomeRefusedAgain, OutcomeFailed, OutcomeTooOld:
		return reactionWrong
	}
	return ""
}

// show brings the app's reactions on a comment to a verdict.
func (a Asked) show(issue Issue, verdict string) []Action {
	var actions []Action
	for _, other := range []string{reactionWell, reactionWrong} {
		if verdict != "" && other != verdict && slices.Contains(a.Comment.OwnReactions, other) {
			actions = append(actions, Unreact{Ref: issue.Ref, Comment: a.Comment.ID, Content: other, Why: "the answer to the comment has changed"})
		}
	}
	if verdict != "" && !slices.Contains(a.Comment.OwnReactions, verdict) {
		actions = append(actions, React{Ref: issue.Ref, Comment: a.Comment.DatabaseID, Content: verdict, Why: "the answer to a command"})
	}
	return actions
}

// Shown reports whether the app's reactions say what became of the commands
// that were answered before. They may not: a run was cut off, or the author
// took away the command that had gone wrong.
func (a Asked) Shown() bool { return len(a.show(Issue{}, a.verdict(nil))) == 0 }

// record is one Answered for each outcome.
func (a Asked) record(issue Issue, answers []answer) []Action {
	var outcomes []string
	digests := map[string][]string{}
	for i, one := range answers {
		if digests[one.outcome] == nil {
			outcomes = append(outcomes, one.outcome)
		}
		digests[one.outcome] = append(digests[one.outcome], a.Commands[i].Digest())
	}
	var actions []Action
	for _, outcome := range outcomes {
		actions = append(actions, Answered{Issue: issue.ID, Comment: a.Comment.ID, By: a.Comment.Author.ID, Commands: digests[outcome], Outcome: outcome})
	}
	return actions
}
