package emulator

import "slices"

// timeline is an issue's, left out where it is as Load makes it.
func (d *dumper) timeline(i *issue) *[]placed[eventFile] {
	said := func(ev *event) bool { return ev.kind == kindCommented }
	onlySaid := !slices.ContainsFunc(i.events, func(ev *event) bool { return !said(ev) })
	if onlySaid && len(i.assignees) == 0 && !i.closed {
		return nil
	}
	made := parts(list(i.events, func(ev *event) eventFile { return d.event(i, ev) }))
	return &made
}

func (d *dumper) event(i *issue, ev *event) eventFile {
	if ev.kind == kindCommented {
		return eventFile{Kind: ev.kind}
	}
	f := eventFile{
		Kind: ev.kind, ID: ev.id, Actor: loginUnless(ev.actor, nil), App: ev.via != nil, At: d.unless(ev.at, i.createdAt),
		Assignee: loginUnless(ev.assignee, nil), Reason: ev.reason, Milestone: ev.milestone, From: ev.from, To: ev.to,
		Origin: ev.origin, Reviewer: loginUnless(ev.reviewer, nil), Was: ev.was, Message: ev.message,
	}
	switch by := ev.closer.(type) {
	case *issue:
		f.Pull = d.refer(by)
	case *commit:
		f.Commit = by.sha
	}
	if ev.label != nil {
		label := labelOf(i.repo, ev.label)
		f.Label = &label
	}
	if ev.other != nil {
		f.Issue = d.refer(ev.other)
	}
	if ev.reviewTeam != nil {
		f.Team = teamName(i.repo.owner, ev.reviewTeam)
	}
	if ev.review != nil {
		f.Review = ev.review.id
	}
	d.eventBoard(&f, ev.board)
	return f
}

func (d *dumper) eventBoard(f *eventFile, b *board) {
	switch {
	case b == nil:
	case d.nodes[b.nodeID] == b:
		f.Board = boardName(b)
	default:
		f.GoneBoard = &goneBoard{Owner: b.org.login, Number: b.number, Title: b.title, Public: b.public}
	}
}
