package emulator

import (
	"context"
	"encoding/base64"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/graph-gophers/graphql-go"
)

// paging holds the paging arguments of a connection.
type paging struct {
	First, Last   *int32
	After, Before *string
}

// connection is one page of a list.
type connection[T any] struct {
	Nodes         *[]T
	PageInfo      pageInfo
	TotalCount    int32
	FilteredCount int32
}

type pageInfo struct {
	StartCursor, EndCursor       *string
	HasNextPage, HasPreviousPage bool
}

const pageLimit = 100

// connect cuts a page out of a list and makes its nodes. The name is the
// connection's, for messages; id is a member's node id.
func connect[S, T any](ctx context.Context, name string, p paging, all []S, id func(S) string, node func(S) T) (*connection[T], error) {
	if err := p.check(ctx, name); err != nil {
		return nil, err
	}
	from, to, err := window(p, all, id)
	if err != nil {
		return nil, err
	}
	switch {
	case p.First != nil:
		to = min(to, from+int(*p.First))
	case p.Last != nil:
		from = max(from, to-int(*p.Last))
	default:
		to = from // only counts were asked for
	}
	nodes := make([]T, 0, to-from)
	for _, each := range all[from:to] {
		nodes = append(nodes, node(each))
	}
	made := &connection[T]{Nodes: &nodes, TotalCount: int32(len(all)), FilteredCount: int32(len(all))}
	made.PageInfo.HasPreviousPage, made.PageInfo.HasNextPage = from > 0, to < len(all)
	if from < to {
		start, end := cursor(from, id(all[from])), cursor(to-1, id(all[to-1]))
		made.PageInfo.StartCursor, made.PageInfo.EndCursor = &start, &end
	}
	return made, nil
}

// check holds the arguments to GitHub's rule that a page has between 1 and 100
// members. A connection that is only counted needs none.
func (p paging) check(ctx context.Context, name string) error {
	switch {
	case p.First != nil && p.Last != nil:
		return &problem{kind: "INVALID_PAGINATION_BOUNDARIES", message: fmt.Sprintf("Passing both `first` and `last` to paginate the `%s` connection is not supported.", name)}
	case p.First != nil:
		return checkBound(name, "first", *p.First)
	case p.Last != nil:
		return checkBound(name, "last", *p.Last)
	case graphql.HasSelectedField(ctx, "nodes") || graphql.HasSelectedField(ctx, "pageInfo"):
		return &problem{kind: "MISSING_PAGINATION_BOUNDARIES", message: fmt.Sprintf("You must provide a `first` or `last` value to properly paginate the `%s` connection.", name)}
	default:
		return nil
	}
}

func checkBound(name, argument string, n int32) error {
	switch {
	case n > pageLimit:
		return &problem{kind: "EXCESSIVE_PAGINATION", message: fmt.Sprintf("Requesting %d records on the `%s` connection exceeds the `%s` limit of %d records.", n, name, argument, pageLimit)}
	case n < 1:
		return &problem{kind: "INVALID_PAGINATION_BOUNDARIES", message: fmt.Sprintf("`%s` on the `%s` connection cannot be less than one.", argument, name)}
	default:
		return nil
	}
}

// A cursor names a member by its place and its id. A member that moved is
// found again; one that is gone leaves its place, as with GitHub's sort keys.
func cursor(place int, id string) string {
	return base64.StdEncoding.EncodeToString([]byte("cursor:v2:" + strconv.Itoa(place) + ":" + id))
}

// window is what of the list lies behind the cursor after and in front of the
// cursor before.
func window[S any](p paging, all []S, id func(S) string) (from, to int, err error) {
	from, to = 0, len(all)
	if p.After != nil {
		place, found, err := placeOf(*p.After, all, id)
		if err != nil {
			return 0, 0, err
		}
		if from = place; found {
			from++
		}
	}
	if p.Before != nil {
		if to, _, err = placeOf(*p.Before, all, id); err != nil {
			return 0, 0, err
		}
	}
	return min(from, to), to, nil
}

func placeOf[S any](text string, all []S, id func(S) string) (place int, found bool, err error) {
	raw, err := base64.StdEncoding.DecodeString(text)
	rest, ok := strings.CutPrefix(string(raw), "cursor:v2:")
	number, wanted, complete := strings.Cut(rest, ":")
	place, atoiErr := strconv.Atoi(number)
	if err != nil || !ok || !complete || atoiErr != nil || place < 0 {
		return 0, false, &problem{kind: "INVALID_CURSOR_ARGUMENTS", message: fmt.Sprintf("`%s` does not appear to be a valid cursor.", text)}
	}
	if i := slices.IndexFunc(all, func(s S) bool { return id(s) == wanted }); i >= 0 {
		return i, true, nil
	}
	return min(place, len(all)), false, nil
}
