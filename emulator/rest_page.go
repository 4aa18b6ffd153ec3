package emulator

import (
	"fmt"
	"maps"
	"net/url"
	"strconv"
	"strings"
)

// perPage is the query's page size: 30 without one, at most 100.
func (q *request) perPage() int {
	n, err := strconv.Atoi(q.http.URL.Query().Get("per_page"))
	if err != nil || n < 1 {
		return 30
	}
	return min(n, 100)
}

// page cuts the asked-for page out of a list and makes the Link header. Behind
// the last page there are empty ones, from which "prev" leads to the last.
func page[T any](q *request, all []T) ([]T, string) {
	size := q.perPage()
	number, err := strconv.Atoi(q.http.URL.Query().Get("page"))
	if err != nil || number < 1 {
		number = 1
	}
	last := max(1, (len(all)+size-1)/size)
	var links []string
	add := func(relation string, to int) {
		links = append(links, q.link(relation, url.Values{"page": {strconv.Itoa(to)}}))
	}
	if number > 1 {
		add("prev", min(number-1, last))
	}
	if number < last {
		add("next", number+1)
		add("last", last)
	}
	if number > last {
		add("last", last)
	}
	if number > 1 {
		add("first", 1)
	}
	from := min(number-1, last) * size // a page number may be too large to multiply
	from = min(from, len(all))
	return all[from:min(from+size, len(all))], strings.Join(links, ", ")
}

// link is one entry of a Link header: this request with other query values.
func (q *request) link(relation string, with url.Values) string {
	query := q.http.URL.Query()
	maps.Copy(query, with)
	return fmt.Sprintf(`<%s?%s>; rel="%s"`, q.address(q.path), query.Encode(), relation)
}
