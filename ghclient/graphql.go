package ghclient

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/google/go-github/v62/github"
)

// query is one GraphQL request.
type query struct {
	name      string // of the operation, for errors
	document  string
	variables map[string]any
	write     bool
	// subjects are the paths of the objects that the request is about: only
	// there does NOT_FOUND mean that it is not found. "*" stands for any element.
	subjects []string
	// hidden are the paths where the token's rights may end: an element that
	// is NOT_FOUND or FORBIDDEN there comes back as null and is no error.
	hidden []string
	// once and ready are those of the call.
	once  bool
	ready func() error
}

// answer is the data of a GraphQL answer with the errors that its query did not expect.
type answer struct {
	data      json.RawMessage
	errors    []graphError
	requestID string
}

// graphError is one entry of errors. GitHub answers 200 with these, and with
// data for the parts that went well.
type graphError struct {
	Type       string `json:"type"`
	Message    string `json:"message"`
	Path       []any  `json:"path"`
	Extensions struct {
		Code string `json:"code"` // of a document that does not fit the schema
	} `json:"extensions"`
}

// ask sends a GraphQL request and decodes its data into out. Any error that
// the query does not expect fails the whole: half an answer is none.
func (c *Client) ask(ctx context.Context, installation int64, q query, out any) (requestID string, err error) {
	a, err := c.post(ctx, installation, q)
	if err != nil {
		return a.requestID, err
	}
	if len(a.errors) > 0 {
		return a.requestID, fmt.Errorf("graphql %s: %w", q.name, q.failure(a.errors[0], a.requestID))
	}
	if err := json.Unmarshal(a.data, out); err != nil {
		failure := &answerError{cause: err, text: "read the answer: " + err.Error(), requestID: a.requestID}
		return a.requestID, fmt.Errorf("graphql %s: %w", q.name, lost(q.write, failure))
	}
	return a.requestID, nil
}

// post sends a GraphQL request. Its error is that of the request as a whole.
func (c *Client) post(ctx context.Context, installation int64, q query) (answer, error) {
	body, err := json.Marshal(map[string]any{"query": q.document, "variables": q.variables})
	if err != nil {
		return answer{}, fmt.Errorf("graphql %s: write the variables: %w", q.name, err)
	}
	k := &call{graphQL: true, name: q.name, write: q.write, once: q.once, ready: q.ready}
	var a answer
	err = c.send(ctx, installation, k, func(ctx context.Context, gh *github.Client) error {
		got, err := c.exchange(ctx, gh, body)
		if err != nil {
			return err
		}
		if k.failure != nil {
			return k.failure
		}
		a, err = q.read(got)
		if limited(a.errors) {
			return c.graphLimit(a.errors, k.header)
		}
		return err
	})
	a.requestID = k.requestID
	if err != nil {
		return a, fmt.Errorf("graphql %s: %w", q.name, err)
	}
	return a, nil
}

// exchange posts through the installation's own HTTP client: go-github has no
// GraphQL, and shurcooL/graphql drops the errors' types and paths.
func (c *Client) exchange(ctx context.Context, gh *github.Client, body []byte) ([]byte, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, strings.TrimSuffix(c.config.V4URL, "/"), bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("User-Agent", gh.UserAgent)
	response, err := gh.Client().Do(request)
	if err != nil {
		return nil, err
	}
	defer closeBody(response.Body)
	return io.ReadAll(response.Body)
}

// read takes an answer apart and drops the errors that the query expects.
func (q query) read(body []byte) (answer, error) {
	var got struct {
		Data    json.RawMessage `json:"data"`
		Errors  []graphError    `json:"errors"`
		Message string          `json:"message"`
	}
	if err := json.Unmarshal(body, &got); err != nil {
		return answer{}, err
	}
	a := answer{data: got.Data}
	for _, e := range got.Errors {
		if !q.expects(e) {
			a.errors = append(a.errors, e)
		}
	}
	if got.Message != "" && len(got.Errors) == 0 {
		a.errors = []graphError{{Message: got.Message}}
	}
	if noData := len(got.Data) == 0 || string(got.Data) == "null"; noData && len(a.errors) == 0 {
		return a, errors.New("the answer has neither data nor errors")
	}
	return a, nil
}

func (q query) expects(e graphError) bool {
	return (e.Type == "NOT_FOUND" || e.Type == "FORBIDDEN") && matches(q.hidden, e.Path)
}

// failure names an error of an answer.
func (q query) failure(e graphError, requestID string) error {
	failure := &answerError{text: "GitHub said: " + oneLine(e.Message), requestID: requestID}
	if at := joined(e.Path); at != "" {
		failure.text += " (at " + at + ")"
	}
	switch e.Type {
	case "NOT_FOUND":
		if matches(q.subjects, e.Path) {
			failure.kind = ErrNotFound
		}
		return failure
	case "FORBIDDEN", "INSUFFICIENT_SCOPES":
		failure.kind = ErrForbidden
	case "UNPROCESSABLE", "VALIDATION", "BAD_REQUEST", "BAD_USER_INPUT":
		failure.kind = ErrInvalid
	default:
		switch {
		case strings.Contains(strings.ToLower(e.Message), "installation has been suspended"):
			failure.kind = ErrSuspended
		case e.Extensions.Code != "":
			failure.kind = ErrInvalid
		default:
			return lost(q.write, failure)
		}
	}
	return failure
}

// limited reports whether one of the errors is a rate limit. GitHub sends those with status 200.
func limited(all []graphError) bool {
	return slices.ContainsFunc(all, isLimit)
}

func isLimit(e graphError) bool { return strings.HasPrefix(e.Type, "RATE_LIMIT") || isBurst(e) }

// isBurst recognises the limits on bursts. The one on new content comes as
// UNPROCESSABLE, "was submitted too quickly" (cli/cli#4801 and others).
func isBurst(e graphError) bool {
	said := strings.ToLower(e.Message)
	return strings.Contains(said, "secondary rate limit") || strings.Contains(said, "submitted too quickly")
}

func (c *Client) graphLimit(all []graphError, header http.Header) RateLimited {
	secondary := header.Get("X-Ratelimit-Remaining") != "0" && header.Get("X-Ratelimit-Remaining") != ""
	for _, e := range all {
		secondary = secondary || isBurst(e)
	}
	return RateLimited{Until: c.statedEnd(header), Secondary: secondary}
}

// matches compares an error's path with patterns such as "nodes/*".
func matches(patterns []string, path []any) bool {
	for _, pattern := range patterns {
		parts := strings.Split(pattern, "/")
		same := len(parts) == len(path)
		for i := 0; same && i < len(parts); i++ {
			same = parts[i] == "*" || parts[i] == step(path[i])
		}
		if same {
			return true
		}
	}
	return false
}

func joined(path []any) string {
	steps := make([]string, 0, len(path))
	for _, part := range path {
		steps = append(steps, step(part))
	}
	return oneLine(strings.Join(steps, "/"))
}

func step(part any) string {
	switch p := part.(type) {
	case string:
		return p
	case float64:
		return strconv.Itoa(int(p))
	default:
		return fmt.Sprint(p)
	}
}
