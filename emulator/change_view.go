package emulator

import (
	"fmt"
	"strings"
	"time"
)

// Layouts of a view, as REST has them.
const (
	layoutTable   = "table"
	layoutBoard   = "board"
	layoutRoadmap = "roadmap"
)

const (
	maxViews  = 50   // our own bound; the docs name none
	maxFilter = 4096 // characters, our own bound
)

// newView is a view to make. Fields are of its board. Grouping and sorting can
// be set by REST only; nil visible fields are those a new view shows by default.
type newView struct {
	name      string
	layout    string
	filter    string
	visible   []*field
	groupBy   []*field
	columnsBy []*field
	sortBy    []sorting
}

// createView adds a view to a board.
func (t *tx) createView(b *board, wanted newView) (*boardView, error) {
	if !t.writesBoard(b) {
		return nil, forbidden(messageNoAccess)
	}
	if len(b.views) >= maxViews {
		return nil, invalid(fmt.Sprintf("A project cannot have more than %d views", maxViews))
	}
	if err := wanted.check(b); err != nil {
		return nil, err
	}
	v := t.newView(b, wanted, t.user, t.at)
	b.updatedAt = t.at
	t.wrote("create view", b.String()+": "+v.name, v.layout)
	return v, nil
}

func (w newView) check(b *board) error {
	switch {
	case strings.TrimSpace(w.name) == "":
		return invalid("Name can't be blank")
	case len([]rune(w.name)) > maxTitle:
		return invalid("Name is too long (maximum is 256 characters)")
	case w.layout != layoutTable && w.layout != layoutBoard && w.layout != layoutRoadmap:
		return invalid("Layout is not included in the list")
	case len([]rune(w.filter)) > maxFilter:
		return invalid("Filter is too long")
	case w.layout == layoutRoadmap && len(w.visible) > 0:
		return invalid("Visible fields are not supported for roadmap views")
	case len(w.groupBy) > 1 || len(w.columnsBy) > 1:
		return invalid("A view can be grouped by one field only")
	}
	for _, f := range w.fields() {
		if f.board != b {
			return invalid("Field does not belong to the project")
		}
	}
	return nil
}

func (w newView) fields() []*field {
	var all []*field
	all = append(append(append(all, w.visible...), w.groupBy...), w.columnsBy...)
	for _, s := range w.sortBy {
		all = append(all, s.field)
	}
	return all
}

// newView makes a view without telling anybody. A board layout without columns
// has Status for them.
func (e *Emulator) newView(b *board, w newView, creator *user, at time.Time) *boardView {
	v := &boardView{
		id: e.ids.number("view"), board: b, number: b.nextView, name: w.name, layout: w.layout, filter: w.filter,
		visible: w.visible, groupBy: w.groupBy, columnsBy: w.columnsBy, sortBy: w.sortBy,
		creator: creator, createdAt: at, updatedAt: at,
	}
	b.nextView++
	status := b.field("Status")
	if w.visible == nil && w.layout != layoutRoadmap {
		for _, f := range []*field{b.builtIn(typeTitle), b.builtIn(typeAssignees), status} {
			if f != nil {
				v.visible = append(v.visible, f)
			}
		}
	}
	if w.layout == layoutBoard && w.columnsBy == nil && status != nil {
		v.columnsBy = []*field{status}
	}
	v.nodeID = nodeID("PVTV", b.org.id, b.id, v.id)
	b.views = append(b.views, v)
	e.nodes[v.nodeID] = v
	return v
}

// viewChange is what of a view shall change; nil stays.
type viewChange struct {
	name, layout, filter *string
	visible              []*field
}

// updateView changes a view.
func (t *tx) updateView(v *boardView, change viewChange) error {
	if !t.writesBoard(v.board) {
		return forbidden(messageNoAccess)
	}
	wanted := newView{name: v.name, layout: v.layout, filter: v.filter, visible: change.visible}
	if change.name != nil {
		wanted.name = *change.name
	}
	if change.layout != nil {
		wanted.layout = *change.layout
	}
	if change.filter != nil {
		wanted.filter = *change.filter
	}
	if err := wanted.check(v.board); err != nil {
		return err
	}
	v.name, v.layout, v.filter = wanted.name, wanted.layout, wanted.filter
	if change.visible != nil {
		v.visible = change.visible
	}
	v.updatedAt, v.board.updatedAt = t.at, t.at
	t.wrote("edit view", v.board.String()+": "+v.name, v.filter)
	return nil
}

// deleteView takes a view off its board; the last one stays.
func (t *tx) deleteView(v *boardView) error {
	switch {
	case !t.writesBoard(v.board):
		return forbidden(messageNoAccess)
	case len(v.board.views) == 1:
		return invalid("The last view of a project cannot be deleted")
	}
	v.board.views = without(v.board.views, v)
	delete(t.nodes, v.nodeID)
	v.board.updatedAt = t.at
	t.wrote("delete view", v.board.String()+": "+v.name, "")
	return nil
}

// view finds a view by number; nil if there is none.
func (b *board) view(number int) *boardView {
	for _, v := range b.views {
		if v.number == number {
			return v
		}
	}
	return nil
}
