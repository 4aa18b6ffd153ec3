package emulator

import "time"

// milestoneEdit is what a milestone shall become; nil leaves a part as it is,
// and a zero due date takes it away.
type milestoneEdit struct {
	title, description *string
	closed             *bool
	dueOn              *time.Time
}

// createMilestone adds a milestone to a repository. One that shall be closed is
// told as an open one that is closed at once: the schema of milestone.created
// knows no other.
func (t *tx) createMilestone(r *repository, as milestoneEdit) (*milestone, error) {
	if err := t.mayMilestone(r, nil, as); err != nil {
		return nil, err
	}
	if deref(as.title) == "" {
		return nil, invalid("Validation Failed", fieldProblem{Resource: "Milestone", Field: "title", Code: "missing_field"})
	}
	closed := as.closed
	as.closed = nil
	m := t.newMilestone(r, *as.title, t.user, t.at)
	as.apply(m, t.at)
	t.emitMilestone(m, "created", nil)
	return m, t.editMilestone(m, milestoneEdit{closed: closed})
}

// newMilestone makes a milestone without telling anybody.
func (e *Emulator) newMilestone(r *repository, title string, by *user, at time.Time) *milestone {
	r.lastMilestone++
	m := &milestone{id: e.ids.number("milestone"), repo: r, number: r.lastMilestone, title: title, creator: by, createdAt: at, updatedAt: at}
	m.nodeID = nodeID("MI", r.id, m.id)
	r.milestones = append(r.milestones, m)
	e.nodes[m.nodeID] = m
	return m
}

// editMilestone changes, closes or opens a milestone.
func (t *tx) editMilestone(m *milestone, to milestoneEdit) error {
	if err := t.mayMilestone(m.repo, m, to); err != nil {
		return err
	}
	was := *m
	to.apply(m, t.at)
	changes := object{}
	if was.title != m.title {
		changes["title"] = object{"from": was.title}
	}
	if was.description != m.description {
		changes["description"] = object{"from": was.description}
	}
	moved := !was.dueOn.Equal(m.dueOn)
	if moved && !was.dueOn.IsZero() {
		changes["due_on"] = object{"from": stamp(was.dueOn)}
	}
	if len(changes) > 0 || moved {
		t.emitMilestone(m, "edited", object{"changes": changes})
	}
	switch {
	case m.closed && !was.closed:
		t.emitMilestone(m, "closed", nil)
	case was.closed && !m.closed:
		t.emitMilestone(m, "opened", nil)
	}
	return nil
}

func (to milestoneEdit) apply(m *milestone, at time.Time) {
	m.updatedAt = at
	if to.title != nil {
		m.title = *to.title
	}
	if to.description != nil {
		m.description = *to.description
	}
	if to.dueOn != nil {
		m.dueOn = *to.dueOn
	}
	if to.closed == nil || *to.closed == m.closed {
		return
	}
	m.closed, m.closedAt = *to.closed, time.Time{}
	if m.closed {
		m.closedAt = at
	}
}

// deleteMilestone takes a milestone from its repository and from all its issues.
func (t *tx) deleteMilestone(m *milestone) error {
	if err := t.may(m.repo, roleWrite); err != nil {
		return err
	}
	for _, i := range append([]*issue(nil), m.issues...) {
		t.changeMilestone(i, nil)
	}
	m.repo.milestones = without(m.repo.milestones, m)
	delete(t.nodes, m.nodeID)
	t.emitMilestone(m, "deleted", nil)
	return nil
}

// mayMilestone refuses those without the right to write, and a title that is
// empty or taken.
func (t *tx) mayMilestone(r *repository, m *milestone, to milestoneEdit) error {
	if err := t.may(r, roleWrite); err != nil {
		return err
	}
	wrong := fieldProblem{Resource: "Milestone", Field: "title", Code: "invalid"}
	if to.title == nil {
		return nil
	}
	if m != nil && *to.title == "" || len([]rune(*to.title)) > maxTitle {
		return invalid("Validation Failed", wrong)
	}
	for _, other := range r.milestones {
		if other != m && other.title == *to.title {
			wrong.Code = "already_exists"
			return invalid("Validation Failed", wrong)
		}
	}
	return nil
}

// setMilestone puts an issue into a milestone of its repository, or out of the
// one it has when m is nil.
func (t *tx) setMilestone(i *issue, m *milestone) error {
	if err := t.may(i.repo, roleTriage); err != nil {
		return err
	}
	t.changeMilestone(i, m)
	return nil
}

func (t *tx) changeMilestone(i *issue, m *milestone) {
	was := i.milestone
	if was == m {
		return
	}
	i.join(m)
	i.updatedAt = t.at
	t.wrote("set milestone", i.ref().String(), titleOf(m))
	if was != nil {
		t.tellMilestone(i, "demilestoned", was)
	}
	if m != nil {
		t.tellMilestone(i, "milestoned", m)
	}
}

// tellMilestone tells that an issue was put into a milestone or taken out. Of a
// pull request two events tell: its own, and issues with the issue that it is,
// as GitHub's example payloads have it.
func (t *tx) tellMilestone(i *issue, action string, m *milestone) {
	t.happened(i, action).milestone = m.title
	t.emitIssue(i, action, object{"milestone": t.milestoneJSON(m)})
	if i.pull != nil {
		t.emit("issues", action, i.repo.owner, i.repo, object{"issue": t.issueJSON(i), "milestone": t.milestoneJSON(m)})
	}
}

// join puts an issue into a milestone without telling anybody; nil takes it out.
func (i *issue) join(m *milestone) {
	if i.milestone != nil {
		i.milestone.issues = without(i.milestone.issues, i)
	}
	if i.milestone = m; m != nil {
		m.issues = append(m.issues, i)
	}
}

func unknownMilestone() *problem {
	return invalid("Validation Failed", fieldProblem{Resource: "Issue", Field: "milestone", Code: "invalid"})
}

func titleOf(m *milestone) string {
	if m == nil {
		return ""
	}
	return m.title
}

func (t *tx) emitMilestone(m *milestone, action string, extra object) {
	t.emit("milestone", action, m.repo.owner, m.repo, object{"milestone": t.milestoneJSON(m)}.with(extra))
}
