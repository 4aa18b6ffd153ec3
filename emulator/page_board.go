package emulator

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

func boardPages() []pageRoute {
	return []pageRoute{onPage("GET orgs/{owner}/projects/{number}", showBoard)}
}

func boardPath(b *board) string { return fmt.Sprintf("/orgs/%s/projects/%d", b.org.login, b.number) }

// cardsPerPage is how many cards a page of a board has.
const cardsPerPage = 100

// boardData is the page of a board, as table or as columns.
type boardData struct {
	Title, Path, Here, Organization string
	Public                          bool
	Columns                         bool // the layout
	By                              string
	Choices                         []string // fields that columns can be made by
	Filter                          string
	Fields                          []string // of the table, after the title
	Cards                           []card   // of the table
	Groups                          []cardGroup
	Shown, Archived, Hidden         int
	Options                         []optionCount
	Pages                           pages
}

// optionCount is how many cards an option of the Status field has.
type optionCount struct {
	Name     string
	Count    int
	Percents int
}

// cardGroup is one column.
type cardGroup struct {
	Name, Description string
	Of                int // cards, on all pages
	Cards             []card
}

// card is a card on the page.
type card struct {
	ID       string
	Path     string // of its forms
	Line     *issueLine
	Draft    string // the title of a draft
	Redacted bool
	Archived bool
	Cells    []cardCell
	Column   *cardCell // what moves it between columns
}

// cardCell is a card's value in a field.
type cardCell struct {
	Of, Path, Field, Kind, Value string
	Choices                      []cellChoice // of a select
}

type cellChoice struct {
	Name   string
	Chosen bool
}

// board finds the board of the path as far as the visitor may see it.
func (v *visit) board() (*board, error) {
	number, err := strconv.Atoi(v.params["number"])
	if err != nil {
		return nil, notFound()
	}
	b := v.findBoard(v.params["owner"], number)
	if b == nil || !v.seesBoard(b) {
		return nil, notFound()
	}
	return b, nil
}

// showBoard shows a board: ?layout=board as columns, by the single-select field ?by=,
// ?filter= narrows it down, and archived cards are shown with ?archived=yes.
func showBoard(v *visit) (screen, error) {
	b, err := v.board()
	if err != nil {
		return screen{}, err
	}
	query := v.http.URL.Query()
	d := boardData{
		Title: b.title, Path: boardPath(b), Here: v.http.URL.RequestURI(), Organization: b.org.login, Public: b.public,
		Columns: query.Get("layout") == "board", By: query.Get("by"), Filter: query.Get("filter"),
	}
	by := b.columnField(d.By)
	if by == nil {
		d.Columns = false
	} else {
		d.By = by.name
	}
	for _, f := range b.fields {
		if f.dataType == typeSingleSelect {
			d.Choices = append(d.Choices, f.name)
		}
	}
	items := v.listed(b, &d, query.Get("archived") == "yes")
	d.Options = optionCounts(b.columnField("Status"), items)
	counts := optionCounts(by, items)
	items, d.Pages = pageOf(items, cardsPerPage, v.http.URL)
	fields := v.shownFields(b, items)
	for _, it := range items {
		d.Cards = append(d.Cards, v.card(it, fields, by))
	}
	d.Fields = list(fields, func(f *field) string { return f.name })
	if d.Columns {
		d.Groups = groups(by, items, d.Cards)
		for n := range d.Groups {
			d.Groups[n].Of = countOf(counts, d.Groups[n].Name)
		}
	}
	return shows("board", b.title, d)
}

// columnField is the single-select field of a name; Status, or else the first one, without a name.
func (b *board) columnField(name string) *field {
	var first *field
	for _, f := range b.fields {
		if f.dataType != typeSingleSelect {
			continue
		}
		if sameFold(f.name, name) || name == "" && f.name == "Status" {
			return f
		}
		if first == nil {
			first = f
		}
	}
	return first
}

// listed are the cards to show, and counts those that are archived or filtered out.
func (v *visit) listed(b *board, d *boardData, archived bool) []*item {
	var listed []*item
	for _, it := range b.items {
		if it.archivedAt.IsZero() == archived {
			if !archived {
				d.Archived++
			}
			continue
		}
		if !v.passes(it, d.Filter) {
			d.Hidden++
			continue
		}
		listed = append(listed, it)
	}
	d.Shown = len(listed)
	return listed
}

// passes reports whether a card has every word of the filter in its title,
// reference or values. Field:value looks in that field alone.
func (v *visit) passes(it *item, filter string) bool {
	for word := range strings.FieldsSeq(strings.ToLower(filter)) {
		name, wanted, hasName := strings.Cut(word, ":")
		if !slices.ContainsFunc(v.texts(it), func(t [2]string) bool {
			if hasName && strings.ReplaceAll(strings.ToLower(t[0]), " ", "-") == name {
				return strings.Contains(strings.ToLower(t[1]), wanted)
			}
			return strings.Contains(strings.ToLower(t[1]), word)
		}) {
			return false
		}
	}
	return true
}

// texts are what a card shows, each with its field's name.
func (v *visit) texts(it *item) [][2]string {
	var all [][2]string
	for _, f := range it.board.fields {
		all = append(all, [2]string{f.name, v.cellText(it, f)})
	}
	if it.content != nil && v.sees(it.content.repo) {
		all = append(all, [2]string{"", it.content.ref().String()})
	}
	return all
}

// cellText is what a card shows in a field. What the content says is not shown
// to those who cannot see it.
func (v *visit) cellText(it *item, f *field) string {
	visible := it.content != nil && v.sees(it.content.repo)
	switch {
	case f.dataType == typeTitle && it.draft != nil:
		return it.draft.title
	case f.dataType == typeAssignees && it.draft != nil:
		return strings.Join(logins(it.draft.assignees), ", ")
	case f.dataType == typeTitle && visible:
		return it.content.title
	case f.dataType == typeAssignees && visible:
		return strings.Join(logins(it.content.assignees), ", ")
	case f.dataType == typeLabels && visible:
		return strings.Join(list(it.content.labels, func(l *label) string { return l.name }), ", ")
	case f.dataType == typeRepository && visible:
		return it.content.repo.fullName()
	default:
		return it.value(f).String()
	}
}

// optionCounts counts cards by option, those without one last.
func optionCounts(f *field, items []*item) []optionCount {
	if f == nil || len(items) == 0 {
		return nil
	}
	var counts []optionCount
	left := len(items)
	for _, o := range f.options {
		n := 0
		for _, it := range items {
			if value := it.value(f); value != nil && value.option == o {
				n++
			}
		}
		left -= n
		counts = append(counts, optionCount{o.name, n, n * 100 / len(items)})
	}
	if left > 0 {
		counts = append(counts, optionCount{"No " + f.name, left, left * 100 / len(items)})
	}
	return counts
}

// countOf is how many cards have the option of a name.
func countOf(counts []optionCount, name string) int {
	for _, c := range counts {
		if c.Name == name {
			return c.Count
		}
	}
	return 0
}

// groups puts cards into columns; those without a value come first, if there are any.
func groups(by *field, items []*item, cards []card) []cardGroup {
	empty := cardGroup{Name: "No " + by.name}
	columns := make([]cardGroup, len(by.options))
	for n, o := range by.options {
		columns[n] = cardGroup{Name: o.name, Description: o.description}
	}
	for n, it := range items {
		place := -1
		if value := it.value(by); value != nil {
			place = slices.Index(by.options, value.option)
		}
		if place < 0 {
			empty.Cards = append(empty.Cards, cards[n])
			continue
		}
		columns[place].Cards = append(columns[place].Cards, cards[n])
	}
	if len(empty.Cards) > 0 {
		columns = slices.Insert(columns, 0, empty)
	}
	return columns
}
