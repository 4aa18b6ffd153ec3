package emulator

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"go.yaml.in/yaml/v3"
)

type boardFile struct {
	Number   int                `yaml:"number"`
	ID       int64              `yaml:"id,omitempty"`
	Title    string             `yaml:"title"`
	Summary  string             `yaml:"summary,omitempty"`
	Readme   string             `yaml:"readme,omitempty"`
	Public   bool               `yaml:"public,omitempty"`
	Closed   bool               `yaml:"closed,omitempty"`
	ClosedAt time.Time          `yaml:"closed_at,omitempty"`
	Creator  string             `yaml:"creator,omitempty"`
	Created  time.Time          `yaml:"created,omitempty"`
	Updated  time.Time          `yaml:"updated,omitempty"`
	Fields   fieldsFile         `yaml:"fields,omitempty"`
	Views    []placed[viewFile] `yaml:"views,omitempty"` // one table when absent
	NextView int                `yaml:"next_view,omitempty"`
	// Workflows are by their names on GitHub; off when absent.
	Workflows    map[string]placed[workflowFile] `yaml:"workflows,omitempty"`
	Repositories []string                        `yaml:"repositories,omitempty"` // that show the board
	Items        []placed[itemFile]              `yaml:"items,omitempty"`
}

type viewFile struct {
	Number    int        `yaml:"number,omitempty"`
	ID        int64      `yaml:"id,omitempty"`
	Name      string     `yaml:"name"`
	Layout    string     `yaml:"layout,omitempty"`
	Filter    string     `yaml:"filter,omitempty"`
	Visible   *[]string  `yaml:"visible,omitempty"`
	GroupBy   []string   `yaml:"group_by,omitempty"`
	ColumnsBy *[]string  `yaml:"columns_by,omitempty"`
	SortBy    []sortFile `yaml:"sort_by,omitempty"`
	Creator   string     `yaml:"creator,omitempty"`
	Created   time.Time  `yaml:"created,omitempty"`
	Updated   time.Time  `yaml:"updated,omitempty"`
}

type sortFile struct {
	Field      string `yaml:"field"`
	Descending bool   `yaml:"descending,omitempty"`
}

// workflowFile is true or false for one that is on or off, or that and more.
type workflowFile struct {
	On      bool      `yaml:"on"`
	Deleted bool      `yaml:"deleted,omitempty"`
	ID      int64     `yaml:"id,omitempty"`
	Created time.Time `yaml:"created,omitempty"`
	Updated time.Time `yaml:"updated,omitempty"`
}

// UnmarshalYAML is part of yaml.Unmarshaler.
func (f *workflowFile) UnmarshalYAML(n *yaml.Node) error {
	if n.Kind == yaml.ScalarNode {
		return n.Decode(&f.On)
	}
	type plain workflowFile
	return decode(n, (*plain)(f))
}

func (l *loader) board(o *organization, f boardFile) error {
	if f.Number < 1 || f.Number > maxNumber || l.findBoard(o.login, f.Number) != nil {
		return errors.New("the number is missing or taken")
	}
	creator, err := o.anybody()
	if f.Creator != "" {
		creator, err = l.somebody(f.Creator)
	}
	if err != nil {
		return err
	}
	if err := l.ids.give("board", f.ID); err != nil {
		return err
	}
	b := l.newBoard(o, f.Number, creator, l.when(f.Created, l.at))
	b.title, b.summary, b.readme, b.public, b.closed = f.Title, f.Summary, f.Readme, f.Public, f.Closed
	b.updatedAt = l.when(f.Updated, b.createdAt)
	if b.closed {
		b.closedAt = l.when(f.ClosedAt, b.updatedAt)
	}
	for _, part := range []func(*board, boardFile) error{l.fields, l.views, l.workflows, l.linked} {
		if err := part(b, f); err != nil {
			return err
		}
	}
	for _, each := range f.Items {
		l.later = append(l.later, func() error {
			return each.wrong(l.item(b, each.of), "board %s: item %s", boardName(b), each.of.Issue)
		})
	}
	return nil
}

func (l *loader) views(b *board, f boardFile) error {
	if f.Views == nil {
		l.newView(b, newView{name: "View 1", layout: layoutTable}, b.creator, b.createdAt)
	}
	for _, each := range f.Views {
		if err := l.view(b, each.of); err != nil {
			return each.wrong(err, "view %q", each.of.Name)
		}
	}
	if f.NextView != 0 && f.NextView < b.nextView || f.NextView > maxNumber {
		return fmt.Errorf("next_view is at least %d", b.nextView)
	}
	b.nextView = max(b.nextView, f.NextView)
	return nil
}

func (l *loader) view(b *board, f viewFile) error {
	if f.Number != 0 && f.Number < b.nextView || f.Number > maxNumber {
		return fmt.Errorf("number %d is not above those before it", f.Number)
	}
	creator, err := l.somebodyOr(f.Creator, b.creator)
	if err != nil {
		return err
	}
	wanted := newView{name: f.Name, layout: either(f.Layout, layoutTable), filter: f.Filter}
	if err := l.viewFields(b, f, &wanted); err != nil {
		return err
	}
	if err := wanted.check(b); err != nil {
		return err
	}
	if err := l.ids.give("view", f.ID); err != nil {
		return err
	}
	b.nextView = max(b.nextView, f.Number)
	v := l.newView(b, wanted, creator, l.when(f.Created, b.createdAt))
	v.updatedAt = l.when(f.Updated, v.createdAt)
	return nil
}

// viewFields finds the fields that a view names.
func (l *loader) viewFields(b *board, f viewFile, wanted *newView) error {
	var err error
	if f.Visible != nil {
		if wanted.visible, err = b.fieldsNamed(*f.Visible); err != nil {
			return fmt.Errorf("visible: %w", err)
		}
	}
	if f.ColumnsBy != nil {
		if wanted.columnsBy, err = b.fieldsNamed(*f.ColumnsBy); err != nil {
			return fmt.Errorf("columns_by: %w", err)
		}
	}
	if wanted.groupBy, err = b.fieldsNamed(f.GroupBy); err != nil {
		return fmt.Errorf("group_by: %w", err)
	}
	for _, each := range f.SortBy {
		by := b.field(each.Field)
		if by == nil {
			return fmt.Errorf("sort_by: the board has no field %q", each.Field)
		}
		wanted.sortBy = append(wanted.sortBy, sorting{by, each.Descending})
	}
	return nil
}

// fieldsNamed finds fields by their names; the list is never nil.
func (b *board) fieldsNamed(names []string) ([]*field, error) {
	found := []*field{}
	for _, name := range names {
		f := b.field(name)
		if f == nil {
			return nil, fmt.Errorf("the board has no field %q", name)
		}
		found = append(found, f)
	}
	return found, nil
}

// workflows gives a board its automations, of which only those that the file
// names are on: a file describes all that shall happen.
func (l *loader) workflows(b *board, f boardFile) error {
	named := map[string]placed[workflowFile]{}
	for _, name := range slices.Sorted(maps.Keys(f.Workflows)) {
		known := slices.IndexFunc(workflowNames, func(w workflowName) bool { return sameFold(w.name, name) })
		if known < 0 {
			return f.Workflows[name].wrong(errors.New("there is none of this name"), "workflow %s", name)
		}
		named[workflowNames[known].name] = f.Workflows[name]
	}
	for n, each := range workflowNames {
		p := named[each.name]
		if p.of.Deleted {
			continue
		}
		if err := l.ids.give("workflow", p.of.ID); err != nil {
			return p.wrong(err, "workflow %s", each.name)
		}
		w := l.newWorkflow(b, n+1, each.name, l.when(p.of.Created, b.createdAt))
		w.enabled, w.updatedAt = p.of.On, l.when(p.of.Updated, w.createdAt)
	}
	return nil
}

// linked are the repositories that show the board.
func (l *loader) linked(b *board, f boardFile) error {
	for _, name := range f.Repositories {
		l.later = append(l.later, func() error {
			r := l.repositoryNamed(name)
			if r == nil {
				return fmt.Errorf("board %s: repositories: there is no repository %q; name it as owner/name", boardName(b), name)
			}
			b.linked = append(b.linked, r)
			return nil
		})
	}
	return nil
}
