package emulator

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/graph-gophers/graphql-go"
)

// boardNode resolves ProjectV2.
type boardNode struct {
	v *view
	b *board
}

func (n *boardNode) ID() graphql.ID              { return graphID(n.b.nodeID) }
func (n *boardNode) DatabaseID() *int32          { return smallID(n.b.id) }
func (n *boardNode) FullDatabaseID() *textScalar { return bigInt(n.b.id) }
func (n *boardNode) Number() int32               { return int32(n.b.number) }
func (n *boardNode) Title() string               { return n.b.title }
func (n *boardNode) ShortDescription() *string   { return stringOrNull(n.b.summary) }
func (n *boardNode) Readme() *string             { return stringOrNull(n.b.readme) }
func (n *boardNode) Public() bool                { return n.b.public }
func (n *boardNode) Template() bool              { return false }
func (n *boardNode) Closed() bool                { return n.b.closed }
func (n *boardNode) ClosedAt() *dateTime         { return dateTimeOrNull(n.b.closedAt) }
func (n *boardNode) CreatedAt() dateTime         { return dateTime{n.b.createdAt} }
func (n *boardNode) UpdatedAt() dateTime         { return dateTime{n.b.updatedAt} }
func (n *boardNode) Creator() *one               { return n.v.actorNode(n.b.creator) }
func (n *boardNode) Owner() *one                 { return &one{&organizationNode{n.v, n.b.org}} }
func (n *boardNode) ViewerCanUpdate() bool       { return n.v.writesBoard(n.b) }
func (n *boardNode) ViewerCanClose() bool        { return n.v.writesBoard(n.b) && !n.b.closed }
func (n *boardNode) ViewerCanReopen() bool       { return n.v.writesBoard(n.b) && n.b.closed }

// URL is the board's page.
func (n *boardNode) URL() textScalar { return textScalar(n.v.options.WebURL) + n.ResourcePath() }

// ResourcePath is the path of the board's page.
func (n *boardNode) ResourcePath() textScalar {
	return textScalar("/orgs/" + n.b.org.login + "/projects/" + decimal(int64(n.b.number)))
}

// Field finds a field by name; null if there is none.
func (n *boardNode) Field(args struct{ Name string }) *one {
	if f := n.b.field(args.Name); f != nil {
		return n.v.fieldNode(f)
	}
	return nil
}

// Fields are all fields, the built-in ones too.
func (n *boardNode) Fields(ctx context.Context, args fieldsArgs) (*connection[*one], error) {
	return n.v.fieldNodes(ctx, "fields", args, n.b.fields)
}

type itemsArgs struct {
	paging
	OrderBy        ordering
	ArchivedStates *[]string
	Query          string
}

// Items are the cards that are not archived, unless others are asked for.
func (n *boardNode) Items(ctx context.Context, args itemsArgs) (*connection[*itemNode], error) {
	states := []string{"NOT_ARCHIVED"}
	if args.ArchivedStates != nil {
		states = *args.ArchivedStates
	}
	asked := make([]*item, 0, len(n.b.items))
	for _, it := range n.b.items {
		state := "NOT_ARCHIVED"
		if it.archived() {
			state = "ARCHIVED"
		}
		if slices.Contains(states, state) {
			asked = append(asked, it)
		}
	}
	return n.v.itemNodes(ctx, "items", args.paging, ordered(n.v.matching(asked, args.Query), args.OrderBy, nil))
}

// ordering is an orderBy argument.
type ordering struct{ Field, Direction string }

// ordered sorts a copy of a list by one of the keys; without a key for what was
// asked, as for POSITION, the list's own order is the one.
func ordered[T any](all []T, by ordering, keys map[string]func(a, b T) int) []T {
	compare := keys[by.Field]
	if compare == nil && by.Direction != "DESC" {
		return all
	}
	all = slices.Clone(all)
	if compare != nil {
		slices.SortStableFunc(all, compare)
	}
	if by.Direction == "DESC" {
		slices.Reverse(all)
	}
	return all
}

type boardsArgs struct {
	paging
	OrderBy ordering
	Query   *string
}

// boardNodes are those of some boards that the viewer may read and that fit the
// query: words of the title, is:open and is:closed.
func (v *view) boardNodes(ctx context.Context, args boardsArgs, boards []*board) (*connection[*boardNode], error) {
	seen := slices.DeleteFunc(slices.Clone(boards), func(b *board) bool {
		return !v.seesBoard(b) || args.Query != nil && !b.fits(*args.Query)
	})
	seen = ordered(seen, args.OrderBy, map[string]func(a, b *board) int{
		"CREATED_AT": func(a, b *board) int { return a.createdAt.Compare(b.createdAt) },
		"NUMBER":     func(a, b *board) int { return cmp.Compare(a.number, b.number) },
		"TITLE":      func(a, b *board) int { return strings.Compare(a.title, b.title) },
		"UPDATED_AT": func(a, b *board) int { return a.updatedAt.Compare(b.updatedAt) },
	})
	return connect(ctx, "projectsV2", args.paging, seen, func(b *board) string { return b.nodeID },
		func(b *board) *boardNode { return &boardNode{v, b} })
}

func (b *board) fits(query string) bool {
	for word := range strings.FieldsSeq(strings.ToLower(query)) {
		switch word {
		case "is:open", "is:closed":
			if b.closed != (word == "is:closed") {
				return false
			}
		default:
			if !strings.Contains(strings.ToLower(b.title), word) {
				return false
			}
		}
	}
	return true
}

// boardNumbered finds one of some boards by number.
func (v *view) boardNumbered(number int32, boards []*board) (*boardNode, error) {
	for _, b := range boards {
		if b.number == int(number) && v.seesBoard(b) {
			return &boardNode{v, b}, nil
		}
	}
	return nil, unresolved("Could not resolve to a ProjectV2 with the number %d.", number)
}

// boards are the boards that an issue has a card on.
func (i *issue) boards() []*board {
	return list(i.items, func(it *item) *board { return it.board })
}

// ProjectV2 is a board that the issue is on, by number.
func (c content) ProjectV2(args struct{ Number int32 }) (*boardNode, error) {
	return c.v.boardNumbered(args.Number, c.i.boards())
}

// ProjectsV2 are the boards that the issue is on.
func (c content) ProjectsV2(ctx context.Context, args boardsArgs) (*connection[*boardNode], error) {
	return c.v.boardNodes(ctx, args, c.i.boards())
}

// boards are the boards that are linked to the repository.
func (r *repository) boards() []*board {
	return slices.DeleteFunc(slices.Clone(r.owner.boards), func(b *board) bool { return !contains(b.linked, r) })
}

// ProjectV2 is a board linked to the repository, by number.
func (n *repositoryNode) ProjectV2(args struct{ Number int32 }) (*boardNode, error) {
	return n.v.boardNumbered(args.Number, n.r.boards())
}

// ProjectsV2 are the boards linked to the repository.
func (n *repositoryNode) ProjectsV2(ctx context.Context, args boardsArgs) (*connection[*boardNode], error) {
	return n.v.boardNodes(ctx, args, n.r.boards())
}
