package emulator

import (
	"encoding/json"
	"strconv"
)

func boardViewRoutes() []route {
	return []route{
		operation("POST orgs/{org}/projectsV2/{number}/views", createView),
		operation("GET orgs/{org}/projectsV2/{number}/views/{view}/items", listViewItems),
	}
}

// viewBody is the body of a request that makes a view. Fields are named by
// their database ids.
type viewBody struct {
	Name    *string           `json:"name"`
	Layout  *string           `json:"layout"`
	Filter  string            `json:"filter"`
	Visible []int64           `json:"visible_fields"`
	SortBy  []json.RawMessage `json:"sort_by"`
	GroupBy []int64           `json:"group_by"`
	Columns []int64           `json:"vertical_group_by"`
}

func createView(q *request) (answer, error) {
	if q.lacks(FeatureViews) {
		return answer{}, notFound()
	}
	b, err := q.board()
	if err != nil {
		return answer{}, err
	}
	var in viewBody
	if err := q.decodeOnly(&in); err != nil {
		return answer{}, err
	}
	wanted, err := in.view(b)
	if err != nil {
		return answer{}, err
	}
	var made *boardView
	err = q.do(func(t *tx) (err error) {
		made, err = t.createView(b, wanted)
		return err
	})
	if err != nil {
		return answer{}, err
	}
	return createdAnswer(q.viewJSON(made))
}

// view is the view to make on a board.
func (in viewBody) view(b *board) (newView, error) {
	if in.Name == nil {
		return newView{}, notSupplied("name")
	}
	if in.Layout == nil {
		return newView{}, notSupplied("layout")
	}
	v := newView{name: *in.Name, layout: *in.Layout, filter: in.Filter}
	for _, each := range []struct {
		ids  []int64
		into *[]*field
	}{{in.Visible, &v.visible}, {in.GroupBy, &v.groupBy}, {in.Columns, &v.columnsBy}} {
		for _, id := range each.ids {
			f := b.fieldByID(id)
			if f == nil {
				return newView{}, unknownField(id)
			}
			*each.into = append(*each.into, f)
		}
	}
	for _, text := range in.SortBy {
		sorted, err := readSorting(b, text)
		if err != nil {
			return newView{}, err
		}
		v.sortBy = append(v.sortBy, sorted)
	}
	return v, nil
}

// readSorting reads a pair of a field's id and "asc" or "desc".
func readSorting(b *board, text json.RawMessage) (sorting, error) {
	var pair []json.RawMessage
	var id int64
	var direction string
	if json.Unmarshal(text, &pair) != nil || len(pair) != 2 || json.Unmarshal(pair[0], &id) != nil ||
		json.Unmarshal(pair[1], &direction) != nil || direction != "asc" && direction != "desc" {
		return sorting{}, invalid("Sort by must be pairs of a field id and a direction, which is asc or desc")
	}
	f := b.fieldByID(id)
	if f == nil {
		return sorting{}, unknownField(id)
	}
	return sorting{field: f, descending: direction == "desc"}, nil
}

func unknownField(id int64) *problem {
	return invalid("Field " + decimal(id) + " does not belong to the project")
}

// listViewItems lists the cards that fit the view's filter, in the order of the
// board: that the view sorts them is not documented for this operation.
func listViewItems(q *request) (answer, error) {
	b, err := q.board()
	if err != nil {
		return answer{}, err
	}
	number, err := strconv.Atoi(q.params["view"])
	v := b.view(number)
	if err != nil || v == nil {
		return answer{}, notFound()
	}
	return itemsAnswer(q, b, v.filter)
}
