package emulator

import (
	"cmp"
	"net/http"
	"slices"
)

func timelineRoutes() []route {
	return []route{
		operation("GET repos/{owner}/{repo}/issues/events", listRepositoryEvents),
		operation("GET repos/{owner}/{repo}/issues/events/{event}", getEvent),
		operation("GET repos/{owner}/{repo}/issues/{number}/events", listEvents),
		operation("GET repos/{owner}/{repo}/issues/{number}/timeline", listTimeline),
	}
}

// listTimeline lists all that happened to an issue, oldest first.
func listTimeline(q *request) (answer, error) {
	i, err := q.issue()
	if err != nil {
		return answer{}, err
	}
	some, link := page(q, q.timeline(i))
	render := func(ev *event) object { return q.timelineJSON(q.actor, i, ev) }
	return answer{status: http.StatusOK, body: list(some, render), link: link}, nil
}

// timeline is what of an issue's timeline the actor may know of: a
// cross-reference in a place that the actor cannot see is left out.
func (a actor) timeline(i *issue) []*event {
	return slices.DeleteFunc(slices.Clone(i.events), func(ev *event) bool {
		return ev.kind == "cross-referenced" && (ev.other.isGone() || !a.sees(ev.other.repo)) ||
			ev.board != nil && !a.seesBoard(ev.board)
	})
}

// isGone reports whether an issue was deleted.
func (i *issue) isGone() bool { return i.repo.deleted[i.number] }

// issueEvents are the part of a timeline that the older list of events has:
// neither comments nor reviews nor cross-references.
func (a actor) issueEvents(i *issue) []*event {
	return slices.DeleteFunc(a.timeline(i), func(ev *event) bool { return ev.id == 0 || ev.kind == "cross-referenced" || ev.kind == "reviewed" })
}

func listEvents(q *request) (answer, error) {
	i, err := q.issue()
	if err != nil {
		return answer{}, err
	}
	some, link := page(q, q.issueEvents(i))
	return answer{status: http.StatusOK, body: list(some, func(ev *event) object { return q.eventJSON(q.actor, i, ev) }), link: link}, nil
}

// placedEvent is an event and the issue it happened to.
type placedEvent struct {
	issue *issue
	event *event
}

// repositoryEvents are the events of all issues of the path's repository, newest first.
func (q *request) repositoryEvents() ([]placedEvent, error) {
	r, err := q.repository()
	if err != nil {
		return nil, err
	}
	var found []placedEvent
	for _, i := range r.issues {
		if i == nil {
			continue
		}
		for _, ev := range q.issueEvents(i) {
			found = append(found, placedEvent{i, ev})
		}
	}
	slices.SortFunc(found, func(a, b placedEvent) int { return cmp.Compare(b.event.id, a.event.id) })
	return found, nil
}

// placedJSON is an event with its issue.
func (q *request) placedJSON(p placedEvent) object {
	return q.eventJSON(q.actor, p.issue, p.event).with(object{"issue": q.issueJSON(p.issue)})
}

func listRepositoryEvents(q *request) (answer, error) {
	found, err := q.repositoryEvents()
	if err != nil {
		return answer{}, err
	}
	some, link := page(q, found)
	return answer{status: http.StatusOK, body: list(some, q.placedJSON), link: link}, nil
}

func getEvent(q *request) (answer, error) {
	found, err := q.repositoryEvents()
	if err != nil {
		return answer{}, err
	}
	for _, p := range found {
		if decimal(p.event.id) == q.params["event"] {
			return okAnswer(q.placedJSON(p))
		}
	}
	return answer{}, notFound()
}
