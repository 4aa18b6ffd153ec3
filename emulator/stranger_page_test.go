package emulator

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"
)

// formFields are what the forms of the pages have.
var formFields = []string{
	"body", "title", "to", "box", "version", "label", "login", "content", "milestone", "reference", "field", "value", "back", "review", "head", "base",
	"manifest", "state", "repository", "selection", "act", "decision", "client_id", "redirect_uri", "settings", "code", "closes", "org", "action",
}

// TestStrangersPostEveryForm posts every form as everybody, rightly and
// wrongly, and looks at every page: none fails, and the state fits together.
func TestStrangersPostEveryForm(t *testing.T) {
	t.Parallel()
	for _, seed := range seeds(t, 4) {
		t.Run(fmt.Sprint("UPKEEP_SEED=", seed), func(t *testing.T) {
			t.Parallel()
			heard := &listener{TB: t}
			s := newStranger(heard, seed)
			for range 3 {
				for _, n := range s.chance.Perm(len(s.pages)) {
					what, problem := s.visitPage(s.pages[n])
					if problem += strings.Join(heard.taken(), "\n"); problem != "" {
						t.Errorf("%s\n%s", what, problem)
					}
					s.clock.Pass(time.Second)
				}
			}
		})
	}
}

// visitPage asks for a page or posts its form, and says what is wrong then.
func (s *stranger) visitPage(rt pageRoute) (what, problem string) {
	defer func() {
		if cause := recover(); cause != nil {
			problem = fmt.Sprint("panic: ", cause)
		}
	}()
	r, what := s.pageRequest(rt)
	began := time.Now()
	response, err := s.RoundTripper().RoundTrip(r)
	if err != nil {
		return what, err.Error()
	}
	took := time.Since(began)
	text, err := io.ReadAll(response.Body)
	_ = response.Body.Close()
	switch {
	case err != nil:
		return what, err.Error()
	case response.StatusCode >= 500:
		return what, response.Status + ": " + string(text)
	case took > slow:
		return what, "took " + took.String()
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return what, strings.Join(s.newFaults(), "\n")
}

func (s *stranger) pageRequest(rt pageRoute) (*http.Request, string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p := s.somewhere()
	name := rt.description()
	if strings.Contains(name, "/pull/") {
		p = s.pullOf(p)
	}
	path := ""
	for _, segment := range rt.pattern {
		route := strings.Replace(name, "/projects/", "/projectsV2/", 1)
		path += "/" + s.segment(p, segment, route)
	}
	form := url.Values{}
	for range s.chance.IntN(6) {
		field := pick(s, formFields)
		form.Set(field, s.formValue(p, field, name))
	}
	if path == "" {
		path = "/"
	}
	target, body := "https://github.test"+path, ""
	if body = form.Encode(); rt.method == http.MethodGet {
		target, body = target+"?"+body, ""
	}
	r, err := http.NewRequest(rt.method, target, strings.NewReader(body))
	if err != nil {
		s.Fatal(err)
	}
	who := pick(s, s.people()).login
	r.Header.Set("Accept", "text/html")
	r.AddCookie(&http.Cookie{Name: actingCookie, Value: who})
	if rt.method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	return r, fmt.Sprintf("%s %s %.500s as %s", rt.method, path, form.Encode(), who)
}

// formValue is a value that a field of a form may have, or one that none should.
func (s *stranger) formValue(p spot, field, route string) string {
	known := map[string][]string{
		"to": {"open", "completed", "not_planned", "closed"}, "review": {"approved", "changes_requested", "commented"}, "reference": {"acme/shop#2", "#1", "A thought"},
		"field": {"Status", "Notes", "Effort", "Due"}, "value": {"Todo", "3", "2026-04-01", ""}, "back": {"/acme/shop", "//evil.test"}, "box": {"20", "0"},
		"manifest": {`{"name": "x", "url": "https://a.test"}`, "{"}, "settings": {"off"}, "label": {"bug", "upgrade"}, "milestone": {"Soon", ""}, "version": {"x"},
	}
	if s.odds(5) {
		return pick(s, wrongTexts)
	}
	if all := known[field]; all != nil {
		if p.issue != nil && field == "version" {
			all = []string{version(p.issue.body)}
		}
		return pick(s, all)
	}
	return s.text(s.value(p, field, route, schema{"type": "string"}, 0))
}
