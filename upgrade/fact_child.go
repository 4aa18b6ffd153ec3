package upgrade

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/upkeep-app/upkeep/say"
)

// mappedFields decides the fields to which the policy maps facts, in its order.
func (c *child) mappedFields() {
	for _, m := range c.Policy.Maintenance.Facts {
		if c.applies(string(m.Fact)) {
			c.card.derive(c.fact(m))
		}
	}
}

// fact is the value of a fact that the policy maps to a field.
func (c *child) fact(m FieldFact) derived {
	switch m.Fact {
	case FactTargetDate:
		return m.Fact.laidDown(m.Field, day(c.Upgrade.TargetDate), "the upgrade's target date")
	case FactNamedRelease:
		return m.Fact.laidDown(m.Field, c.Upgrade.NamedRelease, "the release that the upgrade is for")
	case FactOrchestrationTeam:
		return m.Fact.laidDown(m.Field, c.team(c.Upgrade.OrchestrationTeam), "the orchestration team")
	case FactKind:
		return m.Fact.derived(m.Field, string(c.sort), "the kind of the child")
	case FactCanStartNow:
		return c.canStartNow(m)
	case FactBlockedBy:
		return c.blockedByShown(m)
	case FactLastActivity:
		return c.lastActivity(m)
	case FactPullRequest:
		return c.pullRequest(m)
	default:
		return derived{field: m.Field}
	}
}

// day is a date as boards hold it; empty for none.
func day(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return at.UTC().Format(time.DateOnly)
}

// midnight is the beginning of a time's day in UTC.
func midnight(at time.Time) time.Time { return at.UTC().Truncate(24 * time.Hour) }

// blocking are the open issues that the child waits for, and when one of the
// others was closed last; zero if none was.
func (c *child) blocking() (open []IssueState, lastDone time.Time) {
	for _, state := range c.Blockers {
		if !state.Closed {
			open = append(open, state)
		} else {
			lastDone = latest(lastDone, state.ChangedAt)
		}
	}
	return open, lastDone
}

// waitsForNone is why nothing holds a child up.
const waitsForNone = "it waits for no open issue"

// canStartNow says nothing of a child on which there is nothing to start. Since
// when a child waits is not known.
func (c *child) canStartNow(m FieldFact) (d derived) {
	open, lastDone := c.blocking()
	counts := standing(c.Issue.IssueState, c.Settings, c.Now, true)
	switch {
	case c.Issue.Closed || counts.Count == CountNotAffected:
		d = m.Fact.derived(m.Field, "", "there is nothing left to start")
		d.at = latest(c.Issue.ChangedAt, counts.Said.At)
	case len(open) > 0:
		d = m.Fact.derived(m.Field, "no", fmt.Sprintf("open issues that it waits for: %d", len(open)))
	default:
		d = m.Fact.derived(m.Field, "yes", waitsForNone)
		d.at = lastDone
	}
	return d
}

// blockersShown is how many blockers a field names: the names of issues can be
// long, and the text of a field is short.
const blockersShown = 5

// blockedByShown are the references of the open blockers that may be shown on the board.
func (c *child) blockedByShown(m FieldFact) derived {
	open, lastDone := c.blocking()
	var refs []string
	var names []Repository
	for _, state := range open {
		if !c.showable(state.Ref, state.Repository.Private) {
			continue
		}
		refs = append(refs, state.Ref.String())
		if state.Repository.Private {
			names = append(names, state.Repository)
		}
	}
	slices.Sort(refs)
	text := strings.Join(refs[:min(blockersShown, len(refs))], ", ")
	if more := len(refs) - blockersShown; more > 0 {
		text = say.AndMore(text, more)
	}
	why := "the open issues that it waits for"
	if len(open) == 0 {
		why = waitsForNone
	}
	d := m.Fact.derived(m.Field, text, why)
	d.at, d.names = lastDone, names
	return d
}

// showable reports whether the board may name an issue or pull request: what is
// private only on a board of its own organisation that is not public either.
func (c *child) showable(ref Ref, private bool) bool {
	return !private || !c.Board.Public && strings.EqualFold(ref.Owner, c.Board.Owner)
}

// pullRequest is the newest open pull request, else the one merged last.
func (c *child) pullRequest(m FieldFact) derived {
	var shown PullRequest
	for _, pull := range c.Issue.PullRequests {
		if (pull.Open || pull.Merged) && c.showable(pull.Ref, pull.Private) && before(shown, pull) {
			shown = pull
		}
	}
	if shown.ID == "" {
		return m.Fact.derived(m.Field, "", "no pull request is linked that is open or merged")
	}
	d := m.Fact.derived(m.Field, shown.Address, "a linked pull request")
	d.at = latest(shown.CreatedAt, shown.MergedAt)
	if shown.Private {
		d.names = []Repository{{Owner: shown.Ref.Owner, Name: shown.Ref.Repo, Private: true}}
	}
	return d
}

// before reports whether another pull request is to be shown instead of one.
func before(one, other PullRequest) bool {
	switch {
	case one.ID == "" || one.Open != other.Open:
		return one.ID == "" || other.Open
	case one.Open:
		return one.CreatedAt.Before(other.CreatedAt)
	default:
		return one.MergedAt.Before(other.MergedAt)
	}
}

// lastActivity is the day of people's last act for the child. The app's own
// writes are none, so that they bring about no further one. Comments are read
// only as long as they are new, so a later day that was derived before stays.
func (c *child) lastActivity(m FieldFact) derived {
	last := c.lastAct()
	d := m.Fact.derived(m.Field, day(last), "people's last act for it")
	d.at = last
	if field, there := c.Board.Field(m.Field); there {
		if base := c.card.base(field); laterDay(base, d.value) || field.Type == FieldIteration && laterIteration(field, base, last) {
			d.value = base
		}
	}
	return d
}

// laterDay reports whether a base is a day after another one.
func laterDay(base, than string) bool {
	_, err := time.Parse(time.DateOnly, base)
	return err == nil && base > than
}

// laterIteration reports whether a base is an iteration that begins after a time.
func laterIteration(field Field, base string, than time.Time) bool {
	i, ok := field.iteration(base)
	return ok && i.Start.After(than)
}

// lastAct is the time of the newest act of people that is known.
func (c *child) lastAct() time.Time {
	last := latest(c.Issue.ChangedAt, c.Issue.AssignedAt)
	for _, comment := range c.Issue.Comments {
		if !comment.Author.Bot && comment.ByApp == 0 {
			last = latest(last, comment.CreatedAt)
		}
	}
	for _, pull := range c.Issue.PullRequests {
		for _, at := range [...]time.Time{pull.CreatedAt, pull.ReadyAt, pull.RequestedAt, pull.MergedAt} {
			last = latest(last, at)
		}
		for _, review := range pull.Reviews {
			if !review.By.Bot {
				last = latest(last, review.At)
			}
		}
	}
	return last
}
