package upgrade

import (
	"regexp"
	"slices"
	"time"
	"unicode/utf8"

	"github.com/upkeep-app/upkeep/command"
	"github.com/upkeep-app/upkeep/description"
	"github.com/upkeep-app/upkeep/say"
)

// doubtsShown is how many answers people are asked about.
const doubtsShown = 10

// FoundLists are the lists in the description of an issue on which an upgrade is started.
type FoundLists struct {
	// Steps are those of a runbook. Children are the lines that hold some, in so
	// many Lists.
	Steps, Children, Lists int
}

// understanding is what the issue of a new upgrade says about it: what is laid
// down because the command says nothing else, and what people are told of it.
type understanding struct {
	issue Issue
	said  beginning
	asked Asked
	form  description.Form

	set  []Setting
	told say.Understood
}

// understand reads the issue of a new upgrade.
func (s *start) understand(asked Asked, said beginning) *understanding {
	u := &understanding{issue: s.Issue, said: said, asked: asked, form: description.Read(s.Issue.Body)}
	activate, _ := command.Find(command.Activate)
	u.told = say.Understood{
		Upgrade: say.Quote(said.name), Steps: s.Lists.Steps, Children: s.Lists.Children, Lists: s.Lists.Lists,
		WhoConfirms: command.WhoMay(s.Policy.WhoMay(activate, Upgrade{Unconfirmed: true})), Board: s.Board.Offer(s.Host),
	}
	u.target()
	u.versions()
	u.release()
	u.page(SettingDocs, u.form.Documentation, say.ReadDocs)
	u.page(SettingInstructions, u.form.Instructions, say.ReadInstructions)
	if who := u.form.ProposedBy; who.Line > 0 {
		u.fact(say.ReadProposer(say.Quote(who.Text), say.Place{Line: who.Line}))
	}
	if len(u.issue.Labels) > 0 {
		u.fact(say.ReadLabels(say.Quotes(u.issue.Labels)))
	}
	u.doubts()
	return u
}

// fact tells what was read, and lays it down.
func (u *understanding) fact(text string, settings ...Setting) {
	u.told.Facts = append(u.told.Facts, text)
	u.set = append(u.set, settings...)
}

func (u *understanding) doubt(text string) {
	if len(u.told.Doubts) < doubtsShown {
		u.told.Doubts = append(u.told.Doubts, text)
	}
}

// target is the target date. One that has gone by is a fact, too: the upgrade is overdue.
func (u *understanding) target() {
	read := u.form.Target
	if read.Line == 0 || !u.said.by.IsZero() {
		return
	}
	u.fact(say.ReadTarget(read.Date, say.Quote(read.Why), read.Date.Before(u.asked.today()), say.Place{Line: read.Line}),
		u.asked.setting(SettingTargetDate, read.Date.Format(time.DateOnly), read.Why))
}

// fromTo finds the versions in a title such as "Upgrade Django from 4.2 to 5.2".
var fromTo = regexp.MustCompile(`(?i)\bfrom v?([0-9][0-9.]*) to v?([0-9][0-9.]*)\b`)

func (u *understanding) versions() {
	found := fromTo.FindStringSubmatch(u.issue.Title)
	if found == nil || u.said.from != "" || u.said.to != "" {
		return
	}
	u.fact(say.ReadVersions(say.Quote(found[1]), say.Quote(found[2]), say.Place{Else: say.InTitle}),
		u.asked.setting(SettingFrom, found[1], ""), u.asked.setting(SettingTo, found[2], ""))
}

// release is the named release: the issue's milestone may be of anything, so it
// counts where the description names none.
func (u *understanding) release() {
	name, at := u.form.NamedRelease.Text, say.Place{Line: u.form.NamedRelease.Line}
	if at.Line == 0 {
		name, at = u.issue.Milestone, say.Place{Else: say.InMilestone}
	}
	switch {
	case say.Quote(name).IsZero():
	case utf8.RuneCountInString(name) > releaseRunes:
		u.doubt(say.NotSure(say.Quote("Named release"), say.Quote(name), say.UnsureTooLong, at))
	default:
		u.fact(say.ReadRelease(say.Quote(name), at), u.asked.setting(SettingNamedRelease, name, ""))
	}
}

// page is the first of the links to a page about the upgrade.
func (u *understanding) page(setting string, links []description.Link, told func(say.Quoted, int, say.Place) string) {
	if len(links) == 0 {
		return
	}
	first := links[0]
	if addressProblem(first.Address) != "" {
		u.doubt(say.NotSure(say.Quote(setting), say.QuoteAddress(first.Address), say.UnsureAddress, say.Place{Line: first.Line}))
		return
	}
	u.fact(told(say.QuoteAddress(first.Address), len(links), say.Place{Line: first.Line}), u.asked.setting(setting, first.Address, ""))
}

// doubts asks about the answers that do not say for certain what they should.
func (u *understanding) doubts() {
	if u.form.Limited {
		u.doubt(say.NothingRead())
	}
	aboutDays := []description.Reason{description.NotADate, description.NoSuchDay, description.SeveralDates, description.Hedged}
	for _, d := range u.form.Doubts {
		if !u.said.by.IsZero() && slices.Contains(aboutDays, d.Reason) {
			continue
		}
		u.doubt(say.NotSure(say.Quote(d.Question), say.Quote(d.Text), unsure[d.Reason], say.Place{Line: d.Line}))
	}
}

// unsure are what people are told of a doubt.
var unsure = map[description.Reason]say.Unsure{
	description.NotADate: say.UnsureNoDate, description.NoSuchDay: say.UnsureNoSuchDay, description.SeveralDates: say.UnsureManyDates,
	description.Hedged: say.UnsureHedged, description.SeveralAnswers: say.UnsureManyAnswers, description.TooLong: say.UnsureTooLong,
	description.NoLink: say.UnsureNoLink,
}
