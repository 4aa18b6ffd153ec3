package emulator

import (
	"net/url"
	"strings"
)

// cursorPage cuts the page behind the query's cursor after, or in front of its
// cursor before, out of a list and makes the Link header. The id is a member's
// node id. GitHub's cursors are opaque, and so are these.
func cursorPage[T any](q *request, all []T, id func(T) string) ([]T, string, error) {
	var asked paging
	query := q.http.URL.Query()
	if after := query.Get("after"); after != "" {
		asked.After = &after
	}
	if before := query.Get("before"); before != "" {
		asked.Before = &before
	}
	from, to, err := window(asked, all, id)
	if err != nil {
		return nil, "", invalid("Invalid cursor: " + err.Error())
	}
	if asked.Before != nil && asked.After == nil {
		from = max(from, to-q.perPage())
	} else {
		to = min(to, from+q.perPage())
	}
	var links []string
	if from < to && to < len(all) {
		links = append(links, q.link("next", url.Values{"before": nil, "after": {cursor(to-1, id(all[to-1]))}}))
	}
	if from < to && from > 0 {
		links = append(links, q.link("prev", url.Values{"after": nil, "before": {cursor(from, id(all[from]))}}))
	}
	return all[from:to], strings.Join(links, ", "), nil
}
