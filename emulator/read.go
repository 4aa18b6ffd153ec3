package emulator

import (
	"time"

	"github.com/upkeep-app/upkeep/upgrade"
)

// Issue is an issue or pull request as a check sees it.
type Issue struct {
	ID         upgrade.NodeID
	DatabaseID int64
	Ref        upgrade.Ref // where it lives now
	Title      string
	Body       string
	Closed     bool
	Reason     upgrade.StateReason
	Assignees  []string
	Labels     []string
	PullReq    bool
	Merged     bool
	CreatedAt  time.Time
	UpdatedAt  time.Time
	// BodyEdits is how often the description was changed.
	BodyEdits int
	SubIssues []upgrade.Ref
	// BlockedBy are the issues that it waits for.
	BlockedBy []upgrade.Ref
}

// Comment is a comment as a check sees it.
type Comment struct {
	ID         upgrade.NodeID
	DatabaseID int64
	Author     string
	Body       string
	CreatedAt  time.Time
	UpdatedAt  time.Time
	// Reactions lists who reacted with what, such as "upkeep[bot] +1".
	Reactions []string
}

// Issue finds an issue or pull request, also by a former reference; the zero
// Issue if there is none.
func (e *Emulator) Issue(ref upgrade.Ref) Issue {
	e.mu.Lock()
	defer e.mu.Unlock()
	i := e.findIssue(ref)
	if i == nil {
		return Issue{}
	}
	return i.view()
}

func (i *issue) view() Issue {
	v := Issue{
		ID: upgrade.NodeID(i.nodeID), DatabaseID: i.id, Ref: i.ref(), Title: i.title, Body: i.body, Closed: i.closed,
		Reason: upgrade.StateReason(i.reason), PullReq: i.pull != nil, Merged: i.pull != nil && i.pull.merged,
		CreatedAt: i.createdAt, UpdatedAt: i.updatedAt, BodyEdits: i.bodyEdits,
	}
	for _, u := range i.assignees {
		v.Assignees = append(v.Assignees, u.login)
	}
	for _, l := range i.labels {
		v.Labels = append(v.Labels, l.name)
	}
	for _, child := range i.subIssues {
		v.SubIssues = append(v.SubIssues, child.ref())
	}
	for _, other := range i.blockedBy {
		v.BlockedBy = append(v.BlockedBy, other.ref())
	}
	return v
}

// Issues lists the issues and pull requests of "owner/name" by number.
func (e *Emulator) Issues(repo string) []Issue {
	e.mu.Lock()
	defer e.mu.Unlock()
	r := e.repositoryNamed(repo)
	if r == nil {
		return nil
	}
	var all []Issue
	for _, i := range r.issues {
		if i != nil {
			all = append(all, i.view())
		}
	}
	return all
}

// Comments lists the comments of an issue or pull request, oldest first.
func (e *Emulator) Comments(ref upgrade.Ref) []Comment {
	e.mu.Lock()
	defer e.mu.Unlock()
	i := e.findIssue(ref)
	if i == nil {
		return nil
	}
	var all []Comment
	for _, c := range i.comments {
		v := Comment{
			ID: upgrade.NodeID(c.nodeID), DatabaseID: c.id, Author: c.author.login, Body: c.body, CreatedAt: c.createdAt, UpdatedAt: c.updatedAt,
		}
		for _, r := range c.reactions {
			v.Reactions = append(v.Reactions, r.user.login+" "+r.content)
		}
		all = append(all, v)
	}
	return all
}

// File is a file on the default branch of "owner/name"; false if there is none.
func (e *Emulator) File(repo, path string) (string, bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	r := e.repositoryNamed(repo)
	if r == nil || r.file(path) == nil {
		return "", false
	}
	return r.file(path).text, true
}
