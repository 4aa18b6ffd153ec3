package upgrade

import (
	"strconv"

	"github.com/upkeep-app/upkeep/command"
	"github.com/upkeep-app/upkeep/say"
)

// Plain is a description with plain lists instead of its [tasklist] fences, as
// package checklist makes it. It is only known where a command asks for it.
type Plain struct {
	Text string
	// Fences is how many become plain lists, Left how many cannot.
	Fences, Left int
}

// tidy makes plain lists of the fences in all descriptions that are kept. The
// answer waits for the edits. How many there are is kept before them, so that a
// run which is cut off in between still has its answer.
func (r *roadmap) tidy(asked Asked, one command.Command) answer {
	given := r.arguments(one)
	if mistake := beforeReason(given); mistake != "" {
		return misused(one, mistake)
	}
	if withheld := r.boxesWithheld(); withheld != "" {
		return answer{outcome: OutcomeFailed, text: withheld}
	}
	fences, left := 0, 0
	for _, l := range r.lists() {
		if l.Kept {
			fences, left = fences+l.Plain.Fences, left+l.Plain.Left
		}
	}
	if fences = max(fences, r.tidied(asked)); fences > 0 {
		kept := asked.setting(SettingTidied, strconv.Itoa(fences), given.Because)
		r.tidying, r.early = true, append(r.early, Set{Issue: r.Issue.ID, Setting: kept})
	}
	if fences == 0 && left > 0 {
		return answer{outcome: OutcomeFailed, text: say.Tidied(fences, left)}
	}
	return answer{outcome: OutcomeDone, text: say.Tidied(fences, left), informs: true, settles: SettingTidied}
}

// tidied is how many fences an earlier run of the same command has found.
func (r *roadmap) tidied(asked Asked) int {
	before := r.Settings[SettingTidied]
	if at, _ := asked.writtenAt(); !before.At.Equal(at) || before.By.ID != asked.Comment.Author.ID {
		return 0
	}
	fences, _ := strconv.Atoi(before.Value) // what is no number was not kept by tidy
	return fences
}

// tidy has the fences of a description made plain lists, in the same edit.
func (t *texts) tidy() {
	if t.list.Plain.Fences > 0 {
		t.fences, t.body = t.list.Plain.Fences, t.list.Plain.Text
	}
}
