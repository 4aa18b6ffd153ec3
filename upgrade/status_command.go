package upgrade

import (
	"maps"
	"slices"

	"github.com/upkeep-app/upkeep/command"
	"github.com/upkeep-app/upkeep/say"
)

// tellStatus tells where the issue stands, with what the commands before it have laid down.
func (d desk) tellStatus(one command.Command) answer {
	if len(one.Args) > 0 {
		return misused(one, say.NothingFollows())
	}
	text, names := d.status()
	return answer{outcome: OutcomeDone, informs: true, text: text, names: names}
}

// tellStatus is where the upgrade stands, and the repositories that are named in it.
func (r *roadmap) tellStatus() (string, []Repository) {
	r.look()
	left, names := r.left()
	state, why := r.state()
	s := say.UpgradeStatus{Facts: r.facts(), State: say.State(state), StateWhy: why, Now: r.Now, Left: left}
	for _, kind := range WriteKinds() {
		if r.Policy.ModeOf(r.Upgrade, kind) == ModeActive {
			s.Written = append(s.Written, say.Quote(string(kind)))
		} else {
			s.OnlyShown = append(s.OnlyShown, say.Quote(string(kind)))
		}
	}
	preview, named := r.previewNow()
	s.Preview = preview
	return say.StatusOfUpgrade(s), distinct(slices.Concat(names, named, r.listRepositories()))
}

// tellStatus is where the child stands. It names no repository but its own.
func (c *child) tellStatus() (string, []Repository) {
	card, writes := c.ahead()
	fields := c.Policy.Maintenance.Fields
	s := say.ChildStatus{
		Upgrade: say.Quote(c.Upgrade.Name), Paused: c.Upgrade.Paused,
		NoBoard: c.Board.ID == "", Archived: card.archived, Removed: card.removed,
		Column: say.Quote(card.after(fields.Status, writes)), Owner: say.Quote(c.ownerName()),
		OwnerLaidDown: c.Settings.Value(SettingOwner) != "",
		PullRequests:  c.pullRequests(), LaidDown: c.laidDown(),
	}
	if level, known := c.level(c.chosen); known && level != c.Policy.Undecided {
		s.Level = say.Quote(level)
	}
	for _, person := range c.Issue.Assignees {
		s.Assigned = append(s.Assigned, say.Quote(person.Login))
	}
	for _, name := range slices.Sorted(maps.Keys(card.notes)) {
		s.ToMend = append(s.ToMend, noteText(name, card.notes[name], false))
	}
	return say.StatusOfChild(s), nil
}

// ahead is the card as the fields are decided on it with what the commands say
// so far, and the values that will be written to it.
func (c *child) ahead() (*card, []FieldWrite) {
	ahead, _ := c.again()
	if c.Excluded[WriteFields] != "" || c.Policy.ModeOf(c.Upgrade, WriteFields) != ModeActive {
		return ahead.card, nil
	}
	return ahead.card, ahead.card.writes
}

// after is what a field holds once some values are written.
func (c *card) after(name string, writes []FieldWrite) string {
	field, _ := c.board.Field(name)
	for _, write := range writes {
		if write.Field.ID == field.ID {
			return write.Text
		}
	}
	return c.item.Value(field.ID).Text
}

// pullRequests are those linked to the child, those with work to do first. A
// child that is one has none.
// Whether a repository is private is only known of the child's own: no other is named.
func (c *child) pullRequests() say.PullRequests {
	var counts say.PullRequests
	home := c.Issue.Ref.Fold()
	for _, sort := range []struct {
		count *int
		holds func(PullRequest) bool
	}{
		{&counts.Open, func(p PullRequest) bool { return p.Open && !p.Draft }},
		{&counts.Draft, func(p PullRequest) bool { return p.Open && p.Draft }},
		{&counts.Merged, func(p PullRequest) bool { return p.Merged }},
		{&counts.Closed, func(p PullRequest) bool { return !p.Open && !p.Merged }},
	} {
		for _, pull := range c.Issue.PullRequests {
			if pull.ID == c.Issue.ID || !sort.holds(pull) {
				continue
			}
			*sort.count++
			if at := pull.Ref.Fold(); at.Owner == home.Owner && at.Repo == home.Repo {
				counts.Named = append(counts.Named, say.Quote(pull.Ref.String()))
			} else {
				counts.Elsewhere++
			}
		}
	}
	return counts
}
