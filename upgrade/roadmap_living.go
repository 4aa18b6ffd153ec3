package upgrade

import (
	"slices"
	"time"

	"github.com/upkeep-app/upkeep/say"
)

// living keeps the living comment of a roadmap issue, which people come back to
// for the state of the upgrade. It is there as soon as the upgrade has a child,
// or a command has laid down something about it. Edits are those of the
// descriptions, own the mends of the upgrade itself.
func (r *roadmap) living(members []Member, steps []step, edits []Action, own []say.Mend) []Action {
	if r.Upgrade.Paused && !r.ordered {
		return nil
	}
	t := telling{RoadmapFacts: r.RoadmapFacts, members: members, all: r.counted(), steps: steps, edits: edits, own: own}
	head := t.head()
	parts := t.parts()
	if r.Living.Comment == 0 && len(t.all)+len(r.Settings) == 0 && !slices.ContainsFunc(parts, say.Part.Said) {
		return nil
	}
	board := t.board()
	text := say.Living(head, parts, say.LivingEnd(t.activeAt(), board), say.Elsewhere(board))
	if r.Living.Comment != 0 && r.Living.Same(text) {
		return nil
	}
	return []Action{SaveComment{
		Issue: r.Issue.ID, Ref: r.Issue.Ref, Comment: r.Living.Comment, Purpose: PurposeLiving, Living: true, Text: text, Was: r.Living.Text,
		Names: distinct(append(t.names, r.listRepositories()...)),
		Once:  r.Upgrade.Paused, // and then only written for the command that is answered in this run
	}}
}

// telling is the living comment while it is put together.
type telling struct {
	RoadmapFacts
	members []Member
	all     []counted
	own     []say.Mend
	steps   []step
	edits   []Action
	// names are the repositories that the parts name, some more than once.
	names []Repository
}

// parts are the parts of the comment in the order in which people read them;
// those that have nothing to say are empty.
func (t *telling) parts() []say.Part {
	return slices.Concat([]say.Part{
		t.preview(),
		t.mends(),
		t.standings(),
		t.owners(),
		t.levels(),
		t.canStart(),
		t.waits(),
		t.byHand(),
		t.afar(),
		say.OnlyListed(t.subIssues(t.members).unlinked),
	}, t.runbook(), []say.Part{say.Known(t.facts())})
}

func (t *telling) head() string {
	state, why := t.state()
	done, of := t.progress()
	return say.Headline{Facts: t.facts(), State: string(state), Because: why, Done: done, Of: of}.String()
}

// name is how the comment names a child; false for one that it may not name.
func (t *telling) name(c counted) (say.Quoted, bool) {
	if !t.nameable(c) {
		return say.Quoted{}, false
	}
	if c.state.ID != "" {
		t.naming(c.state.Repository)
	}
	return say.Quote(c.member.ChildRef.String()), true
}

// naming keeps that the comment names a repository.
func (t *telling) naming(one Repository) { t.names = append(t.names, one) }

// report is what a child's own run knows of it; false where it has none.
func (t *telling) report(c counted) (Report, bool) {
	report, there := t.Reports[c.member.Child]
	return report, there
}

// activeAt is the day of the last act of people that is known.
func (t *telling) activeAt() time.Time {
	var last time.Time
	for _, c := range t.all {
		report, _ := t.report(c)
		last = latest(last, latest(report.ActiveAt, c.state.ChangedAt))
	}
	for _, setting := range t.Settings {
		if setting.By.ID != 0 {
			last = latest(last, setting.At)
		}
	}
	return last.UTC()
}

// board is the address of the Maintenance board; empty without one.
func (t *telling) board() string {
	board := t.Policy.Maintenance
	if board.Number == 0 {
		return ""
	}
	owner := board.Owner
	if owner == "" {
		owner = t.Issue.Repository.Owner
	}
	return Board{Owner: owner, Number: board.Number}.Address(t.Host)
}
