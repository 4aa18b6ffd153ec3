package emulator

import (
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"
)

func boardItemRoutes() []route {
	return []route{
		operation("GET orgs/{org}/projectsV2/{number}/items", listItems),
		operation("POST orgs/{org}/projectsV2/{number}/items", addItem),
		operation("GET orgs/{org}/projectsV2/{number}/items/{item}", getItem),
		operation("PATCH orgs/{org}/projectsV2/{number}/items/{item}", patchItem),
		operation("DELETE orgs/{org}/projectsV2/{number}/items/{item}", deleteItem),
		operation("POST orgs/{org}/projectsV2/{number}/drafts", addDraft),
	}
}

// item finds the card of the path.
func (q *request) item() (*item, error) {
	b, err := q.board()
	if err != nil {
		return nil, err
	}
	for _, it := range b.items {
		if decimal(it.id) == q.params["item"] {
			return it, nil
		}
	}
	return nil, notFound()
}

func listItems(q *request) (answer, error) {
	b, err := q.board()
	if err != nil {
		return answer{}, err
	}
	return itemsAnswer(q, b, q.http.URL.Query().Get("q"))
}

// itemsAnswer is a page of the cards that fit a filter and are not archived.
func itemsAnswer(q *request, b *board, filter string) (answer, error) {
	fields, err := q.askedFields(b)
	if err != nil {
		return answer{}, err
	}
	active := slices.DeleteFunc(slices.Clone(b.items), (*item).archived)
	some, link, err := cursorPage(q, q.matching(active, filter), func(it *item) string { return it.nodeID })
	if err != nil {
		return answer{}, err
	}
	render := func(it *item) object { return q.itemWithFieldsJSON(it, fields) }
	return answer{status: http.StatusOK, body: list(some, render), link: link}, nil
}

// maxAskedFields is how many fields a request may ask for.
const maxAskedFields = 50

// askedFields are those of the query, by their ids: in a list by commas, or
// each as fields[]. Without any it is the title. Others' ids are passed over.
func (q *request) askedFields(b *board) ([]*field, error) {
	query := q.http.URL.Query()
	var ids []string
	for _, text := range slices.Concat(query["fields"], query["fields[]"]) {
		ids = append(ids, strings.Split(text, ",")...)
	}
	if len(ids) > maxAskedFields {
		return nil, invalid("Invalid request.\n\nNo more than 50 items are allowed; " + strconv.Itoa(len(ids)) + " were supplied.")
	}
	var found []*field
	for _, text := range ids {
		id, err := strconv.ParseInt(strings.TrimSpace(text), 10, 64)
		if f := b.fieldByID(id); err == nil && f != nil && !contains(found, f) {
			found = append(found, f)
		}
	}
	if title := b.builtIn(typeTitle); len(ids) == 0 && title != nil {
		found = append(found, title)
	}
	return found, nil
}

func getItem(q *request) (answer, error) {
	it, err := q.item()
	if err != nil {
		return answer{}, err
	}
	fields, err := q.askedFields(it.board)
	if err != nil {
		return answer{}, err
	}
	return okAnswer(q.itemWithFieldsJSON(it, fields))
}

// addItem puts an issue or pull request on a board; where it is already, the
// answer is the card that it has.
func addItem(q *request) (answer, error) {
	b, err := q.board()
	if err != nil {
		return answer{}, err
	}
	var in struct {
		Type   *string `json:"type"`
		ID     *int64  `json:"id"`
		Owner  *string `json:"owner"`
		Repo   *string `json:"repo"`
		Number *int    `json:"number"`
	}
	if err := q.decodeOnly(&in); err != nil {
		return answer{}, err
	}
	var content *issue
	switch {
	case in.Type == nil:
		return answer{}, notSupplied("type")
	case *in.Type != "Issue" && *in.Type != "PullRequest":
		return answer{}, invalid("Invalid request.\n\nFor 'properties/type', only \"Issue\" and \"PullRequest\" are possible.")
	case in.ID != nil:
		content = q.contentByID(*in.ID, *in.Type == "PullRequest")
	case in.Owner == nil || in.Repo == nil || in.Number == nil:
		return answer{}, notSupplied("id")
	default:
		if r := q.findRepository(*in.Owner, *in.Repo); r != nil {
			content = r.issue(*in.Number)
		}
	}
	if content == nil || !q.sees(content.repo) || (content.pull != nil) != (*in.Type == "PullRequest") {
		return answer{}, notFound()
	}
	return itemMade(q, func(t *tx) (*item, error) { return t.addItem(b, content) })
}

func itemMade(q *request, add func(*tx) (*item, error)) (answer, error) {
	var made *item
	err := q.do(func(t *tx) (err error) {
		made, err = add(t)
		return err
	})
	if err != nil {
		return answer{}, err
	}
	return createdAnswer(q.itemAnswer(made))
}

// contentByID finds an issue, or a pull request by the id that it has as such; nil if there is none.
func (e *Emulator) contentByID(id int64, pull bool) *issue {
	for _, o := range e.orgs {
		for _, r := range o.repos {
			for _, i := range r.issues {
				if i != nil && (pull && i.pull != nil && i.pull.id == id || !pull && i.pull == nil && i.id == id) {
					return i
				}
			}
		}
	}
	return nil
}

func deleteItem(q *request) (answer, error) {
	it, err := q.item()
	if err != nil {
		return answer{}, err
	}
	return noContent(q.do(func(t *tx) error { return t.deleteItem(it) }))
}

func addDraft(q *request) (answer, error) {
	b, err := q.board()
	if err != nil {
		return answer{}, err
	}
	var in struct {
		Title *string `json:"title"`
		Body  string  `json:"body"`
	}
	if err := q.decode(&in); err != nil {
		return answer{}, err
	}
	if in.Title == nil {
		return answer{}, notSupplied("title")
	}
	return itemMade(q, func(t *tx) (*item, error) { return t.addDraft(b, newDraft{title: *in.Title, body: in.Body}) })
}

// fieldSetting is one field's value in a request that changes a card.
type fieldSetting struct {
	ID    *int64          `json:"id"`
	Value json.RawMessage `json:"value"`
}

// patchItem sets several fields of a card at once, all or none. null clears one.
func patchItem(q *request) (answer, error) {
	it, err := q.item()
	if err != nil {
		return answer{}, err
	}
	var in struct {
		Fields []fieldSetting `json:"fields"`
	}
	if err := q.decode(&in); err != nil {
		return answer{}, err
	}
	if in.Fields == nil {
		return answer{}, notSupplied("fields")
	}
	var fields []*field
	err = q.do(func(t *tx) (err error) {
		fields, err = t.setFields(it, in.Fields)
		return err
	})
	if err != nil {
		return answer{}, err
	}
	return okAnswer(q.itemWithFieldsJSON(it, fields))
}
