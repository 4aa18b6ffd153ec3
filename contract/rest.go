package contract

import (
	"bytes"
	"encoding/json"
	"fmt"
	"mime"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"testing"
)

// RESTChecker knows GitHub's REST API as its OpenAPI description has it.
type RESTChecker struct {
	paths      []pathTemplate
	components map[string]map[string]json.RawMessage
	schemas    *schemas
}

// pathTemplate is one documented path; its operations are decoded when asked for.
type pathTemplate struct {
	text     string
	segments []string
	item     json.RawMessage
}

// undocumented is the error of what the description does not mention: a path, a
// method, a status or a body.
type undocumented string

// Error says what is not documented.
func (u undocumented) Error() string { return "this " + string(u) + " is not documented" }

// operation is the part of an OpenAPI operation that answers are held to.
type operation struct {
	Parameters []json.RawMessage          `json:"parameters"`
	Responses  map[string]json.RawMessage `json:"responses"`
}

type response struct {
	Content map[string]struct {
		Schema json.RawMessage `json:"schema"`
	} `json:"content"`
}

// Reading the description takes most of a second, hence once per test binary.
var loadREST = sync.OnceValues(func() (*RESTChecker, error) {
	text, err := readPackage("openapi/generated/api.github.com.json")
	if err != nil {
		return nil, err
	}
	return newRESTChecker(text)
})

// REST returns the checker of REST answers.
func REST(t testing.TB) *RESTChecker {
	t.Helper()
	return must(t, loadREST)
}

func newRESTChecker(description []byte) (*RESTChecker, error) {
	var d struct {
		Paths      map[string]json.RawMessage            `json:"paths"`
		Components map[string]map[string]json.RawMessage `json:"components"`
	}
	if err := json.Unmarshal(description, &d); err != nil {
		return nil, fmt.Errorf("decode the REST description: %w", err)
	}
	tellDraftsApart(d.Components["schemas"])
	letLabelsBePlain(d.Components["schemas"])
	letChecksBeRefused(d.Paths)
	c := &RESTChecker{components: d.Components, schemas: newSchemas(d.Components)}
	for path, item := range d.Paths {
		c.paths = append(c.paths, pathTemplate{text: path, segments: segments(path), item: item})
	}
	return c, nil
}

// tellDraftsApart mends the description of a draft, which every issue fits,
// while a card's content must fit exactly one of draft, issue and pull request:
// no answer could. Only a draft has no number.
func tellDraftsApart(schemas map[string]json.RawMessage) {
	const name = "projects-v2-draft-issue"
	if draft := bytes.TrimSpace(schemas[name]); len(draft) > 2 {
		schemas[name] = append([]byte(`{"not": {"required": ["number"]},`), draft[1:]...)
	}
}

// letLabelsBePlain mends the description of pull requests in lists, where a
// label's description is never null: it is for a label that has none, as the
// descriptions of one pull request and of labels themselves have it.
func letLabelsBePlain(schemas map[string]json.RawMessage) {
	const name = "pull-request-simple"
	var compact bytes.Buffer
	if json.Compact(&compact, schemas[name]) != nil {
		return // it is not there, as in descriptions that tests make up
	}
	schemas[name] = bytes.Replace(compact.Bytes(), []byte(`"description":{"type":"string"}`), []byte(`"description":{"type":"string","nullable":true}`), 1)
}

// letChecksBeRefused mends the description of check runs, which lists no refusal:
// GitHub refuses a check run without a name, say, as it refuses everything else
// that is not valid.
func letChecksBeRefused(paths map[string]json.RawMessage) {
	for _, path := range []string{
		"/repos/{owner}/{repo}/check-runs", "/repos/{owner}/{repo}/check-runs/{check_run_id}", "/repos/{owner}/{repo}/commits/{ref}/check-runs",
	} {
		if text, found := paths[path]; found {
			paths[path] = bytes.ReplaceAll(text, []byte(`"responses": {`), []byte(`"responses": {"422": {"$ref": "#/components/responses/validation_failed"},`))
		}
	}
}

// Response checks one answer. The path is the request's, with or without
// "/api/v3" in front and a query behind. A path, method, status or content
// type that GitHub does not document is an error, and so is a body where none
// is documented. GitHub documents few of the answers that every path can give
// (bad credentials, rate limits), so those are not to be checked here.
func (c *RESTChecker) Response(method, path string, status int, header http.Header, body []byte) error {
	name := fmt.Sprintf("%s %s: %d", method, path, status)
	template, op, err := c.operation(method, path)
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	name = fmt.Sprintf("%s %s: %d", method, template, status)
	raw, ok := op.Responses[strconv.Itoa(status)]
	if !ok {
		return fmt.Errorf("%s: %w", name, undocumented("status"))
	}
	var answer response
	if err := c.decode(raw, &answer); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	if len(answer.Content) == 0 {
		if len(body) > 0 {
			return fmt.Errorf("%s: has a body of %d bytes: %w", name, len(body), undocumented("body"))
		}
		return nil
	}
	return c.content(name, answer, header, body)
}

// content checks a body against the schema of its content type.
func (c *RESTChecker) content(name string, answer response, header http.Header, body []byte) error {
	media, _, err := mime.ParseMediaType(header.Get("Content-Type"))
	if err != nil {
		return fmt.Errorf("%s: read Content-Type %q: %w", name, header.Get("Content-Type"), err)
	}
	content, ok := answer.Content[media]
	if !ok {
		return fmt.Errorf("%s: content type %s is not documented", name, media)
	}
	isJSON := media == "application/json" || strings.HasSuffix(media, "+json")
	if !isJSON || len(content.Schema) == 0 {
		return nil
	}
	if err := c.schemas.validate(name+" "+media, content.Schema, body); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

// operation finds the documented path that a request's path is of. Where two
// match, the one with fixed text earlier is meant, as on GitHub.
func (c *RESTChecker) operation(method, path string) (template string, op operation, err error) {
	path, _, _ = strings.Cut(path, "?")
	asked := segments(strings.TrimPrefix(path, "/api/v3"))
	err = undocumented("path")
	var best pathTemplate
	for _, candidate := range c.paths {
		if best.text != "" && !candidate.before(best) {
			continue
		}
		if !candidate.matches(asked) {
			continue
		}
		found, findErr := c.method(candidate, method, len(asked))
		if findErr != nil {
			err = findErr
			continue
		}
		best, op = candidate, found
	}
	if best.text == "" {
		return "", operation{}, err
	}
	return best.text, op, nil
}

// method decodes one operation of a path that matched a request of so many segments.
func (c *RESTChecker) method(t pathTemplate, method string, asked int) (operation, error) {
	var item map[string]json.RawMessage
	if err := json.Unmarshal(t.item, &item); err != nil {
		return operation{}, fmt.Errorf("decode %s: %w", t.text, err)
	}
	raw, ok := item[strings.ToLower(method)]
	if !ok {
		return operation{}, fmt.Errorf("%s for %s: %w", method, t.text, undocumented("method"))
	}
	var op operation
	if err := json.Unmarshal(raw, &op); err != nil {
		return operation{}, fmt.Errorf("decode %s %s: %w", method, t.text, err)
	}
	if asked > len(t.segments) && !c.lastTakesMore(t, op) {
		return operation{}, undocumented("path")
	}
	return op, nil
}

// lastTakesMore reports whether the path's last parameter may hold slashes, as
// the path of a file does.
func (c *RESTChecker) lastTakesMore(t pathTemplate, op operation) bool {
	last := strings.Trim(t.segments[len(t.segments)-1], "{}")
	for _, raw := range op.Parameters {
		var parameter struct {
			Name         string `json:"name"`
			MultiSegment bool   `json:"x-multi-segment"`
		}
		if err := c.decode(raw, &parameter); err == nil && parameter.Name == last {
			return parameter.MultiSegment
		}
	}
	return false
}

// decode reads an object of the description, following a reference to a component.
func (c *RESTChecker) decode(raw json.RawMessage, into any) error {
	var reference struct {
		Ref string `json:"$ref"`
	}
	if err := json.Unmarshal(raw, &reference); err != nil {
		return fmt.Errorf("decode part of the description: %w", err)
	}
	if reference.Ref != "" {
		kind, name, _ := strings.Cut(strings.TrimPrefix(reference.Ref, "#/components/"), "/")
		raw = c.components[kind][name]
	}
	if err := json.Unmarshal(raw, into); err != nil {
		return fmt.Errorf("decode %s of the description: %w", reference.Ref, err)
	}
	return nil
}

// matches reports whether the path fits; a longer one fits provisionally when
// the template ends in a parameter.
func (t pathTemplate) matches(asked []string) bool {
	longer := len(asked) > len(t.segments) && isParameter(t.segments[len(t.segments)-1])
	if len(asked) != len(t.segments) && !longer {
		return false
	}
	for i, segment := range t.segments {
		if !isParameter(segment) && segment != asked[i] || asked[i] == "" {
			return false
		}
	}
	return true
}

// before reports whether t is more particular than another template that
// matches the same path.
func (t pathTemplate) before(other pathTemplate) bool {
	for i := range min(len(t.segments), len(other.segments)) {
		if a, b := isParameter(t.segments[i]), isParameter(other.segments[i]); a != b {
			return b
		}
	}
	return len(t.segments) > len(other.segments)
}

func segments(path string) []string { return strings.Split(strings.Trim(path, "/"), "/") }

func isParameter(segment string) bool { return strings.HasPrefix(segment, "{") }
