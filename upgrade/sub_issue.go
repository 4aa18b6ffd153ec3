package upgrade

import (
	"maps"
	"slices"
	"strings"
	"time"
)

const (
	// mostSubIssues is how many sub-issues GitHub lets an issue have, closed ones too.
	mostSubIssues = 100
	// mostLinks is how many sub-issues one run makes or takes away; the gate sets off
	// the next run.
	mostLinks = 10
	// linkLag is how long a read of the sub-issues may be from before the last that
	// was done to one: nothing says that a link moves the issue's updated_at.
	linkLag = 2 * time.Minute
)

// LinkState is how far the app is with a child as a sub-issue of its roadmap
// issue. Links that the app has not made have none.
type LinkState string

// The states.
const (
	// LinkAdding is being made; whether it was is not known.
	LinkAdding LinkState = "adding"
	// LinkKept was made by the app.
	LinkKept LinkState = "kept"
	// LinkLeaving was taken away by the app, or was about to be.
	LinkLeaving LinkState = "leaving"
	// LinkDeclined was taken away by a person, or is refused by GitHub, as that of an
	// issue that has another parent. It is not made again while the child is one.
	LinkDeclined LinkState = "declined"
)

// SubIssueBase is the name under which a child's LinkState is remembered, with its time.
func SubIssueBase(child NodeID) string { return "sub:" + string(child) }

// Base is the state as its base holds it.
func (s LinkState) Base(at time.Time) string { return string(s) + " " + at.UTC().Format(time.RFC3339) }

// ownLink is a child's LinkState since a time; the zero ownLink for none.
type ownLink struct {
	state LinkState
	at    time.Time
}

func (f RoadmapFacts) ownLink(child NodeID) ownLink {
	state, since, _ := strings.Cut(f.Bases[SubIssueBase(child)], " ")
	at, err := time.Parse(time.RFC3339, since)
	if err != nil {
		return ownLink{}
	}
	return ownLink{LinkState(state), at}
}

// made reports whether the app has made the link, as far as it knows.
func (l ownLink) made() bool { return l.state == LinkAdding || l.state == LinkKept }

// linkedByApp reports whether a sub-issue is one by the app's own doing: that
// makes no child, else a child could never leave.
func (f RoadmapFacts) linkedByApp(l ListIssue, child NodeID) bool {
	own := f.ownLink(child)
	lags := own.state == LinkDeclined && f.Now.Before(own.at.Add(linkLag))
	return l.Issue.ID == f.Issue.ID && (own.made() || own.state == LinkLeaving || lags)
}

// subIssues is what happens to the sub-issues of the roadmap issue.
type subIssues struct {
	RoadmapFacts
	members map[NodeID]bool
	// there are the sub-issues as they were read.
	there  map[NodeID]IssueState
	writes []Action
	bases  map[string]string
	// again is when what a lagging read may hide is looked at once more; zero for never.
	again time.Time
	// unlinked is how many children are only in the lists, for want of room.
	unlinked int
}

// subIssues makes the children that the roadmap issue's own description names
// its sub-issues, too, where the policy wants it, and takes away again what the
// app has made so when it is no child any more. Those that list issues name are
// left to their lists.
func (f RoadmapFacts) subIssues(members []Member) *subIssues {
	s := &subIssues{RoadmapFacts: f, members: map[NodeID]bool{}, there: map[NodeID]IssueState{}, bases: map[string]string{}}
	for _, m := range members {
		s.members[m.Child] = true
	}
	for _, state := range f.Issue.SubIssues {
		s.there[state.ID] = state
	}
	for _, name := range slices.Sorted(maps.Keys(f.Bases)) {
		if child, is := strings.CutPrefix(name, SubIssueBase("")); is && f.Bases[name] != "" {
			s.settle(NodeID(child))
		}
	}
	if s.keeps() {
		s.link()
	}
	return s
}

func (s *subIssues) keeps() bool {
	return s.Policy.RoadmapIssue.SubIssues && s.HasSubIssues && s.Upgrade.Ended == ""
}

// settle brings what is remembered of one link to what is there.
func (s *subIssues) settle(child NodeID) {
	l, stays := s.ownLink(child), s.members[child]
	state, there := s.there[child]
	name, young := SubIssueBase(child), s.Now.Before(l.at.Add(linkLag))
	switch {
	case l.made() != there && young:
		s.lookAgain(l)
	case l.made() && !there && s.Issue.HiddenSubIssues > 0: // it may be one of those
	case there && l.state == LinkDeclined: // a person has made it
		s.bases[name] = ""
	case there && !stays:
		s.write(state, true)
	case there && l.state != LinkKept:
		s.bases[name] = LinkKept.Base(l.at)
	case l.state == LinkKept && !there && stays: // a person has taken it away
		s.bases[name] = LinkDeclined.Base(s.Now)
	case there, l.state == LinkDeclined && stays: // as it is to be
	case young: // an older read may yet come
		s.lookAgain(l)
	default:
		s.bases[name] = ""
	}
}

func (s *subIssues) lookAgain(l ownLink) {
	if at := l.at.Add(linkLag); s.again.IsZero() || at.Before(s.again) {
		s.again = at
	}
}

// write makes or takes away a link, where the app is to, and this run still may.
func (s *subIssues) write(child IssueState, remove bool) {
	if s.keeps() && len(s.writes) < mostLinks {
		s.writes = append(s.writes, LinkSubIssue{Parent: s.Issue.ID, Ref: s.Issue.Ref, Child: child, Remove: remove})
	}
}

// link makes the links that are missing, in the order of the lists, as long as
// there is room.
func (s *subIssues) link() {
	room := mostSubIssues - len(s.there) - s.Issue.HiddenSubIssues
	for name := range s.Bases {
		child, is := strings.CutPrefix(name, SubIssueBase(""))
		if _, there := s.there[NodeID(child)]; is && !there && s.ownLink(NodeID(child)).made() {
			room-- // made, and not read yet
		}
	}
	missing := s.missing()
	linked := missing[:max(min(room, len(missing)), 0)]
	s.unlinked = len(missing) - len(linked)
	for _, child := range linked {
		s.write(child, false)
	}
}

// missing are the children in the lines of the description that are to become
// sub-issues. A link shows on both issues, so no private child is linked in public.
func (s *subIssues) missing() []IssueState {
	var missing []IssueState
	asked := map[NodeID]bool{}
	for _, l := range s.lists() {
		for _, state := range l.Issue.SubIssues {
			asked[state.ID] = true
		}
	}
	for _, item := range s.Items {
		for _, ref := range item.Refs {
			child, readable := s.Children[ref.Fold()]
			if readable && !asked[child.ID] && s.linkable(child) {
				missing = append(missing, child)
			}
			asked[child.ID] = true
		}
	}
	return missing
}

func (s *subIssues) linkable(child IssueState) bool {
	name := SubIssueBase(child.ID)
	known, changed := s.bases[name]
	if !changed {
		known = s.Bases[name]
	}
	hidden := child.Repository.Private && !s.Issue.Repository.Private
	return known == "" && s.members[child.ID] && !child.IsPullRequest && !hidden &&
		strings.EqualFold(child.Repository.Owner, s.Issue.Repository.Owner)
}

// actions are what is to be done, what is only remembered first.
func (s *subIssues) actions() []Action {
	var actions []Action
	if len(s.bases) > 0 {
		actions = append(actions, Remember{Object: s.Issue.ID, Bases: s.bases})
	}
	actions = append(actions, s.writes...)
	if !s.again.IsZero() {
		actions = append(actions, Wake{Trigger: Trigger{
			Key: IssueKey(s.Issue.ID), Installation: s.Installation, NotBefore: s.again, Reason: "a sub-issue may have been read too early",
		}})
	}
	return actions
}
