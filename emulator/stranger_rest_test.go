package emulator

import (
	"bytes"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"io"
	"maps"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"
)

// asked is one request of a stranger.
type asked struct {
	method, path, body string
	by                 credential
	header             http.Header
}

func (a asked) String() string {
	return fmt.Sprintf("%s %s %.600s as %s", a.method, a.path, a.body, a.by.name)
}

// slow is how long no answer may take.
const slow = time.Second

// TestStrangersAskEverythingOverREST asks every route, rightly and wrongly, and
// holds the answers to GitHub's description, if the tag services is on. After
// each the state must fit together, and the same strangers hear the same again.
func TestStrangersAskEverythingOverREST(t *testing.T) {
	t.Parallel()
	documented := documentedOperations(t)
	usual := 2
	if documented != nil {
		usual = 14
	}
	for _, seed := range seeds(t, usual) {
		t.Run(fmt.Sprint("UPKEEP_SEED=", seed), func(t *testing.T) {
			t.Parallel()
			first := ask(t, seed, documented)
			if seed > 2 || t.Failed() {
				return
			}
			for n, again := range ask(t, seed, documented) {
				if first[n] != again {
					t.Fatalf("the answer to request %d is another when it is asked again:\n%s\n%s", n, first[n], again)
				}
			}
		})
	}
}

// ask has a stranger ask every route a few times and returns what was said.
func ask(t *testing.T, seed uint64, documented map[string]described) []string {
	t.Helper()
	heard := &listener{TB: t}
	s := newStranger(heard, seed)
	var said []string
	for range 3 {
		if _, err := s.Deliver(t.Context()); err != nil {
			t.Fatal(err)
		}
		for _, n := range s.chance.Perm(len(s.routes)) {
			a := s.requestFor(s.routes[n], documented)
			answer, problem := s.answerTo(a)
			if problem == "" {
				problem = strings.Join(heard.taken(), "\n")
			}
			if problem != "" {
				t.Errorf("request %d: %s\n%s", len(said), a, problem)
			}
			said = append(said, answer)
			s.clock.Pass(time.Second)
		}
	}
	return said
}

// TestStrangersAreServed says that strangers ask rightly too: each route serves
// one of them sooner or later.
func TestStrangersAreServed(t *testing.T) {
	t.Parallel()
	documented := documentedOperations(t)
	if documented == nil {
		return // without the descriptions bodies are right too seldom
	}
	neverServed := map[string]string{
		"POST app-manifests/{code}/conversions": "there is an app already",
		"GET orgs/{org}/public_members/{user}":  "everybody's membership is concealed",
	}
	waiting := map[int]bool{}
	for n, rt := range restRoutes() {
		if neverServed[rt.description()] == "" {
			waiting[n] = true
		}
	}
	for seed := uint64(1000); seed < 1100 && len(waiting) > 0; seed++ {
		s := newStranger(&listener{TB: t}, seed)
		s.options.Watch = nil // it was heard in the other test
		if _, err := s.Deliver(t.Context()); err != nil {
			t.Fatal(err)
		}
		for n, rt := range s.routes {
			for tries := 0; waiting[n] && tries < 10; tries++ {
				answer, _ := s.answerTo(s.requestFor(rt, documented))
				if strings.HasPrefix(answer, "2") {
					delete(waiting, n)
				}
			}
		}
	}
	for n := range waiting {
		t.Errorf("%s served nobody", restRoutes()[n].description())
	}
}

func (rt route) description() string { return rt.method + " " + strings.Join(rt.pattern, "/") }

// listener hears what a watcher complains about.
type listener struct {
	testing.TB
	heard []string
}

// unlisted is a complaint about what GitHub's description does not list: it has
// few of the refusals, though any operation refuses what is not valid (page
// "Troubleshooting the REST API") or is gone, and no raw contents.
var unlisted = regexp.MustCompile(`: (410|422): (this status|has a body of \d+ bytes: this body) is not documented$|content type application/vnd.github.raw\+json is not documented$`)

// Error is part of testing.TB.
func (l *listener) Error(a ...any) {
	if text := fmt.Sprint(a...); !unlisted.MatchString(text) {
		l.heard = append(l.heard, text)
	}
}

func (l *listener) taken() []string {
	all := l.heard
	l.heard = nil
	return all
}

// answerTo sends a request and says what is wrong with the answer, or with the
// state after it.
func (s *stranger) answerTo(a asked) (answer, problem string) {
	defer func() {
		if cause := recover(); cause != nil {
			problem = fmt.Sprint("panic: ", cause)
		}
	}()
	r, err := http.NewRequest(a.method, "https://github.test/api/v3"+a.path, strings.NewReader(a.body))
	if err != nil {
		s.Fatalf("%s: %v", a, err)
	}
	maps.Copy(r.Header, a.header)
	if a.by.text != "" {
		r.Header.Set("Authorization", "Bearer "+a.by.text)
	}
	began := time.Now()
	response, err := s.RoundTripper().RoundTrip(r)
	if err != nil {
		return "", err.Error()
	}
	took := time.Since(began)
	text, err := io.ReadAll(response.Body)
	_ = response.Body.Close()
	sum := fnv.New64a()
	_, _ = sum.Write(text)
	answer = fmt.Sprintf("%d to %s: %x %.300s", response.StatusCode, a, sum.Sum64(), text)
	switch {
	case err != nil:
		return answer, err.Error()
	case response.StatusCode >= 500:
		return answer, response.Status + ": " + string(text)
	case took > slow:
		return answer, "took " + took.String()
	case len(text) > 0 && strings.HasPrefix(response.Header.Get("Content-Type"), "application/json") && !json.Valid(text):
		return answer, "no JSON: " + string(text)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return answer, strings.Join(s.newFaults(), "\n")
}

// requestFor is a request to a route. Most of it is right, so that it is not
// refused for the first thing that is wrong.
func (s *stranger) requestFor(rt route, documented map[string]described) asked {
	s.mu.Lock()
	defer s.mu.Unlock()
	name := rt.description()
	p := s.somewhere()
	if strings.Contains(name, "/pulls/") {
		p = s.pullOf(p)
	}
	a := asked{method: rt.method, header: http.Header{}, by: pick(s, s.tokens)}
	if rt.byApp != s.odds(20) {
		a.by = s.appToken()
	}
	for _, segment := range rt.pattern {
		a.path += "/" + s.segment(p, segment, name)
	}
	known := documented[documentedName(rt)]
	if query := s.query(p, name, known); query != "" {
		a.path += "?" + query
	}
	if rt.method != http.MethodGet && !s.odds(15) {
		a.body = s.body(p, name, known)
	}
	if s.odds(8) {
		a.header.Set("Accept", pick(s, []string{"application/vnd.github.raw+json", "application/vnd.github.full+json", "text/plain", "*/*"}))
	}
	if s.odds(8) {
		a.header.Set("X-GitHub-Api-Version", pick(s, []string{"2022-11-28", "2026-03-10", "1999-01-01"}))
	}
	return a
}

// segment fills in one part of a route's pattern.
func (s *stranger) segment(p spot, pattern, route string) string {
	name, isParameter := strings.CutPrefix(strings.TrimSuffix(strings.TrimSuffix(pattern, "}"), "..."), "{")
	if !isParameter {
		return pattern
	}
	value, known := s.guess(p, name, route)
	if strings.HasSuffix(pattern, "...}") && !known {
		return "nothing"
	}
	if !known || s.odds(20) && !strings.HasSuffix(pattern, "...}") {
		return pick(s, wrongSegments)
	}
	return strings.ReplaceAll(url.PathEscape(fmt.Sprint(value)), "%2F", "/")
}

// query is some of what a route takes in its query, and some that it does not.
func (s *stranger) query(p spot, route string, known described) string {
	values := url.Values{}
	set := func(name string, from schema) {
		if s.odds(4) {
			values.Set(name, pick(s, wrongTexts[:12]))
		} else {
			values.Set(name, s.text(s.value(p, name, route, from, 0)))
		}
	}
	for _, parameter := range known.query {
		if s.odds(4) {
			set(parameter.name, parameter.schema)
		}
	}
	for range s.chance.IntN(3) {
		set(pick(s, usualQuery), schema{"type": "string"})
	}
	return values.Encode()
}

var usualQuery = []string{"page", "per_page", "state", "since", "ref", "q", "role", "filter", "labels", "sort", "direction", "after", "before", "cursor", "nonsense"}

// text is a value as it stands in a query.
func (s *stranger) text(value any) string {
	if list, is := value.([]any); is {
		var all []string
		for _, each := range list {
			all = append(all, fmt.Sprint(each))
		}
		return strings.Join(all, ",")
	}
	return fmt.Sprint(value)
}

// body is a body for a route, mostly of members that it knows.
func (s *stranger) body(p spot, route string, known described) string {
	if s.odds(25) {
		return pick(s, []string{"", "{", "[]", "null", "3", `"text"`, "{}", `{"a":`, "\xff", strings.Repeat("[", 20_000), `{"title": "\ud800"}`})
	}
	whole, _ := s.value(p, "", route, known.body, 0).(map[string]any)
	if whole == nil {
		whole = map[string]any{}
	}
	if known.body == nil {
		for range s.chance.IntN(4) {
			name := pick(s, usualMembers)
			whole[name] = s.value(p, name, route, schema{"type": "string"}, 0)
		}
	}
	if s.odds(4) && len(whole) > 0 {
		name := pick(s, sortedKeys(whole))
		whole[name] = s.wrong()
	}
	if s.odds(20) {
		whole["nonsense"] = s.wrong()
	}
	var text bytes.Buffer
	if err := json.NewEncoder(&text).Encode(whole); err != nil {
		s.Fatal(err)
	}
	return text.String()
}

// usualMembers are what bodies have where GitHub's description is not at hand.
var usualMembers = []string{"title", "body", "state", "labels", "assignees", "milestone", "name", "description", "color", "sub_issue_id", "issue_id", "content", "type", "fields", "head", "base", "sha", "message", "ref", "reviewers", "event"}

// wrong is a value of a type that is hardly asked for.
func (s *stranger) wrong() any {
	return pick(s, []any{
		nil, true, false, -1, 0, 1.5, 1e300, int64(1) << 60,
		[]any{},
		[]any{nil},
		[]any{[]any{1}},
		map[string]any{},
		map[string]any{"a": 1},
		pick(s, wrongTexts),
		[]any{pick(s, wrongTexts)},
		map[string]any{"name": pick(s, wrongTexts)},
	})
}
