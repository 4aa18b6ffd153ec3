package ghclient

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/google/go-github/v62/github"
)

// restPage is the most that GitHub gives at once.
const restPage = 100

// mostPages ends a listing that does not end by itself.
const mostPages = 1000

// path puts an address together; the parts are escaped, and those that would
// lead to another address are refused.
func path(format string, parts ...any) (string, error) {
	for i, part := range parts {
		text, ok := part.(string)
		if !ok {
			continue
		}
		if text == "" || text == "." || text == ".." {
			return "", fmt.Errorf("ask for %q: %w", text, ErrNotFound)
		}
		parts[i] = url.PathEscape(text)
	}
	return fmt.Sprintf(format, parts...), nil
}

// request is one REST request.
type request struct {
	method string
	path   string
	in     any // encoded as JSON; nil for none
	out    any // decoded into; nil for none
	follow bool
}

// rest makes one REST request and returns GitHub's request id and the number
// or cursor of the next page.
func (c *Client) rest(ctx context.Context, installation int64, r request) (*github.Response, string, error) {
	k := &call{name: r.method + " " + withoutNames(r.path), write: r.method != http.MethodGet, follow: r.follow}
	var response *github.Response
	err := c.send(ctx, installation, k, func(ctx context.Context, gh *github.Client) error {
		q, err := gh.NewRequest(r.method, r.path, r.in)
		if err != nil {
			return err
		}
		response, err = gh.Do(ctx, q, r.out)
		return err
	})
	if err != nil {
		address, _, _ := strings.Cut(r.path, "?")
		return nil, k.requestID, fmt.Errorf("%s %s: %w", r.method, address, err)
	}
	return response, k.requestID, nil
}

// list reads all pages of a REST listing.
func list[T any](ctx context.Context, c *Client, installation int64, path string, query url.Values) ([]T, error) {
	var all []T
	query.Set("per_page", fmt.Sprint(restPage))
	for page := 1; page != 0; {
		if page > mostPages {
			return nil, fmt.Errorf("GET %s: more than %d pages", path, mostPages)
		}
		query.Set("page", fmt.Sprint(page))
		var some []T
		response, _, err := c.rest(ctx, installation, request{method: http.MethodGet, path: path + "?" + query.Encode(), out: &some})
		if err != nil {
			return nil, err
		}
		all = append(all, some...)
		page = response.NextPage
	}
	return all, nil
}
