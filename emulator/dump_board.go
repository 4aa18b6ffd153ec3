package emulator

import (
	"strconv"
	"strings"
)

func (d *dumper) board(b *board) boardFile {
	f := boardFile{
		Number: b.number, ID: b.id, Title: b.title, Summary: b.summary, Readme: b.readme, Public: b.public, Closed: b.closed,
		ClosedAt: d.unless(b.closedAt, b.updatedAt), Creator: loginUnless(b.creator, nil), Created: d.unless(b.createdAt, d.at),
		Updated: d.unless(b.updatedAt, b.createdAt), Fields: list(b.fields, d.field),
		Views:        parts(list(b.views, func(v *boardView) viewFile { return d.view(b, v) })),
		Repositories: list(b.linked, (*repository).fullName), Workflows: map[string]placed[workflowFile]{},
		Items: parts(list(b.items, func(it *item) itemFile { return d.item(b, it) })),
	}
	if n := len(b.views); n == 0 || b.views[n-1].number+1 != b.nextView {
		f.NextView = b.nextView
	}
	for _, each := range workflowNames {
		wanted := workflowFile{Deleted: true}
		if w := b.workflow(each.name); w != nil {
			wanted = workflowFile{On: w.enabled, ID: w.id, Created: d.unless(w.createdAt, b.createdAt), Updated: d.unless(w.updatedAt, w.createdAt)}
		}
		f.Workflows[each.name] = placed[workflowFile]{of: wanted}
	}
	return f
}

func (d *dumper) field(f *field) fieldFile {
	made := fieldFile{name: f.name, kind: f.dataType, fieldDetails: fieldDetails{
		Type: strings.ToLower(string(f.dataType)), ID: f.id, Created: d.unless(f.createdAt, f.board.createdAt),
		Updated: d.unless(f.updatedAt, f.createdAt), Start: f.start, Days: f.days,
	}}
	for _, o := range f.options {
		shown := optionFile{Name: o.name, ID: o.id, Color: o.color, Description: o.description}
		if o.color == "GRAY" {
			shown.Color = ""
		}
		made.Options = append(made.Options, shown)
	}
	for _, it := range f.iterations {
		made.Iterations = append(made.Iterations, iterationFile{ID: it.id, Title: it.title, Start: it.start, Days: it.days})
	}
	return made
}

func (d *dumper) view(b *board, v *boardView) viewFile {
	visible, columns := fieldNames(v.visible), fieldNames(v.columnsBy)
	f := viewFile{
		Number: v.number, ID: v.id, Name: v.name, Layout: v.layout, Filter: v.filter, Visible: &visible, GroupBy: fieldNames(v.groupBy),
		ColumnsBy: &columns, Creator: loginUnless(v.creator, b.creator), Created: d.unless(v.createdAt, b.createdAt),
		Updated: d.unless(v.updatedAt, v.createdAt),
	}
	for _, s := range v.sortBy {
		f.SortBy = append(f.SortBy, sortFile{s.field.name, s.descending})
	}
	return f
}

func fieldNames(of []*field) []string { return list(of, func(f *field) string { return f.name }) }

func (d *dumper) item(b *board, it *item) itemFile {
	f := itemFile{
		ID: it.id, Creator: loginUnless(it.creator, b.creator), Created: d.unless(it.createdAt, d.at), Updated: d.unless(it.updatedAt, it.createdAt),
		Archived: it.archived(), ArchivedAt: d.unless(it.archivedAt, d.at),
		Listed: parts(list(it.values, func(v *value) valueFile { return d.value(it, v) })),
	}
	if it.content != nil {
		f.Issue = d.refer(it.content)
		return f
	}
	draft := it.draft
	f.Draft = &draftFile{
		ID: draft.id, Title: draft.title, Body: draft.body, Assignees: logins(draft.assignees), Creator: loginUnless(draft.creator, it.creator),
		Created: d.unless(draft.createdAt, it.createdAt), Updated: d.unless(draft.updatedAt, draft.createdAt),
	}
	return f
}

func (d *dumper) value(it *item, v *value) valueFile {
	f := valueFile{
		Field: v.field.name, Value: v.String(), ID: v.id, Creator: loginUnless(v.creator, it.creator),
		Created: d.unless(v.createdAt, it.createdAt), Updated: d.unless(v.updatedAt, v.createdAt),
	}
	switch {
	case v.iteration != nil:
		f.Value = v.iteration.id
	case v.field.dataType == typeNumber:
		f.Value = strconv.FormatFloat(v.number, 'g', -1, 64)
	}
	return f
}
