package upgrade

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"github.com/upkeep-app/upkeep/say"
)

// PurposeNotes is the purpose of the comment with the draft of the release notes.
const PurposeNotes = "notes"

// draft is what is to be looked through before the upgrade ends.
type draft struct {
	steps []ListedStep
	// notes are the done children with a deployment note that may be named, by
	// their places; hidden are the others.
	notes, hidden []counted
	// unread is how many done children are in organisations without the app.
	unread  int
	reports map[NodeID]Report
}

func (f RoadmapFacts) draft() draft {
	d := draft{steps: f.toCleanUp(), reports: f.Reports}
	for _, c := range f.counted() {
		note := f.Reports[c.member.Child].DeploymentNote
		switch {
		case c.Count != CountDone:
		case note == "" && c.member.ChildInstallation == 0:
			d.unread++
		case note == "":
		case f.nameable(c):
			d.notes = append(d.notes, c)
		default:
			d.hidden = append(d.hidden, c)
		}
	}
	return d
}

func (d draft) empty() bool { return len(d.steps)+len(d.notes)+len(d.hidden) == 0 }

// digest tells apart what the notes of two drafts say. Steps are left out: while
// the draft waits, people go on checking them.
func (d draft) digest() string {
	hash := sha256.New()
	for _, some := range [][]counted{d.notes, d.hidden} {
		for _, c := range some {
			// A hash never fails to take bytes.
			_, _ = fmt.Fprintf(hash, "%s\x00%s\x00", c.member.Child, d.reports[c.member.Child].DeploymentNote)
		}
	}
	return hex.EncodeToString(hash.Sum(nil)[:8])
}

// show is an answer that shows a draft, and keeps which one it was.
func (r *roadmap) show(asked Asked, d draft, a answer) answer {
	told := say.Draft{Upgrade: say.Quote(r.Upgrade.Name), On: asked.today(), Private: len(d.hidden), Unread: d.unread}
	for _, s := range d.steps {
		told.Steps = append(told.Steps, say.OpenStep{Line: s.Line, Text: say.Quote(s.Text)})
	}
	var names []Repository
	for _, c := range d.notes {
		told.Notes = append(told.Notes, say.DeploymentNote{
			Child: say.Quote(c.member.ChildRef.String()), Text: say.QuotePassage(d.reports[c.member.Child].DeploymentNote),
		})
		names = append(names, c.state.Repository)
	}
	a.effects = []Action{SaveComment{
		Issue: r.Issue.ID, Ref: r.Issue.Ref, Purpose: PurposeNotes, Text: r.Policy.shown(told.String()), Names: distinct(names),
	}}
	a.set = []Setting{asked.setting(SettingNotesDraft, d.digest(), "")}
	return a
}
