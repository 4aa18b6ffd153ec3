package upgrade

import (
	"cmp"
	"strings"

	"github.com/upkeep-app/upkeep/command"
	"github.com/upkeep-app/upkeep/say"
)

// Ending is how people have ended an upgrade.
type Ending string

// The endings.
const (
	EndFinished  Ending = "finished"
	EndCancelled Ending = "cancelled"
)

// notEnded is the value of SettingEnded after an ending that a person took back.
const notEnded = "reopened"

func ending(value string) Ending {
	if e := Ending(value); e == EndFinished || e == EndCancelled {
		return e
	}
	return ""
}

// finish ends the upgrade, unless something is left to do. What else there is to
// be looked through is shown before, and has to be acknowledged as it was shown.
func (r *roadmap) finish(asked Asked, one command.Command) answer {
	given := r.arguments(one)
	acknowledged := len(given.Words) == 1 && strings.EqualFold(given.Words[0], "acknowledged")
	if !onlyWords(given) || len(given.Words) > 0 && !acknowledged {
		return misused(one, say.OnlyAcknowledged())
	}
	if left, names := r.left(); len(left) > 0 {
		return answer{outcome: OutcomeFailed, text: say.NotFinished(left), names: names}
	}
	if r.Upgrade.Paused {
		return answer{outcome: OutcomeFailed, text: say.FinishPaused()}
	}
	draft := r.draft()
	switch {
	case draft.empty():
	case !acknowledged:
		return r.show(asked, draft, answer{outcome: OutcomeDone, text: say.DraftShown(), informs: r.shownBefore(asked), settles: SettingEnded})
	case !r.shownBefore(asked) || r.Settings.Value(SettingNotesDraft) != draft.digest():
		return r.show(asked, draft, answer{outcome: OutcomeFailed, text: say.DraftNotSeen()})
	}
	return r.finished(asked)
}

// shownBefore reports whether a draft was there when the author of a comment
// wrote. The one that a run of the same command has left, which was cut off, was not.
func (r *roadmap) shownBefore(asked Asked) bool {
	at, _ := asked.writtenAt()
	shown := r.Settings[SettingNotesDraft]
	return shown.Value != "" && shown.At.Before(at)
}

// finished lays down that the upgrade is done, and that nothing more is to be
// noted for the release.
func (r *roadmap) finished(asked Asked) answer {
	a := r.end(asked, EndFinished, "", say.Finished())
	if a.outcome != OutcomeDone {
		return a
	}
	a.set = append([]Setting{asked.setting(SettingNotesAcknowledged, "yes", "")}, a.set...)
	if board := r.Policy.Maintenance; board.Number != 0 {
		place := Board{Owner: cmp.Or(board.Owner, r.Issue.Repository.Owner), Number: board.Number}
		a.text, a.informs = a.text+" "+say.ViewLeft(say.Quote(r.Upgrade.Name), place.Address(r.Host)), true
	}
	return a
}

// cancel ends the upgrade undone.
func (r *roadmap) cancel(asked Asked, one command.Command) answer {
	given := r.arguments(one)
	if given.Because == "" {
		return misused(one, say.BecauseMissing())
	}
	return r.end(asked, EndCancelled, given.Because, say.Cancelled())
}

// end lays down the ending, from which the closing follows; not where the
// closing would only be shown, as the answer would be untrue then.
func (r *roadmap) end(asked Asked, ending Ending, because, text string) answer {
	over := r.Upgrade
	over.Ended = ending
	if r.Policy.ModeOf(over, WriteComments) == ModeActive && r.Policy.ModeOf(over, WriteIssues) != ModeActive {
		return answer{outcome: OutcomeFailed, text: say.ClosingWithheld()}
	}
	return answer{
		outcome: OutcomeDone, text: text, settles: SettingEnded,
		set: []Setting{asked.setting(SettingEnded, string(ending), because)},
	}
}

// close closes the roadmap issue of an upgrade that was ended.
func (f RoadmapFacts) close() []Action {
	action := CloseIssue{Ref: f.Issue.Ref, Why: "a command ended the upgrade"}
	switch f.Upgrade.Ended {
	case EndFinished:
		action.Reason = ReasonCompleted
	case EndCancelled:
		action.Reason = ReasonNotPlanned
	default:
		return nil
	}
	return []Action{action}
}

// reopened takes an ending back when a person has reopened the roadmap issue
// since: otherwise it would be closed again.
func (r *roadmap) reopened() []Action {
	if r.Upgrade.Ended == "" || !r.Issue.ChangedAt.After(r.Settings[SettingEnded].At) {
		return nil
	}
	none := Setting{Name: SettingEnded, Value: notEnded, At: r.Issue.ChangedAt}
	r.Settings, r.Upgrade = r.Settings.with(none), r.Upgrade.With(Settings{none.Name: none})
	return []Action{Set{Issue: r.Issue.ID, Setting: none}}
}
